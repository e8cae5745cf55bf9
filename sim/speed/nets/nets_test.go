package nets_test

import (
	"math"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/speed"
	"talbot/sim/speed/nets"
)

// The suites run on any device, here on the processor; a network that knows nothing yet is about as wrong as a guess.
func TestSuitesRun(t *testing.T) {
	start := time.Now()
	for _, x := range []struct {
		c       speed.Case
		classes float64
	}{
		{speed.Case{Suite: "global", N: 28, Batch: 3, Model: "dante-small", GPU: true}, 10},
		{speed.Case{Suite: "global", N: 32, Batch: 4, Model: "dante-imagenet32-l10", GPU: true}, 1000},
		{speed.Case{Suite: "text", N: 16, Batch: 2, GPU: true}, 256},
		{speed.Case{Suite: "training", N: 2000, Batch: 2, Model: nets.Dual, GPU: true}, 10},
		{speed.Case{Suite: "training", N: 500, Batch: 1, Model: nets.Planes, GPU: true}, 10},
	} {
		dev := cpu.Open(2)
		b, err := nets.Open(x.c, speed.Variant{GPU: dev}, func() float64 { return time.Since(start).Seconds() })
		if err != nil {
			t.Fatal(err)
		}
		if s, err := b.Sample(1); err != nil || !(s > 0) || b.Units() != 1 || len(b.Runs()) != 2 {
			t.Errorf("%s: %g s, %d programs, %v", x.c.Label(), s, len(b.Runs()), err)
		}
		if c := b.Check(); math.Abs(c[0]-math.Log(x.classes)) > 1.5 || !(c[1] > 0) {
			t.Errorf("%s: a loss of %.3g, a gradient of %.3g", x.c.Label(), c[0], c[1])
		}
		if err := dev.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, suite := range nets.Suites {
		list, err := nets.Cases(suite)
		if err != nil || len(list) < 2 || list[0].Label() == list[1].Label() || list[0].Unit() != "step" {
			t.Errorf("%s: %v, %v", suite, list, err)
		}
	}
	// 200 epochs of 50,000 pictures are 100,000 batches of 100.
	if ratio, short, long := nets.Ratio(speed.Case{Batch: 100}, speed.Case{Batch: 10}, 1e-3, 3e-3); ratio != 30 || short != 100 || long != 3000 {
		t.Errorf("%g times %g s are %g s", ratio, short, long)
	}
	for _, c := range []speed.Case{{Suite: "global", Model: "nothing", Batch: 1}, {Suite: "hop", N: 3, Batch: 1}, {Suite: "training", N: 600, Batch: 1, Model: nets.Dual},
		{Suite: "training", N: 500, Batch: 1, Model: "other"}} {
		if _, err := nets.Open(c, speed.Variant{GPU: cpu.Open(1)}, nil); err == nil {
			t.Errorf("%+v: no error", c)
		}
	}
}
