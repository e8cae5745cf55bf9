package rig

// equations are what all rounds of MeasureSymmetry share: loads, and the fields that are read of them, real and imaginary parts apart, by cells. A cell's
// pixels lie a row of cells apart, [row of cells][pixel of a cell][cell], and what a cell has beyond the plane is dark.
type equations struct {
	nx, ny, cell, cx, cy int
	shown, seen          []apart // of each load
	turned               []apart // seen times the factor of a round
}

// apart is a field.
type apart struct{ re, im []float32 }

func newEquations(nx, ny, cell int, shown, seen [][]complex64) *equations {
	e := &equations{nx: nx, ny: ny, cell: cell, cx: (nx + cell - 1) / cell, cy: (ny + cell - 1) / cell}
	for range shown {
		n := e.cy * e.row()
		for _, all := range []*[]apart{&e.shown, &e.seen, &e.turned} {
			*all = append(*all, apart{make([]float32, n), make([]float32, n)})
		}
	}
	inParts(len(shown), func(from, to int) {
		for k := from; k < to; k++ {
			e.each(func(pixel, at int) {
				h, f := shown[k][pixel], seen[k][pixel]
				e.shown[k].re[at], e.shown[k].im[at] = real(h), imag(h)
				e.seen[k].re[at], e.seen[k].im[at] = real(f), imag(f)
			})
		}
	})
	return e
}

// row is how many numbers a row of cells has.
func (e *equations) row() int { return e.cell * e.cell * e.cx }

// each tells where pixels lie.
func (e *equations) each(do func(pixel, at int)) {
	for y := range e.ny {
		first := y/e.cell*e.row() + y%e.cell*e.cell*e.cx
		for x := range e.nx {
			do(y*e.nx+x, first+x%e.cell*e.cx+x/e.cell)
		}
	}
}

// of are the equations of all pairs of loads for m cosines along each axis, the fields multiplied by a factor before; nil for 1.
func (e *equations) of(m int, factor []complex128) *symmetry {
	s := newSymmetry(e.nx, e.ny, e.cell, m)
	fields := e.seen
	if factor != nil {
		fields = e.turned
		inParts(len(fields), func(from, to int) {
			for k := from; k < to; k++ {
				f, out := e.seen[k], e.turned[k]
				e.each(func(pixel, at int) {
					v := complex(f.re[at], f.im[at]) * complex64(factor[pixel])
					out.re[at], out.im[at] = real(v), imag(v)
				})
			}
		})
	}
	inParts(e.cy, func(from, to int) {
		for k, f := range fields {
			for y := from; y < to; y++ {
				power := s.power[y*e.cx:][:e.cx]
				for i := y * e.row(); i < (y+1)*e.row(); i += e.cx {
					re, im := f.re[i:][:e.cx], f.im[i:][:e.cx]
					for x, a := range re {
						power[x] += float64(k) * float64(a*a+im[x]*im[x]) // of each pair with a load before it
					}
				}
			}
		}
	})
	s.add(e.pairs(s, fields))
	return s
}

// together is how many loads' rows of cells stay in a processor's cache with as many others'.
const together = 4

// pairs are the sums of each pair's equation with all products of cosines, [pair][y][x].
func (e *equations) pairs(s *symmetry, fields []apart) [][]complex128 {
	blocks := (len(fields) + together - 1) / together
	all := make([][]complex128, len(fields)*(len(fields)-1)/2)
	inTurn(blocks*(blocks+1)/2, func() func(int) {
		u := apart{make([]float32, e.cx), make([]float32, e.cx)}
		line := make([]complex128, s.m)
		return func(task int) {
			i, j := triangle(task)
			for y := range e.cy {
				at := func(f apart) apart {
					from, to := y*e.row(), (y+1)*e.row()
					return apart{f.re[from:to], f.im[from:to]}
				}
				for a := i * together; a < min((i+1)*together, len(fields)); a++ {
					for b := j * together; b < min((j+1)*together, a); b++ {
						e.products(u, at(e.shown[a]), at(fields[a]), at(e.shown[b]), at(fields[b]))
						s.along(line, u)
						row := &all[a*(a-1)/2+b]
						if *row == nil {
							*row = make([]complex128, s.m*s.m)
						}
						for q := range s.m {
							w, to := s.y[q][y], (*row)[q*s.m:][:s.m]
							for p, v := range line {
								to[p] += complex(w*real(v), w*imag(v))
							}
						}
					}
				}
			}
		}
	})
	return all
}

// triangle is row and column, which is no more, of number k of a triangle's places.
func triangle(k int) (row, column int) {
	for row+1 <= k-column {
		row++
		column += row
	}
	return row, k - column
}

// products leaves in u, for each cell, the sum of hb fa - ha fb.
func (e *equations) products(u, ha, fa, hb, fb apart) {
	n := e.cx
	clear(u.re)
	clear(u.im)
	for i := 0; i < len(ha.re); i += n {
		ur, ui := u.re[:n], u.im[:n]
		har, hai, far, fai := ha.re[i:][:n], ha.im[i:][:n], fa.re[i:][:n], fa.im[i:][:n]
		hbr, hbi, fbr, fbi := hb.re[i:][:n], hb.im[i:][:n], fb.re[i:][:n], fb.im[i:][:n]
		for x := range ur {
			ur[x] += hbr[x]*far[x] - hbi[x]*fai[x] - har[x]*fbr[x] + hai[x]*fbi[x]
			ui[x] += hbr[x]*fai[x] + hbi[x]*far[x] - har[x]*fbi[x] - hai[x]*fbr[x]
		}
	}
}

// along are the sums of a row of cells with all cosines along x.
func (s *symmetry) along(line []complex128, u apart) {
	p := 0
	for ; p+2 <= s.m; p += 2 {
		a, b := s.x[p][:len(u.re)], s.x[p+1][:len(u.re)]
		im := u.im[:len(u.re)]
		var ar, ai, br, bi float64
		for x, v := range u.re {
			r, i := float64(v), float64(im[x])
			ar, ai, br, bi = ar+a[x]*r, ai+a[x]*i, br+b[x]*r, bi+b[x]*i
		}
		line[p], line[p+1] = complex(ar, ai), complex(br, bi)
	}
	for ; p < s.m; p++ {
		var re, im float64
		for x, w := range s.x[p] {
			re, im = re+w*float64(u.re[x]), im+w*float64(u.im[x])
		}
		line[p] = complex(re, im)
	}
}

// add adds equations: their products with each other up to the diagonal.
func (s *symmetry) add(rows [][]complex128) {
	const wide = 8
	n := len(s.normal)
	inTurn((n+wide-1)/wide, func() func(int) {
		return func(task int) {
			from := max(0, n-(task+1)*wide) // the longest first
			for r := 0; r < len(rows); r += 2 {
				one, two := rows[r], rows[min(r+1, len(rows)-1)]
				for i := from; i < n-task*wide; i++ {
					out := s.normal[i][:i+1]
					a, b := one[:i+1], two[:i+1]
					ar, ai, br, bi := real(one[i]), imag(one[i]), real(two[i]), imag(two[i])
					if r+1 == len(rows) {
						br, bi = 0, 0
					}
					for k := range out {
						v, w := a[k], b[k]
						out[k] += complex(ar*real(v)+ai*imag(v)+br*real(w)+bi*imag(w), ar*imag(v)-ai*real(v)+br*imag(w)-bi*real(w))
					}
				}
			}
		}
	})
}
