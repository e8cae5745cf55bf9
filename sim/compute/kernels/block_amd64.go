//go:build goexperiment.simd

package kernels

import "simd/archsimd"

// block is how many pixels go through the kernels of display masks together: a level's
// row of them is whole cache lines, and what all levels have of them, the tile
// [K][block], stays in the cache. The loops over a tile work on its first m pixels,
// and up to 7 more where vectors end.
const block = 64

// blockRows is how many rows of a block a kernel has beside its tiles.
const blockRows = 6

// blockWork is the number of float32 of so many tiles and the rows.
func blockWork(levels, tiles int) int { return (tiles*levels + blockRows) * block }

// tile cuts working memory into a tile and rows.
func tile(work []float32) (y []float32, rows [blockRows][]float32) {
	y = work[:len(work)-blockRows*block]
	for i := range rows {
		rows[i] = work[len(y)+i*block:][:block]
	}
	return y, rows
}

// load fills a tile with the m pixels from p of n of an array [K][n], and store writes
// it there.
func load(y, from []float32, p, n, m int) {
	for k := 0; k < len(y); k += block {
		copy(y[k:][:m], from[k/block*n+p:])
	}
}

func store(y, to []float32, p, n, m int) {
	for k := 0; k < len(y); k += block {
		copy(to[k/block*n+p:][:m], y[k:])
	}
}

// at and all are the next eight numbers, and one number in all lanes.
func at(x []float32) f32x8 { return archsimd.LoadFloat32x8Slice(x) }
func all(x float32) f32x8  { return archsimd.BroadcastFloat32x8(x) }

// addNoise is draw.logits.
func (c *elementary) addNoise(d draw, y []float32, p, m int) {
	sharp, noise := all(d.sharp), all(d.noise)
	if d.noise == 0 {
		for k := 0; k < len(y); k += block {
			row := y[k:][:block]
			for i := 0; i < m; i += 8 {
				at(row[i:]).Mul(sharp).StoreSlice(row[i:])
			}
		}
		return
	}
	// Two vectors of blocks, those of the even pixels and of the odd ones.
	wide := archsimd.BroadcastUint64x4
	step, stream := wide(uint64(d.step)), wide(uint64(d.stream.Stream))
	k0, k1 := wide(d.stream.Seed), wide(d.stream.Seed>>32)
	one := wide(1)
	levels := len(y) / block
	per := uint64(levels+3) / 4
	offsets := [4]uint64{0, 2 * per, 4 * per, 6 * per}
	offset := archsimd.LoadUint64x4(&offsets)
	var bits [4]u32x8
	var x [4]f32x8
	for i := 0; i < m; i += 8 {
		even := wide(uint64(p+i) * per).Add(offset)
		odd := wide(uint64(p+i+1) * per).Add(offset)
		for k := 0; k < levels; k += 4 {
			c.philox(even, odd, step, stream, k0, k1, &bits)
			even, odd = even.Add(one), odd.Add(one)
			// One logarithm a loop: of two in one, the compiler spills the numbers.
			for j := range bits {
				x[j] = c.zero.Sub(c.ln(c.uniform(bits[j])))
			}
			for j := range min(4, levels-k) {
				row := y[(k+j)*block+i:]
				at(row).Sub(noise.Mul(c.ln(x[j]))).Mul(sharp).StoreSlice(row)
			}
		}
	}
}

// softmax is softmax32.
func (c *elementary) softmax(y []float32, m int) {
	var highest, sum [block]float32
	copy(highest[:], y)
	for k := block; k < len(y); k += block {
		row := y[k:][:block]
		for i := 0; i < m; i += 8 {
			at(highest[i:]).Max(at(row[i:])).StoreSlice(highest[i:])
		}
	}
	for k := 0; k < len(y); k += block {
		row := y[k:][:block]
		for i := 0; i < m; i += 8 {
			e := c.power(at(row[i:]).Sub(at(highest[i:])))
			e.StoreSlice(row[i:])
			at(sum[i:]).Add(e).StoreSlice(sum[i:])
		}
	}
	for k := 0; k < len(y); k += block {
		row := y[k:][:block]
		for i := 0; i < m; i += 8 {
			at(row[i:]).Div(at(sum[i:])).StoreSlice(row[i:])
		}
	}
}

// tops fills top with the number of each pixel's highest level, the first of equals.
func tops(y, top []float32, m int) {
	for i := 0; i < m; i += 8 {
		best, number := at(y[i:]), all(0)
		for k := block; k < len(y); k += block {
			v := at(y[k+i:])
			higher := v.Greater(best)
			best, number = v.Merge(best, higher), all(float32(k/block)).Merge(number, higher)
		}
		number.StoreSlice(top[i:])
	}
}

