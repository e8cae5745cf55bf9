package fourier

import (
	"context"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/rig/virtual"
	"talbot/sim/rng"
)

var ctx = context.Background()

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Of a point, light comes to all of the phase panel.
const (
	side            = 128
	focus           = side * 8e-6 * 8e-6 / 532e-9
	block, response = 12, 36
	stop            = 40
)

func open(t *testing.T, f virtual.Faults) *Bench {
	t.Helper()
	r, err := virtual.New(cpu.Open(2), virtual.Fourier(side, focus, stop), f)
	check(t, err)
	b, err := Of(r, focus, stop)
	check(t, err)
	return b
}

// picture is a block of amplitudes, and a smooth mask.
func picture() (phase, amplitudes []float32) {
	phase, amplitudes = make([]float32, side*side), make([]float32, block*block)
	rng.Stream{Seed: 1, Stream: 1007}.Uniform(2, amplitudes)
	for i := range phase {
		phase[i] = float32(3 * math.Sin(float64(i%side)/9+2*math.Sin(float64(i/side)/11)))
	}
	return phase, amplitudes
}

// rough is the block of amplitudes, and a mask without order, as fitted ones are.
func rough() (phase, amplitudes []float32) {
	_, amplitudes = picture()
	phase = make([]float32, side*side)
	rng.Stream{Seed: 2, Stream: 1007}.Uniform(3, phase)
	for i := range phase {
		phase[i] *= 2 * math.Pi
	}
	return phase, amplitudes
}

// simulated is what a 4-f system without faults gives.
func simulated(t *testing.T, phase, amplitudes []float32) []float32 {
	t.Helper()
	dev := cpu.Open(2)
	f := network.FourF{Samples: side, Pitch: 8e-6, Wavelength: 532e-9, Focus: focus, Mask: side, Model: network.ModelProducts}
	front, err := f.Front(dev, block, 1)
	check(t, err)
	back, err := f.Back(dev, response, 1)
	check(t, err)
	in := optics.NewField(f.Grid(block), f.Wavelength)
	for i, a := range amplitudes {
		in.Set(i%block, i/block, complex(float64(a), 0))
	}
	u, err := optics.Apply(dev, front, in)
	check(t, err)
	for i, p := range phase {
		u.Set(i%side, i/side, u.At(i%side, i/side)*cmplx.Rect(1, float64(p)))
	}
	u, err = optics.Apply(dev, back, u)
	check(t, err)
	v := make([]float32, response*response)
	for i := range v {
		v[i] = float32(math.Pow(cmplx.Abs(u.At(i%response, i/response)), 2))
	}
	return v
}

// apart is how far a is from the best multiple of b, root mean square, relative to a, but for the middle.
func apart(a, b []float32) float64 {
	a, b = append([]float32(nil), a...), append([]float32(nil), b...)
	for y := -8; y <= 8; y++ { // where the light is that the phase panel does not change
		for x := -8; x <= 8; x++ {
			at := (response/2+y)*response + response/2 + x
			a[at], b[at] = 0, 0
		}
	}
	return apartAll(a, b)
}

// apartAll is apart with the middle.
func apartAll(a, b []float32) float64 {
	var ab, bb, aa, left float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		bb += float64(b[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
	}
	for i := range a {
		d := float64(a[i]) - ab/bb*float64(b[i])
		left += d * d
	}
	return math.Sqrt(left / aa)
}

// A bench without faults sees what the 4-f system of a network gives, but for the 256 levels of its panels.
func TestIdeal(t *testing.T) {
	b := open(t, virtual.Ideal())
	phase, amplitudes := picture()
	got, err := b.Read(ctx, "mask", side, phase, [][]float32{amplitudes}, block, response)
	check(t, err)
	if d := apart(simulated(t, phase, amplitudes), got[0]); !(d < 0.02) {
		t.Errorf("the bench sees something else: %.3g", d)
	}
}

// A bench with aberrations and panels whose curves are not what is meant sees it far better once it has been calibrated by its own frames.
func TestCalibrate(t *testing.T) {
	if testing.Short() {
		t.Skip("some hundred frames take seconds")
	}
	typical, err := virtual.Grade("typical")
	check(t, err)
	f := virtual.Ideal()
	f.Aberration, f.Depth, f.Bend = typical.Aberration, typical.Depth, typical.Bend
	b := open(t, f)
	phase, amplitudes := picture()
	want := simulated(t, phase, amplitudes)
	var off [2]float64
	for i, name := range []string{"before", "after"} {
		got, err := b.Read(ctx, name, side, phase, [][]float32{amplitudes}, block, response)
		check(t, err)
		if off[i] = apart(want, got[0]); i == 0 {
			check(t, b.Calibrate(ctx, func(what string) { t.Log(what) }))
		}
	}
	curve, truth := b.Mounts[1].Curve.States[200].Phase, 2*math.Pi*f.Depth*math.Pow(200.0/256, f.Bend)
	t.Logf("%.3f off before, %.3f after; phase of level 200: %.3f, truly %.3f; %d frames", off[0], off[1], curve, truth, b.Report.Frames)
	if !(off[1] < 0.05) {
		t.Errorf("calibration brings %.3f to %.3f", off[0], off[1])
	}
	if math.Abs(curve-truth) > 0.1 {
		t.Errorf("level 200 has a phase of %.3f, found %.3f", truth, curve)
	}
}

// A bench without aberrations is left as it is: nothing is corrected that is not there.
func TestNoAberrations(t *testing.T) {
	b := open(t, virtual.Ideal())
	check(t, b.MeasureAberrations(ctx, false))
	for i, c := range b.Correction {
		if math.Abs(float64(c)) > 0.02 {
			t.Fatalf("sample %d of the phase panel is corrected by %.3g rad", i, c)
		}
	}
}

// How far phases run into each other is told by gratings, beside light that the panels do not change.
func TestFringing(t *testing.T) {
	f := virtual.Ideal()
	f.Fringing, f.Unmodulated = 0.3, 0.05
	b := open(t, f)
	check(t, b.MeasureFringing(ctx))
	if found := b.Fringing; math.Abs(found-f.Fringing) > 0.03 {
		t.Errorf("phases run into each other over %.3g pixels, found %.3g", f.Fringing, found)
	}
}

// What does not fit the bench is refused.
func TestRefused(t *testing.T) {
	b := open(t, virtual.Ideal())
	if _, err := b.Read(ctx, "mask", side+2, make([]float32, (side+2)*(side+2)), nil, block, response); err == nil {
		t.Error("a mask larger than the bench is taken")
	}
	r, err := virtual.New(cpu.Open(1), virtual.Setup{Wavelength: 532e-9, Plane: optics.Square(32, 8e-6), Panels: virtual.Free(32).Panels[1:], Exposure: 1e-3, Batch: 1}, virtual.Ideal())
	check(t, err)
	if _, err := Of(r, focus, 24); err == nil {
		t.Error("a bench of one panel is taken")
	}
}
