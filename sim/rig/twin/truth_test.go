package twin

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/virtual"
	"talbot/sim/rng"
)

// lab is a simulated bench of 32 x 32 samples, which sees intensities alone, with a truth of which each number is another.
func lab(t *testing.T) (*virtual.Truth, Plan, []*Sample) {
	t.Helper()
	s, f := virtual.Free(32), virtual.Ideal()
	s.Panels[1].Gap, s.Reference = 3e-3, false
	f.Unmodulated, f.Depth = 0.02, 0.97
	truth := virtual.Draw(s, f)
	truth.Panels[0].Pose.X, truth.Panels[0].Pose.Y = 3e-6, -5e-6
	truth.Cameras[0].Pose = virtual.Pose{X: 21e-6, Y: -13e-6, Z: 4e-4, TiltX: 0.05, TiltY: -0.03, Rotation: 4e-3, Scale: 1.006}
	b, err := virtual.Of(cpu.Open(0), s, truth)
	if err != nil {
		t.Fatal(err)
	}
	var all []*Sample
	for k := range 8 {
		x, err := Capture(t.Context(), b, k)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return truth, Plan{s.Wavelength, s.Plane, s.Panels[1].Gap, s.Padding}, all
}

// What is wrong with a simulated bench is found in frames of random patterns: where the camera stands and how it is turned,
// scaled and tilted, where the amplitude panel is, the range of phases, and the light that the phase panel does not change. What was held out is then explained.
func TestFindsTheHiddenTruth(t *testing.T) {
	truth, plan, all := lab(t)
	w, err := New(plan)
	if err != nil {
		t.Fatal(err)
	}
	dev := cpu.Open(0)
	learn, held := all[:6], all[6:]
	before, err := w.Far(t.Context(), dev, held)
	if err != nil {
		t.Fatal(err)
	}
	fit, err := w.Fit(t.Context(), dev, learn, Rounds, func(round int, far float64) { t.Logf("round %d: %.4f", round, far) })
	if err != nil {
		t.Fatal(err)
	}
	after, err := w.Far(t.Context(), dev, held)
	if err != nil {
		t.Fatal(err)
	}
	camera, panel := truth.Cameras[0].Pose, truth.Panels[0].Pose
	leak := truth.Panels[1].Unmodulated / complex(math.Sqrt(1-truth.Faults.Unmodulated), 0)
	for number, want := range map[int][2]float64{ // and how near
		atDistance: {camera.Z, 1e-5}, atX: {camera.X, 1.6e-7}, atY: {camera.Y, 1.6e-7}, atRotation: {camera.Rotation, 3e-4}, atScale: {camera.Scale - 1, 1e-3},
		atTiltX: {camera.TiltX, 0.02}, atTiltY: {camera.TiltY, 0.02}, atPanelX: {panel.X, 3e-7}, atPanelY: {panel.Y, 3e-7},
		atLeakRe: {real(leak), 0.01}, atLeakIm: {imag(leak), 0.01}, atRange: {truth.Faults.Depth - 1, 0.003},
	} {
		f := fit[number]
		t.Logf("%-16s %11.4g ± %.1g %s, truly %.4g", f.Name, f.Value, f.Sure, f.Unit, want[0])
		if !(math.Abs(f.Value-want[0]) <= want[1]) {
			t.Errorf("%s: %g, want %g within %g", f.Name, f.Value, want[0], want[1])
		}
	}
	t.Logf("held out: %.4f before, %.4f after", before, after)
	if !(after < before/10) {
		t.Errorf("held out: %g before, %g after", before, after)
	}
}

// Plates of any shape are found in fields, whose noise is another for each.
func TestFindsPlates(t *testing.T) {
	const n = 16
	truth, dev := bent(t, n), cpu.Open(0)
	clear(truth.Values)
	var all []*Sample
	noise := make([]float32, 2*n*n)
	for k := range 16 {
		a, phi := Pattern(truth.Plan.Plane, k)
		s := &Sample{Seen: make([]float32, 2*n*n)}
		for i := range a {
			s.Amplitude, s.Phase = append(s.Amplitude, float32(a[i])), append(s.Phase, float32(phi[i]))
		}
		j, err := newJudge(dev, truth, []*Sample{s}, true)
		if err != nil {
			t.Fatal(err)
		}
		said, err := j.seen(truth, j.samples)
		if err != nil {
			t.Fatal(err)
		}
		rng.Stream{Seed: 9}.Normal(uint32(k), noise)
		for i, v := range said[0] {
			s.Seen[i] = v + 0.02*noise[i]
		}
		all = append(all, s)
	}
	w, err := New(truth.Plan)
	if err != nil {
		t.Fatal(err)
	}
	before, err := w.Far(t.Context(), dev, all[12:])
	if err != nil {
		t.Fatal(err)
	}
	if err := w.FitPlates(t.Context(), dev, all[:12], 100, nil); err != nil {
		t.Fatal(err)
	}
	after, err := w.Far(t.Context(), dev, all[12:])
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("held out: %.4f before, %.4f after", before, after)
	if !(after < before/5) {
		t.Errorf("held out: %g before, %g after", before, after)
	}
	if err := w.FitPlates(t.Context(), dev, intensities(all[:12]), 1, nil); err == nil {
		t.Error("plates of intensities")
	}
}
