//go:build goexperiment.simd

package kernels

// nearest is the code of NearestState over blocks.
func (c *elementary) nearest(args [][]float32, work []float32, from, to int) {
	z, states, control, t := args[0], args[1], args[2], args[3]
	y, rows := tile(work)
	re, im := rows[0], rows[1]
	for p := from; p < to; p += block {
		m := min(block, to-p)
		split(z[2*p:], re, im, m)
		if control[ControlHard] != 0 {
			distances(y, states, re, im, 1, m)
			tops(y, re, m)
			for i, k := range re[:m] {
				s := states[StateNumbers*int(k):][:StateNumbers]
				re[i], im[i] = s[0]*s[2], s[0]*s[3]
			}
		} else {
			distances(y, states, re, im, control[ControlSharpness], m)
			c.softmax(y, m)
			mixtures(y, states, re, im, m)
		}
		for i := range m {
			t[2*(p+i)], t[2*(p+i)+1] = re[i], im[i]
		}
	}
}

// nearestAdjoint is that of NearestStateAdjoint.
func (c *elementary) nearestAdjoint(args [][]float32, work []float32, from, to int) {
	z, states, control, t, dt := args[0], args[1], args[2], args[3], args[4]
	sharp, pull := control[ControlSharpness], control[ControlPull]
	y, rows := tile(work)
	re, im, gre, gim, dre, dim := rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]
	for p := from; p < to; p += block {
		m := min(block, to-p)
		if control[ControlHard] == 0 {
			split(z[2*p:], re, im, m)
			distances(y, states, re, im, sharp, m)
			c.softmax(y, m)
			split(t[2*p:], re, im, m)
			split(dt[2*p:], gre, gim, m)
			distanceSlopes(y, states, re, im, gre, gim, dre, dim, m)
			for i := range m {
				dt[2*(p+i)], dt[2*(p+i)+1] = float32(2*sharp)*dre[i], float32(2*sharp)*dim[i]
			}
		}
		for i := 2 * p; i < 2*(p+m); i++ {
			dt[i] += float32(pull * (z[i] - t[i]))
		}
	}
}

// split takes m pairs apart.
func split(pairs, re, im []float32, m int) {
	for i := range m {
		re[i], im[i] = pairs[2*i], pairs[2*i+1]
	}
}
