//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"slices"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/webgpu"
	"talbot/sim/data"
	"talbot/sim/system/forward"
)

// alone is a device that gathers nothing.
type alone struct{ compute.Device }

// Updates on a bench, which writes what is particular to each frame between its passes, go to the GPU in a few submits, and the masks are to the
// bit those of updates each of whose writes sends what was recorded before.
func TestUpdatesOnBench(t *testing.T) {
	lib, err := Find()
	if err != nil {
		t.Skip(err)
	}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p, _ := forward.Find("ffm-small")
	c := p.Config
	c.Bench, c.Elsewhere, c.Knock, c.Symmetry, c.Layers, c.Batch = "mild", 0, 0, "direct", 3, 4
	set := &data.Set{Name: "pictures", Width: 28, Height: 28, Images: make([]byte, 40*784)}
	for i := range 10 {
		set.Classes = append(set.Classes, string(rune('a'+i)))
	}
	for i := range 40 {
		set.Labels = append(set.Labels, uint16(i%10))
		for k := range 784 {
			set.Images[784*i+k] = byte(k * (i + 3) % 251)
		}
	}
	const updates = 3
	learn := func(gathers bool) (masks []float32, sent int) {
		d, err := newDriver(Options{Library: lib, Software: true})
		check(err)
		dev := webgpu.New(d, webgpu.Tune{})
		defer dev.Close()
		var on compute.Device = dev
		if !gathers {
			on = alone{dev}
		}
		s, err := forward.Open(on, c, set)
		check(err)
		_, err = s.Next() // which makes the bench
		check(err)
		before := d.sent
		for range updates {
			_, err := s.Next()
			check(err)
		}
		sent = d.sent - before
		for _, v := range s.Net.Masks {
			x := make([]float32, v.Len())
			check(dev.Read(v.Value, 0, x))
			masks = append(masks, x...)
		}
		return masks, sent
	}
	want, many := learn(false)
	got, few := learn(true)
	t.Logf("an update has %.1f submits, and %.1f where nothing is gathered", float64(few)/updates, float64(many)/updates)
	if !slices.Equal(got, want) {
		t.Error("the masks of updates that are gathered are others")
	}
	if 5*few > many {
		t.Errorf("%d updates take %d submits, want a fifth of %d at most", updates, few, many)
	}
}
