package kernels

import "talbot/sim/compute"

// NearestState gives each pixel the state nearest to a complex number that may lie
// anywhere, or, without ControlHard, a mixture of the states by their distances, once
// for the whole batch: with t_k = A_k exp(i P_k),
//
//	t = t_k,  k = argmin |z - t_k|                                   (hard)
//	t = sum_k w_k t_k,  w = softmax(-|z - t_k|^2/tau)                (soft)
//
// The mixture tends to the nearest state as tau goes to 0.
//
//	z        [n] complex        trainable
//	states   [K][StateNumbers]
//	control  [Controls]
//	t        [n] complex        written
func NearestState(n, levels int) compute.Kernel {
	return blockKernel(compute.Kernel{Name: "nearest-state", N: n, GPU: nearestGPU(n, levels)}, levels, 1, func(f *loops) once {
		return func(args [][]float32, work []float32, from, to int) {
			z, states, control, t := args[0], args[1], args[2], args[3]
			y, rows := tile(work)
			re, im := rows[0], rows[1]
			for p := from; p < to; p += block {
				m := min(block, to-p)
				split(z[2*p:], re, im, m)
				if control[ControlHard] != 0 {
					f.distances(y, states, re, im, 1, m)
					f.tops(y, re, m)
					for i, k := range re[:m] {
						s := states[StateNumbers*int(k):][:StateNumbers]
						re[i], im[i] = s[0]*s[2], s[0]*s[3]
					}
				} else {
					f.distances(y, states, re, im, control[ControlSharpness], m)
					f.softmax(y, m)
					f.mixture(y, states, re, im, m)
				}
				for i := range m {
					t[2*(p+i)], t[2*(p+i)+1] = re[i], im[i]
				}
			}
		}
	})
}

// NearestStateAdjoint takes the gradient back from the transmission to the numbers, in
// place, once for the whole batch:
//
//	dz = dt                                                          (hard)
//	dz = (2/tau) sum_k w_k (t_k - t) Re(conj(dt) (t_k - t))          (soft)
//
// and adds the pull towards the state, ControlPull (z - t), which keeps z from running
// away where the choice no longer changes. The hard one is the straight-through
// estimate (Bengio, Leonard and Courville, "Estimating or propagating gradients
// through stochastic neurons" (2013)), the soft one the gradient.
//
//	z        [n] complex
//	states   [K][StateNumbers]
//	control  [Controls]
//	t        [n] complex        as NearestState left it
//	dt       [n] complex        in: dL/dt, summed over the batch; out: dL/dz
func NearestStateAdjoint(n, levels int) compute.Kernel {
	return blockKernel(compute.Kernel{Name: "nearest-state-adjoint", N: n, GPU: nearestAdjointGPU(n, levels)}, levels, 1, func(f *loops) once {
		return func(args [][]float32, work []float32, from, to int) {
			z, states, control, t, dt := args[0], args[1], args[2], args[3], args[4]
			sharp, pull := control[ControlSharpness], control[ControlPull]
			y, rows := tile(work)
			re, im, gre, gim, dre, dim := rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]
			for p := from; p < to; p += block {
				m := min(block, to-p)
				if control[ControlHard] == 0 {
					split(z[2*p:], re, im, m)
					f.distances(y, states, re, im, sharp, m)
					f.softmax(y, m)
					split(t[2*p:], re, im, m)
					split(dt[2*p:], gre, gim, m)
					f.distanceSlopes(y, states, re, im, gre, gim, dre, dim, m)
					for i := range m {
						dt[2*(p+i)], dt[2*(p+i)+1] = float32(2*sharp)*dre[i], float32(2*sharp)*dim[i]
					}
				}
				for i := 2 * p; i < 2*(p+m); i++ {
					dt[i] += float32(pull * (z[i] - t[i]))
				}
			}
		}
	})
}

// split takes m pairs apart.
func split(pairs, re, im []float32, m int) {
	for i := range m {
		re[i], im[i] = pairs[2*i], pairs[2*i+1]
	}
}

// Nearest is the state nearest to (re, im), the first of equals.
func Nearest(re, im float32, states []float32) int {
	best, least := 0, float32(0)
	for k := 0; k*StateNumbers < len(states); k++ {
		s := states[StateNumbers*k:][:StateNumbers]
		x, y := re-float32(s[0]*s[2]), im-float32(s[0]*s[3])
		if d := float32(x*x) + float32(y*y); k == 0 || d < least {
			best, least = k, d
		}
	}
	return best
}

// nearestWGSL finds the state best that is nearest to z, and its squared distance.
func nearestWGSL(levels int) string {
	return `var best = vec2f();
var least = 3.0e38f;
for (var k = 0u; k < ` + u32(levels) + `; k++) {
let s = $1[4u * k] * vec2f($1[4u * k + 2u], $1[4u * k + 3u]);
let d = dot(z - s, z - s);
if (d < least) { least = d; best = s; }
}
`
}

func nearestGPU(n, levels int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := "let z = $0[i];\n" + nearestWGSL(levels) + `if ($2[` + u32(ControlHard) + `] == 0.0f) {
let sharp = $2[` + u32(ControlSharpness) + `];
var all = 0.0f;
best = vec2f();
for (var k = 0u; k < ` + u32(levels) + `; k++) {
let s = $1[4u * k] * vec2f($1[4u * k + 2u], $1[4u * k + 3u]);
let w = levelsExp(sharp * (least - dot(z - s, z - s)));
all += w;
best += w * s;
}
best /= all;
}
$3[i] = best;`
	return &compute.Map{N: n, Code: compute.Code{Text: text, Functions: levelsWGSL, Pairs: []int{0, 3}, Writes: []int{3}}}
}

func nearestAdjointGPU(n, levels int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := "let z = $0[i]; let t = $3[i];\nvar g = $4[i];\nif ($2[" + u32(ControlHard) + "] == 0.0f) {\n" + nearestWGSL(levels) +
		`let sharp = $2[` + u32(ControlSharpness) + `];
var all = 0.0f;
var sum = vec2f();
for (var k = 0u; k < ` + u32(levels) + `; k++) {
let s = $1[4u * k] * vec2f($1[4u * k + 2u], $1[4u * k + 3u]);
let w = levelsExp(sharp * (least - dot(z - s, z - s)));
all += w;
sum += (w * dot(g, s - t)) * (s - t);
}
g = (2.0f * sharp / all) * sum;
}
$4[i] = g + $2[` + u32(ControlPull) + `] * (z - t);`
	return &compute.Map{N: n, Code: compute.Code{Text: text, Functions: levelsWGSL, Pairs: []int{0, 3, 4}, Writes: []int{4}}}
}
