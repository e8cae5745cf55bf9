package engine_test

import (
	"encoding/binary"
	"testing"

	"talbot/sim/compute/cpu"
	. "talbot/sim/engine"
	"talbot/sim/system/chip"
	"talbot/sim/system/dante"
	"talbot/sim/system/focus"
	"talbot/sim/system/forward"
)

// A reload of the page in the midst of a training on a bench, of a chip or of dual neurons goes on with it, and learns what an
// unbroken run learns, whatever is in its state besides the masks.
func TestStateOfBenchesGoesOnBitForBit(t *testing.T) {
	tiny := [][2]string{{"samples", "32"}, {"image-size", "28"}, {"padding", "0"}, {"batch", "4"}, {"epochs", "3"}, {"region-size", "3"}}
	and := func(more ...[2]string) [][2]string { return append(append([][2]string(nil), tiny...), more...) }
	cases := []struct {
		name, preset string
		values       [][2]string
		steps        int
		pictures     bool
	}{
		{"in the simulation", "ffm-small", and([2]string{"trained-in-model", "2"}), 3, true},
		{"on the bench", "ffm-small", and([2]string{"trained-in-model", "0"}), 3, true},
		{"from the simulation to the bench", "ffm-small", and([2]string{"trained-in-model", "1"}), 7, true},
		{"faulty", "ffm-small", and([2]string{"trained-in-model", "0"}, [2]string{"bench", "mild"}), 2, true},
		{"refined", "ffm-small", and([2]string{"trained-in-model", "0"}, [2]string{"method", "refined"}, [2]string{"refine", "2"}), 3, true},
		{"focus", "ffm-focus", [][2]string{{"samples", "40"}}, 3, false},
		{"swarm", "ffm-focus", [][2]string{{"samples", "40"}, {"method", "swarm-zernike"}}, 2, false},
		{"hidden", "ffm-hidden", [][2]string{{"samples", "64"}}, 2, false},
		{"chip", "ffm-iris", nil, 3, false},
		{"dual neurons", "dante-small", [][2]string{{"batch", "10"}, {"epochs", "1"}, {"samples", "320"}}, 4, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			make := func() *Engine {
				n := 0.0
				return New(Host{Processor: cpu.Open(1), Now: func() float64 { n++; return n }}, forward.System, focus.System, chip.System, dante.System)
			}
			a, b := make(), make()
			for _, e := range []*Engine{a, b} {
				ask(t, e, "open", Fields{"preset": c.preset, "values": c.values})
				if c.pictures {
					give(t, e, "train", 20)
				}
			}
			state := func(e *Engine) []byte {
				return append([]byte(nil), ask(t, e, "state", nil)[0]["bytes"].([]byte)...)
			}
			for range c.steps {
				ask(t, a, "step", nil)
			}
			kept := state(a)
			if r := ask(t, b, "restore", Fields{"bytes": kept})[0]; r["step"] != int(binary.LittleEndian.Uint32(kept[8:])) {
				t.Errorf("restored: %v", r)
			}
			for range 2 {
				ask(t, a, "step", nil)
				ask(t, b, "step", nil)
			}
			if string(state(a)) != string(state(b)) {
				t.Error("a run that moved to another engine is another")
			}
			refuse(t, b, "restore", Fields{"bytes": kept[:len(kept)-1]}, "")
		})
	}
}
