package engine_test

import (
	"bytes"
	"testing"

	. "talbot/sim/engine"
)

// A look beside updates leaves their results on their way, and shows what a look that waits shows; one that does not, or cannot go
// beside, is for its turn.
func TestLookBeside(t *testing.T) {
	c := &card{}
	e := onCard(t, c, 1e-6)
	give(t, e, "test", 3)
	ask(t, e, "sample", Fields{"role": "test", "index": 1})
	beside := Fields{"beside": true}
	if _, ok := e.Beside("frame", beside); !ok {
		t.Fatal("a look does not go beside updates on a GPU")
	}
	told := 0
	for range 40 {
		told += len(ask(t, e, "step", Fields{"ahead": true}))
	}
	under := c.under
	if under < 10 {
		t.Fatalf("results of %d updates are on their way, this wants 10", under)
	}
	seen, ok := e.Beside("frame", beside)
	if !ok || c.under != under {
		t.Errorf("a look beside updates: %v, and of %d results on their way %d are left", ok, under, c.under)
	}
	if again := ask(t, e, "frame", nil); !bytes.Equal(again[0]["bytes"].([]byte), seen[0]["bytes"].([]byte)) {
		t.Error("a look beside updates shows something else than one that waits for them")
	}
	if c.under != 0 {
		t.Errorf("a look that waits leaves %d results on their way", c.under)
	}
	if told += len(ask(t, e, "step", nil)); told != 41 {
		t.Errorf("%d of 41 updates are told", told)
	}
	if _, ok := e.Beside("sample", Fields{"beside": true, "role": "test", "index": 7}); ok {
		t.Error("a sample that there is not is shown beside updates")
	}
	c.losing = c.calls + 1
	if _, ok := e.Beside("frame", beside); ok {
		t.Error("a lost GPU shows a frame")
	}
	r := ask(t, e, "frame", nil)
	if len(r) != 2 || r[0]["kind"] != "device" || r[1]["kind"] != "frame" {
		t.Errorf("a look that is made in its turn on a lost GPU: %v", r)
	}
	if _, ok := e.Beside("frame", beside); ok {
		t.Error("a look goes beside updates on the processor")
	}
}

// Displays are not looked at beside updates: what they show is left there by the last run, an update's too.
func TestLookBesideDisplay(t *testing.T) {
	e := onCard(t, &card{}, 1e-6)
	ask(t, e, "open", Fields{"preset": "d2nn-mnist-64", "values": append([][2]string{{"mask", "display"}}, small...), "workers": 1, "device": "webgpu"})
	if _, ok := e.Beside("frame", Fields{"beside": true}); ok {
		t.Error("displays are looked at beside updates")
	}
	ask(t, e, "frame", nil)
}
