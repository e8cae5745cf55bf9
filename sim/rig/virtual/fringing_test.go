package virtual

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
)

// The length over which phases run into each other is found among cross-talk, a curve that is short of a turn, and noise.
func TestMeasureFringing(t *testing.T) {
	for _, want := range []float64{0, 0.1, 0.3} {
		s, f := Free(48), Ideal()
		s.Panels[1].Gap *= 48 * 48 / (400.0 * 400)
		f.Fringing, f.CrossTalk, f.Spread, f.Photons, f.Unmodulated = want, 0.01, 0.03, true, 0.05
		b, err := New(cpu.Open(1), s, f)
		check(t, err)
		check(t, b.MeasureBeam(ctx, 4))
		check(t, b.MeasureFringing(ctx, 4))
		if got, top := b.Fringing(); math.Abs(got-want) > 0.03 || math.Abs(top-2*math.Pi) > 0.1 {
			t.Errorf("fringing over %g pixels is found as %g, of phases up to %g", want, got, top)
		}
	}
}

// Of light and error as they truly are, what is known of fringing makes the true gradient.
func TestGradientThroughFringes(t *testing.T) {
	const n = 48
	s, f, dev := Free(n), Ideal(), cpu.Open(1)
	s.Panels[1].Gap *= n * n / (400.0 * 400)
	f.Fringing = 0.4
	b, err := New(dev, s, f)
	check(t, err)
	l := random(s, 4)
	for i, a := range l[0] {
		l[0][i] = max(a, 1) // the dark has no phase
	}
	weight := make([]float32, n*n)
	for i := range weight {
		weight[i] = float32(math.Sin(float64(i%n)/7) + math.Cos(float64(i/n)/5))
	}
	want, err := TrueGradient(ctx, b, l, func([]float32) []float32 { return weight })
	check(t, err)
	h, u, err := b.Clock.(*hardware).quiet(ctx, l)
	check(t, err)
	for i, w := range weight {
		u[2*i], u[2*i+1] = 2*w*u[2*i], 2*w*u[2*i+1]
	}
	way, err := h.taking(h.truth.Panels[1].Pose, h.truth.Cameras[0].Pose, s.Panels[1].Gap)
	check(t, err)
	g, err := way.back(u)
	check(t, err)
	before, err := h.upToLast()
	check(t, err)
	light, err := before.field(floats(l[:1]), 0)
	check(t, err)
	off := func(k kernels.Fringed) float64 {
		for i, level := range l[1] {
			sin, cos := math.Sincos(s.Panels[1].Curve.States[level].Phase)
			re, im := light[2*i], light[2*i+1]
			u[2*i], u[2*i+1] = re*float32(cos)-im*float32(sin), re*float32(sin)+im*float32(cos)
		}
		slopes, got := make([]float32, n*n*len(k.Fringe)), make([]float32, n*n)
		k.Slopes().Each([][]float32{g, u, slopes}, nil)
		k.Back().Each([][]float32{slopes, got}, nil)
		var d, norm float64
		for i, w := range want {
			d += float64(got[i]-w) * float64(got[i]-w)
			norm += float64(w) * float64(w)
		}
		return math.Sqrt(d / norm)
	}
	k := kernels.Fringed{Nx: n, Ny: n, Top: 2 * math.Pi * 255 / 256}
	k.Fringe, k.Reach = kernels.Fringes(f.Fringing, 4)
	with := off(k)
	k.Fringe, k.Reach = [][]float32{{1}}, 0
	if without := off(k); !(with < 0.01) || !(without > 0.1) {
		t.Errorf("the true gradient is off by %.4f, by %.4f without what is known of fringing", with, without)
	}
}
