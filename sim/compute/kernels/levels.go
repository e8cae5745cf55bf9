package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/rng"
)

// Numbers of the control buffer that the kernels of display masks read, set by the
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

// Levels is a plane of pixels with a choice among the states of a display.
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
	return l.drawing("sample-levels", l.sampleGPU())
}

// Choose is Sample without the weights, for passes without a way back. Without noise
// and hard, it gives each pixel the state of its largest logit.
func (l Levels) Choose() compute.Kernel {
	return l.drawing("choose-levels", l.chooseGPU())
}

func (l Levels) drawing(name string, gpu compute.GPU) compute.Kernel {
	k := compute.Kernel{Name: name, GPU: gpu, Once: l.draws, N: l.N, Grain: levelGrain(l.Levels), Work: line * l.Levels}
	if vectorDraws != nil {
		k.VectorOnce, k.VectorWork = vectorDraws(l)
	}
	return k
}

// line is how many pixels are taken together: a cache line of each level.
const line = 16

// draws is Sample and, of four arguments, Choose.
func (l Levels) draws(args [][]float32, work []float32, from, to int) {
	theta, states, control, t, sample := args[0], args[1], args[2], args[3], len(args) > 4
	d := l.draw(control)
	for p := from; p < to; p += line {
		m := min(line, to-p)
		l.load(work, theta, p, m)
		for i := range m {
			y := work[i*l.Levels:][:l.Levels]
			d.logits(y, p+i)
			top := ArgMax(y)
			if sample || !d.hard {
				top = softmax32(y)
			}
			t[2*(p+i)], t[2*(p+i)+1] = l.transmission(y, top, states, d.hard)
		}
		if sample {
			l.store(work, args[4], p, m)
		}
	}
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
	weight := float32(l.AmplitudeGradient)
	k := compute.Kernel{Name: "levels-adjoint", GPU: l.adjointGPU(), N: l.N, Grain: levelGrain(l.Levels), Work: (1 + line) * l.Levels}
	if vectorDrawsAdjoint != nil {
		k.VectorOnce, k.VectorWork = vectorDrawsAdjoint(l)
	}
	k.Once = func(args [][]float32, work []float32, from, to int) {
		dt, states, control, w := args[0], args[1], args[2], args[3]
		sharp, hard := control[ControlSharpness], control[ControlHard] != 0
		ds, work := work[:l.Levels], work[l.Levels:]
		for p := from; p < to; p += line {
			m := min(line, to-p)
			l.load(work, w, p, m)
			for i := range m {
				y := work[i*l.Levels:][:l.Levels]
				a, c, s := l.direction(y, states, hard)
				// The gradient along the state, and across it.
				gr, gi := dt[2*(p+i)], dt[2*(p+i)+1]
				along := float32(gr*c) + float32(gi*s)
				across := float32(gi*c) - float32(gr*s)
				along *= weight
				var mean float32
				for k := range ds {
					state := states[StateNumbers*k:][:StateNumbers]
					if l.Mixing == MixSeparate {
						ds[k] = float32(along*state[0]) + float32(float32(across*a)*state[1])
					} else {
						re, im := mulConj(state[2], state[3], c, s)
						ds[k] = state[0] * (float32(along*re) + float32(across*im))
					}
					mean += float32(y[k] * ds[k])
				}
				for k, v := range ds {
					y[k] = float32(sharp*y[k]) * (v - mean)
				}
			}
			l.store(work, w, p, m)
		}
	}
	return k
}

// load fills y, [m][K], with the m pixels from p of x, [K][n].
func (l Levels) load(y, x []float32, p, m int) {
	for k := range l.Levels {
		for i, v := range x[k*l.N+p:][:m] {
			y[i*l.Levels+k] = v
		}
	}
}

// store writes them back.
func (l Levels) store(y, x []float32, p, m int) {
	for k := range l.Levels {
		row := x[k*l.N+p:][:m]
		for i := range row {
			row[i] = y[i*l.Levels+k]
		}
	}
}

// transmission is that of the top level, or of the mixture y.
func (l Levels) transmission(y []float32, top int, states []float32, hard bool) (re, im float32) {
	if hard {
		s := states[StateNumbers*top:][:StateNumbers]
		return s[0] * s[2], s[0] * s[3]
	}
	if l.Mixing == MixComplex {
		return mixture(y, states)
	}
	a, c, s := l.direction(y, states, false)
	return float32(a * c), float32(a * s)
}

// direction is the forward state as amplitude a and direction (c, s) = exp(i phi).
func (l Levels) direction(y, states []float32, hard bool) (a, c, s float32) {
	if hard {
		top := states[StateNumbers*ArgMax(y):][:StateNumbers]
		return top[0], top[2], top[3]
	}
	if l.Mixing == MixSeparate {
		var phi float32
		for k, v := range y {
			a += float32(v * states[StateNumbers*k])
			phi += float32(v * states[StateNumbers*k+1])
		}
		s, c = sincos32(phi)
		return a, c, s
	}
	re, im := mixture(y, states)
	if a = sqrt(float32(re*re) + float32(im*im)); a == 0 {
		return 0, 1, 0
	}
	return a, re / a, im / a
}

// mixture is sum_k y_k A_k exp(i P_k).
func mixture(y, states []float32) (re, im float32) {
	for k, v := range y {
		s := states[StateNumbers*k:][:StateNumbers]
		a := float32(v * s[0])
		re += float32(a * s[2])
		im += float32(a * s[3])
	}
	return re, im
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

// logits makes y, the logits theta of pixel p, (theta + g)/tau. The noise of level k is
// word k mod 4 of block p ceil(K/4) + k/4.
func (d *draw) logits(y []float32, p int) {
	if d.noise == 0 {
		for k := range y {
			y[k] *= d.sharp
		}
		return
	}
	block := uint32(p * ((len(y) + 3) / 4))
	for k := 0; k < len(y); k += 4 {
		bits := d.stream.Block(d.step, block)
		block++
		for j := k; j < min(k+4, len(y)); j++ {
			y[j] = d.sharp * (y[j] + float32(d.noise*gumbel(bits[j-k])))
		}
	}
}

// softmax32 replaces y by its softmax and returns which is the largest.
func softmax32(y []float32) (top int) {
	highest := y[0]
	for _, v := range y {
		highest = max(highest, v)
	}
	var sum float32
	for k, v := range y {
		e := exp32(v - highest)
		y[k] = e
		sum += e
	}
	for k, v := range y {
		if y[k] = v / sum; y[k] > y[top] {
			top = k
		}
	}
	return top
}

// PutControl writes a 32-bit number to two halves of a control buffer.
func PutControl(control []float32, at int, v uint32) {
	control[at], control[at+1] = float32(v&0xffff), float32(v>>16)
}
