package forward

import (
	"bytes"
	"math"
	"regexp"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/frame"
)

var reads = regexp.MustCompile(`^It reads [0-9] with [0-9]+ %`)

// TestTwins: of masks that a simulation trained, the bench and the simulation see different light once it is knocked; training on
// the bench changes what it sees with the masks as they are, and nothing of the twins; and to look changes no mask.
func TestTwins(t *testing.T) {
	c := tiny()
	c.Knock, c.Elsewhere, c.Epochs, c.Batch = 3, 1, 3, 10
	set := bars(60, 1)
	s, err := Open(cpu.Open(2), c, set)
	if err != nil {
		t.Fatal(err)
	}
	look := func() map[string]frame.Panel {
		t.Helper()
		before := masks(t, s)
		f, err := s.Look(set.Images[:784], 0)
		if err != nil {
			t.Fatal(err)
		}
		for l, m := range masks(t, s) {
			for i, v := range m {
				if v != before[l][i] {
					t.Fatalf("a look moves mask %d at %d: %g, %g before", l+1, i, v, before[l][i])
				}
			}
		}
		all := map[string]frame.Panel{}
		for _, p := range f.Panels {
			all[p.ID] = p
		}
		if now, ok := all["now"]; ok && !bytes.Equal(now.Image, f.Planes[len(f.Planes)-1].Intensity) {
			t.Error("what the bench sees now is not the camera of the frame")
		} else if ok { // rows of the picture, of the outline and of the region run alike, down
			r, c := s.detector().Regions[0], now.Series[0]
			row := func(y float32) int {
				return int(math.Round(float64((y - now.Y.Max) / (now.Y.Min - now.Y.Max) * float32(now.Ny))))
			}
			if got := [2]int{row(c.Y[0]), row(c.Y[2])}; now.Y.Min <= now.Y.Max || got != [2]int{r.Y0, r.Y1} {
				t.Errorf("the true class is framed in rows %v, and its region has %d to %d", got, r.Y0, r.Y1)
			}
		}
		return all
	}
	if p := look(); len(p["now"].Image) > 0 {
		t.Error("twins before anything is trained")
	}
	for s.inModel() {
		if _, err := s.Next(); err != nil {
			t.Fatal(err)
		}
	}
	first := look()
	if !bytes.Equal(first["now"].Image, first["kept"].Image) {
		t.Error("before the bench has trained them, its masks are those of the simulation")
	}
	if bytes.Equal(first["kept"].Image, first["simulated"].Image) {
		t.Error("a knock of 3 pixels changes nothing")
	}
	for range 12 {
		if _, err := s.Next(); err != nil {
			t.Fatal(err)
		}
	}
	then := look()
	if bytes.Equal(then["now"].Image, first["now"].Image) {
		t.Error("12 updates on the bench change nothing of what it sees")
	}
	for _, id := range []string{"kept", "simulated"} {
		if !bytes.Equal(then[id].Image, first[id].Image) || then[id].Note != first[id].Note {
			t.Errorf("%s: training on the bench changes what the simulation's masks do", id)
		}
		if n := len(then[id].Series); n != 2 || then[id].Series[0].Name != "the true class" || !reads.MatchString(then[id].Note) {
			t.Errorf("%s: %d outlines, %q", id, n, then[id].Note)
		}
	}
	// The outline lies where the detector's square is: pixels of 8 um, the first row on top.
	r, half, o := s.detector().Regions[0], float64(s.Samples)/2*s.Pitch, then["now"].Series[0]
	if x, y := float64(r.X0)*s.Pitch-half, float64(r.Y0)*s.Pitch-half; math.Abs(float64(o.X[0])-x) > 1e-10 || math.Abs(float64(o.Y[0])-y) > 1e-10 {
		t.Errorf("the square of class 0 begins at %g, %g, not %g, %g", o.X[0], o.Y[0], x, y)
	}
}
