package cpu

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/computetest"
)

func TestConformance(t *testing.T) {
	devices := []*Device{Open(1), Open(3), OpenScalar(1), OpenScalar(3)}
	if testing.Short() && compute.Threads {
		devices = []*Device{Open(3), OpenScalar(3)} // what the race detector has something to say of
	}
	for _, d := range devices {
		t.Run(d.Name(), func(t *testing.T) {
			computetest.Run(t, func() compute.Device { return d }, computetest.CPU)
		})
	}
}
