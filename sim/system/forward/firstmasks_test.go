package forward

import (
	"context"
	"math"
	"testing"
)

// TestLenses: the first masks with lenses are those without and the closed form of a lens of one distance's focal length, and
// after eight of them more of a picture's light is on the plane.
func TestLenses(t *testing.T) {
	c := tiny()
	c.Layers, c.Samples, c.ImageSize, c.Padding, c.RegionSize, c.Blur = 8, 100, 98, 50, 10, 2
	c.Distance = 0.388 / 16
	var masks [2][]float32
	var left [2]float64
	for k := range 2 {
		c.Lenses = k == 1
		s := open(t, c, bars(10, 1))
		masks[k] = c.first(s.Grid(), 5)
		for i := range 10 {
			u, err := s.Behind(context.Background(), bars(10, 1), i, false)
			if err != nil {
				t.Fatal(err)
			}
			left[k] += power(u[7]) / power(u[0]) / 10
		}
	}
	const lambda, z, pitch = 532e-9, 0.388 / 16, 8e-6
	for i := range masks[0] {
		x, y := (float64(i%100)-49.5)*pitch, (float64(i/100)-49.5)*pitch
		if want := -math.Pi * (x*x + y*y) / (lambda * z); math.Abs(float64(masks[1][i]-masks[0][i])-want) > 2e-5 { // four roundings of 80 rad
			t.Fatalf("phase %d is %g more, not %g", i, masks[1][i]-masks[0][i], want)
		}
	}
	t.Logf("of the light behind the first of eight masks %.3f is left behind the last of flat ones, %.3f of lenses", left[0], left[1])
	if left[1] < left[0] {
		t.Error("lenses keep less light on the plane than flat masks")
	}
}

// A lens's phase turns by half at the plane's edge from one sample to the next where N pitch^2 is the wavelength times the distance.
func TestLensesAreSampled(t *testing.T) {
	for _, c := range []struct {
		distance float64
		notes    int
	}{{0.388, 0}, {1.001 * 400 * 8e-6 * 8e-6 / 532e-9, 0}, {0.999 * 400 * 8e-6 * 8e-6 / 532e-9, 1}} {
		p, _ := Find("ffm-fashion-4")
		p.Config.Distance = c.distance
		notes, err := p.Config.Check()
		if err != nil || len(notes) != c.notes {
			t.Errorf("%g m: %v, %v", c.distance, notes, err)
		}
		if p.Config.Lenses = false; c.notes > 0 {
			if notes, _ := p.Config.Check(); len(notes) > 0 {
				t.Errorf("without lenses: %v", notes)
			}
		}
	}
}

func power(u []float32) (p float64) {
	for _, v := range u {
		p += float64(v) * float64(v)
	}
	return p
}
