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
	k := compute.Kernel{Name: "nearest-state", GPU: nearestGPU(n, levels), N: n, Grain: levelGrain(levels), Work: levels}
	if vectorNearest != nil {
		k.VectorOnce, k.VectorWork = vectorNearest(levels)
	}
	k.Once = func(args [][]float32, w []float32, from, to int) {
		z, states, control, t := args[0], args[1], args[2], args[3]
		hard, sharp := control[ControlHard] != 0, control[ControlSharpness]
		for i := 2 * from; i < 2*to; i += 2 {
			if hard {
				s := states[StateNumbers*Nearest(z[i], z[i+1], states):][:StateNumbers]
				t[i], t[i+1] = s[0]*s[2], s[0]*s[3]
				continue
			}
			byDistance(z[i], z[i+1], sharp, states, w)
			t[i], t[i+1] = mixture(w, states)
		}
	}
	return k
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
	k := compute.Kernel{Name: "nearest-state-adjoint", GPU: nearestAdjointGPU(n, levels), N: n, Grain: levelGrain(levels), Work: levels}
	if vectorNearestAdjoint != nil {
		k.VectorOnce, k.VectorWork = vectorNearestAdjoint(levels)
	}
	k.Once = func(args [][]float32, w []float32, from, to int) {
		z, states, control, t, dt := args[0], args[1], args[2], args[3], args[4]
		hard, sharp, pull := control[ControlHard] != 0, control[ControlSharpness], control[ControlPull]
		for i := 2 * from; i < 2*to; i += 2 {
			if !hard {
				byDistance(z[i], z[i+1], sharp, states, w)
				var re, im float32
				for k, v := range w {
					s := states[StateNumbers*k:][:StateNumbers]
					x, y := float32(s[0]*s[2])-t[i], float32(s[0]*s[3])-t[i+1]
					slope := float32(v * (float32(dt[i]*x) + float32(dt[i+1]*y)))
					re += float32(slope * x)
					im += float32(slope * y)
				}
				dt[i], dt[i+1] = float32(2*sharp)*re, float32(2*sharp)*im
			}
			dt[i] += float32(pull * (z[i] - t[i]))
			dt[i+1] += float32(pull * (z[i+1] - t[i+1]))
		}
	}
	return k
}

// byDistance fills w with softmax(-sharp |z - t_k|^2).
func byDistance(re, im, sharp float32, states, w []float32) {
	for k := range w {
		s := states[StateNumbers*k:][:StateNumbers]
		x, y := re-float32(s[0]*s[2]), im-float32(s[0]*s[3])
		w[k] = -sharp * (float32(x*x) + float32(y*y))
	}
	softmax32(w)
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
