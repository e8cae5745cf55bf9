package element

import (
	"math"
	"testing"

	"talbot/sim/optics"
)

// Both ways to smooth say the same, for lines of fast and of prime length, along both
// axes, and for a filter as long as the line.
func TestSmoothFarAgainstSum(t *testing.T) {
	for _, n := range []int{2, 7, 96, 101} {
		for _, reach := range []int{1, n / 4, n / 2} {
			w := make([]float64, 2*reach+1)
			for k := range w {
				x := float64(k - reach)
				w[k] = math.Exp(-x * x / float64(n))
			}
			for _, lines := range []int{1, 4, 5} {
				v := make([]float64, n*lines)
				for i := range v {
					v[i] = math.Sin(float64(i*i)) + 0.3
				}
				for _, step := range [][2]int{{1, n}, {lines, 1}} {
					stride, next := step[0], step[1]
					got := smoothFar(make([]float64, len(v)), v, n, lines, stride, next, w, 0.7)
					for l := range lines {
						for i := range n {
							want := 0.0
							for k, a := range w {
								want += 0.7 * a * v[l*next+(i+k-reach+n)%n*stride]
							}
							if e := math.Abs(got[l*next+i*stride] - want); e > 1e-12*float64(n) {
								t.Fatalf("%d samples, reach %d, %d lines: off by %.2g", n, reach, lines, e)
							}
						}
					}
				}
			}
		}
	}
}

// A long line with a long correlation is ready at once, and as rough as asked for; it
// took n times the length.
func TestDiffuserOfLongLines(t *testing.T) {
	g := optics.Grid{Nx: 200_003, Ny: 1, Dx: 1e-6, Dy: 1}
	e, err := Diffuser(g, 0.5, 1e-3, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	square := 0.0
	for i := range g.Nx {
		v := e(g.X(i), 0)
		square += math.Pow(math.Atan2(imag(v), real(v)), 2) / float64(g.Nx)
	}
	// There are some 200/1.25 independent stretches: 1/sqrt(2*160) = 6 % of the rms.
	if rms := math.Sqrt(square); math.Abs(rms/0.5-1) > 0.18 {
		t.Errorf("rms %.3f rad, want 0.5", rms)
	}
}
