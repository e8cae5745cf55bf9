package kernels

import "talbot/sim/compute"

// block is how many pixels go through the kernels of device masks together: a level's
// row of them is whole cache lines, and what all levels have of them, the tile
// [K][block], stays in the cache.
const block = 64

// blockKernel completes a kernel of k.N pixels whose code run makes of loops, with
// working memory for so many tiles.
func blockKernel(k compute.Kernel, levels, tiles int, run func(*loops) once) compute.Kernel {
	k.Grain = block * ((1<<12/block + levels - 1) / levels)
	k.Work = (tiles*levels + blockRows) * block
	k.Once = run(scalarLoops)
	if vectorLoops != nil {
		k.VectorOnce = run(vectorLoops)
	}
	return k
}

// once is the code of a kernel that runs once.
type once = func(args [][]float32, work []float32, from, to int)

// blockRows is how many rows of a block a kernel has beside its tiles.
const blockRows = 6

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

// loops are those over the first m pixels of a tile, each pixel as if it were alone.
// Those in SIMD instructions work on whole vectors, up to 7 pixels more than m, and
// give the same bits.
type loops struct {
	// noise makes logits theta of the pixels from p, in place, (theta + g)/tau.
	noise func(d draw, y []float32, p, m int)
	// softmax replaces logits by their softmax.
	softmax func(y []float32, m int)
	// tops fills top with the number of each pixel's highest level, the first of equals.
	tops func(y, top []float32, m int)
	// weigh fills a and b with sums over the levels of y_k A_k and y_k P_k.
	weigh func(y, states, a, b []float32, m int)
	// mixture fills re and im with sum_k y_k A_k exp(i P_k).
	mixture func(y, states, re, im []float32, m int)
	// slopes fills ds with along A_k + across P_k, and mean with sum_k y_k ds_k.
	slopes func(y, ds, states, along, across, mean []float32, m int)
	// turned does so with A_k (along re + across im), re + i im = exp(i P_k) (c - i s).
	turned func(y, ds, states, along, across, c, s, mean []float32, m int)
	// logitSlopes makes weights y the slopes of the logits, y/tau (ds - mean).
	logitSlopes func(y, ds, mean []float32, sharp float32, m int)
	// distances fills y with -sharp |z - t_k|^2.
	distances func(y, states, re, im []float32, sharp float32, m int)
	// distanceSlopes fills dre and dim with sum_k y_k (t_k - t) Re(conj(g) (t_k - t)).
	distanceSlopes func(y, states, re, im, gre, gim, dre, dim []float32, m int)
}

var (
	scalarLoops = &loops{addNoise, softmaxTile, tops, weigh, mixture, slopes, turned, logitSlopes, distances, distanceSlopes}
	// vectorLoops is nil where there are none.
	vectorLoops *loops
)

func softmaxTile(y []float32, m int) {
	var highest, sum [block]float32
	copy(highest[:m], y)
	for k := block; k < len(y); k += block {
		for i, v := range y[k:][:m] {
			highest[i] = max(highest[i], v)
		}
	}
	for k := 0; k < len(y); k += block {
		row := y[k:][:m]
		for i, v := range row {
			e := exp32(v - highest[i])
			row[i] = e
			sum[i] += e
		}
	}
	for k := 0; k < len(y); k += block {
		row := y[k:][:m]
		for i, v := range row {
			row[i] = v / sum[i]
		}
	}
}

func tops(y, top []float32, m int) {
	var best [block]float32
	copy(best[:m], y)
	clear(top[:m])
	for k := block; k < len(y); k += block {
		for i, v := range y[k:][:m] {
			if v > best[i] {
				best[i], top[i] = v, float32(k/block)
			}
		}
	}
}

func weigh(y, states, a, b []float32, m int) {
	clear(a[:m])
	clear(b[:m])
	for k := 0; k < len(y); k += block {
		s := states[StateNumbers*(k/block):][:StateNumbers]
		for i, v := range y[k:][:m] {
			a[i] += float32(v * s[0])
			b[i] += float32(v * s[1])
		}
	}
}

func mixture(y, states, re, im []float32, m int) {
	clear(re[:m])
	clear(im[:m])
	for k := 0; k < len(y); k += block {
		s := states[StateNumbers*(k/block):][:StateNumbers]
		for i, v := range y[k:][:m] {
			a := float32(v * s[0])
			re[i] += float32(a * s[2])
			im[i] += float32(a * s[3])
		}
	}
}

func slopes(y, ds, states, along, across, mean []float32, m int) {
	clear(mean[:m])
	for k := 0; k < len(y); k += block {
		s := states[StateNumbers*(k/block):][:StateNumbers]
		slope := ds[k:][:m]
		for i, v := range y[k:][:m] {
			d := float32(along[i]*s[0]) + float32(across[i]*s[1])
			slope[i] = d
			mean[i] += float32(v * d)
		}
	}
}

func turned(y, ds, states, along, across, c, s, mean []float32, m int) {
	clear(mean[:m])
	for k := 0; k < len(y); k += block {
		state := states[StateNumbers*(k/block):][:StateNumbers]
		slope := ds[k:][:m]
		for i, v := range y[k:][:m] {
			re, im := mulConj(state[2], state[3], c[i], s[i])
			d := state[0] * (float32(along[i]*re) + float32(across[i]*im))
			slope[i] = d
			mean[i] += float32(v * d)
		}
	}
}

func logitSlopes(y, ds, mean []float32, sharp float32, m int) {
	for k := 0; k < len(y); k += block {
		row, slope := y[k:][:m], ds[k:][:m]
		for i, v := range row {
			row[i] = float32(sharp*v) * (slope[i] - mean[i])
		}
	}
}

func distances(y, states, re, im []float32, sharp float32, m int) {
	for k := 0; k < len(y); k += block {
		s := states[StateNumbers*(k/block):][:StateNumbers]
		sr, si := float32(s[0]*s[2]), float32(s[0]*s[3])
		row := y[k:][:m]
		for i := range row {
			x, y := re[i]-sr, im[i]-si
			row[i] = -sharp * (float32(x*x) + float32(y*y))
		}
	}
}

func distanceSlopes(y, states, re, im, gre, gim, dre, dim []float32, m int) {
	clear(dre[:m])
	clear(dim[:m])
	for k := 0; k < len(y); k += block {
		s := states[StateNumbers*(k/block):][:StateNumbers]
		sr, si := float32(s[0]*s[2]), float32(s[0]*s[3])
		for i, v := range y[k:][:m] {
			x, y := sr-re[i], si-im[i]
			slope := float32(v * (float32(gre[i]*x) + float32(gim[i]*y)))
			dre[i] += float32(slope * x)
			dim[i] += float32(slope * y)
		}
	}
}
