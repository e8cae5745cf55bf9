package calibrate

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
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
// nothing to gain; though panels flicker, whose light meets that of their zero order, so that frames of one picture differ by a tenth.
func TestTiming(t *testing.T) {
	f := graded(t, "typical")
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

// wall is the clock of a bubble of testing/synctest.
type wall struct{ began time.Time }

func (w wall) Now() float64 { return time.Since(w.began).Seconds() }

func (w wall) Sleep(ctx context.Context, seconds float64) error {
	time.Sleep(time.Duration(math.Ceil(max(seconds, 0) * 1e9)))
	return ctx.Err()
}

// A bench whose pictures are to overlap shows them one after another until the calibration of its timing has told how soon a swap may
// come: then it takes 95 % of the frames that can be, and no panel moves in an exposure. A calibration that was kept tells another bench.
func TestTimingOverlaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := graded(t, "typical")
		f.Photons, f.Read, f.Power, f.Flicker, f.Drift, f.Loss = false, 0, 0, 0, 0, 0
		open := func() (*rig.Bench, *virtual.Live, *rig.Pipeline) {
			b, _ := benchOf(t, 40, 0.005, f, nil)
			l, err := virtual.Enliven(b, wall{time.Now()})
			need(t, err)
			need(t, b.Overlap(0, 0))
			p := b.Sequencer.(*rig.Pipeline)
			p.Unknown = true
			return b, l, p
		}
		rate := func(b *rig.Bench) float64 {
			loads := make([]plant.Load, 64)
			for k := range loads {
				loads[k] = b.Blank()
			}
			began := b.Clock.Now()
			_, err := b.Intensity(t.Context(), loads)
			need(t, err)
			return float64(len(loads)) / (b.Clock.Now() - began)
		}
		b, l, p := open()
		slow := rate(b)
		if p.Lead != 0 || l.Torn() > 0 {
			t.Errorf("before it is known a swap leads by %g s; %d exposures are torn", p.Lead, l.Torn())
		}
		r, err := Make(t.Context(), b, "timing")
		t.Log(r.Verified, r.Found())
		need(t, err)
		i := b.Mounts[0].SLM.Info()
		if p.Unknown || p.Lead > i.Latency || p.Lead < i.Latency-0.003 || *r.Pipeline != (Pipeline{p.Late, p.Lead}) {
			t.Errorf("a swap leads by %g s, exposures are %g s late: panels' latency is %g s", p.Lead, p.Late, i.Latency)
		}
		torn := l.Torn() // while it was measured
		b.Wait += 0.0005 // it is found to that, and Torn knows it exactly
		fast := rate(b)
		period := math.Ceil((r.Wait-i.Latency+2.5e-4)*i.Refresh) / i.Refresh
		bound := 1 / max(period, 2.5e-4+b.Object.Camera.Info().Readout)
		t.Logf("%.2f pictures a second one after another, %.2f that overlap, of %.2f", slow, fast, bound)
		if fast < 0.95*bound || fast < 1.5*slow || l.Torn() > torn {
			t.Errorf("%.2f of %.2f pictures a second, %.2f before; %d exposures are torn", fast, bound, slow, l.Torn()-torn)
		}
		file, err := json.Marshal(r)
		need(t, err)
		other, _, q := open()
		_, err = Read(other, file)
		need(t, err)
		if q.Unknown || q.Lead != p.Lead || q.Late != p.Late {
			t.Errorf("another bench has %g and %g s, want %g and %g", q.Late, q.Lead, p.Late, p.Lead)
		}
		if _, err := Make(t.Context(), other, "timing"); !errors.Is(err, ErrNoBetter) || q.Lead != p.Lead {
			t.Errorf("a second time: %v, a swap leads by %g s", err, q.Lead)
		}
	})
}
