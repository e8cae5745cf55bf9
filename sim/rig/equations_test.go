package rig

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/rng"
)

// The equations of all pairs of loads are the sums that they are meant to be, of planes that cells divide and of others, and of a number of loads and
// of equations that is odd; with the processor's vectors and without.
func TestEquations(t *testing.T) {
	testEquations(t)
	a, b, c, d := products, along, addTo, addConj
	defer func() { products, along, addTo, addConj = a, b, c, d }()
	products, along, addTo, addConj = productsOf, alongOf, addToOf, addConjOf
	testEquations(t)
}

func testEquations(t *testing.T) {
	for _, c := range []struct{ nx, ny, cell, loads, m int }{{12, 9, 1, 2, 1}, {13, 11, 3, 7, 3}, {40, 33, 2, 11, 5}} {
		fields := func(stream uint32) (all [][]complex64) {
			for k := range c.loads {
				v, u := make([]float32, 2*c.nx*c.ny), make([]complex64, c.nx*c.ny)
				rng.Stream{Seed: 1, Stream: stream}.Normal(uint32(k), v)
				for i := range u {
					u[i] = complex(v[2*i], v[2*i+1])
				}
				all = append(all, u)
			}
			return all
		}
		shown, seen, by := fields(1000), fields(1001), make([]complex128, c.nx*c.ny)
		for i := range by {
			by[i] = cmplx.Rect(1+0.1*float64(i%3), 0.3*float64(i))
		}
		s := newEquations(c.nx, c.ny, c.cell, shown, seen).of(c.m, by)
		cosines := func(i int) []float64 { // all products at a pixel's cell
			middle := func(at int) float64 { return (float64(at/c.cell) + 0.5) * float64(c.cell) }
			var all []float64
			for q := range c.m {
				for p := range c.m {
					all = append(all, math.Cos(math.Pi*float64(p)*middle(i%c.nx)/float64(c.nx))*math.Cos(math.Pi*float64(q)*middle(i/c.nx)/float64(c.ny)))
				}
			}
			return all
		}
		n := c.m * c.m
		want, power, most := make([]complex128, n*n), 0.0, 0.0
		for i := range c.loads {
			for j := range i {
				row := make([]complex128, n)
				for k := range by {
					f, g := by[k]*complex128(seen[i][k]), by[k]*complex128(seen[j][k])
					u := complex128(shown[j][k])*f - complex128(shown[i][k])*g
					power += real(f)*real(f) + imag(f)*imag(f)
					for l, w := range cosines(k) {
						row[l] += complex(w, 0) * u
					}
				}
				for a := range n {
					for b := range n {
						want[a*n+b] += cmplx.Conj(row[a]) * row[b]
						most = max(most, cmplx.Abs(want[a*n+b]))
					}
				}
			}
		}
		for a := range n {
			for b := range a + 1 {
				if got := s.normal[a][b]; cmplx.Abs(got-want[a*n+b]) > 1e-5*most {
					t.Errorf("%+v: product %d, %d is %v, want %v", c, a, b, got, want[a*n+b])
				}
			}
		}
		got := 0.0
		for _, v := range s.power {
			got += v
		}
		if math.Abs(got-power) > 1e-5*power {
			t.Errorf("%+v: the power is %g, want %g", c, got, power)
		}
	}
}

// BenchmarkEquations is a round of MeasureSymmetry on 400 x 400 pixels at its finest.
func BenchmarkEquations(b *testing.B) {
	const n = 400
	shown, seen := make([][]complex64, 64), make([][]complex64, 64)
	for k := range shown {
		shown[k], seen[k] = make([]complex64, n*n), make([]complex64, n*n)
		for i := range shown[k] {
			shown[k][i], seen[k][i] = complex(float32((i*(k+3))%17)-8, float32((i+7*k)%13)-6), complex(float32((i*(k+5))%11)-5, float32((3*i+k)%19)-9)
		}
	}
	e, by := newEquations(n, n, n/(4*28), shown, seen), ones(n*n)
	for b.Loop() {
		s := e.of(finest, by)
		if _, ok := s.near(pull); !ok {
			b.Fatal("no factor")
		}
	}
}
