package webgpu

import (
	"slices"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
)

// A hop of several fields is cut into hops of one where a shader cannot see their spectra together.
func TestApart(t *testing.T) {
	k, plan := kernels.PropagateEach(fft.NewPlan(8), fft.NewPlan(16), 6, 10, 0, 3), 2*10*8
	var args []compute.Buffer
	for range 7 {
		args = append(args, new(buffer))
	}
	launches := []compute.Launch{{Kernel: k, Args: args}}
	if got := apart(launches, 3*plan); len(got) != 1 || got[0].Kernel.GPU.(*compute.Hop).Count() != 3 {
		t.Errorf("spectra that can be seen together are cut into %d launches", len(got))
	}
	got := apart(launches, 3*plan-1)
	if len(got) != 3 {
		t.Fatalf("%d launches, want 3", len(got))
	}
	for i, l := range got {
		if h := l.Kernel.GPU.(*compute.Hop); h.Count() != 1 || h.Ny != 10 || !slices.Equal(l.Args, []compute.Buffer{args[0], args[1+i], args[4+i]}) {
			t.Errorf("launch %d is of %d fields and the wrong arguments", i, h.Count())
		}
	}
}
