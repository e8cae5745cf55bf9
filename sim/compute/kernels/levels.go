package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/rng"
)

// Numbers of the control buffer that the kernels of device masks read, set by the
// host before each pass. Whole numbers of more than 16 bits stand in halves of 16
// bits, low first, since a float32 holds no more than 24.
const (
	ControlSharpness = iota     // 1/tau of the softmax
	ControlNoise                // factor on the Gumbel noise; 0 for none
	ControlHard                 // 1: a pixel has the state of its top level; 0: the mixture of all states
	ControlStep                 // two halves: which draw this is
	ControlSeed      = iota + 1 // four quarters of the seed
	ControlPull      = ControlSeed + 4
	Controls         = ControlPull + 1 // how many there are
)

// Mixing is what a mixture of states is.
type Mixing int

const (
	MixSeparate Mixing = iota // amplitude (w . A) and phase (w . P), as Li et al. have it
	MixComplex                // the transmission sum_k w_k A_k exp(i P_k), which knows that phases wrap
)

// StateNumbers is how many numbers a state has in the states buffer: the amplitude A
// (times the mask's gain), the phase P in rad, cos P and sin P.
const StateNumbers = 4

// Levels is a plane of pixels with a choice among the states of a device.
type Levels struct {
	N      int    // number of pixels, n
	Levels int    // number of states, K
	Stream uint32 // of the noise: one for each mask of a network
	Mixing Mixing
	// AmplitudeGradient multiplies the part of the gradient that comes through the
	// amplitude. 1 is the true gradient.
	AmplitudeGradient float64
}

// Sample draws a state for each pixel and the weights of the way back, once for the
// whole batch: Gumbel-Softmax with the straight-through estimate (Jang, Gu and
// Poole, "Categorical reparameterization with Gumbel-Softmax" (2017); Li, Chen, Gao
// and Yu, "Physics-aware differentiable discrete codesign for diffractive optical
// neural networks" (2022), equation 3). With g_k Gumbel noise,
//
//	w = softmax((theta + g)/tau),  t = A exp(i P) of the top level, or of the mixture w
//
//	theta    [K][n]             logits
//	states   [K][StateNumbers]
//	control  [Controls]
//	t        [n] complex        written
//	w        [K][n]             written: w, whatever is forward
func (l Levels) Sample() compute.Kernel {
	n := l.N
	return compute.Kernel{Name: "sample-levels", N: n, Grain: blockGrain(l.Levels), Work: l.Levels * block, GPU: l.sampleGPU(), Once: func(args [][]float32, y []float32, from, to int) {
		theta, states, control, t, w := args[0], args[1], args[2], args[3], args[4]
		d := l.draw(control)
		for p := from; p < to; p += block {
			m := min(block, to-p)
			d.logits(theta, y, p, n, m)
			softmaxTile(y, m)
			for k := range l.Levels {
				copy(w[k*n+p:][:m], y[k*block:])
			}
			l.transmissions(y, states, t[2*p:], d.hard, m)
		}
	}}
}

// Choose is Sample without the weights, for passes without a way back. Without noise
// and hard, it gives each pixel the state of its largest logit.
func (l Levels) Choose() compute.Kernel {
	return compute.Kernel{Name: "choose-levels", N: l.N, Grain: blockGrain(l.Levels), Work: l.Levels * block, GPU: l.chooseGPU(), Once: func(args [][]float32, y []float32, from, to int) {
		theta, states, control, t := args[0], args[1], args[2], args[3]
		d := l.draw(control)
		for p := from; p < to; p += block {
			m := min(block, to-p)
			d.logits(theta, y, p, l.N, m)
			if !d.hard {
				softmaxTile(y, m)
			}
			l.transmissions(y, states, t[2*p:], d.hard, m)
		}
	}}
}

// Adjoint takes the gradient back from the transmission to the logits: with ds_k the
// gradient with respect to weight k at the forward state,
//
//	dL/dtheta_k = (w_k/tau) (ds_k - sum_j w_j ds_j)
//	ds_k = Re(conj(dt) (A_k + i a P_k) exp(i phi)),  a exp(i phi) forward   (separate)
//	ds_k = Re(conj(dt) A_k exp(i P_k))                                      (complex)
//
//	dt       [n] complex        gradient with respect to t, summed over the batch
//	states   [K][StateNumbers]
//	control  [Controls]
//	w        [K][n]             in: weights, as Sample left them; out: dL/dtheta
func (l Levels) Adjoint() compute.Kernel {
	n := l.N
	return compute.Kernel{Name: "levels-adjoint", N: n, Grain: blockGrain(l.Levels), Work: 2 * l.Levels * block, GPU: l.adjointGPU(), Once: func(args [][]float32, work []float32, from, to int) {
		dt, states, control, w := args[0], args[1], args[2], args[3]
		sharp, hard := control[ControlSharpness], control[ControlHard] != 0
		y, ds := work[:len(work)/2], work[len(work)/2:]
		for p := from; p < to; p += block {
			m := min(block, to-p)
			for k := range l.Levels {
				copy(y[k*block:][:m], w[k*n+p:])
			}
			var mean [block]float32
			l.slopes(y, states, dt[2*p:], ds, &mean, hard, m)
			for k := range l.Levels {
				row, slope := y[k*block:][:m], ds[k*block:][:m]
				out := w[k*n+p:][:m]
				for i, v := range row {
					out[i] = float32(float32(sharp*v) * (slope[i] - mean[i]))
				}
			}
		}
	}}
}

