package engine_test

import (
	"math"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	. "talbot/sim/engine"
	"talbot/sim/system/absorber"
	"talbot/sim/system/dante"
	"talbot/sim/system/focus"
	"talbot/sim/system/forward"
)

// Masks that a bench has learned leave the engine and come back into a new one: the light is the same then, the training begins anew, of a
// network that a simulation trains first behind the simulation, and nothing else is taken for masks.
func TestMasksOfBenchesLeaveAndComeBack(t *testing.T) {
	make := func() *Engine {
		n := 0.0
		return New(Host{Processor: cpu.Open(1), Now: func() float64 { n++; return n }}, forward.System, focus.System, absorber.System, dante.System)
	}
	for _, c := range []struct {
		preset   string
		values   [][2]string
		pictures bool
		masks, n int
		epoch    float64 // behind the first update
	}{
		{"ffm-small", [][2]string{{"samples", "32"}, {"padding", "0"}, {"batch", "4"}, {"trained-in-model", "2"}, {"epochs", "3"}, {"region-size", "3"}}, true, 2, 32, 2.2},
		{"ffm-small", [][2]string{{"samples", "32"}, {"padding", "0"}, {"batch", "4"}, {"trained-in-model", "3"}, {"epochs", "3"}, {"region-size", "3"}}, true, 2, 32, 0.2},
		{"ffm-focus", [][2]string{{"samples", "40"}}, false, 1, 40, 1},
		{"ffm-hidden", [][2]string{{"samples", "64"}, {"squares", "2"}, {"batch", "4"}, {"threes", "0"}}, false, 1, 64, 1},
	} {
		t.Run(c.preset, func(t *testing.T) {
			a, b := make(), make()
			for _, e := range []*Engine{a, b} {
				can := ask(t, e, "open", Fields{"preset": c.preset, "values": c.values})[0]["can"].([]string)
				if !slices.Contains(can, "files") || slices.Contains(can, "masks") {
					t.Fatalf("it can %v", can)
				}
				if c.pictures {
					give(t, e, "train", 20)
				}
			}
			for range 3 {
				ask(t, a, "step", nil)
			}
			r := ask(t, a, "export", nil)[0]
			values, bytes := r["values"].([]float32), r["phase"].([]byte)
			if r["array"] != "radians" || r["layers"] != c.masks || r["n"] != c.n || len(values) != c.masks*c.n*c.n || len(bytes) != len(values) {
				t.Fatalf("masks of %v x %v, %d values of %v, %d bytes", r["layers"], r["n"], len(values), r["array"], len(bytes))
			}
			if was := ask(t, b, "export", nil)[0]["values"].([]float32); same(was, values) {
				t.Fatal("three updates have changed nothing")
			}
			ask(t, b, "step", nil) // it has a bench, and its optimiser knows something
			ask(t, b, "masks", Fields{"values": values, "array": "radians", "type": "float32"})
			if now := ask(t, b, "export", nil)[0]["values"].([]float32); !same(now, values) {
				t.Error("other masks come out than went in")
			}
			step := ask(t, b, "step", nil)[0]
			if step["step"] != 1 || step["epoch"].(float64) < c.epoch-1e-9 || step["epoch"].(float64) > c.epoch+1e-9 {
				t.Errorf("the first update behind them is number %v, epoch %v, want 1 and %g", step["step"], step["epoch"], c.epoch)
			}
			fresh := make()
			ask(t, fresh, "open", Fields{"preset": c.preset, "values": c.values})
			if c.pictures {
				give(t, fresh, "train", 20)
			}
			ask(t, fresh, "masks", Fields{"values": values, "array": "radians", "type": "float32"})
			again := ask(t, fresh, "step", nil)[0]
			if c.pictures && again["loss"] != step["loss"] {
				t.Errorf("a loss of %v, and in an engine that has learned nothing before %v", step["loss"], again["loss"])
			}
			before := ask(t, b, "export", nil)[0]["values"].([]float32)
			broken := slices.Clone(values)
			broken[7] = float32(math.NaN())
			for want, f := range map[string]Fields{
				"they may be":         {"values": zeroToOne(len(values)), "array": "", "type": "float32"},
				"this network needs":  {"values": values[1:], "array": "radians"},
				"finite numbers":      {"values": broken, "array": "radians"},
				"are not phases":      {"values": values, "array": "levels"},
				"bytes are 0 to 255:": {"values": values, "array": "bytes"},
			} {
				refuse(t, b, "masks", f, want)
			}
			if !same(before, ask(t, b, "export", nil)[0]["values"].([]float32)) {
				t.Error("masks that were refused have changed some")
			}
		})
	}
	e := make()
	ask(t, e, "open", Fields{"preset": "sa-2d-rings"})
	refuse(t, e, "export", nil, "no masks")
	ask(t, e, "open", Fields{"preset": "dante-small"})
	refuse(t, e, "export", nil, "have not been fitted yet")
	refuse(t, e, "masks", Fields{"values": []float32{1}, "array": "radians"}, "masks alone do not make this network")
}

func zeroToOne(n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(i%7) / 7
	}
	return v
}
