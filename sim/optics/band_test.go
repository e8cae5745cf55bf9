package optics_test

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
)

// A long way's band limit leaves few columns of a window, and a map transforms no others: as many as the limit says, up to a multiple of
// 8. A short way keeps all, and so does a map that is to be retuned, which is the only one that can be.
func TestBandOfMaps(t *testing.T) {
	dev := cpu.Open(1)
	const n, pitch, wavelength = 96, 8e-6, 532e-9
	window := optics.Window{PadX: n / 2, PadY: n / 2, BandLimit: true}
	for _, c := range []struct {
		z, x float64
		all  bool
	}{{0.04, 0, false}, {0.1, 0, false}, {0.04, 2e-4, false}, {1e-3, 0, true}} {
		r, err := optics.Space{In: optics.Square(n, pitch), Wavelength: wavelength, Z: c.z}.ShiftedSpectrum(window, c.x, 0)
		if err != nil {
			t.Fatal(err)
		}
		passed := 0
		for i := range 2 * n {
			for j := range 2 * n {
				if r.Steps[0].H(i, j) != 0 {
					passed = max(passed, min(i+1, 2*n-i))
					break
				}
			}
		}
		keep := keptOf(t, dev, r, optics.NewMap)
		if c.all != (keep == 2*n) || keep < 2*passed-2 || !c.all && keep >= 2*passed+16 {
			t.Errorf("a way of %g m keeps %d of %d columns, of which the lowest %d of both signs pass light", c.z, keep, 2*n, passed)
		}
		if all := keptOf(t, dev, r, optics.NewRetunable); all != 2*n {
			t.Errorf("a map of %g m that is to be retuned keeps %d of %d columns", c.z, all, 2*n)
		}
		m, err := optics.NewMap(dev, r, 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Retune(dev, r); err == nil {
			t.Error("a map that may lack columns has been retuned")
		}
	}
}

// keptOf is how many columns a map of one hop transforms.
func keptOf(t *testing.T, dev compute.Device, r *optics.Recipe, make func(compute.Device, *optics.Recipe, int) (*optics.Map, error)) int {
	t.Helper()
	m, err := make(dev, r, 1)
	if err != nil {
		t.Fatal(err)
	}
	b, err := dev.Alloc(compute.Spec{Name: "light", Scope: compute.Sample, Len: 2 * r.In.Len(), Batch: 1})
	if err != nil {
		t.Fatal(err)
	}
	var p compute.Program
	m.Forward(&p, b, b)
	return p.Launches[0].Kernel.GPU.(*compute.Hop).Columns()
}
