package computetest

import (
	"math"
	"math/cmplx"
	"slices"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testEncode compares with the separable weighted sum, and the phase code with
// exp(i depth v).
func testEncode(t *testing.T, dev compute.Device, tol Tolerance) {
	const w, h, n, depth = 4, 3, 5, 2.2
	x := kernels.Taps{First: []int{0, 0, 1, 2, 0}, Weight: [][]float32{{1}, {.5, .5}, {.25, .75}, {.3, .7}, nil}}
	y := kernels.Taps{First: []int{0, 0, 1, 0, 0}, Weight: [][]float32{{.2, .8}, {1}, {.6, .4}, {.1, .2, .7}, nil}}
	image, light := random(w*h, 70), random(2*n*n, 71)
	for i := range image {
		image[i] = (image[i] + 1) / 2
	}
	at := func(i, j int) float64 {
		v := 0.0
		for a, wy := range y.Weight[j] {
			for b, wx := range x.Weight[i] {
				v += float64(wy) * float64(wx) * float64(image[(y.First[j]+a)*w+x.First[i]+b])
			}
		}
		return v
	}
	for _, c := range []struct {
		k    compute.Kernel
		code func(v float64) complex128
	}{
		{kernels.EncodeAmplitude(w, h, x, y), func(v float64) complex128 { return complex(v, 0) }},
		{kernels.EncodePhase(w, h, x, y, depth), func(v float64) complex128 { return cmplx.Rect(1, depth*v) }},
	} {
		got := complexes(bench{t, dev}.run(c.k, sample(image), shared(light), sample(make([]float32, 2*n*n)))[2])
		for j := range n {
			for i := range n {
				want := c.code(at(i, j)) * complexAt(light, j*n+i)
				near(t, c.k.Name, cmplx.Abs(got[j*n+i]-want), 0, 1, tol.Elementary)
			}
		}
	}
}

// testMaskGradients compares a mask's gradient with the difference quotient of
// L = Re <w, t(v) E>, whose gradient with respect to the field behind is w. The
// quotient is formed in float64 from the mask's equation.
func testMaskGradients(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, gain = 9, 1.7
	b := bench{t, dev}
	v, e, w := random(n, 80), random(2*n, 81), random(2*n, 82)
	for i := range v {
		v[i] *= 20 // some turns of phase
	}
	for _, c := range []struct {
		prepare, adjoint compute.Kernel
		t                func(v float64) complex128
	}{
		{kernels.PhaseTransmission(n, gain), kernels.ModulatePhaseAdjoint(),
			func(v float64) complex128 { return cmplx.Rect(gain, v) }},
		{kernels.AmplitudeTransmission(n, gain), kernels.ModulateAmplitudeAdjoint(gain),
			func(v float64) complex128 { return complex(gain/(1+math.Exp(-v)), 0) }},
	} {
		tr := b.run(c.prepare, shared(v), shared(make([]float32, 2*n)))[1]
		for i, got := range complexes(tr) {
			near(t, c.prepare.Name, cmplx.Abs(got-c.t(float64(v[i]))), 0, gain, tol.Elementary)
		}
		behind := b.run(kernels.Modulate(), sample(e), shared(tr))[0]
		d := b.run(c.adjoint, sample(w), sample(behind), shared(tr), sum(n))[3]
		for i := range n {
			l := func(x float64) float64 { return real(cmplx.Conj(complexAt(w, i)) * c.t(x) * complexAt(e, i)) }
			const step = 1e-5
			want := (l(float64(v[i])+step) - l(float64(v[i])-step)) / (2 * step)
			near(t, c.adjoint.Name, float64(d[i]), want, gain, 2*tol.Elementary)
		}
	}
}

// testDetectorGradients compares the detectors and read-outs with their equations
// and their gradients with difference quotients of those.
func testDetectorGradients(t *testing.T, dev compute.Device, tol Tolerance) {
	const n = 6
	b := bench{t, dev}
	regions := []kernels.Region{{X0: 0, Y0: 0, X1: 2, Y1: 3}, {X0: 3, Y0: 1, X1: 6, Y1: 2}, {X0: 2, Y0: 4, X1: 4, Y1: 6}}
	const first = 2 // readings of another detector
	e, w := random(2*n*n, 90), random(first+len(regions), 91)
	others := append(random(first, 97), make([]float32, len(regions))...) // they stay
	for _, c := range []struct {
		forward, adjoint compute.Kernel
		value            func(intensity float64) float64
	}{
		{kernels.DetectIntensity(n, regions, first), kernels.DetectIntensityAdjoint(n, regions, first), func(i float64) float64 { return i }},
		{kernels.DetectAmplitude(n, regions, first), kernels.DetectAmplitudeAdjoint(n, regions, first), math.Sqrt},
	} {
		read := func(e []float64) []float64 {
			out := wide(others)
			for k, r := range regions {
				for y := r.Y0; y < r.Y1; y++ {
					for x := r.X0; x < r.X1; x++ {
						i := 2 * (y*n + x)
						out[first+k] += c.value(e[i]*e[i]+e[i+1]*e[i+1]) / float64(r.Area())
					}
				}
			}
			return out
		}
		got := b.run(c.forward, sample(e), sample(others))[1]
		for k, want := range read(wide(e)) {
			near(t, c.forward.Name, float64(got[k]), want, 1, tol.Elementary)
		}
		g := b.run(c.adjoint, sample(e), sample(w), sample(random(2*n*n, 92)))[2]
		quotient(t, c.adjoint.Name, e, g, tol.Elementary, func(e []float64) float64 { return inner(read(e), w) })
	}
	for _, regionsDark := range [][]float32{make([]float32, 2*n*n)} {
		g := b.run(kernels.DetectAmplitudeAdjoint(n, regions, first), sample(regionsDark), sample(w), sample(random(2*n*n, 93)))[2]
		near(t, "gradient of the amplitude in the dark", norm(g), 0, 1, 0)
	}

	r := random(5, 94)
	for i := range r {
		r[i] = r[i] + 1.5
	}
	w = random(5, 95)
	const scale = 30.0
	share := func(r []float64) []float64 {
		total := 0.0
		for _, v := range r {
			total += v
		}
		out := make([]float64, len(r))
		for k, v := range r {
			out[k] = scale * v / total
		}
		return out
	}
	z := b.run(kernels.Share(5, scale), sample(r), sample(make([]float32, 5)))[1]
	for k, want := range share(wide(r)) {
		near(t, "share", float64(z[k]), want, scale, tol.Linear)
	}
	dr := b.run(kernels.ShareAdjoint(5, scale), sample(r), sample(w), sample(make([]float32, 5)))[2]
	quotient(t, "share-adjoint", r, dr, tol.Linear*scale, func(r []float64) float64 { return inner(share(r), w) })
	dark := b.run(kernels.Share(5, scale), sample(make([]float32, 5)), sample(random(5, 96)))[1]
	near(t, "share in the dark", norm(dark), 0, 1, 0)

	pairs := append(random(8, 98), 0, 0)
	for i := range 8 {
		pairs[i] = pairs[i]/2 + 1
	}
	differences := func(r []float64) []float64 {
		out := make([]float64, 5) // the last pair is dark
		for k := range 4 {
			out[k] = scale * (r[2*k] - r[2*k+1]) / (r[2*k] + r[2*k+1])
		}
		return out
	}
	z = b.run(kernels.Differential(5, scale), sample(pairs), sample(random(5, 99)))[1]
	for k, want := range differences(wide(pairs)) {
		near(t, "differential", float64(z[k]), want, scale, tol.Linear)
	}
	dr = b.run(kernels.DifferentialAdjoint(5, scale), sample(pairs), sample(w), sample(random(10, 100)))[2]
	quotient(t, "differential-adjoint", pairs, dr, tol.Linear*scale, func(r []float64) float64 { return inner(differences(r), w) })

	power := b.run(kernels.Power(n*n), sample(e), sample(make([]float32, 1)))[1]
	near(t, "power", float64(power[0]), dot(e, e), dot(e, e), tol.Linear)
	inside := b.run(kernels.RegionPower(n, regions), sample(e), sample(make([]float32, 1)))[1]
	want := 0.0
	for _, q := range regions {
		for y := q.Y0; y < q.Y1; y++ {
			row := e[2*(y*n+q.X0) : 2*(y*n+q.X1)]
			want += dot(row, row)
		}
	}
	near(t, "region power", float64(inside[0]), want, want, tol.Linear)
}

// testLosses compares both losses with their equations, and their gradients with
// difference quotients of those; large logits must not overflow.
func testLosses(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	softmax := func(z []float64) []float64 {
		top, total := math.Inf(-1), 0.0
		for _, v := range z {
			top = math.Max(top, v)
		}
		p := make([]float64, len(z))
		for k, v := range z {
			p[k] = math.Exp(v - top)
			total += p[k]
		}
		for k := range p {
			p[k] /= total
		}
		return p
	}
	logSoftmax := func(z []float64) []float64 { // without the logarithm of what is too small for a number
		top, total := slices.Max(z), 0.0
		for _, v := range z {
			total += math.Exp(v - top)
		}
		p := make([]float64, len(z))
		for k, v := range z {
			p[k] = v - top - math.Log(total)
		}
		return p
	}
	for _, c := range []struct {
		k    compute.Kernel
		loss func(z []float64, label int) float64
	}{
		{kernels.SoftmaxCrossEntropy(6), func(z []float64, label int) float64 { return -math.Log(softmax(z)[label]) }},
		{kernels.SmoothedCrossEntropy(6, 0.3), func(z []float64, label int) float64 {
			s := 0.0
			for k, p := range logSoftmax(z) {
				s -= 0.05 * p
				if k == label {
					s -= 0.7 * p
				}
			}
			return s
		}},
		{kernels.SoftmaxSquaredError(6), func(z []float64, label int) float64 {
			s := 0.0
			for k, p := range softmax(z) {
				if k == label {
					p--
				}
				s += p * p
			}
			return s
		}},
	} {
		for trial, size := range []float32{1, 5, 300} {
			z := random(6, uint32(100+trial))
			for i := range z {
				z[i] *= size
			}
			for label := range z {
				out := b.run(c.k, sample(z), sample([]float32{float32(label)}), sample(make([]float32, 2)), sample(make([]float32, 6)))
				want := c.loss(wide(z), label)
				near(t, c.k.Name, float64(out[2][0]), want, 1+math.Abs(want), tol.Elementary)
				right := 0.0
				if kernels.ArgMax(z) == label {
					right = 1
				}
				near(t, "right answer", float64(out[2][1]), right, 1, 0)
				quotient(t, c.k.Name+" gradient", z, out[3], 2*tol.Elementary, func(z []float64) float64 { return c.loss(z, label) })
			}
		}
	}
}

// testUpdates compares three updates of each optimiser with float64.
func testUpdates(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, rate, scale, b1, b2, eps, mu = 21, 0.1, 0.5, 0.9, 0.999, 1e-8, 0.8
	b := bench{t, dev}
	x, m, v := random(n, 110), make([]float32, n), make([]float32, n)
	s, vel := random(n, 110), make([]float32, n)
	wx, wm, wv, ws, wvel := wide(x), make([]float64, n), make([]float64, n), wide(s), make([]float64, n)
	for step := 1; step <= 3; step++ {
		g := random(n, uint32(110+step))
		bias1, bias2 := 1-math.Pow(b1, float64(step)), 1-math.Pow(b2, float64(step))
		rates := []float32{rate, scale, float32(bias1), float32(bias2)}
		out := b.run(kernels.Adam(n, b1, b2, eps), shared(x), shared(g), shared(m), shared(v), shared(rates))
		x, m, v = out[0], out[2], out[3]
		out = b.run(kernels.SGD(n, mu), shared(s), shared(g), shared(vel), shared(rates))
		s, vel = out[0], out[2]
		for i := range n {
			d := scale * float64(g[i])
			wm[i] = b1*wm[i] + (1-b1)*d
			wv[i] = b2*wv[i] + (1-b2)*d*d
			wx[i] -= rate * (wm[i] / bias1) / (math.Sqrt(wv[i]/bias2) + eps)
			wvel[i] = mu*wvel[i] + d
			ws[i] -= rate * wvel[i]
			near(t, "adam", float64(x[i]), wx[i], 1, 10*tol.Elementary)
			near(t, "sgd", float64(s[i]), ws[i], 1, tol.Linear)
		}
		before := wide(x)
		x = b.run(kernels.Decay(n, 0.25), shared(x), shared(rates))[0]
		for i := range n {
			wx[i] *= 1 - rate*0.25
			near(t, "decay", float64(x[i]), before[i]*(1-rate*0.25), 1, tol.Linear)
		}
	}
}

// quotient compares g with central differences of f, which is in float64, at x.
func quotient(t *testing.T, name string, x, g []float32, tol float64, f func([]float64) float64) {
	t.Helper()
	p := wide(x)
	for i := range p {
		const step = 1e-5
		at := p[i]
		p[i] = at + step
		up := f(p)
		p[i] = at - step
		down := f(p)
		p[i] = at
		near(t, name, float64(g[i]), (up-down)/(2*step), 1, tol+1e-8)
	}
}

func wide(x []float32) []float64 {
	w := make([]float64, len(x))
	for i, v := range x {
		w[i] = float64(v)
	}
	return w
}

func inner(a []float64, w []float32) float64 {
	s := 0.0
	for i := range a {
		s += a[i] * float64(w[i])
	}
	return s
}
