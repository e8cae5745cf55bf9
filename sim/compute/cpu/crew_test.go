package cpu

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
)

// Threads share a sample where it is large, or where there are few samples: never where they would wait for
// each other longer than some have nothing to do.
func TestThreadsShareLargeSamples(t *testing.T) {
	if !compute.Threads {
		t.Skip("one thread shares nothing")
	}
	for _, c := range []struct {
		side, threads, batch int
		want                 bool
	}{
		{64, 16, 1, false}, // less work than the start of a thread
		{64, 16, 16, false},
		{128, 2, 1, true},
		{200, 16, 1, true},
		{200, 16, 4, true},
		{200, 16, 16, false}, // eight threads with two samples each
		{200, 2, 16, false},
		{720, 16, 16, true},
	} {
		d := Open(c.threads)
		var bufs []compute.Buffer
		for _, scope := range []compute.Scope{compute.Sample, compute.Shared} {
			b, err := d.Alloc(compute.Spec{Name: "b", Scope: scope, Len: 2 * c.side * c.side, Batch: 1})
			if err != nil {
				t.Fatal(err)
			}
			bufs = append(bufs, b)
		}
		var p compute.Program
		x := fft.NewPlan(c.side)
		p.Add(kernels.Propagate(x, x, c.side, c.side), bufs[0], bufs[1], bufs[0])
		r, err := d.Compile(&p)
		if err != nil {
			t.Fatal(err)
		}
		run := r.(*runner)
		run.segment = run.segments[0]
		if got := run.better(min(lanes, (c.batch+1)/2)); got != c.want {
			t.Errorf("%d samples of %d x %d on %d threads: shared %v, not %v", c.batch, c.side, c.side, c.threads, got, c.want)
		}
	}
}
