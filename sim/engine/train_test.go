package engine_test

import (
	"testing"

	. "talbot/sim/engine"
)

func TestStateGoesOnBitForBit(t *testing.T) {
	a, b := newEngine(), newEngine()
	for _, e := range []*Engine{a, b} {
		open(t, e, 1)
		give(t, e, "train", 30)
	}
	for range 5 {
		ask(t, a, "step", nil)
	}
	state := ask(t, a, "state", nil)[0]["bytes"].([]byte)
	if r := ask(t, b, "restore", Fields{"bytes": state})[0]; r["step"] != 5 {
		t.Errorf("restored: %v", r)
	}
	for range 5 {
		ask(t, a, "step", nil)
		ask(t, b, "step", nil)
	}
	if !same(masks(t, a), masks(t, b)) {
		t.Error("a run that moved to another engine has other masks")
	}
	before := append([]float32(nil), masks(t, b)...)
	state[0] = 0xff
	state[3] = 0xff // an epoch below 0
	refuse(t, b, "restore", Fields{"bytes": state}, "cannot be")
	if !same(before, masks(t, b)) {
		t.Error("a state that was refused changed the masks")
	}
}

// A step that another engine helped with gives what this engine gives alone.
func TestHelpersChangeNothing(t *testing.T) {
	alone, leader, helper := newEngine(), newEngine(), newEngine()
	for _, e := range []*Engine{alone, leader, helper} {
		values := append(append([][2]string(nil), small...), [2]string{"batch", "64"})
		if r := ask(t, e, "open", Fields{"preset": "d2nn-mnist-64", "values": values, "workers": 2})[0]; r["shares"] != 2 {
			t.Fatalf("%v shares", r["shares"])
		}
		give(t, e, "train", 150)
	}
	for range 6 { // past the end of an epoch
		ask(t, alone, "step", nil)
		begun := ask(t, leader, "begin", nil)[0]
		wire := make([]byte, begun["length"].(int))
		ask(t, leader, "ask", Fields{"share": 1, "bytes": wire})
		ask(t, helper, "serve", Fields{"bytes": wire})
		ask(t, leader, "share", Fields{"share": 0})
		ask(t, leader, "share", Fields{"share": 1, "bytes": wire})
		ask(t, leader, "finish", nil)
	}
	if !same(masks(t, alone), masks(t, leader)) {
		t.Error("masks with a helper differ from those without")
	}
	refuse(t, leader, "finish", nil, "no update was begun")
	ask(t, leader, "begin", nil)
	refuse(t, leader, "share", Fields{"share": 2}, "outside 0 to 1")
	refuse(t, leader, "ask", Fields{"share": 0, "bytes": make([]byte, 3)}, "must be a Uint8Array of")
	refuse(t, helper, "serve", Fields{"bytes": make([]byte, 3)}, "must be a Uint8Array of")
}

func TestTrainingLearnsAndIsMeasured(t *testing.T) {
	e := newEngine()
	open(t, e, 1)
	give(t, e, "train", 40)
	give(t, e, "test", 40)
	var first, last float64
	for i := range 40 {
		m := ask(t, e, "step", nil)[0]
		if m["kind"] != "metrics" || m["step"] != i+1 {
			t.Fatalf("metrics: %v", m)
		}
		last = m["loss"].(float64)
		if i == 0 {
			first = last
		}
	}
	if last > 0.8*first {
		t.Errorf("the loss went from %.3f to %.3f", first, last)
	}
	var r Reply
	for r = ask(t, e, "evaluate", nil)[0]; r["kind"] == "evaluating"; r = ask(t, e, "evaluate", nil)[0] {
	}
	sum := 0
	for _, n := range r["confusion"].([]int) {
		sum += n
	}
	if r["kind"] != "evaluation" || r["count"] != 40 || sum != 40 {
		t.Errorf("evaluation: %v", r)
	}
	ask(t, e, "set", Fields{"name": "learning-rate", "value": "0.5"})
	ready := ask(t, e, "reset", nil)[0]
	if ready["step"] != 0 {
		t.Errorf("after reset at step %v", ready["step"])
	}
	for _, p := range ready["params"].([]Reply) {
		if p["name"] == "learning-rate" && p["value"] != "0.5" {
			t.Errorf("reset lost the learning rate: %v", p["value"])
		}
	}
}

func TestMasksComeBack(t *testing.T) {
	e := newEngine()
	open(t, e, 1)
	r := ask(t, e, "export", nil)[0]
	values := append([]float32(nil), r["values"].([]float32)...)
	phase := append([]byte(nil), r["phase"].([]byte)...)
	give(t, e, "train", 30)
	ask(t, e, "step", nil)
	if m := ask(t, e, "masks", Fields{"values": values, "array": r["array"], "type": "float32", "trained": true})[0]; m["rate"].(float64) >= 1 {
		t.Errorf("trained masks go on at rate %v", m["rate"])
	}
	if !same(values, masks(t, e)) {
		t.Error("masks that went out and in are others")
	}
	if m := ask(t, e, "masks", Fields{"bytes": phase})[0]; m["rate"] != 1.0 {
		t.Errorf("masks that are not trained go on at rate %v", m["rate"])
	}
}

// A step makes no garbage but the numbers of its reply.
func TestStepAllocatesItsNumbersAlone(t *testing.T) {
	e := newEngine()
	open(t, e, 1)
	give(t, e, "train", 4000)
	for range 300 { // step counts above 255 are boxed as well
		ask(t, e, "step", nil)
	}
	if n := testing.AllocsPerRun(20, func() { ask(t, e, "step", nil) }); n > 6 {
		t.Errorf("a step allocates %.0f times", n)
	}
}
