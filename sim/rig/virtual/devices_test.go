package virtual

import (
	"errors"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/measure"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Electrons of a flat field vary by their mean, and reading adds its own variance: the photon transfer curve. A well is
// full at its number, and says so.
func TestCamera(t *testing.T) {
	s := small(0)
	f := Ideal()
	f.Photons, f.Read, f.Well, f.Bits = true, 2.5, 10500, 12
	b := open(t, s, f)
	camera := b.Object.Camera
	gain := (4095 - 64) / 10500.0
	for _, exposure := range []float64{2e-5, 2e-4, 1e-3} {
		_, err := camera.Configure(ctx, rig.CameraConfig{Exposure: exposure})
		check(t, err)
		_, err = b.Mounts[0].SLM.Show(ctx, whole(b, 0, 255))
		check(t, err)
		var frame rig.Frame
		check(t, camera.Grab(ctx, &frame))
		counts := frame.Counts[len(frame.Counts)-side*side:]
		var mean, variance float64
		for _, v := range counts {
			mean += (float64(v) - 64) / gain / float64(len(counts))
		}
		for _, v := range counts {
			d := (float64(v)-64)/gain - mean
			variance += d * d / float64(len(counts))
		}
		electrons := flux * exposure
		want := electrons + 2.5*2.5 + 1/(12*gain*gain) // shot noise, reading, steps of the converter
		if math.Abs(mean/electrons-1) > 0.01 {
			t.Errorf("%g s give %g electrons, want %g", exposure, mean, electrons)
		}
		if e := math.Sqrt(2 / float64(len(counts))); math.Abs(variance/want-1) > 4*e {
			t.Errorf("%g s: a mean of %g electrons varies by %g, want %g to %.2g", exposure, mean, variance, want, 4*e)
		}
	}
	_, err := camera.Configure(ctx, rig.CameraConfig{Exposure: 1})
	check(t, err)
	for _, v := range intensity(t, b, flat(s, 0)) {
		if want := 10500 / flux; math.Abs(float64(v)-want) > 1e-3*want {
			t.Fatalf("a full well is an intensity of %g, want %g", v, want)
		}
	}
	b.Saturated = 0.1
	if _, err := b.Intensity(ctx, []plant.Load{flat(s, 0)}); !errors.Is(err, rig.ErrSaturated) {
		t.Errorf("a frame that is saturated all over gives %v", err)
	}
}

// whole is a picture of one level on all of a panel.
func whole(b *rig.Bench, panel int, level uint16) []uint16 {
	p := make([]uint16, b.Mounts[panel].SLM.Info().Grid.Len())
	for i := range p {
		p[i] = level
	}
	return p
}

// Pixels are exp(-t/response) from their goal, and a bench that does not wait is told so by the tag.
func TestSettling(t *testing.T) {
	s := small(0)
	f := Ideal()
	f.Response, f.Latency = 8e-3, 2
	b := open(t, s, f)
	h := b.Clock.(*hardware)
	m := h.slms[1]
	_, err := m.Show(ctx, whole(b, 1, 200))
	check(t, err)
	start := h.now + 2.0/60
	for _, dt := range []float64{-0.01, 0, 4e-3, 20e-3} {
		want := 200 * (1 - math.Exp(-math.Max(dt, 0)/8e-3))
		if got := m.drive(start + dt)[5]; math.Abs(float64(got)-want) > 1e-3 {
			t.Errorf("%g s behind its latency a pixel is at %g, want %g", dt, got, want)
		}
	}
	want := intensity(t, open(t, s, Ideal()), random(s, 1))
	got := intensity(t, b, random(s, 1))
	// 2 % of a step are left, of 85 levels on the mean: 1.7 of 256 levels of a turn, 0.04 rad.
	if d := off(got, want); d > 0.05 || b.Report.Stale != 0 {
		t.Errorf("settled, the light is %.2g off, with %d stale frames", d, b.Report.Stale)
	}
	for _, wait := range []float64{0.01, 2.0/60 + 5e-3} { // before the pixels move, and in the middle of it
		b.Wait, b.Retries = wait, 0
		before := b.Report.Stale
		if _, err := b.Intensity(ctx, []plant.Load{random(s, 2)}); !errors.Is(err, rig.ErrStale) || b.Report.Stale == before {
			t.Errorf("a frame %g s behind the picture gives %v", wait, err)
		}
	}
}

// Frames that are lost, late or incomplete are taken again and counted, and what is measured then is right.
func TestTransport(t *testing.T) {
	s := small(0.02)
	f := Ideal()
	f.Loss = 0.3
	var loads []plant.Load
	for i := range 40 {
		loads = append(loads, random(s, uint64(i)))
	}
	want, err := open(t, s, Ideal()).Intensity(ctx, loads)
	check(t, err)
	for _, list := range []bool{true, false} {
		b := open(t, s, f)
		b.Retries = 20
		if !list {
			b.Sequencer = nil
		}
		got, err := b.Intensity(ctx, loads)
		check(t, err)
		for i := range got {
			if d := off(got[i], want[i]); d > 1e-6 {
				t.Errorf("load %d is %.2g off", i, d)
			}
		}
		if r := b.Report; r.Lost == 0 || r.Stale == 0 || r.Incomplete == 0 || r.Frames != 40+r.Lost+r.Stale+r.Incomplete {
			t.Errorf("the report is %+v", r)
		}
		b.Retries = 0
		if _, err := b.Intensity(ctx, loads); err == nil {
			t.Error("forty frames of which a third is bad arrive without a second try")
		}
	}
}

// After an hour the image has wandered as far as is asked for, root mean square over benches.
func TestDrift(t *testing.T) {
	square, quarter := 0.0, 0.0
	const benches = 400
	for seed := range benches {
		f := Ideal()
		f.Drift, f.Seed = 0.5, seed
		h := &hardware{truth: &Truth{Faults: f}, walks: map[uint32][]float64{}}
		square += math.Pow(h.walk(walkX, 3600), 2) / benches
		quarter += math.Pow(h.walk(walkX, 900), 2) / benches
	}
	if e := 4 * math.Sqrt(2.0/benches); math.Abs(square/0.25-1) > e || math.Abs(quarter/0.0625-1) > e {
		t.Errorf("mean square after an hour %g, after a quarter %g; want 0.25 and 0.0625 to %.2g of them", square, quarter, e)
	}
	s := small(0)
	f := Ideal()
	f.Drift = 3
	b := open(t, s, f)
	spot := load(s, beam(4e-5))
	h := b.Clock.(*hardware)
	h.now = 3600
	h.now -= s.Exposure / 2 // the middle of the exposure is the hour
	x, y := measure.Centroid(s.Plane, intensity(t, b, spot))
	if d := math.Hypot(x+h.walk(walkX, 3600)*8e-6, y+h.walk(walkY, 3600)*8e-6); d > 1e-8 {
		t.Errorf("the spot is at (%g, %g), %g m from where it wandered", x, y, d)
	}
}

// Flicker is a mean of exp(-variance) of the power in what does not change.
func TestFlicker(t *testing.T) {
	s := small(0)
	f := Ideal()
	f.Flicker = 0.3
	truth := Draw(s, f)
	b, err := Of(cpu.Open(2), s, truth)
	check(t, err)
	var mean complex128
	var power []float64
	for k := range 8 {
		b.Clock.(*hardware).now = float64(k) / 8 / refresh // over a period
		var m complex128
		for _, u := range truly(t, b, flat(s, 0)) {
			m += u / (side * side)
		}
		power = append(power, math.Pow(cmplx.Abs(m), 2))
		mean += m / 8
	}
	// Half of the variance of each of two panels is the pixels' own.
	want := math.Exp(-2 * 0.3 * 0.3 / 2)
	for _, p := range power {
		if math.Abs(p/want-1) > 0.02 {
			t.Errorf("a frame keeps %g of the power, want %g", p, want)
		}
	}
	if cmplx.Abs(mean) > math.Sqrt(want)-1e-3 {
		t.Error("the phase that is common to a panel does not change from frame to frame")
	}
	// An exposure of a whole period sees the mean of it all, and one of half of it 2/pi of the ripple.
	h := b.Clock.(*hardware)
	for turns, share := range map[float64]float64{0.01: 1, 0.5: 2 / math.Pi, 1: 0} {
		h.now = 0.3 / refresh
		v := h.numbers(0, turns/refresh)
		if got := math.Hypot(float64(v[kernels.FrameRipple]), float64(v[kernels.FrameRipple+1])); math.Abs(got-share) > 1e-3 {
			t.Errorf("an exposure of %g periods sees %.4g of the flicker, want %.4g", turns, got, share)
		}
	}
	// Synchronised frames all see the same of it.
	for _, synchronised := range []bool{false, true} {
		b.Synchronised, b.Wait = synchronised, 0.0213
		var all []complex128
		for range 5 {
			seen, err := b.Field(ctx, []plant.Load{flat(s, 0)})
			check(t, err)
			var m complex128
			for i := range side * side {
				m += complex(float64(seen[0][2*i]), float64(seen[0][2*i+1])) / (side * side)
			}
			all = append(all, m)
		}
		spread := 0.0
		for _, m := range all {
			spread = max(spread, cmplx.Abs(m-all[0]))
		}
		if synchronised != (spread < 1e-3) {
			t.Errorf("synchronised %t: fields of the same load differ by up to %.3g", synchronised, spread)
		}
	}
	if kernels.FrameNumbers(2) != kernels.FramePhase+2 {
		t.Error("a frame has no phase for each panel")
	}
}

// A card that sends other levels than it is told changes what is measured as it must, or the tags tell.
func TestLinks(t *testing.T) {
	s := small(0)
	for _, link := range Links {
		f := Ideal()
		f.Link = link
		f.Photons = link == "swapped" // without noise the faintest grating would be told
		b := open(t, s, f)
		b.Retries = 0
		l := flat(s, 64)
		for i := range l[0] {
			l[0][i] = 128
		}
		all, err := b.Intensity(ctx, []plant.Load{l})
		if link == "inverted" || link == "swapped" || link == "scaled" {
			// Bright and dark cells change places, a grating of phases is none of amplitudes, and the strip has moved.
			if !errors.Is(err, rig.ErrStale) {
				t.Errorf("%s: %v", link, err)
			}
			continue
		}
		check(t, err)
		want := map[string]float64{"exact": 128, "limited-range": math.Round(16 + 128*219/255.0), "gamma": math.Round(255 * math.Pow(128/255.0, 1/2.2))}[link]
		if got := float64(all[0][20*side+20]); math.Abs(got-math.Pow(want/255, 2)) > 1e-5 {
			t.Errorf("%s: level 128 is an intensity of %g, want that of level %g", link, got, want)
		}
	}
	f := Ideal()
	f.Link = "scaled"
	m := open(t, s, f).Clock.(*hardware).slms[0]
	picture := make([]uint16, m.info.Grid.Len())
	for i := range picture {
		picture[i] = 1
	}
	columns := 0
	for _, v := range m.sent(picture)[side*36 : side*37] {
		columns += int(v)
	}
	if columns != 62 && columns != 63 { // 62.7
		t.Errorf("a picture of %d columns that is sent 2 %% too small has %d", side, columns)
	}
}

// Cameras that have gone are an error that says so, and no retry.
func TestGone(t *testing.T) {
	s := small(0)
	f := Ideal()
	f.Gone = 3
	for _, list := range []bool{true, false} {
		b := open(t, s, f)
		if !list {
			b.Sequencer = nil
		}
		if _, err := b.Intensity(ctx, []plant.Load{flat(s, 0), flat(s, 1), flat(s, 2)}); err != nil {
			t.Errorf("three frames: %v", err)
		}
		if _, err := b.Intensity(ctx, []plant.Load{flat(s, 0)}); !errors.Is(err, rig.ErrGone) {
			t.Errorf("the fourth frame: %v", err)
		}
	}
}

// Parameters have names of their own, values in their ranges at every grade, and bad ones are refused.
func TestParams(t *testing.T) {
	for _, grade := range Grades {
		f, err := Grade(grade)
		check(t, err)
		check(t, f.Check())
		seen := map[string]bool{}
		for _, p := range f.Params() {
			if seen[p.Name] || p.Doc == "" || p.Label == "" {
				t.Errorf("parameter %q has no text, or its name is another's", p.Name)
			}
			seen[p.Name] = true
		}
	}
	if _, err := Grade("perfect"); err == nil {
		t.Error("there is a perfect bench")
	}
	f := Ideal()
	f.Edge = 0
	if _, err := New(cpu.Open(1), small(0), f); err == nil {
		t.Error("a bench is made with a fault outside its range")
	}
}
