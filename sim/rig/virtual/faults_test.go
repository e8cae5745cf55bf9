package virtual

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/measure"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

func intensity(t *testing.T, b *rig.Bench, l plant.Load) []float32 {
	t.Helper()
	all, err := b.Intensity(ctx, []plant.Load{l})
	check(t, err)
	return all[0]
}

func truly(t *testing.T, b *rig.Bench, l plant.Load) []complex128 {
	t.Helper()
	u, err := TrueField(ctx, b, l, 0)
	check(t, err)
	out := make([]complex128, len(u)/2)
	for i := range out {
		out[i] = complex(float64(u[2*i]), float64(u[2*i+1]))
	}
	return out
}

// A camera that lies to the right sees the same light further left: by whole pixels the same numbers, and by any
// shift a centroid that much aside.
func TestShift(t *testing.T) {
	s := small(0.02)
	l := load(s, beam(1e-4))
	want := intensity(t, open(t, s, Ideal()), l)
	whole := intensity(t, with(t, s, Ideal(), func(tr *Truth) { tr.Cameras[0].Pose.X, tr.Cameras[0].Pose.Y = 3*8e-6, -2*8e-6 }), l)
	var d, n float64
	for y := 8; y < side-8; y++ {
		for x := 8; x < side-8; x++ {
			e := float64(whole[y*side+x] - want[(y-2)*side+x+3])
			d, n = d+e*e, n+float64(want[y*side+x])*float64(want[y*side+x])
		}
	}
	// The band that the window can sample is another one for a plane aside: some light of steep directions.
	if math.Sqrt(d/n) > 3e-4 {
		t.Errorf("shifted by whole pixels the light is %.2g off", math.Sqrt(d/n))
	}
	part := intensity(t, with(t, s, Ideal(), func(tr *Truth) { tr.Cameras[0].Pose.X = 0.37 * 8e-6 }), l)
	x0, _ := measure.Centroid(s.Plane, want)
	x1, _ := measure.Centroid(s.Plane, part)
	if math.Abs(x1-x0+0.37*8e-6) > 1e-8 {
		t.Errorf("shifted by 0.37 pixels the centroid moves by %.4g pixels", (x1-x0)/8e-6)
	}
	// The second panel's shift is its own: light stays, and what the panel does to it moves.
	corner := load(s, func(x, y float64) complex128 { return 1 })
	s.Panels[1].Gap = 0
	corner[1][30*side+30] = 128
	b := with(t, s, Ideal(), func(tr *Truth) {
		tr.Panels[1].Pose.X, tr.Cameras[0].Pose.X = 2*8e-6, 2*8e-6
	})
	if u := truly(t, b, corner); cmplx.Abs(u[30*side+30]+1) > 0.1 {
		t.Errorf("a camera shifted with the panel sees %v on the panel's pixel, want -1", u[30*side+30])
	}
}

// Pointing is a linear phase: after a way z the light is z times the angle aside.
func TestPointing(t *testing.T) {
	s := small(0.02)
	l := load(s, beam(1e-4))
	f := Ideal()
	f.Pointing = 5e-4
	direct := s
	direct.Panels = append([]Panel(nil), s.Panels...)
	direct.Panels[1].Gap = 0
	a := truly(t, with(t, direct, f, func(tr *Truth) { tr.Panels[0].Plate = Draw(direct, Ideal()).Panels[0].Plate }), l)
	k, row := 2*math.Pi/s.Wavelength, side*side/2
	x := cmplx.Phase(a[row+side/2+1] * cmplx.Conj(a[row+side/2]))
	y := cmplx.Phase(a[row+side+side/2] * cmplx.Conj(a[row+side/2]))
	if got := math.Hypot(x, y) / (k * 8e-6); math.Abs(got-5e-4) > 1e-7 {
		t.Errorf("the phase's slope is that of an angle of %g, want 5e-4", got)
	}
	v := intensity(t, with(t, s, f, func(tr *Truth) { tr.Panels[0].Plate = Draw(s, Ideal()).Panels[0].Plate }), l)
	cx, cy := measure.Centroid(s.Plane, v)
	if got := math.Hypot(cx, cy); math.Abs(got-5e-4*0.02) > 2e-7 {
		t.Errorf("the light comes %g m aside, want 1e-5", got)
	}
}

