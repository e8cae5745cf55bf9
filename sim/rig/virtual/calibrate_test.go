package virtual

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// misplaced is how far a registration is from the truth, in pixels: root mean square over the middle of the plane.
// It is that of the phase panel, or where all is imaged that of the holes.
func misplaced(s Setup, truth *Truth, camera int, h rig.Homography) float64 {
	panel := 1
	if s.Panels[1].Gap == 0 {
		panel = 0
	}
	m, x, y := Between(truth.Panels[panel].Pose, truth.Cameras[camera].Pose)
	det := m[0]*m[3] - m[1]*m[2]
	square, n := 0.0, 0.0
	for j := -4; j <= 4; j++ {
		for i := -4; i <= 4; i++ {
			qx, qy := float64(i)/10*float64(s.Plane.Nx)*s.Plane.Dx, float64(j)/10*float64(s.Plane.Ny)*s.Plane.Dy
			px, py := (m[3]*(qx-x)-m[1]*(qy-y))/det, (m[0]*(qy-y)-m[2]*(qx-x))/det
			hx, hy := h.At(qx, qy)
			square += math.Pow((hx-px)/s.Plane.Dx, 2) + math.Pow((hy-py)/s.Plane.Dy, 2)
			n++
		}
	}
	return math.Sqrt(square / n)
}

// Registration finds both cameras where the hidden truth has them: exactly on a bench that is only misplaced, and to a
// fifth of a pixel on a typical one.
func TestRegistrationFindsTheTruth(t *testing.T) {
	typical, err := Grade("typical")
	check(t, err)
	// Light that leaves a panel at an angle is seen elsewhere, and belongs to the registration, but is not in the poses.
	typical.Aberration, typical.Pointing = 0, 0
	placed := Ideal()
	placed.Shift, placed.Rotation, placed.Scale, placed.Axial = 3, 4e-3, 5e-3, 1e-3
	for name, c := range map[string]struct {
		gap    float64
		faults Faults
		most   float64
	}{"misplaced": {0.02, placed, 0.05}, "misplaced, imaged": {0, placed, 0.05}, "typical": {0.02, typical, 0.2}} {
		s := small(c.gap)
		if c.gap == 0 {
			c.faults.Axial = 0 // a spot of some pixels of an image would not be one a millimetre away
		}
		truth := Draw(s, c.faults)
		b, err := Of(cpu.Open(2), s, truth)
		check(t, err)
		for camera, e := range []*rig.Eye{&b.Object, &b.Reference} {
			before := misplaced(s, truth, camera, rig.Same)
			residual, err := b.Register(ctx, camera)
			check(t, err)
			after := misplaced(s, truth, camera, e.Registration)
			t.Logf("%s, camera %d: %.3f pixels off before, %.3f after; residual %.3f", name, camera, before, after, residual/s.Plane.Dx)
			if after > c.most || after > before {
				t.Errorf("%s: camera %d is found %.3f pixels from where it is, which was %.3f away", name, camera, after, before)
			}
		}
	}
}

