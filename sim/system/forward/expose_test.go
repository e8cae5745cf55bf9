package forward

import (
	"math/cmplx"
	"testing"

	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// exposed are the exposures of the cameras.
func exposed(t *testing.T, s *Session) [2]float64 {
	t.Helper()
	report := s.bench.Report
	_, e, err := s.bench.Saturates(t.Context(), []plant.Load{s.bench.Blank()})
	if err != nil {
		t.Fatal(err)
	}
	s.bench.Report = report
	return e
}

// Behind the first update on a bench, and then from time to time, its cameras are exposed for what the passes have shown, and else they stay as they are.
func TestExposesForWhatIsShown(t *testing.T) {
	const n = 32
	c := base("fashion-mnist", 2)
	c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Blur = n, n/2, 28, 4, 0.5
	c.Distance = 0.388 * n * n / (400 * 400)
	f := virtual.Ideal()
	f.Photons, f.Well, f.Bits = true, 10500, 12
	c.Bench, c.Own, c.Epochs, c.Expose = own, f, 4, 3
	set := bars(40, 1)
	s := open(t, c, set)
	if err := s.ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := exposed(t, s)
	updates(t, s, 1)
	first := exposed(t, s)
	t.Logf("exposed for %v s by the calibration, and for %v s behind an update", before, first)
	if !(first[1] > before[1]) {
		t.Errorf("exposed for %v s by the calibration, and for %v s behind an update, which is darker", before, first)
	}
	updates(t, s, 2)
	accuracy(t, s, set, true)
	if now := exposed(t, s); now != first {
		t.Errorf("exposed for %v s, and two updates and a test later for %v s", first, now)
	}
	for _, e := range []rig.Eye{s.bench.Object, s.bench.Reference} {
		if _, err := e.Camera.Configure(t.Context(), rig.CameraConfig{Exposure: e.Camera.Info().MinExposure}); err != nil {
			t.Fatal(err)
		}
	}
	updates(t, s, 1)
	if now := exposed(t, s); now[1] < first[1]/2 || now[1] > 2*first[1] {
		t.Errorf("exposed for %v s behind update 1, and for %v s behind update 4", first, now)
	}
	c.Expose = 0
	s = open(t, c, set)
	updates(t, s, 2)
	if now := exposed(t, s); now != before {
		t.Errorf("exposed for %v s, and for %v s where no automatic is asked for", before, now)
	}
}

// What is kept of a measurement is what has been shown: the same load, shown again by the host, gives the light that the device has measured.
func TestKeepsWhatIsShown(t *testing.T) {
	s := open(t, tiny(), bars(10, 1))
	if err := s.ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.shown.keeps = true
	if err := s.Net.Put(bars(10, 1), []int32{3, 4}); err != nil {
		t.Fatal(err)
	}
	n := s.Net.Nx * s.Net.Ny
	var seen [][]float32
	_, err := s.Net.Forth(t.Context(), s.way, 2, func(int) error {
		v := make([]float32, 2*n)
		seen = append(seen, v)
		return s.dev.Read(s.Net.Light(), 0, v)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Net.Back(t.Context(), s.way, 2); err != nil {
		t.Fatal(err)
	}
	loads := s.shown.loads
	if len(loads) != 2*s.Layers {
		t.Fatalf("%d loads are kept of %d passes", len(loads), 2*s.Layers)
	}
	again, err := s.bench.Field(t.Context(), loads[:s.Layers])
	if err != nil {
		t.Fatal(err)
	}
	for l, u := range again {
		var both, own, other complex128
		for i := range n {
			a, b := complex(float64(u[2*i]), float64(u[2*i+1])), complex(float64(seen[l][2*i]), float64(seen[l][2*i+1]))
			both, own, other = both+a*cmplx.Conj(b), own+a*cmplx.Conj(a), other+b*cmplx.Conj(b)
		}
		if c := cmplx.Abs(both) / cmplx.Abs(cmplx.Sqrt(own*other)); c < 0.99999 {
			t.Errorf("mask %d: the load that is kept gives other light: cosine %.6f", l+1, c)
		}
	}
	for _, measure := range []func() error{
		func() error { _, err := s.shown.Field(t.Context(), loads[:2]); return err },
		func() error { _, err := s.shown.Modulated(t.Context(), loads[:1]); return err },
		func() error { _, err := s.shown.Intensity(t.Context(), loads[:1]); return err },
	} {
		before := len(s.shown.loads)
		if err := measure(); err != nil || len(s.shown.loads) != before+1 {
			t.Errorf("of a measurement by the host %d loads are kept: %v", len(s.shown.loads)-before, err)
		}
	}
	s.shown.keeps = false
	before := len(s.shown.loads)
	if _, err := s.Net.Forth(t.Context(), s.way, 2, nil); err != nil || len(s.shown.loads) != before {
		t.Errorf("%d loads are kept that nobody asked for: %v", len(s.shown.loads)-before, err)
	}
}
