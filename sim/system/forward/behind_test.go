package forward

import (
	"context"
	"math"
	"testing"
)

// On a bench without faults the fields behind all masks are the simulation's, and on one that has been knocked they are not; nothing of
// what is learned later depends on the look.
func TestBehind(t *testing.T) {
	p, _ := Find("ffm-small")
	c := p.Config
	c.Elsewhere = 0
	for _, knock := range []float64{0, 3} {
		c.Knock = knock
		s := open(t, c, bars(20, 1))
		frames := s.Learned()
		seen, err := s.Behind(context.Background(), bars(20, 1), 3, true)
		if err != nil {
			t.Fatal(err)
		}
		said, err := s.Behind(context.Background(), bars(20, 1), 3, false)
		if err != nil {
			t.Fatal(err)
		}
		if len(seen) != c.Layers || len(said) != c.Layers || s.Learned() != frames {
			t.Fatalf("%d and %d fields behind %d masks", len(seen), len(said), c.Layers)
		}
		for l := range seen {
			var re, im, aa, bb float64
			for i := 0; i < len(seen[l]); i += 2 {
				x, y, u, v := float64(seen[l][i]), float64(seen[l][i+1]), float64(said[l][i]), float64(said[l][i+1])
				re, im, aa, bb = re+x*u+y*v, im+x*v-y*u, aa+x*x+y*y, bb+u*u+v*v
			}
			same := math.Hypot(re, im) / math.Sqrt(aa*bb)
			if knock == 0 && same < 0.995 || knock > 0 && same > 0.9 {
				t.Errorf("knocked by %g px, the fields behind mask %d are alike by %.4f", knock, l, same)
			}
		}
		share := 0.0
		for class := range squares {
			share += s.Square(said[c.Layers-1], class)
		}
		if !(share > 0 && share < 1) {
			t.Errorf("all squares have %g of the light", share)
		}
	}
}