// weigh fills a and b with sums over the levels of y_k A_k and y_k P_k.
func weigh(y, states, a, b []float32, m int) {
	for i := 0; i < m; i += 8 {
		sa, sb := all(0), all(0)
		for k := 0; k < len(y); k += block {
			s := states[StateNumbers*(k/block):][:StateNumbers]
			v := at(y[k+i:])
			sa, sb = sa.Add(v.Mul(all(s[0]))), sb.Add(v.Mul(all(s[1])))
		}
		sa.StoreSlice(a[i:])
		sb.StoreSlice(b[i:])
	}
}

// mixtures is mixture.
func mixtures(y, states, re, im []float32, m int) {
	for i := 0; i < m; i += 8 {
		sr, si := all(0), all(0)
		for k := 0; k < len(y); k += block {
			s := states[StateNumbers*(k/block):][:StateNumbers]
			a := at(y[k+i:]).Mul(all(s[0]))
			sr, si = sr.Add(a.Mul(all(s[2]))), si.Add(a.Mul(all(s[3])))
		}
		sr.StoreSlice(re[i:])
		si.StoreSlice(im[i:])
	}
}

// slopes fills ds with along A_k + across P_k, and mean with sum_k y_k ds_k.
func slopes(y, ds, states, along, across, mean []float32, m int) {
	for i := 0; i < m; i += 8 {
		sum, p, q := all(0), at(along[i:]), at(across[i:])
		for k := 0; k < len(y); k += block {
			s := states[StateNumbers*(k/block):][:StateNumbers]
			d := p.Mul(all(s[0])).Add(q.Mul(all(s[1])))
			d.StoreSlice(ds[k+i:])
			sum = sum.Add(at(y[k+i:]).Mul(d))
		}
		sum.StoreSlice(mean[i:])
	}
}

// turned does so with A_k (along re + across im), re + i im = exp(i P_k) (c - i s).
func turned(y, ds, states, along, across, c, s, mean []float32, m int) {
	for i := 0; i < m; i += 8 {
		sum, p, q, cos, sin := all(0), at(along[i:]), at(across[i:]), at(c[i:]), at(s[i:])
		for k := 0; k < len(y); k += block {
			state := states[StateNumbers*(k/block):][:StateNumbers]
			sr, si := all(state[2]), all(state[3])
			re, im := sr.Mul(cos).Add(si.Mul(sin)), si.Mul(cos).Sub(sr.Mul(sin))
			d := p.Mul(re).Add(q.Mul(im)).Mul(all(state[0]))
			d.StoreSlice(ds[k+i:])
			sum = sum.Add(at(y[k+i:]).Mul(d))
		}
		sum.StoreSlice(mean[i:])
	}
}

// logitSlopes makes weights y the slopes of the logits, y/tau (ds - mean).
func logitSlopes(y, ds, mean []float32, sharp float32, m int) {
	r := all(sharp)
	for k := 0; k < len(y); k += block {
		row, slope := y[k:][:block], ds[k:][:block]
		for i := 0; i < m; i += 8 {
			at(row[i:]).Mul(r).Mul(at(slope[i:]).Sub(at(mean[i:]))).StoreSlice(row[i:])
		}
	}
}

// distances fills y with -sharp |z - t_k|^2.
func distances(y, states, re, im []float32, sharp float32, m int) {
	r := all(-sharp)
	for k := 0; k < len(y); k += block {
		s := states[StateNumbers*(k/block):][:StateNumbers]
		sr, si, row := all(s[0]*s[2]), all(s[0]*s[3]), y[k:][:block]
		for i := 0; i < m; i += 8 {
			x, y := at(re[i:]).Sub(sr), at(im[i:]).Sub(si)
			x.Mul(x).Add(y.Mul(y)).Mul(r).StoreSlice(row[i:])
		}
	}
}

// distanceSlopes fills dre and dim with sum_k y_k (t_k - t) Re(conj(g) (t_k - t)).
func distanceSlopes(y, states, re, im, gre, gim, dre, dim []float32, m int) {
	for i := 0; i < m; i += 8 {
		dr, di, tr, ti, gr, gi := all(0), all(0), at(re[i:]), at(im[i:]), at(gre[i:]), at(gim[i:])
		for k := 0; k < len(y); k += block {
			s := states[StateNumbers*(k/block):][:StateNumbers]
			x, z := all(s[0]*s[2]).Sub(tr), all(s[0]*s[3]).Sub(ti)
			slope := at(y[k+i:]).Mul(gr.Mul(x).Add(gi.Mul(z)))
			dr, di = dr.Add(slope.Mul(x)), di.Add(slope.Mul(z))
		}
		dr.StoreSlice(dre[i:])
		di.StoreSlice(dim[i:])
	}
}
