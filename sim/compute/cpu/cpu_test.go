package cpu

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/computetest"
	"talbot/sim/fft"
)

// ways are how this machine can compute: with SIMD, where it has some, and without.
func ways() []func(threads int) *Device {
	if len(fft.Vectors()) == 0 {
		return []func(int) *Device{OpenScalar}
	}
	return []func(int) *Device{Open, OpenScalar}
}

func TestConformance(t *testing.T) {
	threads := []int{1, 3}
	if testing.Short() && compute.Threads {
		threads = []int{3} // what the race detector has something to say of
	}
	for _, open := range ways() {
		for _, n := range threads {
			d := open(n)
			t.Run(d.Name(), func(t *testing.T) {
				computetest.Run(t, func() compute.Device { return d }, computetest.CPU)
			})
		}
	}
}
