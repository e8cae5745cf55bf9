package feedback

import (
	"errors"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/opu"
)

// What a network is made of, and what its light takes: four frames of each example, for each layer by chance, for both at
// once by a threshold; two off-axis.
func TestModel(t *testing.T) {
	c := base()
	m, err := c.Model()
	if err != nil {
		t.Fatal(err)
	}
	const numbers = 784*512 + 512 + 512*512 + 512 + 10*512 + 10
	if len(m.Rows) != 6 || m.Totals[0].Value != numbers {
		t.Errorf("%v, %v", m.Rows, m.Totals)
	}
	if b := m.Memory[0].Value; b < 16*numbers || b > 32*numbers { // weights, gradients, two moments, and a small batch
		t.Errorf("%g bytes", b)
	}
	if got := m.Totals[1].Value; got != 4*128*2 {
		t.Errorf("%g frames by chance", got)
	}
	if got, want := m.Totals[3].Value, 4*128*2/opu.LightOn().Rate*30; got != want {
		t.Errorf("%g J, want %g", got, want)
	}
	c.Show = "threshold"
	if m, err = c.Model(); err != nil || m.Totals[1].Value != 4*128 || m.Totals[4].Value != 2*128*10*1024 {
		t.Errorf("%v, %v", m.Totals, err)
	}
	c.Method = "off-axis" // half of the frames
	if m, err = c.Model(); err != nil || m.Totals[1].Value != 2*128 || m.Totals[4].Value != 2*128*10*1024 {
		t.Errorf("%v, %v", m.Totals, err)
	}
	for _, p := range Presets() {
		if _, err := p.Config.Model(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
}

// What does not fit the memory is refused before any of it is taken.
func TestTooLarge(t *testing.T) {
	for _, way := range Ways {
		c := base()
		c.Feedback, c.Hidden, c.Layers, c.Align = way, 16384, 20, true
		dev := cpu.Open(1)
		dev.SetRoom(8e9, "that are free")
		var refused *compute.MemoryError
		if _, err := c.Open(dev, nil); !errors.As(err, &refused) || refused.Need < 80e9 {
			t.Errorf("%s: %v", way, err)
		}
	}
}
