package kernels

import "talbot/sim/compute"

// NearestState gives each pixel the state nearest to a complex number that may lie
// anywhere, once for the whole batch:
//
//	t = t_k,  k = argmin |z - t_k|,  t_k = A_k exp(i P_k)
//
//	z        [n] complex        trainable
//	states   [K][StateNumbers]
//	control  [Controls]         without ControlHard t = z
//	t        [n] complex        written
//
// The straight-through estimate takes the gradient with respect to t as that with
// respect to z (Bengio, Leonard and Courville, "Estimating or propagating gradients
// through stochastic neurons" (2013)).
func NearestState(n, levels int) compute.Kernel {
	return compute.Kernel{Name: "nearest-state", GPU: nearestGPU(n, levels), Once: func(args [][]float32) {
		z, states, control, t := args[0], args[1], args[2], args[3]
		if control[ControlHard] == 0 {
			copy(t, z)
			return
		}
		for i := 0; i+1 < len(z); i += 2 {
			s := states[StateNumbers*Nearest(z[i], z[i+1], states):][:StateNumbers]
			t[i], t[i+1] = s[0]*s[2], s[0]*s[3]
		}
	}}
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

// PullToState adds to a gradient the pull of a latent number z towards the state t
// that it has, once for the whole batch: dz += pull (z - t). It keeps z from running
// away where the choice no longer changes.
//
//	z        [n] complex
//	t        [n] complex
//	control  [Controls]   ControlPull: strength for the whole batch
//	dz       [n] complex  added to
func PullToState(n int) compute.Kernel {
	return compute.Kernel{Name: "pull-to-state", GPU: pullGPU(n), Once: func(args [][]float32) {
		z, t, pull, dz := args[0], args[1], args[2][ControlPull], args[3]
		for i, v := range z {
			dz[i] += float32(pull * (v - t[i]))
		}
	}}
}

func nearestGPU(n, levels int) compute.GPU {
	text := `let z = $0[i];
if ($2[` + u32(ControlHard) + `] == 0.0f) { $3[i] = z; }
else {
var best = vec2f();
var least = 3.0e38f;
for (var k = 0u; k < ` + u32(levels) + `; k++) {
let s = $1[4u * k] * vec2f($1[4u * k + 2u], $1[4u * k + 3u]);
let d = dot(z - s, z - s);
if (d < least) { least = d; best = s; }
}
$3[i] = best;
}`
	return &compute.Map{N: n, Code: compute.Code{Text: text, Pairs: []int{0, 3}, Writes: []int{3}}}
}

func pullGPU(n int) compute.GPU {
	text := "$3[i] += $2[" + u32(ControlPull) + "] * ($0[i] - $1[i]);"
	return &compute.Map{N: 2 * n, Code: compute.Code{Text: text, Writes: []int{3}}}
}