// A camera too far behind sees a Gaussian beam as wide as it is there.
func TestAxial(t *testing.T) {
	s := small(0.02)
	l := load(s, beam(8e-5))
	for _, dz := range []float64{-5e-3, 0, 5e-3} {
		v := intensity(t, with(t, s, Ideal(), func(tr *Truth) { tr.Cameras[0].Pose.Z = dz }), l)
		var sum, square float64
		for i, p := range v {
			x := s.Plane.X(i % side)
			sum += float64(p)
			square += float64(p) * x * x
		}
		rayleigh := math.Pi * 8e-5 * 8e-5 / s.Wavelength
		want := 8e-5 * math.Sqrt(1+math.Pow((0.02+dz)/rayleigh, 2))
		if got := 2 * math.Sqrt(square/sum); math.Abs(got/want-1) > 0.01 {
			t.Errorf("%g m behind its place the camera sees a beam of radius %g, want %g", dz, got, want)
		}
	}
}

// On a tilted plane light of a direction has the phase (kz - k) times the depth, which grows along it; what
// the program leaves out of the series is of third order.
func TestTilt(t *testing.T) {
	s := small(0.02)
	period := 8e-6 * 8
	wave := load(s, func(x, y float64) complex128 { return beam(2e-4)(x, y) * cmplx.Rect(1, 2*math.Pi*y/period) })
	flatWave := truly(t, open(t, s, Ideal()), wave)
	const tilt = 0.1
	tilted := truly(t, with(t, s, Ideal(), func(tr *Truth) {
		tr.Cameras[0].Pose.TiltX = tilt
	}), wave)
	q := math.Pow(s.Wavelength/period, 2)
	slope := -2 * math.Pi / s.Wavelength * q / (1 + math.Sqrt(1-q)) * math.Tan(tilt)
	_, cos := math.Sincos(tilt)
	row := side * (side/2 + 8)
	for _, x := range []int{24, 28, 36, 40} {
		// The beam's own phase along x is seen at x cos(tilt), which is less than a tenth of a pixel away.
		d := cmplx.Phase(tilted[row+x] * cmplx.Conj(flatWave[row+x]))
		want := slope * s.Plane.X(x)
		if math.Abs(d-want) > 0.01+math.Abs(want)*0.05 {
			t.Errorf("pixel %d of a plane tilted by %g rad (cos %.4f) has phase %.4f more, want %.4f", x, tilt, cos, d, want)
		}
	}
}

// A camera that is turned and whose image is larger sees a spot where the matrix says.
func TestRotationAndScale(t *testing.T) {
	s := small(0)
	spot := load(s, func(x, y float64) complex128 { return beam(4e-5)(x-1e-4, y-4e-5) })
	for _, p := range []Pose{{Rotation: 0.05, Scale: 1}, {Scale: 1.05}, {Rotation: -0.03, Scale: 0.97, X: 1.5e-5}} {
		v := intensity(t, with(t, s, Ideal(), func(tr *Truth) { tr.Cameras[0].Pose = p }), spot)
		x, y := measure.Centroid(s.Plane, v)
		m, sx, sy := p.There()
		// (x, y) of the camera is m (x, y) + shift of the bench.
		bx, by := m[0]*x+m[1]*y+sx, m[2]*x+m[3]*y+sy
		if math.Hypot(bx-1e-4, by-4e-5) > 2e-8 {
			t.Errorf("pose %+v: the spot is seen at (%g, %g), which is (%g, %g) of the bench", p, x, y, bx, by)
		}
	}
}

// The phase of each level is measured, against level 0, as range and bend say.
func TestLevels(t *testing.T) {
	s := small(0)
	f := Ideal()
	f.Depth, f.Bend = 0.9, 1.3
	b := with(t, s, f, func(tr *Truth) { tr.Panels[0].Curve = s.Panels[0].Curve })
	zero := truly(t, b, flat(s, 0))[0]
	for _, level := range []int{1, 60, 128, 200, 255} {
		got := cmplx.Phase(truly(t, b, flat(s, level))[0] / zero)
		want := 2 * math.Pi * 0.9 * math.Pow(float64(level)/256, 1.3)
		if math.Abs(math.Remainder(got-want, 2*math.Pi)) > 1e-5 {
			t.Errorf("level %d has phase %g, want %g", level, got, want)
		}
	}
	f.Bend = 2
	b = open(t, s, f)
	half := flat(s, 0)
	for i := range half[0] {
		half[0][i] = 51 // a fifth
	}
	if got := intensity(t, b, half)[0]; math.Abs(float64(got)-math.Pow(0.9*0.04, 2)) > 1e-6 {
		t.Errorf("a fifth of the amplitude is an intensity of %g, want %g", got, math.Pow(0.9*0.04, 2))
	}
}

