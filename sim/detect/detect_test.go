package detect

import (
	"slices"
	"testing"

	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// The corners of LightRidge's detector squares.
func TestRowsOf343AreLightRidgesLayout(t *testing.T) {
	want := [][2]int{{40, 40}, {90, 40}, {140, 40}, {30, 90}, {70, 90}, {110, 90}, {150, 90}, {40, 140}, {90, 140}, {140, 140}}
	for k, r := range Rows(optics.Square(200, 36e-6), 20, 1, 1, 3, 4, 3) {
		if r != (kernels.Region{X0: want[k][0], Y0: want[k][1], X1: want[k][0] + 20, Y1: want[k][1] + 20}) {
			t.Errorf("region %d is %+v", k, r)
		}
	}
}

func TestEveryLayoutThatFitsIsSound(t *testing.T) {
	for n := 16; n <= 256; n++ {
		g := optics.Square(n, 1e-5)
		for _, regions := range [][]kernels.Region{Rows(g, n/5, 1, 1, 3, 4, 3), Rows(g, n/6, 1, 2, 5, 5), Rows(g, n/10, 0.6, 1, 3, 4, 3)} {
			if err := (Detector{Grid: g, Regions: regions}).Check(); err != nil {
				t.Errorf("%d samples, %d regions: %v", n, len(regions), err)
			}
		}
	}
}

// Regions of 10 samples that 50 of 125 just hold: every corner lies between two samples.
func TestRegionsSideBySideKeepTheirDistance(t *testing.T) {
	g := optics.Square(125, 1e-6)
	for i, r := range Rows(g, 10, 0.4, 1, 4) {
		if want := 43 + 10*i; r.X0 != want {
			t.Errorf("region %d begins at %d, want %d", i, r.X0, want)
		}
	}
}

// The regions of a pair lie one below the other, and the classes run along the rows.
func TestPairs(t *testing.T) {
	pairs := Rows(optics.Square(60, 1e-5), 8, 1, 2, 3, 2)
	if len(pairs) != 10 {
		t.Fatalf("%d regions", len(pairs))
	}
	for k := range 5 {
		if p, m := pairs[2*k], pairs[2*k+1]; p.X0 != m.X0 || m.Y0 != p.Y0+12 {
			t.Errorf("class %d has %+v and %+v", k, p, m)
		}
		if k > 0 && k != 3 && (pairs[2*k].Y0 != pairs[2*k-2].Y0 || pairs[2*k].X0 <= pairs[2*k-2].X0) {
			t.Errorf("class %d is not right of class %d", k, k-1)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	g := optics.Square(20, 1e-5)
	ok := kernels.Region{X0: 1, Y0: 1, X1: 5, Y1: 5}
	for _, bad := range []kernels.Region{
		{X0: 4, Y0: 4, X1: 8, Y1: 8}, {X0: 9, Y0: 9, X1: 9, Y1: 12}, {X0: -1, Y0: 9, X1: 3, Y1: 12}, {X0: 15, Y0: 1, X1: 21, Y1: 3},
	} {
		if (Detector{Grid: g, Regions: slices.Concat([]kernels.Region{ok}, []kernels.Region{bad})}).Check() == nil {
			t.Errorf("%+v: no error", bad)
		}
	}
}
