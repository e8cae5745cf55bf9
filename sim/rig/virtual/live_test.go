package virtual

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// wall is the clock of the bubble.
type wall struct{ began time.Time }

func (w wall) Now() float64 { return time.Since(w.began).Seconds() }

func (w wall) Sleep(ctx context.Context, seconds float64) error {
	time.Sleep(time.Duration(math.Ceil(seconds * 1e9)))
	return ctx.Err()
}

// rated is a live bench with faults of a grade, but none that would differ from frame to frame: how many frames a second it takes of 128 loads, and of
// those that come behind the first half of them, how many there can be, and what each measures.
func rated(t *testing.T, grade string, change func(b *rig.Bench)) (rate, further, bound float64, light [][]float32, torn int, r rig.Report) {
	s := Free(40)
	s.Panels[1].Gap, s.Exposure = 0.005, 1e-3
	f, err := Grade(grade)
	check(t, err)
	f.Photons, f.Read, f.Power, f.Flicker, f.Drift, f.Loss = false, 0, 0, 0, 0, 0
	dev := cpu.Open(1)
	defer dev.Close()
	b, err := New(dev, s, f)
	check(t, err)
	l, err := Enliven(b, wall{time.Now()})
	check(t, err)
	if change != nil {
		change(b)
	}
	var loads []plant.Load
	for k := range 128 {
		one := b.Blank()
		for i := range one[0] {
			if i%40/4 > k%7+1 {
				one[0][i] = 0
			}
		}
		loads = append(loads, one)
	}
	took := func(n int) (seconds float64) {
		began := b.Clock.Now()
		light, err = b.Intensity(t.Context(), loads[:n])
		check(t, err)
		return b.Clock.Now() - began
	}
	took(1) // cameras are known by a frame
	half, n := took(64), len(loads)
	all := took(n)
	rate, further = float64(n)/all, float64(n-64)/(all-half)
	i := b.Mounts[0].SLM.Info()
	period := math.Ceil((i.Settle+s.Exposure)*i.Refresh) / i.Refresh
	return rate, further, 1 / max(period, s.Exposure+b.Object.Camera.Info().Readout), light, l.Torn(), b.Report
}

// A pipeline takes 98 % of the frames that the panels' refresh and settling, exposure and read-out allow of 128, and each further one as soon as they allow;
// each shows its picture and the light that a loop that waits measures. That takes three times as long on a typical bench, and no other pipeline is faster: 2
// frames' latency, 31 ms of settling, 1 ms of exposure and 24 ms of read-out are 6 periods of the refresh together, and settling and exposure alone are 2. One that swaps too
// soon is found out.
func TestPipeline(t *testing.T) {
	if testing.Short() {
		t.Skip("its light takes more than a minute with the race detector; TestPipelineExposures has all of its goroutines")
	}
	for _, grade := range []string{"mild", "typical"} {
		synctest.Test(t, func(t *testing.T) {
			slow, one, _, want, torn, _ := rated(t, grade, nil)
			if torn != 0 {
				t.Errorf("%s: a loop that waits has %d exposures in which panels move", grade, torn)
			}
			rate, further, bound, light, torn, r := rated(t, grade, func(b *rig.Bench) { check(t, b.Overlap(0, b.Mounts[0].SLM.Info().Latency)) })
			far := 0.0
			for k, v := range light {
				worst, top := 0.0, 0.0
				for i, x := range v {
					worst, top = max(worst, math.Abs(float64(x-want[k][i]))), max(top, float64(want[k][i]))
				}
				far = max(far, worst/top)
			}
			t.Logf("%s: %.2f frames a second of %.2f that can be, %.1f %%; a loop that waits takes %.2f: %.2f times as many, %.3f times of further pictures; light is at most %.4f of the brightest from its; %+v", grade, rate, bound, 100*rate/bound, slow, rate/slow, further/one, far, r)
			if rate < 0.98*bound || rate > bound || math.Abs(64/further-64/bound) > 1/refresh || r.Frames != r.Shots || torn != 0 || far > 0.05 {
				t.Errorf("%s: %.2f of %.2f frames a second, light %.4f off, %d exposures in which panels move, %+v", grade, rate, bound, far, torn, r)
			}
			if grade == "typical" && (rate < 2.9*slow || further < 2.999*one) {
				t.Errorf("a loop that waits takes %.2f frames a second, and the pipeline %.2f, %.2f further ones for %.2f", slow, rate, further, one)
			}
			if _, _, _, _, torn, _ := rated(t, grade, func(b *rig.Bench) {
				b.Retries = 1000
				check(t, b.Overlap(0, b.Mounts[0].SLM.Info().Latency+0.02))
			}); torn == 0 {
				t.Errorf("%s: no panel moves in an exposure that is not over", grade)
			}
		})
	}
}

// A camera whose exposure has been made longer is known by its frame: pictures that the panels may have left meanwhile are shown again, for both
// cameras.
func TestPipelineExposures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Free(40)
		s.Panels[1].Gap, s.Exposure = 0.005, 1e-3
		f := Ideal()
		f.Latency, f.Response = 2, 8e-3
		dev := cpu.Open(1)
		defer dev.Close()
		b, err := New(dev, s, f)
		check(t, err)
		l, err := Enliven(b, wall{time.Now()})
		check(t, err)
		check(t, b.Overlap(0, b.Mounts[0].SLM.Info().Latency))
		b.Reading = rig.FourSteps
		loads := make([]plant.Load, 6)
		for k := range loads {
			loads[k] = b.Blank()
			for i := range loads[k][0] {
				loads[k][0][i] = uint16(255 - 40*k)
			}
		}
		want, err := b.Field(t.Context(), loads)
		check(t, err)
		for _, e := range []*rig.Eye{&b.Object, &b.Reference} {
			_, err := e.Camera.Configure(t.Context(), rig.CameraConfig{Exposure: 0.03})
			check(t, err)
		}
		got, err := b.Field(t.Context(), loads)
		check(t, err)
		if l.Torn() == 0 {
			t.Error("the longer exposure is no trouble")
		}
		for k := range got {
			for i, v := range got[k] {
				if d := math.Abs(float64(v - want[k][i])); d > 0.05 {
					t.Fatalf("load %d: place %d has %.3f, and %.3f with a short exposure", k, i, v, want[k][i])
				}
			}
		}
	})
}
