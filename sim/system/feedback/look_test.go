package feedback

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/opu"
)

// The camera of off-axis holography sees its light in the order of its fringes, and the others everywhere.
func TestFringes(t *testing.T) {
	for _, method := range opu.Methods {
		c := base()
		c.Hidden, c.Method = 16, method
		s, err := Open(cpu.Open(1), c, squares(20, 28, 1, 1), nil)
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.Look(make([]float32, 784), 3)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); err != nil {
			t.Error(err)
		}
		order, all := 0.0, 0.0
		for _, p := range f.Panels {
			if p.ID != "speckle" {
				continue
			}
			for y := range p.Ny {
				for k := 2; k <= p.Nx/2; k++ {
					var sum complex128
					for x := range p.Nx {
						sum += complex(float64(p.Image[y*p.Nx+x]), 0) * cmplx.Rect(1, 2*math.Pi*float64(k*x)/float64(p.Nx))
					}
					power := math.Pow(cmplx.Abs(sum), 2)
					if all += power; math.Abs(float64(k)/float64(p.Nx)-0.35) < 0.1 {
						order += power
					}
				}
			}
		}
		share := order / all
		t.Logf("%s: the order has %.3f of what is not even", method, share)
		if method == "off-axis" && share < 0.7 || method != "off-axis" && !(share < 0.5) { // 0.42 of white light
			t.Errorf("%s: the order has %.3f of what is not even", method, share)
		}
	}
}
