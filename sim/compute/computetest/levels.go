package computetest

import (
	"math"
	"math/cmplx"
	"slices"
	"strconv"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// fiveStates are states whose phases wrap and one of which is dark.
func fiveStates() (states []float32, amplitude, phase []float64) {
	amplitude, phase = []float64{0.6, 0.4, 0, 0.9, 1.3}, []float64{0, 1.1, 2, 4.4, 7.5}
	for k, a := range amplitude {
		states = append(states, float32(a), float32(phase[k]), float32(math.Cos(phase[k])), float32(math.Sin(phase[k])))
	}
	return states, amplitude, phase
}

// manyStates are n of a kind.
func manyStates(n int) (states []float32, amplitude, phase []float64) {
	_, five, turns := fiveStates()
	for k := range n {
		a, phi := five[k%5]/(1+0.1*float64(k/5)), turns[k%5]-0.3*float64(k/5)
		amplitude, phase = append(amplitude, a), append(phase, phi)
		states = append(states, float32(a), float32(phi), float32(math.Cos(phi)), float32(math.Sin(phi)))
	}
	return states, amplitude, phase
}

// drawn is the softmax of a draw, in float64.
type drawn struct {
	theta        []float64 // [K][n]
	noise        [][]float64
	temperature  float64
	hard         bool
	amplitude    []float64
	phase        []float64
	mix          kernels.Mixing
	pixels, kind int
}

func (d *drawn) weights(p int) []float64 {
	w, total, top := make([]float64, d.kind), 0.0, math.Inf(-1)
	for k := range w {
		w[k] = (d.theta[k*d.pixels+p] + d.noise[p][k]) / d.temperature
		top = math.Max(top, w[k])
	}
	for k := range w {
		w[k] = math.Exp(w[k] - top)
		total += w[k]
	}
	for k := range w {
		w[k] /= total
	}
	return w
}

func (d *drawn) mixture(w []float64) complex128 {
	if d.mix == kernels.MixComplex {
		var t complex128
		for k, v := range w {
			t += complex(v, 0) * cmplx.Rect(d.amplitude[k], d.phase[k])
		}
		return t
	}
	a, phi := 0.0, 0.0
	for k, v := range w {
		a += v * d.amplitude[k]
		phi += v * d.phase[k]
	}
	return cmplx.Rect(a, phi)
}

func (d *drawn) transmission(p int) complex128 {
	w := d.weights(p)
	if !d.hard {
		return d.mixture(w)
	}
	k := slices.Index(w, slices.Max(w))
	return cmplx.Rect(d.amplitude[k], d.phase[k])
}

// testLevels compares drawn states with their equation, whose noise is formed of the
// same random bits in float64, and the gradient: with a soft forward way with
// difference quotients of Re <g, t>, with a hard one with the derivative of the
// mixture at the drawn state, times the softmax's.
func testLevels(t *testing.T, dev compute.Device, tol Tolerance) {
	for _, levels := range []int{5, 22} { // fewer and more than a kernel takes at once
		t.Run(strconv.Itoa(levels), func(t *testing.T) { testDraws(t, dev, tol, levels) })
	}
}

func testDraws(t *testing.T, dev compute.Device, tol Tolerance, levels int) {
	const n, stream, step = 23, 3 + 2<<8, 1<<17 + 5
	b := bench{t, dev}
	states, amplitude, phase := manyStates(levels)
	theta, g := random(levels*n, 120), random(2*n, 121)
	noise := make([][]float64, n)
	for p := range noise {
		for k := range levels {
			bits := rng.Stream{Seed: 0x123456789abcdef0, Stream: stream}.Block(step, uint32((levels+3)/4*p+k/4))
			noise[p] = append(noise[p], -math.Log(-math.Log((2*float64(bits[k%4]>>9)+1)/(1<<24))))
		}
	}
	for _, mix := range []kernels.Mixing{kernels.MixSeparate, kernels.MixComplex} {
		for _, hard := range []bool{false, true} {
			for _, temperature := range []float64{0.3, 50} {
				control := make([]float32, kernels.Controls)
				control[kernels.ControlSharpness], control[kernels.ControlNoise] = float32(1/temperature), 1
				if hard {
					control[kernels.ControlHard] = 1
				}
				kernels.PutControl(control, kernels.ControlStep, step)
				kernels.PutControl(control, kernels.ControlSeed, 0x9abcdef0)
				kernels.PutControl(control, kernels.ControlSeed+2, 0x12345678)
				k := kernels.Levels{N: n, Levels: levels, Stream: stream, Mixing: mix, AmplitudeGradient: 1}
				d := &drawn{wide(theta), noise, temperature, hard, amplitude, phase, mix, n, levels}
				out := b.run(k.Sample(), shared(theta), shared(states), shared(control), shared(make([]float32, 2*n)), shared(random(levels*n, 122)))
				chosen := b.run(k.Choose(), shared(theta), shared(states), shared(control), shared(make([]float32, 2*n)))[3]
				w := out[4]
				scale := 1 + 1/temperature
				for p := range n {
					for l, v := range d.weights(p) {
						near(t, "weight", float64(w[l*n+p]), v, scale, 10*tol.Elementary)
					}
					near(t, k.Sample().Name, cmplx.Abs(complexAt(out[3], p)-d.transmission(p)), 0, scale, 30*tol.Elementary)
					near(t, k.Choose().Name, cmplx.Abs(complexAt(chosen, p)-complexAt(out[3], p)), 0, scale, 10*tol.Elementary)
				}
				grad := b.run(k.Adjoint(), shared(g), shared(states), shared(control), shared(w))[3]
				for p := range n {
					testLogits(t, d, p, complexAt(g, p), grad, 50*tol.Elementary*scale/temperature)
				}
			}
		}
	}
}

// testLogits compares the gradient of pixel p's logits.
func testLogits(t *testing.T, d *drawn, p int, g complex128, grad []float32, tol float64) {
	t.Helper()
	l := func(m complex128) float64 { return real(cmplx.Conj(g) * m) }
	w := d.weights(p)
	at := slices.Clone(w) // where the mixture is differentiated
	if d.hard {
		clear(at)
		at[slices.Index(w, slices.Max(w))] = 1
	}
	const step = 1e-6
	slope, mean := make([]float64, len(w)), 0.0
	for k := range w {
		up, down := slices.Clone(at), slices.Clone(at)
		up[k], down[k] = at[k]+step, at[k]-step
		slope[k] = (l(d.mixture(up)) - l(d.mixture(down))) / (2 * step)
		mean += w[k] * slope[k]
	}
	for k := range w {
		want := w[k] / d.temperature * (slope[k] - mean)
		near(t, "levels-adjoint", float64(grad[k*d.pixels+p]), want, 1, tol+1e-8)
		if d.hard {
			continue
		}
		i, x := k*d.pixels+p, d.theta[k*d.pixels+p]
		d.theta[i] = x + step
		up := l(d.transmission(p))
		d.theta[i] = x - step
		down := l(d.transmission(p))
		d.theta[i] = x
		near(t, "levels-adjoint against a difference", float64(grad[i]), (up-down)/(2*step), 1, tol+1e-7)
	}
}

// testNearest compares with a search over all states, with the mixture by distance,
// and its gradient with difference quotients of Re <g, t>.
func testNearest(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, temperature, pull = 40, 0.15, 0.7
	b := bench{t, dev}
	states, amplitude, phase := fiveStates()
	z, g := random(2*n, 130), random(2*n, 131)
	for i := range z {
		z[i] *= 1.6
	}
	shown := func(z complex128, hard bool) complex128 {
		best, at := complex128(0), math.Inf(1)
		for k, a := range amplitude {
			if s := cmplx.Rect(a, phase[k]); cmplx.Abs(z-s) < at {
				best, at = s, cmplx.Abs(z-s)
			}
		}
		if hard {
			return best
		}
		var sum complex128
		all := 0.0
		for k, a := range amplitude {
			s := cmplx.Rect(a, phase[k])
			w := math.Exp((at*at - math.Pow(cmplx.Abs(z-s), 2)) / temperature)
			sum, all = sum+complex(w, 0)*s, all+w
		}
		return sum / complex(all, 0)
	}
	for _, hard := range []bool{true, false} {
		control := make([]float32, kernels.Controls)
		control[kernels.ControlSharpness], control[kernels.ControlPull] = 1/temperature, pull
		if hard {
			control[kernels.ControlHard] = 1
		}
		got := b.run(kernels.NearestState(n, 5), shared(z), shared(states), shared(control), shared(make([]float32, 2*n)))[3]
		dz := b.run(kernels.NearestStateAdjoint(n, 5), shared(z), shared(states), shared(control), shared(got), shared(g))[4]
		for i, v := range complexes(z) {
			near(t, "nearest-state", cmplx.Abs(complexAt(got, i)-shown(v, hard)), 0, 1, 30*tol.Elementary)
			want := complexAt(g, i)
			if !hard {
				const step = 1e-5
				l := func(z complex128) float64 { return real(cmplx.Conj(complexAt(g, i)) * shown(z, false)) }
				want = complex((l(v+step)-l(v-step))/(2*step), (l(v+step*1i)-l(v-step*1i))/(2*step))
			}
			want += pull * (v - complexAt(got, i))
			near(t, "nearest-state-adjoint", cmplx.Abs(complexAt(dz, i)-want), 0, 1/temperature, 50*tol.Elementary)
		}
	}
}

// testFitted compares a fitted curve with its polynomials and their slopes, and the
// rounded one with the states.
func testFitted(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, levels = 30, 5
	b := bench{t, dev}
	states, amplitude, phase := fiveStates()
	fit := []float32{0.7, 0.2, -0.3, 2, 1.5, -0.6}
	v, g := random(n, 140), random(2*n, 141)
	for i := range v {
		v[i] = 2 + 2.6*v[i] // some lie outside 0 to 4
	}
	inside := func(v float64) float64 { return math.Min(math.Max(v, 0), levels-1) }
	smooth := func(v float64) complex128 {
		x := v/2 - 1
		f := wide(fit)
		return cmplx.Rect(f[0]+f[1]*x+f[2]*x*x, f[3]+f[4]*x+f[5]*x*x)
	}
	for hard := range 2 {
		control := make([]float32, kernels.Controls)
		control[kernels.ControlHard] = float32(hard)
		got := b.run(kernels.FittedCurve(n, levels, 2), shared(v), shared(fit), shared(states), shared(control), shared(make([]float32, 2*n)))[4]
		dv := b.run(kernels.FittedCurveAdjoint(n, levels, 2), shared(g), shared(v), shared(fit), shared(control), shared(random(n, 142)))[4]
		round := b.run(kernels.RoundLevels(n, levels), shared(v))[0]
		for i, x := range wide(v) {
			level := math.Floor(inside(x) + 0.5)
			near(t, "round-levels", float64(round[i]), level, 1, 0)
			at, want := inside(x), smooth(inside(x))
			if hard == 1 {
				at, want = level, cmplx.Rect(amplitude[int(level)], phase[int(level)])
			}
			near(t, "fitted-curve", cmplx.Abs(complexAt(got, i)-want), 0, 1, 10*tol.Elementary)
			const step = 1e-5
			slope := real(cmplx.Conj(complexAt(g, i)) * (smooth(at+step) - smooth(at-step)) / (2 * step))
			near(t, "fitted-curve-adjoint", float64(dv[i]), slope, 1, 10*tol.Elementary)
		}
	}
}

// testBlur compares a blur along a line with its sum, and levels that are shown with their rule.
func testBlur(t *testing.T, dev compute.Device, tol Tolerance) {
	const side, r, levels = 9, 2, 5
	b := bench{t, dev}
	in, taps := random(side*side, 160), random(2*r+1, 161)
	for _, step := range []int{1, side} {
		out := b.run(kernels.BlurLine(side, step, r), shared(in), shared(taps), shared(random(side*side, 162)))[2]
		for i, v := range out {
			at, want := i%side, 0.0
			if step > 1 {
				at = i / side
			}
			for k := -r; k <= r; k++ {
				if at+k >= 0 && at+k < side {
					want += float64(taps[k+r]) * float64(in[i+k*step])
				}
			}
			near(t, "blur-line", float64(v), want, 1, tol.Linear)
		}
	}
	for hard := range 2 {
		control := make([]float32, kernels.Controls)
		control[kernels.ControlHard] = float32(hard)
		v := random(30, 163)
		for i := range v {
			v[i] = 2 + 2.6*v[i]
		}
		for i, u := range b.run(kernels.ShownLevels(30, levels), shared(v), shared(control), shared(random(30, 164)))[2] {
			want := math.Min(math.Max(float64(v[i]), 0), levels-1)
			if hard == 1 {
				want = math.Floor(want + 0.5)
			}
			near(t, "shown-levels", float64(u), want, 1, 0)
		}
	}
}

// testModulateTo compares with the product, and the way back with its adjoint and
// with the derivative along the transmission.
func testModulateTo(t *testing.T, dev compute.Device, tol Tolerance) {
	const n = 33
	b := bench{t, dev}
	in, tr, g := random(2*n, 150), random(2*n, 151), random(2*n, 152)
	tr[4], tr[5] = 0, 0
	out := b.run(kernels.ModulateTo(), sample(in), shared(tr), sample(random(2*n, 153)))[2]
	for i, v := range complexes(out) {
		near(t, "modulate-to", cmplx.Abs(v-complexAt(in, i)*complexAt(tr, i)), 0, 1, tol.Linear)
	}
	back := b.run(kernels.ModulateToAdjoint(), sample(g), sample(in), shared(tr), sum(2*n))
	near(t, "modulate-to-adjoint", dot(g, out), dot(back[0], in), norm(g)*norm(out), 10*tol.Linear)
	near(t, "gradient of the transmission", dot(g, out), dot(back[3], tr), norm(g)*norm(out), 10*tol.Linear)
	for i, v := range complexes(back[3]) {
		near(t, "gradient of the transmission", cmplx.Abs(v-complexAt(g, i)*cmplx.Conj(complexAt(in, i))), 0, 1, tol.Linear)
	}
}
