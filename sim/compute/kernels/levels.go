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
	return blockKernel(compute.Kernel{Name: "sample-levels", N: l.N, GPU: l.sampleGPU()}, l.Levels, 1, func(f *loops) once {
		return func(args [][]float32, work []float32, from, to int) {
			theta, states, control, t, w := args[0], args[1], args[2], args[3], args[4]
			y, rows := tile(work)
			d := l.draw(control)
			for p := from; p < to; p += block {
				m := min(block, to-p)
				load(y, theta, p, l.N, m)
				f.noise(d, y, p, m)
				f.softmax(y, m)
				store(y, w, p, l.N, m)
				l.transmission(f, y, states, rows, d.hard, t[2*p:], m)
			}
		}
	})
}

// Choose is Sample without the weights, for passes without a way back. Without noise
// and hard, it gives each pixel the state of its largest logit.
func (l Levels) Choose() compute.Kernel {
	return blockKernel(compute.Kernel{Name: "choose-levels", N: l.N, GPU: l.chooseGPU()}, l.Levels, 1, func(f *loops) once {
		return func(args [][]float32, work []float32, from, to int) {
			theta, states, control, t := args[0], args[1], args[2], args[3]
			y, rows := tile(work)
			d := l.draw(control)
			for p := from; p < to; p += block {
				m := min(block, to-p)
				load(y, theta, p, l.N, m)
				f.noise(d, y, p, m)
				if !d.hard {
					f.softmax(y, m)
				}
				l.transmission(f, y, states, rows, d.hard, t[2*p:], m)
			}
		}
	})
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
	return blockKernel(compute.Kernel{Name: "levels-adjoint", N: l.N, GPU: l.adjointGPU()}, l.Levels, 2, func(f *loops) once {
		return func(args [][]float32, work []float32, from, to int) {
			dt, states, control, w := args[0], args[1], args[2], args[3]
			sharp, hard := control[ControlSharpness], control[ControlHard] != 0
			ds := work[:l.Levels*block]
			y, rows := tile(work[len(ds):])
			for p := from; p < to; p += block {
				m := min(block, to-p)
				load(y, w, p, l.N, m)
				mean := l.slopes(f, y, ds, states, rows, hard, dt[2*p:], m)
				f.logitSlopes(y, ds, mean, sharp, m)
				store(y, w, p, l.N, m)
			}
		}
	})
}

// slopes fills ds with the gradient with respect to the weights y, and returns its mean
// by the weights.
func (l Levels) slopes(f *loops, y, ds, states []float32, rows [blockRows][]float32, hard bool, dt []float32, m int) (mean []float32) {
	l.forward(f, y, states, rows, hard, m)
	a, c, s, along, across, mean := rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]
	// The gradient along the state, and across it.
	for i := range m {
		gr, gi := dt[2*i], dt[2*i+1]
		along[i] = (float32(gr*c[i]) + float32(gi*s[i])) * float32(l.AmplitudeGradient)
		across[i] = float32(gi*c[i]) - float32(gr*s[i])
	}
	if l.Mixing == MixComplex {
		f.turned(y, ds, states, along, across, c, s, mean, m)
		return mean
	}
	for i, v := range a[:m] {
		across[i] *= v
	}
	f.slopes(y, ds, states, along, across, mean, m)
	return mean
}

// transmission fills t with those of the top levels, or of the mixtures y.
func (l Levels) transmission(f *loops, y, states []float32, rows [blockRows][]float32, hard bool, t []float32, m int) {
	a, c, s := rows[0], rows[1], rows[2]
	if l.Mixing == MixComplex && !hard {
		f.mixture(y, states, c, s, m)
		for i := range m {
			t[2*i], t[2*i+1] = c[i], s[i]
		}
		return
	}
	l.forward(f, y, states, rows, hard, m)
	for i := range m {
		t[2*i], t[2*i+1] = float32(a[i]*c[i]), float32(a[i]*s[i])
	}
}

// forward fills the first rows with the forward states: amplitude a and direction
// (c, s) = exp(i phi).
func (l Levels) forward(f *loops, y, states []float32, rows [blockRows][]float32, hard bool, m int) {
	a, c, s := rows[0], rows[1], rows[2]
	switch {
	case hard:
		f.tops(y, a, m)
		for i, k := range a[:m] {
			top := states[StateNumbers*int(k):][:StateNumbers]
			a[i], c[i], s[i] = top[0], top[2], top[3]
		}
	case l.Mixing == MixSeparate:
		f.weigh(y, states, a, c, m)
		for i, phi := range c[:m] {
			s[i], c[i] = sincos32(phi)
		}
	default:
		f.mixture(y, states, c, s, m)
		for i := range m {
			re, im := c[i], s[i]
			if a[i] = sqrt(float32(re*re) + float32(im*im)); a[i] == 0 {
				c[i], s[i] = 1, 0
				continue
			}
			c[i], s[i] = re/a[i], im/a[i]
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

// addNoise is loops.noise. The noise of level k of pixel p is word k mod 4 of block
// p ceil(K/4) + k/4.
func addNoise(d draw, y []float32, p, m int) {
	levels := len(y) / block
	if d.noise == 0 {
		for k := 0; k < len(y); k += block {
			row := y[k:][:m]
			for i, v := range row {
				row[i] = d.sharp * v
			}
		}
		return
	}
	for k := 0; k < levels; k += 4 {
		for i := range m {
			bits := d.stream.Block(d.step, uint32((p+i)*((levels+3)/4)+k/4))
			for j := k; j < min(k+4, levels); j++ {
				y[j*block+i] = d.sharp * (y[j*block+i] + float32(d.noise*gumbel(bits[j-k])))
			}
		}
	}
}

// PutControl writes a 32-bit number to two halves of a control buffer.
func PutControl(control []float32, at int, v uint32) {
	control[at], control[at+1] = float32(v&0xffff), float32(v>>16)
}
