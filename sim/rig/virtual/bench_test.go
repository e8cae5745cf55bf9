package virtual

import (
	"context"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/rigtest"
	"talbot/sim/rng"
)

var ctx = context.Background()

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const side = 64

// small is the free-space bench with fewer pixels and a shorter way.
func small(gap float64) Setup {
	s := Free(side)
	s.Panels[1].Gap = gap
	s.Batch = 4
	return s
}

func open(t *testing.T, s Setup, f Faults) *rig.Bench {
	t.Helper()
	b, err := New(cpu.Open(2), s, f)
	check(t, err)
	return b
}

// with is an ideal bench but for one change of its truth.
func with(t *testing.T, s Setup, f Faults, change func(*Truth)) *rig.Bench {
	t.Helper()
	truth := Draw(s, f)
	change(truth)
	b, err := Of(cpu.Open(2), s, truth)
	check(t, err)
	return b
}

// load shows amplitudes and phases by the curves that are meant.
func load(s Setup, u func(x, y float64) complex128) plant.Load {
	g := s.Plane
	l, phases := plant.Load{make([]uint16, g.Len()), make([]uint16, g.Len())}, rig.LevelsOf(s.Panels[1].Curve)
	for i := range l[0] {
		v := u(g.X(i%g.Nx), g.Y(i/g.Nx))
		l[0][i] = uint16(math.Round(255 * min(cmplx.Abs(v), 1)))
		l[1][i] = phases.Nearest(cmplx.Phase(v))
	}
	return l
}

// flat is a load of full amplitude and one level of phase.
func flat(s Setup, phase int) plant.Load {
	l := plant.Load{make([]uint16, s.Plane.Len()), make([]uint16, s.Plane.Len())}
	for i := range l[0] {
		l[0][i], l[1][i] = 255, uint16(phase)
	}
	return l
}

func beam(radius float64) func(x, y float64) complex128 {
	return func(x, y float64) complex128 { return complex(math.Exp(-(x*x+y*y)/(radius*radius)), 0) }
}

func random(s Setup, seed uint64) plant.Load {
	u, l := make([]float32, s.Plane.Len()), plant.Load{}
	for i := range s.Panels {
		rng.Stream{Seed: seed, Stream: 1010}.Uniform(uint32(i), u)
		levels := make([]uint16, len(u))
		for k, v := range u {
			levels[k] = uint16(256 * v)
		}
		l = append(l, levels)
	}
	return l
}

// plain is what the plain simulation says of a load: levels to transmissions, and the angular spectrum.
func plain(t *testing.T, s Setup, l plant.Load) *optics.Field {
	t.Helper()
	f := optics.NewField(s.Plane, s.Wavelength)
	for i := range s.Plane.Len() {
		a, p := s.Panels[0].Curve.States[l[0][i]], s.Panels[1].Curve.States[l[1][i]]
		u := cmplx.Rect(a.Amplitude*p.Amplitude, a.Phase+p.Phase)
		f.U[2*i], f.U[2*i+1] = float32(real(u)), float32(imag(u))
	}
	r, err := optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: s.Panels[1].Gap}.AngularSpectrum(optics.Window{PadX: s.Padding, PadY: s.Padding, BandLimit: true})
	check(t, err)
	f, err = r.Propagate(cpu.Open(2), f)
	check(t, err)
	return f
}

// off is the root mean square difference, as a share of want's.
func off(got, want []float32) float64 {
	var d, n float64
	for i := range want {
		d += (float64(got[i]) - float64(want[i])) * (float64(got[i]) - float64(want[i]))
		n += float64(want[i]) * float64(want[i])
	}
	return math.Sqrt(d / n)
}

// turned is got with the phase that is common to all taken off, so that it is nearest to want.
func turned(got, want []float32) []float32 {
	var c complex128
	at := func(u []float32, i int) complex128 { return complex(float64(u[2*i]), float64(u[2*i+1])) }
	for i := range len(got) / 2 {
		c += cmplx.Conj(at(got, i)) * at(want, i)
	}
	c /= complex(cmplx.Abs(c), 0)
	out := make([]float32, len(got))
	for i := range len(got) / 2 {
		v := at(got, i) * c
		out[2*i], out[2*i+1] = float32(real(v)), float32(imag(v))
	}
	return out
}

// An ideal bench measures what the plain simulation says, to float32: intensity, and the field by each
// reading.
func TestIdealBenchIsThePlainSimulation(t *testing.T) {
	s := small(0.02)
	b := open(t, s, Ideal())
	loads := []plant.Load{random(s, 1), random(s, 2), flat(s, 0), random(s, 3), random(s, 4)}
	all, err := b.Intensity(ctx, loads)
	check(t, err)
	for i, l := range loads {
		if d := off(all[i], plain(t, s, l).Intensity()); d > 2e-6 {
			t.Errorf("load %d: the intensity is %.2g off", i, d)
		}
	}
	for _, b.Reading = range []rig.Reading{rig.ThreeSteps, rig.FourSteps} {
		fields, err := b.Field(ctx, loads[:2])
		check(t, err)
		for i, u := range fields {
			if d := off(u, plain(t, s, loads[i]).U); d > 1e-5 {
				t.Errorf("%s, load %d: the field is %.2g off", rig.Readings[b.Reading], i, d)
			}
		}
	}
	if r := b.Report; r.Frames != 5+2*4+2*5 || r.Lost+r.Stale+r.Incomplete+r.Saturated != 0 {
		t.Errorf("an ideal bench reports %+v", r)
	}
}

