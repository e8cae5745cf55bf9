package ffm

import (
	"math"
	"testing"
)

// A field is alike itself turned and made larger, and another is not; all rows can be run.
func TestCorrelation(t *testing.T) {
	a, turned, other := make([]float32, 32), make([]float32, 32), make([]float32, 32)
	for i := range a {
		a[i], other[i] = float32(math.Sin(float64(3*i))), float32(math.Sin(float64(7*i*i)))
	}
	for i := 0; i < len(a); i += 2 {
		turned[i], turned[i+1] = -2*a[i+1], 2*a[i]
	}
	if c := correlation(a, turned); math.Abs(c-1) > 1e-6 {
		t.Errorf("a field and itself have %g in common", c)
	}
	if c := correlation(a, other); c > 0.6 {
		t.Errorf("two fields have %g in common", c)
	}
	power := 0.0
	for i, v := range amplitudes(turned) {
		power += float64(v) * float64(v)
		if want := amplitudes(a)[i]; math.Abs(float64(v-want)) > 1e-6 {
			t.Errorf("amplitude %d is %g, and %g of the same field", i, v, want)
		}
	}
	if math.Abs(power-16) > 1e-4 {
		t.Errorf("16 amplitudes have a power of %g", power)
	}
	for _, quick := range []bool{false, true} {
		for _, e := range All(quick) {
			for _, r := range e.Rows {
				if _, err := r.At(1, 1); err != nil {
					t.Errorf("%s, %s: %v", e.ID, r.Name, err)
				}
			}
		}
	}
}

// Kept light has the mean power of each cell, by the largest of the simulation, also where cells are not all as many samples.
func TestKept(t *testing.T) {
	const nx = 2*LightSide + 3
	seen, said := make([]float32, 2*nx*nx), make([]float32, 2*nx*nx)
	for i := range nx * nx {
		seen[2*i], said[2*i+1] = 1, 3
	}
	all := kept([][]float32{seen}, [][]float32{said}, nx, nx)
	if len(all) != 2*LightSide*LightSide {
		t.Fatalf("%d numbers are kept", len(all))
	}
	for i, v := range all {
		if v != 255 { // even light of any power
			t.Fatalf("cell %d is %g", i, v)
		}
	}
	clear(seen)
	seen[0] = 1 // all light in one sample of the first cell
	all = kept([][]float32{seen}, [][]float32{said}, nx, nx)
	if all[0] != 255 || all[1] != 0 || all[LightSide*LightSide] != 255 {
		t.Errorf("the first cells are %g, %g, and %g of the simulation", all[0], all[1], all[LightSide*LightSide])
	}
}
