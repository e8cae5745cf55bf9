package detect

import (
	"slices"
	"testing"

	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// The corners of LightRidge's detector squares.
func TestRows343IsLightRidgesLayout(t *testing.T) {
	want := [][2]int{{40, 40}, {90, 40}, {140, 40}, {30, 90}, {70, 90}, {110, 90}, {150, 90}, {40, 140}, {90, 140}, {140, 140}}
	for k, r := range Rows343(optics.Square(200, 36e-6), 20) {
		if r != (kernels.Region{X0: want[k][0], Y0: want[k][1], X1: want[k][0] + 20, Y1: want[k][1] + 20}) {
			t.Errorf("region %d is %+v", k, r)
		}
	}
}

func TestEveryLayoutThatFitsIsSound(t *testing.T) {
	for n := 16; n <= 256; n++ {
		g := optics.Square(n, 1e-5)
		d := Detector{Grid: g, Regions: Rows343(g, n/5)}
		if err := d.Check(); err != nil {
			t.Errorf("%d samples: %v", n, err)
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
