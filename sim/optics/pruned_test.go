package optics_test

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// What is lit and wanted of a system in the middle of its planes is what the whole system gives, and the
// angular spectrum to a plane around the axis is even, to the bit, in windows of odd and even sides.
func TestPruned(t *testing.T) {
	for _, c := range []struct{ plane, in, out int }{{40, 21, 12}, {33, 1, 33}, {30, 30, 7}} {
		plane, dev := optics.Square(c.plane, 8e-6), cpu.Open(1)
		free, err := optics.Space{In: plane, Wavelength: 532e-9, Z: 0.01}.AngularSpectrum(optics.Window{})
		if err != nil {
			t.Fatal(err)
		}
		h, m := free.Steps[0].H, c.plane
		for j := range m {
			for i := range m {
				if v := h(i, j); v != h((m-i)%m, j) || v != h(i, (m-j)%m) {
					t.Fatalf("transfer function of %d samples at %d, %d: not even", m, i, j)
				}
			}
		}
		glass, err := optics.Screen(plane, element.Lens(0.01, 532e-9))
		if err != nil {
			t.Fatal(err)
		}
		system, err := optics.Join(free, glass, free)
		if err != nil {
			t.Fatal(err)
		}
		system.Steps[0].Even, system.Steps[2].Even = true, true
		in, out := optics.Square(c.in, 8e-6), optics.Square(c.out, 8e-6)
		pruned, err := optics.NewPruned(dev, in, system, out, 1)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := optics.NewMap(dev, pruned.Recipe, 1)
		if err != nil {
			t.Fatal(err)
		}
		light := optics.NewField(in, 532e-9)
		rng.Stream{Seed: 1, Stream: 1050}.Uniform(0, light.U)
		got, err := optics.Apply(dev, pruned, light)
		if err != nil {
			t.Fatal(err)
		}
		want, err := optics.Apply(dev, whole, light)
		if err != nil {
			t.Fatal(err)
		}
		var off, all float64
		for i, v := range want.U {
			off, all = off+math.Pow(float64(got.U[i]-v), 2), all+math.Pow(float64(v), 2)
		}
		if got.Grid != out || len(got.U) != len(want.U) || !(off < 1e-11*all) {
			t.Errorf("%d in %d to %d: %.2g off", c.in, c.plane, c.out, math.Sqrt(off/all))
		}
	}
	plane := optics.Square(8, 8e-6)
	if _, err := optics.NewPruned(cpu.Open(1), plane, optics.Resize(plane, plane), plane, 1); err == nil {
		t.Error("a system without a convolution: no error")
	}
}
