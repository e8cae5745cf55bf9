package calibrate

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// bench is one of n x n pixels on which light goes as far as in the published one for its width, with what is wrong with it.
func bench(t *testing.T, n int, f virtual.Faults, change func(*virtual.Truth)) (*rig.Bench, *virtual.Truth) {
	t.Helper()
	return benchOf(t, n, 0.388*float64(n)*float64(n)/(400*400), f, change)
}

// benchOf has a way to the camera.
func benchOf(t *testing.T, n int, way float64, f virtual.Faults, change func(*virtual.Truth)) (*rig.Bench, *virtual.Truth) {
	t.Helper()
	s := virtual.Free(n)
	s.Panels[1].Gap = way
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / s.Plane.Dx, 0.25 / s.Plane.Dx}
	truth := virtual.Draw(s, f)
	if change != nil {
		change(truth)
	}
	b, err := virtual.Of(cpu.Open(2), s, truth)
	need(t, err)
	return b, truth
}

func graded(t *testing.T, name string) virtual.Faults {
	t.Helper()
	f, err := virtual.Grade(name)
	need(t, err)
	return f
}

// The times by which the hidden panels move are found though the bench believes others, and one that waits as long as it must has
// nothing to gain.
func TestTiming(t *testing.T) {
	f := graded(t, "mild")
	f.Latency, f.Response = 2, 8e-3
	b, _ := bench(t, 40, f, nil)
	b.Wait = 0.02
	r, err := Make(t.Context(), b, "timing")
	t.Logf("%+v %+v", r.Verified, r.Timing)
	need(t, err)
	for _, p := range r.Timing {
		if math.Abs(p.Latency-2.0/60) > 1e-3 || math.Abs(p.Response-8e-3) > 5e-4 {
			t.Errorf("panel %s: %+v, want a latency of 33.3 ms and a response of 8 ms", p.Panel, p)
		}
	}
	file, err := json.Marshal(r)
	need(t, err)
	other, _ := bench(t, 40, f, nil)
	_, err = Read(other, file)
	need(t, err)
	if other.Wait != r.Wait || b.Wait != r.Wait {
		t.Errorf("the benches wait %g and %g s, want %g", other.Wait, b.Wait, r.Wait)
	}
	if again, err := Make(t.Context(), b, "timing"); !errors.Is(err, ErrNoBetter) || b.Wait != r.Wait {
		t.Errorf("a second time: %v, %+v; the bench waits %g s", err, again.Verified, b.Wait)
	}
}
