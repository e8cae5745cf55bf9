package rig

// equations are what all rounds of MeasureSymmetry share: loads, and the fields that are read of them, real and imaginary parts apart, by cells. A cell's
// pixels lie a row of cells apart, [row of cells][pixel of a cell][cell], and what a cell has beyond the plane is dark.
type equations struct {
	nx, ny, cell, cx, cy int
	wide                 int     // cells of a row, and dark ones behind them, a multiple of lanes
	shown, seen          []apart // of each load
	turned               []apart // seen times the factor of a round
}

// apart is a field.
type apart struct{ re, im []float32 }

func newEquations(nx, ny, cell int, shown, seen [][]complex64) *equations {
	e := &equations{nx: nx, ny: ny, cell: cell, cx: (nx + cell - 1) / cell, cy: (ny + cell - 1) / cell}
	e.wide = (e.cx + lanes - 1) / lanes * lanes
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
func (e *equations) row() int { return e.cell * e.cell * e.wide }

// each tells where pixels lie.
func (e *equations) each(do func(pixel, at int)) {
	for y := range e.ny {
		first := y/e.cell*e.row() + y%e.cell*e.cell*e.wide
		for x := range e.nx {
			do(y*e.nx+x, first+x%e.cell*e.wide+x/e.cell)
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
				for i := y * e.row(); i < (y+1)*e.row(); i += e.wide {
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

// pairs are the sums of each pair's equation with all products of cosines, [pair][y][x], real and imaginary part.
func (e *equations) pairs(s *symmetry, fields []apart) [][]float64 {
	blocks := (len(fields) + together - 1) / together
	all := make([][]float64, len(fields)*(len(fields)-1)/2)
	cosines := make([][]float64, s.m)
	for p := range cosines {
		cosines[p] = append(make([]float64, 0, e.wide), s.x[p]...)[:e.wide]
	}
	inTurn(blocks*(blocks+1)/2, func() func(int) {
		u := apart{make([]float32, e.wide), make([]float32, e.wide)}
		re, im, line := make([]float64, e.wide), make([]float64, e.wide), make([]float64, 2*s.m)
		return func(task int) {
			i, j := triangle(task)
			for y := range e.cy {
				at := func(f apart) apart {
					from, to := y*e.row(), (y+1)*e.row()
					return apart{f.re[from:to], f.im[from:to]}
				}
				for a := i * together; a < min((i+1)*together, len(fields)); a++ {
					for b := j * together; b < min((j+1)*together, a); b++ {
						products(u, at(e.shown[a]), at(fields[a]), at(e.shown[b]), at(fields[b]))
						for x, v := range u.re {
							re[x], im[x] = float64(v), float64(u.im[x])
						}
						along(line, cosines, re, im)
						row := &all[a*(a-1)/2+b]
						if *row == nil {
							*row = make([]float64, 2*s.m*s.m)
						}
						for q := range s.m {
							addTo((*row)[2*q*s.m:][:2*s.m], line, s.y[q][y])
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

// add adds equations: their products with each other up to the diagonal.
func (s *symmetry) add(rows [][]float64) {
	const some = 8
	n := len(s.normal)
	inTurn((n+some-1)/some, func() func(int) {
		return func(task int) {
			from, to := max(0, n-(task+1)*some), n-task*some // the longest first
			sums := make([][]float64, to-from)
			for i := range sums {
				sums[i] = make([]float64, 2*(from+i+1))
			}
			for _, row := range rows {
				for i, sum := range sums {
					k := 2 * (from + i)
					addConj(sum, row[:len(sum)], row[k], row[k+1])
				}
			}
			for i, sum := range sums {
				for k := range s.normal[from+i][:from+i+1] {
					s.normal[from+i][k] += complex(sum[2*k], sum[2*k+1])
				}
			}
		}
	})
}
