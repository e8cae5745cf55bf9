package kernels

// block is how many pixels go through the kernels of device masks together: a level's
// row of them is whole cache lines, and what all levels have of them, the tile
// [K][block], stays in the cache. The functions here work on the first m pixels of a
// tile, each as if it were alone.
const block = 64

// blockGrain is how many pixels of so many levels are worth a thread.
func blockGrain(levels int) int { return block * ((1<<12/block + levels - 1) / levels) }

// softmaxTile replaces logits by their softmax.
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

// tops fills top with each pixel's highest level, the first of equals.
func tops(y []float32, top *[block]int32, m int) {
	var best [block]float32
	copy(best[:m], y)
	clear(top[:m])
	for k := block; k < len(y); k += block {
		for i, v := range y[k:][:m] {
			if v > best[i] {
				best[i], top[i] = v, int32(k/block)
			}
		}
	}
}

// weigh fills a and b with the sums over the levels of y_k times the states' amplitudes
// and phases.
func weigh(y, states []float32, a, b *[block]float32, m int) {
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

// mixture fills re and im with sum_k y_k A_k exp(i P_k).
func mixture(y, states []float32, re, im *[block]float32, m int) {
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