// slopes fills ds with the gradient with respect to the weights y, and mean with its
// mean by the weights.
func (l Levels) slopes(y, states, dt, ds []float32, mean *[block]float32, hard bool, m int) {
	var f forward
	l.forward(y, states, &f, hard, m)
	// The gradient along the state, and across it.
	var along, across [block]float32
	for i := range m {
		gr, gi, c, s := dt[2*i], dt[2*i+1], f.c[i], f.s[i]
		along[i] = (float32(gr*c) + float32(gi*s)) * float32(l.AmplitudeGradient)
		across[i] = float32(gi*c) - float32(gr*s)
		if l.Mixing == MixSeparate {
			across[i] *= f.a[i]
		}
	}
	for k := range l.Levels {
		state := states[StateNumbers*k:][:StateNumbers]
		row, slope := y[k*block:][:m], ds[k*block:][:m]
		for i, v := range row {
			var d float32
			if l.Mixing == MixSeparate {
				d = float32(along[i]*state[0]) + float32(across[i]*state[1])
			} else {
				re, im := mulConj(state[2], state[3], f.c[i], f.s[i])
				d = state[0] * (float32(along[i]*re) + float32(across[i]*im))
			}
			slope[i] = d
			mean[i] += float32(v * d)
		}
	}
}

// transmissions fills t with those of the top levels, or of the mixtures y.
func (l Levels) transmissions(y, states, t []float32, hard bool, m int) {
	var f forward
	if l.Mixing == MixComplex && !hard {
		mixture(y, states, &f.c, &f.s, m)
		for i := range m {
			t[2*i], t[2*i+1] = f.c[i], f.s[i]
		}
		return
	}
	l.forward(y, states, &f, hard, m)
	for i := range m {
		t[2*i], t[2*i+1] = float32(f.a[i]*f.c[i]), float32(f.a[i]*f.s[i])
	}
}

// forward is the forward states of a block: amplitudes a and directions (c, s) =
// exp(i phi).
type forward struct{ a, c, s [block]float32 }

func (l Levels) forward(y, states []float32, f *forward, hard bool, m int) {
	switch {
	case hard:
		var top [block]int32
		tops(y, &top, m)
		for i := range m {
			s := states[StateNumbers*int(top[i]):][:StateNumbers]
			f.a[i], f.c[i], f.s[i] = s[0], s[2], s[3]
		}
	case l.Mixing == MixSeparate:
		weigh(y, states, &f.a, &f.c, m)
		for i := range m {
			f.s[i], f.c[i] = sincos32(f.c[i])
		}
	default:
		mixture(y, states, &f.c, &f.s, m)
		for i := range m {
			re, im := f.c[i], f.s[i]
			if f.a[i] = sqrt(float32(re*re) + float32(im*im)); f.a[i] == 0 {
				f.c[i], f.s[i] = 1, 0
				continue
			}
			f.c[i], f.s[i] = re/f.a[i], im/f.a[i]
		}
	}
}

// draw is one draw of the noise.
type draw struct {
	stream       rng.Stream
	step         uint32
	sharp, noise float32
	hard         bool
}

func (l Levels) draw(control []float32) draw {
	half := func(i int) uint32 { return uint32(control[i]) | uint32(control[i+1])<<16 }
	return draw{
		stream: rng.Stream{Seed: uint64(half(ControlSeed)) | uint64(half(ControlSeed+2))<<32, Stream: l.Stream},
		step:   half(ControlStep),
		sharp:  control[ControlSharpness],
		noise:  control[ControlNoise],
		hard:   control[ControlHard] != 0,
	}
}

// logits fills a tile with (theta + g)/tau of the m pixels from p of n. The noise of
// level k of pixel p is word k mod 4 of block p ceil(K/4) + k/4.
func (d *draw) logits(theta, y []float32, p, n, m int) {
	levels := len(y) / block
	if d.noise == 0 {
		for k := range levels {
			row := y[k*block:][:m]
			for i, v := range theta[k*n+p:][:m] {
				row[i] = d.sharp * v
			}
		}
		return
	}
	for k := 0; k < levels; k += 4 {
		for i := range m {
			bits := d.stream.Block(d.step, uint32((p+i)*((levels+3)/4)+k/4))
			for j := k; j < min(k+4, levels); j++ {
				y[j*block+i] = d.sharp * (theta[j*n+p+i] + float32(d.noise*gumbel(bits[j-k])))
			}
		}
	}
}

// PutControl writes a 32-bit number to two halves of a control buffer.
func PutControl(control []float32, at int, v uint32) {
	control[at], control[at+1] = float32(v&0xffff), float32(v>>16)
}
