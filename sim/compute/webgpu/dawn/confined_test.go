//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// A field is confined on a GPU as on the host.
func TestConfined(t *testing.T) {
	const n = 40
	dev := open(t)
	defer dev.Close()
	g := optics.Square(n, 8e-6)
	r, err := optics.Space{In: g, Wavelength: 532e-9, Z: 9e-3}.Confined(0.05)
	if err != nil {
		t.Fatal(err)
	}
	f := optics.NewField(g, 532e-9)
	rng.Stream{Seed: 6, Stream: rng.Table}.Normal(0, f.U)
	want, err := r.Propagate(cpu.Open(1), f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Propagate(dev, f)
	if err != nil {
		t.Fatal(err)
	}
	off, most := 0.0, 0.0
	for i, v := range want.U {
		off, most = math.Max(off, math.Abs(float64(got.U[i]-v))), math.Max(most, math.Abs(float64(v)))
	}
	t.Logf("off by %.2g of %.3g", off, most)
	if off > 1e-5*most {
		t.Errorf("a confined field is off by %g, the largest number is %g", off, most)
	}
}
