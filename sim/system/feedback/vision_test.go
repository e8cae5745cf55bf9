package feedback

import (
	"reflect"
	"testing"

	"talbot/sim/compute/cpu"
)

func smallVision(way string) Config {
	c := small(way)
	c.Network, c.Layers, c.Hidden, c.Heads, c.Patch, c.Epochs, c.Batch, c.LearningRate = "vit", 2, 16, 2, 4, 12, 10, 3e-3
	return c
}

// A vision Transformer learns by backpropagation and by light, in colour too; the last layer alone changes nothing before it,
// and patches that do not fit or heads that do not divide are refused.
func TestVision(t *testing.T) {
	learn, test := squares(500, 12, 1, 1), squares(200, 12, 1, 2)
	right := map[string]float64{}
	for _, way := range []string{"backprop", "dfa", "opu", "last-layer"} {
		s, share := learned(t, smallVision(way), learn, test)
		right[way] = share
		angles, err := s.Cosines()
		if want := map[bool]int{true: 3}[way == "dfa" || way == "opu"]; err != nil || len(angles) != want {
			t.Errorf("%s: %d blocks tell of their alignment, want %d, %v", way, len(angles), want, err)
		}
		fresh, err := Open(cpu.Open(1), smallVision(way), learn, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range s.Net.Vars() {
			now, old := make([]float32, v.Len()), make([]float32, v.Len())
			s.Net.Device.Read(v.Value, 0, now)
			fresh.Net.Device.Read(fresh.Net.Vars()[i].Value, 0, old)
			before := i < len(s.Net.Vars())-4 // what is not of the last block
			if reflect.DeepEqual(now, old) != (before && way == "last-layer") {
				t.Errorf("%s: %s changed: %v", way, v.Name, !reflect.DeepEqual(now, old))
			}
		}
	}
	if right["backprop"] < 0.9 || right["dfa"] < right["last-layer"]+0.08 || right["opu"] < right["last-layer"]+0.08 {
		t.Errorf("shares that are right: %v", right)
	}
	c := smallVision("dfa")
	if _, share := learned(t, c, hues(300, 12, 1), hues(100, 12, 2)); share < 0.8 {
		t.Errorf("of colours %.3f are right", share)
	}
	c.Patch = 13
	if _, err := Open(cpu.Open(1), c, learn, nil); err == nil {
		t.Error("patches larger than the pictures")
	}
	c.Heads = 3
	if _, err := c.Check(); err == nil {
		t.Error("three heads of sixteen numbers")
	}
}
