package engine_test

import (
	"testing"

	"talbot/sim/compute/cpu"
	. "talbot/sim/engine"
	"talbot/sim/frame"
	"talbot/sim/system/absorber"
	"talbot/sim/system/basic"
	"talbot/sim/system/feedback"
)

// An update that is taken apart comes in parts with as many panels as they say, of an engine's own examples and of pictures,
// and the next update is what it would have been.
func TestApart(t *testing.T) {
	make := func() *Engine {
		n := 0.0
		return New(Host{Processor: cpu.Open(1), Now: func() float64 { n++; return n }}, feedback.System, absorber.System, basic.System)
	}
	for preset, values := range map[string][][2]string{"dfa-mnist": {{"hidden", "16"}, {"layers", "2"}, {"batch", "4"}}, "sa-2d-rings": nil} {
		var losses [2]float64
		for i := range losses {
			e := make()
			ask(t, e, "open", Fields{"preset": preset, "values": values})
			if preset == "dfa-mnist" {
				f := pictures(8)
				f["role"] = "train"
				ask(t, e, "data", f)
				image := []byte(nil)
				for k := range 784 {
					image = append(image, byte(k))
				}
				ask(t, e, "image", Fields{"pixels": image, "label": 3})
			}
			ask(t, e, "step", nil)
			if i == 1 {
				r := ask(t, e, "apart", Fields{"label": 1})[0]
				names, says, counts := r["names"].([]string), r["says"].([]string), r["counts"].([]int)
				var f frame.Frame
				if err := f.UnmarshalBinary(r["bytes"].([]byte)); err != nil {
					t.Fatal(err)
				}
				all := 0
				for _, n := range counts {
					all += n
				}
				if len(names) != 4 || len(says) != 4 || len(counts) != 4 || all != len(f.Panels) || all < 4 {
					t.Errorf("%s: %v, %v, %d panels", preset, names, counts, len(f.Panels))
				}
				for _, p := range f.Panels {
					if p.Shape == frame.Image && p.Bar() == "" {
						t.Errorf("%s: nothing says what the colours of %s measure", preset, p.ID)
					}
				}
				refuse(t, e, "apart", Fields{"label": 10}, "class 10 is outside 0 to")
			}
			losses[i] = ask(t, e, "step", nil)[0]["loss"].(float64)
		}
		if losses[0] != losses[1] {
			t.Errorf("%s: the next update has a loss of %g, and without %g", preset, losses[1], losses[0])
		}
	}
	e := make()
	refuse(t, e, "apart", nil, "no preset is open")
	ask(t, e, "open", Fields{"preset": "slit"})
	refuse(t, e, "apart", nil, "cannot be taken apart")
}
