package virtual

import (
	"encoding/json"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// The symmetry finds what stands between the panels and the cameras: the factor's phase is the panels' aberrations and
// the reference beam's, whose conjugate is read, and its amplitude the light's; a bench that has only those is its own transpose then, to a load that has not been
// measured before, and both blank wave and drift leave it so.
func TestMeasureSymmetry(t *testing.T) {
	s := small(0.01)
	f := Ideal()
	f.Aberration, f.Edge = 0.2, 0.6
	truth := Draw(s, f)
	b, err := Of(cpu.Open(2), s, truth)
	check(t, err)
	for _, bad := range [][2]int{{32, 0}, {32, 65}, {16, 12}} {
		if _, _, err := b.MeasureSymmetry(ctx, bad[0], bad[1]); err == nil {
			t.Errorf("%d cosines are found from %d loads", bad[1], bad[0])
		}
	}
	before, after, err := b.MeasureSymmetry(ctx, 44, 20)
	check(t, err)
	if !(after < before/10) {
		t.Errorf("what is not symmetric goes from %.3g to %.3g", before, after)
	}
	var piston complex128
	wrong := func(i int) complex128 {
		return cmplx.Rect(1, float64(b.Reference.Phase[i])) * cmplx.Conj(truth.Panels[0].Plate[i]*truth.Panels[1].Plate[i]*truth.Reference[i])
	}
	for i := range s.Plane.Len() {
		piston += wrong(i)
	}
	phase, n := 0.0, float64(s.Plane.Len())
	var even, light [2]float64 // sums of amplitudes and of their squares, with Flat and without
	for i := range s.Plane.Len() {
		d := cmplx.Phase(wrong(i) * cmplx.Conj(piston))
		phase += d * d / n
		for k, a := range [2]float64{1, float64(b.Mounts[0].Flat[i])} {
			a *= real(truth.Light[i])
			both := [2]*[2]float64{&light, &even}[k]
			both[0], both[1] = both[0]+a/n, both[1]+a*a/n
		}
	}
	spread := func(v [2]float64) float64 { return math.Sqrt(v[1]-v[0]*v[0]) / v[0] }
	if phase = math.Sqrt(phase); phase > 0.1 {
		t.Errorf("the phase is found to %.3g rad, root mean square", phase)
	}
	if spread(even) > spread(light)/3 {
		t.Errorf("light whose amplitude varied by %.3g varies by %.3g where it is made even", spread(light), spread(even))
	}
	t.Logf("what is not symmetric goes from %.3g to %.3g; phase to %.3g rad, the amplitude's spread from %.3g to %.3g", before, after, phase, spread(light), spread(even))
	asymmetry := func() float64 {
		loads := []plant.Load{load(s, beam(1e-4)), load(s, func(x, y float64) complex128 {
			return beam(1.5e-4)(x+3e-5, y) * cmplx.Rect(1, math.Sin(x/2e-5)+y/3e-5)
		})}
		all, err := b.Modulated(ctx, loads)
		check(t, err)
		var left, right complex128
		for i := range s.Plane.Len() {
			at := func(k int) complex128 {
				return complex(s.Panels[0].Curve.States[loads[k][0][i]].Amplitude, 0) * cmplx.Rect(1, s.Panels[1].Curve.States[loads[k][1][i]].Phase)
			}
			u := func(k int) complex128 { return complex(float64(all[k][2*i]), float64(all[k][2*i+1])) }
			left += at(0) * u(1)
			right += at(1) * u(0)
		}
		return cmplx.Abs(left-right) / cmplx.Abs(left)
	}
	if a := asymmetry(); a > 0.03 {
		t.Errorf("W and its transpose differ by %.3g of it", a)
	}
	phases := b.Reference.Phase
	b.Reference.Phase = nil
	if a := asymmetry(); a < 0.1 {
		t.Errorf("without what has been found W and its transpose differ by %.3g only", a)
	}
	check(t, b.MeasureBlank(ctx, nil, 3))
	for i, p := range phases {
		if d := math.Remainder(float64(p-b.Reference.Phase[i]), 2*math.Pi); math.Abs(d) > 1e-3 {
			t.Fatalf("the blank wave of a bench that has not drifted turns a phase by %g", d)
		}
	}
	// The calibration is plain data.
	text, err := json.Marshal(b.Calibration())
	check(t, err)
	var c rig.Calibration
	check(t, json.Unmarshal(text, &c))
	again, err := Of(cpu.Open(2), s, truth)
	check(t, err)
	check(t, again.Calibrate(c))
	one, err := b.Field(ctx, []plant.Load{random(s, 1)})
	check(t, err)
	two, err := again.Field(ctx, []plant.Load{random(s, 1)})
	check(t, err)
	if d := off(two[0], one[0]); d > 1e-6 {
		t.Errorf("a bench that is given a calibration measures a field that is %.3g off", d)
	}
	c.Cameras[1].Phase = c.Cameras[1].Phase[1:]
	if err := again.Calibrate(c); err == nil {
		t.Error("a phase of another plane is taken")
	}
	if err := again.Calibrate(rig.Calibration{}); err == nil {
		t.Error("a calibration of no panels is taken")
	}
}

// Light that the phase panel does not change is told apart: the modulated field is linear in what is shown, and all of the
// field is what the truth has.
func TestSeparated(t *testing.T) {
	s := small(0.02)
	f := Ideal()
	f.Unmodulated = 0.05
	b := open(t, s, f)
	l := load(s, func(x, y float64) complex128 { return beam(1.5e-4)(x, y) * cmplx.Rect(1, 2*math.Sin(x/2e-5)) })
	opposite, table := plant.Load{l[0], make([]uint16, len(l[1]))}, rig.Turned(s.Panels[1].Curve, math.Pi)
	for i, v := range l[1] {
		opposite[1][i] = table[v]
	}
	odd := func(fields [][]float32) float64 { // of U + U' where U' = -U
		var sum, size float64
		for i := range s.Plane.Len() {
			u := complex(float64(fields[0][2*i]), float64(fields[0][2*i+1]))
			v := complex(float64(fields[1][2*i]), float64(fields[1][2*i+1]))
			sum += real((u + v) * cmplx.Conj(u+v))
			size += real(u * cmplx.Conj(u))
		}
		return math.Sqrt(sum / size)
	}
	plainly, err := b.Field(ctx, []plant.Load{l, opposite})
	check(t, err)
	check(t, b.MeasureBeam(ctx, 1))
	modulated, err := b.Modulated(ctx, []plant.Load{l, opposite})
	check(t, err)
	if before, after := odd(plainly), odd(modulated); after > 0.01 || before < 0.1 {
		t.Errorf("half a turn makes of a field its opposite to %.3g, and of its modulated part to %.3g", before, after)
	}
	whole, err := b.Field(ctx, []plant.Load{l})
	check(t, err)
	want, err := TrueField(ctx, b, l, 0)
	check(t, err)
	if d := off(turned(whole[0], want), want); d > 0.03 {
		t.Errorf("all of the field is %.3g off", d)
	} else {
		t.Logf("all of the field is %.3g off, and read plainly %.3g", d, off(turned(plainly[0], want), want))
	}
	if err := b.MeasureBeam(ctx, 0); err == nil {
		t.Error("the beam is measured 0 times")
	}
}

// Cameras are exposed so that almost no pixel of a field's frames is full, and no shorter than that by more than half.
func TestExpose(t *testing.T) {
	s := small(0.01)
	f := Ideal()
	f.Well, f.Bits = 10500, 12
	b := open(t, s, f)
	check(t, b.Expose(ctx, 1e-3))
	saturated := func() int {
		b.Saturated = 1e-3
		defer func() { b.Saturated = 1 }()
		before := b.Report.Saturated
		_, err := b.Field(ctx, []plant.Load{load(s, func(x, y float64) complex128 { return cmplx.Rect(1, math.Sin(x/3e-5)*math.Cos(y/4e-5)) })})
		if n := b.Report.Saturated - before; (n > 0) != (err != nil) {
			t.Fatalf("%d frames are saturated, and the error is %v", n, err)
		} else {
			return n
		}
		return 0
	}
	for c, k := range b.Clock.(*hardware).cameras {
		if !(k.exposure < s.Exposure) {
			t.Errorf("camera %d is exposed for %g s, as before", c, k.exposure)
		}
	}
	if saturated() > 0 {
		t.Error("a smooth field saturates the cameras")
	}
	exposure := b.Clock.(*hardware).cameras[1].exposure
	check(t, b.Expose(ctx, 1e-3))
	if again := b.Clock.(*hardware).cameras[1].exposure; again != exposure {
		t.Errorf("exposed again, %g s become %g s", exposure, again)
	}
	if err := b.Expose(ctx, 0); err == nil {
		t.Error("no pixel at all is to be saturated")
	}
}
