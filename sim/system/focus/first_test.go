package focus

import (
	"math"
	"testing"

	"talbot/sim/rig/virtual"
)

// With nothing in the way there is nothing to undo: the phase is the same wherever there is light.
func TestNothingToUndo(t *testing.T) {
	c := scenery()
	c.Scatterer, c.Faults = "none", virtual.Ideal()
	s := see(t, c)
	phases, err := s.undoing()
	if err != nil {
		t.Fatal(err)
	}
	var re, im, all float64
	for p, v := range phases {
		w := 0.0
		for k := range s.objects.Len() {
			x := s.light[k][p]
			w += real(x)*real(x) + imag(x)*imag(x)
		}
		re, im, all = re+w*math.Cos(v), im+w*math.Sin(v), all+w
	}
	if got := math.Hypot(re, im) / all; got < 0.999 {
		t.Errorf("phases that undo nothing are %.4f of alike", got)
	}
}

// Before a single update a mask close behind tape sees more through it than a lens, by what is measured of nine squares; what it undoes is
// that of its own tape, and no other's.
func TestUndoesTape(t *testing.T) {
	mean := func(c Hidden, plate *Scene) float64 {
		s := see(t, c)
		if plate != nil {
			v := make([]float32, s.phase.Len())
			if err := plate.dev.Read(plate.phase.Value, 0, v); err != nil {
				t.Fatal(err)
			}
			if err := s.dev.Write(s.phase.Value, 0, v); err != nil {
				t.Fatal(err)
			}
		}
		sum := 0.0
		for i := range s.Pairs() {
			p, err := s.Two(i)
			if err != nil {
				t.Fatal(err)
			}
			sum += p.SSIM / float64(s.Pairs())
		}
		return sum
	}
	c := scenery()
	c.At = 0.98
	lens := mean(c, nil)
	c.Start = "conjugate"
	undone := mean(c, nil)
	other := c
	other.Seed = 2
	wrong := mean(c, see(t, other))
	clear := c
	clear.Scatterer, clear.Start = "none", "lens"
	most := mean(clear, nil)
	t.Logf("a lens %.3f, undone %.3f, by another tape's phases %.3f, nothing in the way %.3f", lens, undone, wrong, most)
	if undone < most-0.05 || lens > undone-0.1 || wrong > undone-0.1 {
		t.Errorf("a lens has %.3f, undone %.3f, by another tape's phases %.3f, nothing in the way %.3f", lens, undone, wrong, most)
	}
}
