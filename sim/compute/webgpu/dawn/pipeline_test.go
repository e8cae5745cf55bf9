//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"strings"
	"testing"

	"talbot/sim/compute"
)

// A shader that is no WGSL is told by its name when it is compiled; one that asks for more
// than the GPU has, when it is first to run, and each time.
func TestWrongPipelines(t *testing.T) {
	for _, c := range []struct{ text, functions string }{
		{"$0[i] = nonsense;", ""},
		{"large[0] = 1.0f; workgroupBarrier(); $0[i] = large[i];", "var<workgroup> large: array<f32, 4000000>;"},
	} {
		dev := open(t)
		b, err := dev.Alloc(compute.Spec{Name: "b", Len: 4})
		if err != nil {
			t.Fatal(err)
		}
		var p compute.Program
		p.Add(compute.Kernel{Name: "wrong-kernel", N: 4, Once: func([][]float32, []float32, int, int) {},
			GPU: &compute.Map{N: 4, Code: compute.Code{Text: c.text, Functions: c.functions, Writes: []int{0}}}}, b)
		for range 2 {
			r, err := dev.Compile(&p)
			if err == nil {
				err = r.Run(1)
			}
			if err == nil || !strings.Contains(err.Error(), "wrong-kernel") {
				t.Errorf("%s: %v", c.text, err)
			}
		}
		dev.Close()
	}
}
