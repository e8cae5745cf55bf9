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
func NearestState() compute.Kernel {
	return compute.Kernel{Name: "nearest-state", Once: func(args [][]float32) {
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
func PullToState() compute.Kernel {
	return compute.Kernel{Name: "pull-to-state", Once: func(args [][]float32) {
		z, t, pull, dz := args[0], args[1], args[2][ControlPull], args[3]
		for i, v := range z {
			dz[i] += float32(pull * (v - t[i]))
		}
	}}
}
