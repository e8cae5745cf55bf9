package calibrate

import (
	"errors"
	"math"
	"strings"
	"testing"

	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// shut takes the light of both arms away.
func shut(truth *virtual.Truth) {
	clear(truth.Light)
	clear(truth.Reference)
}

// A dark frame has the hidden hot pixels, is refused where there are none, and where light comes.
func TestDark(t *testing.T) {
	f := graded(t, "mild")
	f.Hot = 3e-3
	b, truth := bench(t, 40, f, shut)
	r, err := Make(t.Context(), b, "dark")
	t.Logf("%+v", r.Verified)
	need(t, err)
	gain := (float64(int(1)<<f.Bits-1) - b.Object.Camera.Info().Offset) / f.Well
	hot := 0
	for k := range 40 * 40 {
		want := b.Object.Camera.Info().Offset + gain*2.5e-4*float64(truth.Cameras[0].Response[2*k+1])
		got := float64(b.Object.Dark[(k/40+b.Object.Y)*40+k%40])
		if want > 100 {
			hot++
		}
		if math.Abs(got-want) > 4 { // photons and reading make 7 in a frame of a hot pixel, and a sixth of that in the mean
			t.Errorf("pixel %d counts %.1f in the dark, want %.1f", k, got, want)
		}
	}
	if hot == 0 {
		t.Error("the bench has no hot pixel")
	}
	f.Hot = 0
	b, _ = bench(t, 40, f, shut)
	if r, err := Make(t.Context(), b, "dark"); !errors.Is(err, ErrNoBetter) || b.Object.Dark != nil {
		t.Errorf("without a hot pixel: %v, %+v", err, r.Verified)
	}
	b, _ = bench(t, 40, f, nil)
	if _, err := Make(t.Context(), b, "dark"); err == nil || !strings.Contains(err.Error(), "block the light") {
		t.Errorf("with light: %v", err)
	}
}

// The pixels' hidden sensitivities are found, but for what changes slowly.
func TestFlat(t *testing.T) {
	f := graded(t, "mild")
	f.Uneven, f.Hot = 0.02, 0
	b, truth := bench(t, 40, f, nil)
	r, err := Make(t.Context(), b, "flat")
	t.Logf("%+v", r.Verified)
	need(t, err)
	for c, e := range eyes(b) {
		far, was, n := 0.0, 0.0, 0.0
		sensitivity := make([]float64, 1600)
		for k := range sensitivity {
			sensitivity[k] = float64(truth.Cameras[c].Response[2*k])
		}
		want, _ := evenness(b, sensitivity)
		for k, v := range e.Even {
			if v != 1 {
				far, was, n = far+math.Pow(float64(v-want[k]), 2), was+math.Pow(float64(want[k])-1, 2), n+1
			}
		}
		t.Logf("%.0f pixels of %s are found to %.2f %% of %.2f", n, eyeNames[c], 100*math.Sqrt(far/n), 100*math.Sqrt(was/n))
		if n < 500 || far > was/9 {
			t.Errorf("%.0f pixels are found to %.3f %%, and are %.3f %% from their neighbours", n, 100*math.Sqrt(far/n), 100*math.Sqrt(was/n))
		}
	}
	if _, _, err := b.Home(); err == nil {
		t.Error("frames stay on the device, where sensitivities are not known")
	}
}

// A gamma that has been left on is found, and a camera that counts straight has nothing to gain.
func TestLinearity(t *testing.T) {
	f := graded(t, "mild")
	f.Compressed, f.Hot = true, 0
	b, _ := bench(t, 40, f, shut)
	r, err := Make(t.Context(), b, "dark")
	need(t, err)
	b, _ = bench(t, 40, f, nil)
	need(t, b.Calibrate(r.Calibration))
	r, err = Make(t.Context(), b, "linearity")
	t.Logf("%+v", r.Verified)
	need(t, err)
	info, top := b.Object.Camera.Info(), 4095.0
	bias := top * math.Pow(info.Offset/top, 1/2.2)
	light := func(v float64) float64 { return math.Pow((v+bias)/top, 2.2) - math.Pow(bias/top, 2.2) }
	for _, v := range []float64{0.2, 0.4, 0.6, 0.8} {
		at := v * (top - bias)
		want, got := light(at)/light(0.9*(top-bias)), b.Object.Linear.At(at)/b.Object.Linear.At(0.9*(top-bias))
		if math.Abs(got/want-1) > 0.03 {
			t.Errorf("%.0f counts stand for %.4f of the light at nine tenths, want %.4f", at, got, want)
		}
	}
	for _, g := range []string{"mild", "typical"} { // on typical benches light flickers, by turns more and less
		b, _ = bench(t, 40, graded(t, g), nil)
		r, err := Make(t.Context(), b, "linearity")
		t.Logf("%s, straight: %+v", g, r.Verified)
		if !errors.Is(err, ErrNoBetter) || b.Object.Linear != nil {
			t.Errorf("a straight camera: %v, %+v", err, r.Verified)
		}
	}
	c := b.Calibration()
	c.Cameras[0].Linear = &rig.Response{Top: 4000, Light: []float64{0, 1, 0.5}}
	if err := b.Calibrate(c); err == nil {
		t.Error("a response that falls is taken")
	}
}
