package cpu

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/computetest"
)

func TestConformance(t *testing.T) {
	for _, d := range []*Device{Open(1), Open(3), OpenScalar(1), OpenScalar(3)} {
		t.Run(d.Name(), func(t *testing.T) {
			computetest.Run(t, func() compute.Device { return d }, computetest.CPU)
		})
	}
}
