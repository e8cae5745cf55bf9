//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/system/diffractive"
)

// Networks side by side with two detectors a class learn and answer on a GPU as they do
// on a processor.
func TestNetworksSideBySide(t *testing.T) {
	for _, mask := range []string{"phase", "device"} {
		c, set := small(t)
		c.Networks, c.Logits, c.LogitScale, c.Mask = 5, "differential", 10, mask
		if mask == "device" {
			c.Reading = "amplitude"
		}
		learn := func(dev compute.Device) (e *diffractive.Testing, readings []float32) {
			defer dev.Close()
			s, err := diffractive.NewSession(dev, c, set)
			if err != nil {
				t.Fatal(err)
			}
			for range 5 {
				if _, err := s.Loop.Next(); err != nil {
					t.Fatal(err)
				}
			}
			e = s.Evaluate(set)
			for more := true; more; {
				if more, err = s.More(e); err != nil {
					t.Fatal(err)
				}
			}
			for s.Network = range c.Networks {
				f, err := s.Look(set.Image(0), 0)
				if err != nil {
					t.Fatal(err)
				}
				readings = append(readings, f.Readings...)
			}
			return e, readings
		}
		want, a := learn(cpu.Open(1))
		got, b := learn(open(t))
		if math.Abs(got.MeanLoss()-want.MeanLoss()) > 1e-4*want.MeanLoss() || math.Abs(got.Efficiency-want.Efficiency) > 1e-4*want.Efficiency {
			t.Errorf("%s: loss %g and efficiency %g, on a processor %g and %g", mask, got.MeanLoss(), got.Efficiency, want.MeanLoss(), want.Efficiency)
		}
		if len(a) != 20 || len(b) != 20 {
			t.Fatalf("%s: %d and %d readings", mask, len(a), len(b))
		}
		for k := range a {
			if math.Abs(float64(a[k]-b[k])) > 1e-4*math.Abs(float64(a[k])) {
				t.Errorf("%s: region %d reads %g, on a processor %g", mask, k, b[k], a[k])
			}
		}
	}
}