// Of light that a panel's checkerboard of 0 and pi takes away the zero order keeps the unmodulated share.
func TestZeroOrder(t *testing.T) {
	s := small(0)
	board := flat(s, 0)
	for i := range board[1] {
		board[1][i] = uint16(128 * ((i%side + i/side) % 2))
	}
	for _, share := range []float64{0, 0.05, 0.35} {
		f := Ideal()
		f.Unmodulated = share
		var mean complex128
		for _, u := range truly(t, with(t, s, f, func(tr *Truth) { tr.Panels[0].Unmodulated = 0 }), board) {
			mean += u / (side * side) / complex(math.Sqrt(1-share*share), 0) // what the amplitude panel lets through
		}
		if got := math.Pow(cmplx.Abs(mean), 2); math.Abs(got-share) > 1e-6 {
			t.Errorf("the zero order has a share of %g, want %g", got, share)
		}
	}
}

// The order of a grating of 0 and pi is as strong as the integrals of the fringing field over its pixels say.
func TestFringing(t *testing.T) {
	s := small(0)
	grating := flat(s, 0)
	for i := range grating[1] {
		grating[1][i] = uint16(128 * (i % side / 2 % 2))
	}
	for _, a := range []float64{0.1, 0.3, 0.5} {
		f := Ideal()
		f.Fringing = a
		u := truly(t, open(t, s, f), grating)[side*10:][:side]
		var order complex128
		for x := 16; x < 48; x++ {
			order += u[x] * cmplx.Rect(1.0/32, -2*math.Pi*float64(x)/4)
		}
		// By hand: the phase at t pixels into pixel n, of the exponentials' integral in closed form.
		phase := func(n int, t float64) (p float64) {
			upTo := func(x float64) float64 {
				if x < 0 {
					return math.Exp(2*x/a) / 3
				}
				return 1 - 2*math.Exp(-x/a)/3
			}
			for m := -20; m < 20; m++ {
				if ((m%4)+4)%4 >= 2 {
					x := float64(n) + t - float64(m)
					p += math.Pi * (upTo(x) - upTo(x-1))
				}
			}
			return p
		}
		var want complex128
		for n := range 4 {
			for q := range 4 {
				want += cmplx.Rect(1.0/16, phase(n, (float64(q)+0.5)/4)-2*math.Pi*float64(n)/4)
			}
		}
		if math.Abs(cmplx.Abs(order)-cmplx.Abs(want)) > 2e-4 {
			t.Errorf("fringing over %g pixels leaves %.5f of the amplitude in the order, want %.5f", a, cmplx.Abs(order), cmplx.Abs(want))
		}
		t.Logf("fringing %g: %.3f of the power of the ideal order", a, math.Pow(cmplx.Abs(order), 2)*2)
	}
	// Cross-talk alone: each pixel keeps 1-4c of its phase and has c of each neighbour's.
	f := Ideal()
	f.CrossTalk = 0.05
	u := truly(t, open(t, s, f), grating)
	if got, want := cmplx.Phase(u[10*side+18]), math.Pi*0.95; math.Abs(got-want) > 1e-5 {
		t.Errorf("a pixel beside a dark one has phase %g, want %g", got, want)
	}
}

// Aberrations have the root mean square that is asked for, and the reference beam's hide them from nobody.
func TestAberration(t *testing.T) {
	f := Ideal()
	f.Aberration = 0.1
	s := small(0)
	u := truly(t, with(t, s, f, func(tr *Truth) { tr.Panels[0].Plate = Draw(s, Ideal()).Panels[0].Plate }), flat(s, 0))
	var mean, square float64
	for _, v := range u {
		mean += cmplx.Phase(v) / float64(len(u))
	}
	for _, v := range u {
		square += math.Pow(cmplx.Phase(v)-mean, 2) / float64(len(u))
	}
	if got := math.Sqrt(square) / (2 * math.Pi); math.Abs(got-0.1) > 1e-3 {
		t.Errorf("aberrations of 0.1 waves are %g waves", got)
	}
}
