package virtual

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/modulator"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rng"
)

// known is a bench with all faults that has been told its amplitude panel's true curve, and some registration of each camera.
func known(t *testing.T) *rig.Bench {
	t.Helper()
	f, err := Grade("typical")
	check(t, err)
	s := small(0.02)
	s.Carrier = [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	b := open(t, s, f)
	truth := b.Clock.(*hardware).truth
	b.Mounts[0].Curve, b.Mounts[1].Curve = leaking(b), truth.Panels[1].Curve
	b.Object.Registration = rig.Homography{1, 0.01, 6e-6, -0.01, 0.99, -3e-6, 0, 0, 1}
	b.Reference.Registration = rig.Homography{0.99, -0.01, -5e-6, 0.01, 1, 2e-6, 0, 0, 1}
	n := s.Plane.Len()
	b.Reference.Beam, b.Reference.Phase = make([]float32, n), make([]float32, n)
	for i := range n {
		b.Reference.Beam[i], b.Reference.Phase[i] = 1+0.2*float32(math.Sin(float64(i%side)/9)), float32(math.Cos(float64(i/side)/7))
	}
	return b
}

// leaking is what the levels of a bench's amplitude panel truly do, with the light that leaks.
func leaking(b *rig.Bench) modulator.Curve {
	truth, curve := b.Clock.(*hardware).truth, modulator.Curve{Name: "measured"}
	for k, st := range truth.Panels[0].Curve.States {
		u := cmplx.Rect(math.Sqrt(1-truth.Faults.leak(rig.Amplitude))*st.Amplitude, st.Phase) + truth.Panels[0].Unmodulated
		curve.States = append(curve.States, modulator.State{Drive: float64(k), Amplitude: cmplx.Abs(u), Phase: cmplx.Phase(u)})
	}
	return curve
}

// The adjoint of the true path is that of differences along directions of levels of either panel, for the light and for the field.
func TestPathBack(t *testing.T) {
	b := known(t)
	p, err := NewPath(b)
	check(t, err)
	l := random(b.Clock.(*hardware).setup, 6)
	states := b.Mounts[1].Curve.States
	for i := range l[1] {
		l[0][i] = 80 + l[0][i]/2
		// No phase goes around or comes to an end between both differences, in any step that the field is read by.
		for v, again := l[1][i], true; again; {
			v, again = 4+(v+4)%246, false
			for _, step := range b.Steps() {
				table := rig.Turned(b.Mounts[1].Curve, -step.Late)
				told := states[v+3].Phase - states[v-3].Phase
				again = again || math.Abs(states[table[v+3]].Phase-states[table[v-3]].Phase-told) > told/4
			}
			l[1][i] = v
		}
	}
	n := len(l[0])
	weight, g := make([]float32, n), make([]float32, 2*n)
	for i := range weight {
		x, y := float64(i%side), float64(i/side)
		weight[i] = float32(math.Sin(x/7) + math.Cos(y/5))
		g[2*i], g[2*i+1] = float32(math.Sin(x/6-y/11)), float32(math.Cos(x/8+y/9))
	}
	losses := map[string]func(l plant.Load) float64{
		"light": func(l plant.Load) (sum float64) {
			v, err := p.Light(l)
			check(t, err)
			for i, x := range v {
				sum += float64(weight[i]) * float64(x)
			}
			return sum
		},
		"field": func(l plant.Load) (sum float64) {
			v, err := p.Field(l)
			check(t, err)
			for i, x := range v {
				sum += float64(g[i]) * float64(x)
			}
			return sum
		},
	}
	for name, loss := range losses {
		var phase []float32
		var amplitude []complex128
		if name == "light" {
			phase, amplitude, err = p.LightBack(l, weight)
		} else {
			phase, amplitude, err = p.FieldBack(l, g)
		}
		check(t, err)
		for panel := range 2 {
			bits := make([]float32, n)
			rng.Stream{Seed: uint64(panel), Stream: 1031}.Uniform(0, bits)
			up, down, want := append(plant.Load(nil), l...), append(plant.Load(nil), l...), 0.0
			up[panel], down[panel] = make([]uint16, n), make([]uint16, n)
			states := b.Mounts[panel].Curve.States
			for i, v := range l[panel] {
				slope := float64(phase[i])
				if panel == 0 {
					slope = real(amplitude[i])
				}
				step := 3
				if (bits[i] < 0.67) != (slope > 0) { // up where the gradient is, two times of three
					step = -3
				}
				up[panel][i], down[panel][i] = uint16(int(v)+step), uint16(int(v)-step)
				more, less := states[up[panel][i]], states[down[panel][i]]
				told := (more.Phase - less.Phase) / 2
				if panel == 0 {
					told = (more.Amplitude - less.Amplitude) / 2
				}
				want += slope * told
			}
			if got := (loss(up) - loss(down)) / 2; math.Abs(got/want-1) > 0.02 {
				t.Errorf("%s, panel %d: along a direction it rises by %g, want %g", name, panel, got, want)
			} else {
				t.Logf("%s, panel %d: %g of %g", name, panel, got, want)
			}
		}
	}
}

// What comes on the panels and what the cameras see is registered by maps whose adjoints these are: <y, Ax> = <A^T y, x>.
func TestRegisteredAdjoint(t *testing.T) {
	b := known(t)
	n := b.Design.Plane.Len()
	x, y := make([]float32, 2*n), make([]float32, 2*n)
	rng.Stream{Seed: 1, Stream: 1032}.Normal(0, x)
	rng.Stream{Seed: 1, Stream: 1032}.Normal(1, y)
	for c := range 2 {
		for per := 1; per <= 2; per++ {
			a, at := b.Registered(c, x[:per*n], per), b.RegisteredAdjoint(c, y[:per*n], per)
			var one, other, size float64
			for i := range per * n {
				one, other = one+float64(y[i])*float64(a[i]), other+float64(at[i])*float64(x[i])
				size += math.Abs(float64(y[i]) * float64(a[i]))
			}
			if math.Abs(one-other) > 1e-6*size {
				t.Errorf("camera %d, %d numbers a place: %g by the map, %g by its adjoint", c, per, one, other)
			}
		}
	}
}

// A bench finds out how much light its phase panel leaves as it is, and how that is turned.
func TestMeasureZeroOrder(t *testing.T) {
	f := Ideal()
	typical, err := Grade("typical")
	check(t, err)
	f.Unmodulated, f.Photons, f.Read, f.Aberration, f.Shift = typical.Unmodulated, true, typical.Read, typical.Aberration, typical.Shift
	s := small(0.02)
	s.Exposure = 2.5e-4
	b := open(t, s, f)
	if err := b.MeasureZeroOrder(ctx, 1); err == nil {
		t.Error("the zero order was told without a reference beam that has been measured")
	}
	check(t, b.MeasureBeam(ctx, 8))
	check(t, b.MeasureZeroOrder(ctx, 4))
	panel := b.Clock.(*hardware).truth.Panels[1]
	want := panel.Unmodulated / complex(math.Sqrt(1-f.Unmodulated), 0)
	if got := b.ZeroOrder(); cmplx.Abs(got-want) > 0.02 {
		t.Errorf("the zero order is found as %.4f, and is %.4f", got, want)
	}
	c := b.Calibration()
	b.Mounts[1].ZeroOrder = [2]float64{}
	check(t, b.Calibrate(c))
	if b.ZeroOrder() == 0 {
		t.Error("a calibration does not keep the zero order")
	}
}

// A bench that goes on where another is has its clock, its noise and its exposures.
func TestContinue(t *testing.T) {
	f, err := Grade("typical")
	check(t, err)
	f.Response, f.Latency = 0, 0 // what they showed before is not carried over
	a, b := open(t, small(0.02), f), open(t, small(0.02), f)
	_, err = a.Object.Camera.Configure(ctx, rig.CameraConfig{Exposure: 3e-5})
	check(t, err)
	l := []plant.Load{random(small(0.02), 3)}
	_, err = a.Intensity(ctx, l)
	check(t, err)
	check(t, Continue(b, a))
	want, err := a.Intensity(ctx, l)
	check(t, err)
	got, err := b.Intensity(ctx, l)
	check(t, err)
	for i, v := range want[0] {
		if got[0][i] != v {
			t.Fatalf("pixel %d has %g, want %g", i, got[0][i], v)
		}
	}
	if a.Clock.Now() != b.Clock.Now() {
		t.Error("the clocks differ")
	}
}
