//go:build (linux || darwin) && (amd64 || arm64)

package twin

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
)

// A twin that a GPU fits comes to what a processor's comes to.
func TestFitOnGPU(t *testing.T) {
	lib, err := dawn.Find()
	if err != nil {
		t.Skip(err)
	}
	dev, err := dawn.Open(dawn.Options{Library: lib, Software: true}, webgpu.Tune{})
	if err != nil {
		t.Skip(err)
	}
	defer dev.Close()
	_, plan, all := lab(t)
	const rounds = 3
	here, err := New(plan)
	if err != nil {
		t.Fatal(err)
	}
	there, err := New(plan)
	if err != nil {
		t.Fatal(err)
	}
	var far [2]float64
	if _, err := here.Fit(t.Context(), cpu.Open(0), all[:4], rounds, func(_ int, f float64) { far[0] = f }); err != nil {
		t.Fatal(err)
	}
	if _, err := there.Fit(t.Context(), dev, all[:4], rounds, func(_ int, f float64) { far[1] = f }); err != nil {
		t.Fatal(err)
	}
	if math.Abs(far[1]-far[0]) > 1e-3*far[0] {
		t.Errorf("after %d rounds %g of the light is not the twin's, and %g on %s", rounds, far[0], far[1], dev.Name())
	}
	for i, n := range plan.Numbers() {
		if d := math.Abs(here.Values[i] - there.Values[i]); d > 1e-2*n.most {
			t.Errorf("%s is %g, and %g on %s", n.Name, here.Values[i], there.Values[i], dev.Name())
		}
	}
}
