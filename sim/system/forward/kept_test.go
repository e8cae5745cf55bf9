package forward

import (
	"encoding/json"
	"slices"
	"testing"

	"talbot/sim/rig/virtual"
)

// shelf keeps calibrations as files do.
type shelf map[string]*Calibrated

func (s shelf) Key(b Basis) (string, error) {
	key, err := json.Marshal(b)
	return string(key), err
}
func (s shelf) Kept(key string) *Calibrated { return s[key] }
func (s shelf) Keep(key string, c *Calibrated) error {
	s[key] = c
	return nil
}

// forgotten has this program know no calibration.
func forgotten() {
	calibrations.Lock()
	defer calibrations.Unlock()
	calibrations.all, calibrations.order = nil, nil
}

// A network on a bench that has been calibrated before goes on as on one that is calibrated anew, bit for bit, and takes no frame for that; a bench of other
// faults is calibrated.
func TestKeptCalibration(t *testing.T) {
	const n = 32
	c := base("fashion-mnist", 1)
	c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Blur = n, n/2, 28, 4, 0.5
	c.Distance = 0.388 * n * n / (400 * 400)
	f, err := virtual.Grade("typical")
	if err != nil {
		t.Fatal(err)
	}
	f.Axial *= n * n / (400. * 400)
	c.Bench, c.Own, c.Epochs = own, f, 2
	forgotten()
	defer forgotten()
	kept := shelf{}
	KeepCalibrations(kept)
	defer KeepCalibrations(nil)
	learn := bars(40, 1)
	trained := func(c Config) (frames int, steps int, mask []float32) {
		s := open(t, c, learn)
		s.Attend(t.Context(), func(string) { steps++ })
		if err := s.ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		updates(t, s, 3)
		mask = make([]float32, n*n)
		if err := s.dev.Read(s.Net.Masks[0].Value, 0, mask); err != nil {
			t.Fatal(err)
		}
		return s.Frames(), steps, mask
	}
	frames, steps, first := trained(c)
	for _, from := range []string{"this program", "files"} {
		if from == "files" {
			forgotten()
		}
		again, said, mask := trained(c)
		if again != frames || said != 1 || steps < 5 || !slices.Equal(mask, first) {
			t.Errorf("by %s: %d frames and %d steps, want %d and 1; the same masks: %v", from, again, said, frames, slices.Equal(mask, first))
		}
	}
	c.Own.Seed++
	if _, said, mask := trained(c); said < 5 || slices.Equal(mask, first) || len(kept) != 2 {
		t.Errorf("another bench takes %d steps to calibrate, want more than 5, and %d are kept, want 2", said, len(kept))
	}
}
