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

// What a step reads of other samples is not written in the same go: a thread may be done before another has read.
func TestOverwrites(t *testing.T) {
	if !compute.WithGPU {
		t.Skip("kernels have no forms for a GPU here")
	}
	const n = 8
	plane := func() *buffer { return &buffer{spec: compute.Spec{Scope: compute.Sample, Len: 2 * n * n}} }
	light, aside, other, table := plane(), plane(), plane(), plane()
	for _, k := range []compute.Kernel{kernels.Resample(n, n), kernels.ResampleAdjoint(n, n), kernels.Looked(n, n), kernels.Along(n, n, 2, false)} {
		for _, c := range []struct {
			to   *buffer
			runs int
		}{{light, 2}, {other, 1}} {
			ops, err := opsOf([]compute.Launch{{Kernel: k, Args: []compute.Buffer{light, table, aside}}, {Kernel: kernels.ModulateTo(), Args: []compute.Buffer{aside, table, c.to}}})
			if err != nil {
				t.Fatal(err)
			}
			if got := len(fuse(ops)); got != c.runs {
				t.Errorf("%s and a step that writes %v are %d passes, want %d", k.Name, map[bool]string{true: "what it reads", false: "elsewhere"}[c.to == light], got, c.runs)
			}
		}
	}
}