// Off axis one frame tells the phase of light that fills less than a third of the carrier.
func TestOffAxis(t *testing.T) {
	s := small(0.02)
	s.Carrier = [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	b := open(t, s, Ideal())
	steps := []plant.Load{random(s, 1)}
	fields, err := b.Field(ctx, steps)
	check(t, err)
	if d := off(fields[0], plain(t, s, steps[0]).U); d > 1e-5 {
		t.Errorf("with a tilted reference beam three steps read a field %.2g off", d)
	}
	b.Report = rig.Report{}
	b.Reading = rig.OffAxis
	l := load(s, func(x, y float64) complex128 {
		return beam(1e-4)(x-2e-5, y) * cmplx.Rect(1, 2*math.Pi*x/1e-3+1)
	})
	fields, err = b.Field(ctx, []plant.Load{l})
	check(t, err)
	if d := off(fields[0], plain(t, s, l).U); d > 0.02 {
		t.Errorf("the field is %.2g off", d)
	}
	if b.Report.Frames != 2 {
		t.Errorf("one load takes %d frames, want that of the amplitude and that of the phase", b.Report.Frames)
	}
}

// The devices and the bench pass the suites: ideal, typical and bad, each shot by itself and all at once.
func TestConformance(t *testing.T) {
	for _, name := range Grades {
		t.Run(name, func(t *testing.T) {
			f, err := Grade(name)
			check(t, err)
			s := small(0.02)
			for _, e := range []func(*rig.Bench) rig.Camera{
				func(b *rig.Bench) rig.Camera { return b.Object.Camera },
				func(b *rig.Bench) rig.Camera { return b.Reference.Camera },
			} {
				rigtest.Camera(t, func() rig.Camera {
					c := e(open(t, s, f))
					c.(*camera).started = false
					return c
				})
			}
			for i := range s.Panels {
				rigtest.SLM(t, func() rig.SLM { return open(t, s, f).Mounts[i].SLM })
			}
			// Stripes of 0 and pi: light that no panel changes adds to them without interference.
			bright, dark := flat(s, 0), flat(s, 0)
			for i := range dark[0] {
				bright[1][i] = uint16(128 * (i / 8 % 2))
				dark[0][i], dark[1][i] = 0, bright[1][i]
			}
			b := open(t, s, f)
			b.Retries, b.Synchronised = 20, true // what interferes with light that no panel changes does not flicker
			rigtest.Bench(t, b, bright, dark)
			b.Sequencer = nil
			rigtest.Bench(t, b, bright, dark)
		})
	}
}

// Equal seeds give equal frames, other seeds others; one shot by itself measures what a list of them does.
func TestSeeds(t *testing.T) {
	f, err := Grade("typical")
	check(t, err)
	s := small(0.02)
	loads := []plant.Load{random(s, 1), random(s, 2)}
	measure := func(seed int, change func(*rig.Bench)) [][]float32 {
		f.Seed = seed
		b := open(t, s, f)
		change(b)
		all, err := b.Intensity(ctx, loads)
		check(t, err)
		return all
	}
	none := func(*rig.Bench) {}
	a := measure(5, none)
	for what, again := range map[string][][]float32{"a second time": measure(5, none), "one by one": measure(5, func(b *rig.Bench) { b.Sequencer = nil })} {
		for i := range a {
			if d := off(again[i], a[i]); d != 0 {
				t.Errorf("load %d measured %s is %.2g off", i, what, d)
			}
		}
	}
	if d := off(measure(6, none)[0], a[0]); d < 0.01 {
		t.Errorf("another seed's bench is %.2g off only", d)
	}
}

func named(all []experiment.Param, name string) experiment.Param {
	for _, p := range all {
		if p.Name == name {
			return p
		}
	}
	panic(name)
}

// Every imperfection is a parameter that changes what is measured when it alone is bad, and the grades
// get worse.
func TestEachFaultCounts(t *testing.T) {
	s := small(0.02)
	ideal := open(t, s, Ideal())
	l := load(s, func(x, y float64) complex128 {
		return beam(1.5e-4)(x, y) * cmplx.Rect(1, 3*math.Sin(x/2e-5)*math.Cos(y/3e-5))
	})
	want, err := ideal.Intensity(ctx, []plant.Load{l})
	check(t, err)
	bad, err := Grade("bad")
	check(t, err)
	for i, p := range bad.Params() {
		f := Ideal()
		f.Seed = 3
		mine := f.Params()[i]
		if p.Name == "bench-seed" || p.Name == "well" || p.Name == "latency" || p.Name == "response" || p.Name == "frame-loss" || p.Name == "drift" || p.Name == "gone-after" || p.Name == "link" {
			continue // alone they wait, saturate or retry: they have tests of their own
		}
		value := p.Value()
		if p.Name == "auto-gain" {
			value = "true"
		}
		if p.Name == "compressed" {
			value = "true"
			check(t, named(f.Params(), "camera-bits").Set("12"))
		}
		check(t, mine.Set(value))
		b := open(t, s, f)
		got, err := b.Intensity(ctx, []plant.Load{l})
		check(t, err)
		d := off(got[0], want[0])
		t.Logf("%-18s %-8s %.3g", p.Name, value, d)
		least := 1e-3
		if p.Name == "plane-tilt" || p.Name == "rotation" {
			least = 1e-4 // 2 degrees are 9 um of depth at the edge, and 5 mrad a sixth of a pixel there
		}
		if !(d > least) {
			t.Errorf("%s of %s changes the frame by %.2g", p.Name, p.Value(), d)
		}
	}
	last := 0.0
	for _, name := range Grades[1:] {
		f, err := Grade(name)
		check(t, err)
		f.Seed = 3
		got, err := open(t, s, f).Intensity(ctx, []plant.Load{l})
		check(t, err)
		d := off(got[0], want[0])
		t.Logf("%s: %.3g", name, d)
		if d <= last && last < 1 {
			t.Errorf("the %s bench is %.3g off, no more than the grade before", name, d)
		}
		last = d
	}
}
