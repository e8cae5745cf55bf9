package basic

import (
	"errors"
	"runtime"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
)

// The basic experiments are refused likewise, and take what is estimated.
func TestBasicExperimentsFitTheirMemory(t *testing.T) {
	for _, p := range presets() {
		b := p.Config
		dev := cpu.Open(1)
		peak := 0.0
		dev.SetRoom(1, "that a test may take")
		var memory *compute.MemoryError
		if _, _, err := b.propagate(dev); !errors.As(err, &memory) {
			t.Errorf("%s in a byte: %v", p.ID, err)
			continue
		}
		dev.SetRoom(memory.Need, "that a test may take")
		var m, n runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		f, _, err := b.propagate(dev)
		if err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		runtime.ReadMemStats(&n)
		runtime.KeepAlive(f)
		// All that was ever allocated is more than what lives at a time.
		if peak = float64(n.TotalAlloc - m.TotalAlloc); memory.Need < peak/4 || memory.Need > 1.5*peak {
			t.Errorf("%s: allocated %.1f MB in all, and the estimate is %.1f", p.ID, peak/1e6, memory.Need/1e6)
		}
	}
}