// The panels' curves are found: what light is not modulated, and steps of the phase that are wrong before, do not hide them.
func TestCurvesFindTheTruth(t *testing.T) {
	s := small(0.002)
	s.Carrier = [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	f := Ideal()
	f.Depth, f.Bend, f.Unmodulated, f.Flicker, f.Photons = 0.9, 1.1, 0.05, 0.03, true
	truth := Draw(s, f)
	b, err := Of(cpu.Open(2), s, truth)
	check(t, err)
	check(t, b.MeasureCurves(ctx, 8, 8))
	amplitude, leak, phase := 0.0, 0.0, 0.0
	for i := range 256 {
		// What leaks through the amplitude panel belongs to what its levels do.
		leaky := func(i int) complex128 {
			p := truth.Panels[0]
			u := cmplx.Abs(p.Unmodulated)
			return complex(math.Sqrt(1-u*u)*p.Curve.States[i].Amplitude, 0) + p.Unmodulated
		}
		want, got := leaky(i)/leaky(255), b.Mounts[0].Curve.States[i]
		amplitude = max(amplitude, math.Abs(got.Amplitude-cmplx.Abs(want)))
		leak = max(leak, cmplx.Abs(cmplx.Rect(got.Amplitude, got.Phase)-want))
		d := b.Mounts[1].Curve.States[i].Phase - (truth.Panels[1].Curve.States[i].Phase - truth.Panels[1].Curve.States[0].Phase)
		phase = max(phase, math.Abs(d))
	}
	t.Logf("amplitudes to %.4f, with their phases to %.4f, phases to %.4f rad", amplitude, leak, phase)
	// Without its phase, what leaks would be 0.05 off.
	if leak > 0.01 {
		t.Errorf("a state of the amplitude panel is found %.4f from where it is", leak)
	}
	if amplitude > 0.005 {
		t.Errorf("an amplitude is found %.4f from where it is", amplitude)
	}
	if phase > 0.03 {
		t.Errorf("a phase is found %.4f rad from where it is", phase)
	}
	if err := b.MeasureCurves(ctx, 0, 1); err == nil {
		t.Error("curves are measured at every 0 levels")
	}
	b.Carrier = [2]float64{}
	if err := b.MeasureCurves(ctx, 8, 8); err == nil {
		t.Error("curves are measured off axis without a tilt")
	}
}

// Panels that do not lie in front of each other are aligned: loads come on the one where the other has them.
func TestAlignFindsTheTruth(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	for _, edge := range []float64{1, 0.6} {
		testAlign(t, edge, 0, 0)
	}
	testAlign(t, 1, 0.2, 0)
	testAlign(t, 1, 0, 0.05)
}

// testAlign has light that falls to a share at the edge, aberrations, and panels that let a share of the power by.
func testAlign(t *testing.T, edge, aberration, leak float64) {
	s := small(0.02)
	f := Ideal()
	f.Shift, f.Rotation, f.Scale, f.Edge, f.Aberration, f.Unmodulated = 3, 4e-3, 5e-3, edge, aberration, leak
	truth := Draw(s, f)
	b, err := Of(cpu.Open(2), s, truth)
	check(t, err)
	if _, err := b.Align(ctx); err == nil {
		t.Error("panels are aligned before the symmetry is known")
	}
	for c := range 2 {
		_, err = b.Register(ctx, c)
		check(t, err)
	}
	if leak > 0 {
		check(t, b.MeasureBeam(ctx, 1)) // tells what is not modulated apart
	}
	_, _, err = b.MeasureSymmetry(ctx, 44, 20)
	check(t, err)
	residual, err := b.Align(ctx)
	check(t, err)
	m, x, y := Between(truth.Panels[0].Pose, truth.Panels[1].Pose)
	square := 0.0
	for j := -2; j <= 2; j++ {
		for i := -2; i <= 2; i++ {
			qx, qy := float64(i)*8e-5, float64(j)*8e-5
			hx, hy := b.Mounts[0].Registration.At(qx, qy)
			square += (math.Pow(hx-m[0]*qx-m[1]*qy-x, 2) + math.Pow(hy-m[2]*qx-m[3]*qy-y, 2)) / 25
		}
	}
	most := 0.1
	if aberration+leak > 0 {
		most = 0.2 // what a calibrated bench is asked for
	}
	if d := math.Sqrt(square) / s.Plane.Dx; d > most {
		t.Errorf("the panels are found %.3f pixels from where they are; residual %.3f", d, residual/s.Plane.Dx)
	} else {
		t.Logf("the panels are found to %.3f pixels; residual %.3f", d, residual/s.Plane.Dx)
	}
	if aberration+leak > 0 {
		return
	}
	l := load(s, func(x, y float64) complex128 { return beam(8e-5)(x-5e-5, y) * cmplx.Rect(1, math.Sin(x/3e-5)) })
	lit := Ideal()
	lit.Edge = edge
	want := intensity(t, open(t, s, lit), l)
	b.Mounts[0].Flat = nil
	aligned := off(intensity(t, b, l), want)
	b.Mounts[0].Registration = rig.Homography{}
	if before := off(intensity(t, b, l), want); aligned > before/8 {
		t.Errorf("aligned, the light is %.3g off; not aligned %.3g", aligned, before)
	} else {
		t.Logf("the light is %.3g off, and aligned %.3g", before, aligned)
	}
}

// A registered bench measures the light of the plane, though its camera stands aside.
func TestRegisteredIntensity(t *testing.T) {
	s := small(0.02)
	l := load(s, func(x, y float64) complex128 { return beam(1e-4)(x-3e-5, y) * cmplx.Rect(1, 2*math.Pi*x/4e-4) })
	want := intensity(t, open(t, s, Ideal()), l)
	f := Ideal()
	f.Shift, f.Rotation = 3, 5e-3
	b := with(t, s, f, func(tr *Truth) { tr.Panels[1].Pose = Pose{Scale: 1} })
	before := off(intensity(t, b, l), want)
	_, err := b.Register(ctx, 0)
	check(t, err)
	if after := off(intensity(t, b, l), want); after > before/10 {
		t.Errorf("registered, the light is %.2g off; not registered %.2g", after, before)
	} else {
		t.Logf("the light is %.3g off, and registered %.3g", before, after)
	}
}

// The blank wave tells the reference beam's aberrations, and a field is right to them then; measured again it takes
// off what has drifted.
func TestBlankWave(t *testing.T) {
	s := small(0.002) // near, so that the blank wave has light everywhere
	f := Ideal()
	f.Aberration, f.Drift = 0.1, 1
	b := with(t, s, f, func(tr *Truth) {
		for i := range tr.Panels {
			tr.Panels[i].Plate = Draw(s, Ideal()).Panels[i].Plate
		}
		tr.Faults.Drift = 0
	})
	expected, err := b.Expected(cpu.Open(2), s.Padding)
	check(t, err)
	l := load(s, func(x, y float64) complex128 { return cmplx.Rect(1, math.Sin(x/3e-5)*math.Cos(y/4e-5)) })
	u, err := TrueField(ctx, b, l, 0)
	check(t, err)
	far := func() float64 {
		all, err := b.Field(ctx, []plant.Load{l})
		check(t, err)
		return off(turned(all[0], u), u)
	}
	before := far()
	check(t, b.MeasureBlank(ctx, expected, 3))
	after := far()
	t.Logf("the field is %.3g off, and %.3g behind the blank wave", before, after)
	if after > 0.05 || after > before/10 {
		t.Errorf("the field is %.3g off before, and %.3g behind the blank wave", before, after)
	}
	truth := Draw(s, f)
	worst := 0.0
	for i, r := range truth.Reference {
		worst = max(worst, math.Abs(math.Remainder(float64(b.Reference.Phase[i])-cmplx.Phase(r), 2*math.Pi)))
	}
	if worst > 0.25 {
		t.Errorf("the reference beam's phase is %.3g rad off somewhere", worst)
	}
	// Two hours later the arms have drifted.
	d := f
	d.Aberration = 0
	b = open(t, s, d)
	b.Clock.(*hardware).now = 7200
	phase := func() complex128 {
		all, err := b.Field(ctx, []plant.Load{b.Blank()})
		check(t, err)
		var sum complex128
		for i := range expected[:len(expected)/2] {
			sum += complex(float64(all[0][2*(i/2)]), float64(all[0][2*(i/2)+1])) * complex(float64(expected[2*(i/2)]), -float64(expected[2*(i/2)+1]))
		}
		return sum / complex(cmplx.Abs(sum), 0)
	}
	if p := phase(); cmplx.Abs(p-1) < 0.05 {
		t.Errorf("in two hours the arms drift by %.2g rad only", cmplx.Phase(p))
	}
	check(t, b.MeasureBlank(ctx, expected, 3))
	if p := phase(); cmplx.Abs(p-1) > 0.02 {
		t.Errorf("behind a new blank wave the phase is %.2g rad", cmplx.Phase(p))
	}
}

// The amplitude map is that of the hidden light, though panels leak and do not modulate all.
func TestIllumination(t *testing.T) {
	s := small(0.02)
	f := Ideal()
	f.Edge, f.Unmodulated, f.Photons = 0.4, 0.05, true
	truth := Draw(s, f)
	b, err := Of(cpu.Open(2), s, truth)
	check(t, err)
	const cells = 8
	got, err := b.Illumination(ctx, cells)
	check(t, err)
	for c, a := range got {
		want := 0.0
		for k := range 64 {
			x, y := c%cells*8+k%8, c/cells*8+k/8
			want += real(truth.Light[y*side+x]) * real(truth.Light[y*side+x]) / 64
		}
		if want = math.Sqrt(want); math.Abs(float64(a)/want-1) > 0.03 {
			t.Errorf("square %d has an amplitude of %.4f, want %.4f", c, a, want)
		}
	}
	if _, err := b.Illumination(ctx, 7); err == nil {
		t.Error("7 squares divide 64 pixels")
	}
	dark := small(0.02)
	dark.Panels = dark.Panels[1:]
	only, err := Of(cpu.Open(2), dark, Draw(dark, Ideal()))
	check(t, err)
	if _, err := only.Illumination(ctx, 8); err == nil {
		t.Error("a bench whose panels cannot be dark tells its light")
	}
	if _, err := only.Register(ctx, 0); err == nil {
		t.Error("a bench whose panels cannot be dark is registered")
	}
}
