package forward

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
)

// Smoothing is the product with a symmetric and positive matrix: <B x, y> = <x, B y> and <B x, x> > 0, of each mask by itself. A gradient that is even stays as it is
// away from the edge, and one that changes its sign from pixel to pixel is gone.
func TestSmoothing(t *testing.T) {
	const n, masks, sigma = 24, 2, 1.5
	dev := cpu.Open(1)
	var vars []*compute.Var
	for range masks {
		g, err := dev.Alloc(compute.Spec{Name: "gradient", Scope: compute.Sum, Len: n * n})
		if err != nil {
			t.Fatal(err)
		}
		vars = append(vars, &compute.Var{Shape: []int{n, n}, Grad: g})
	}
	s, err := newSmoothing(dev, vars, n, sigma)
	if err != nil {
		t.Fatal(err)
	}
	smooth := func(of func(m, i int) float64) (all [masks][]float32) {
		for m, v := range vars {
			x := make([]float32, n*n)
			for i := range x {
				x[i] = float32(of(m, i))
			}
			if err := dev.Write(v.Grad, 0, x); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.run(); err != nil {
			t.Fatal(err)
		}
		for m, v := range vars {
			all[m] = make([]float32, n*n)
			if err := dev.Read(v.Grad, 0, all[m]); err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	x := func(m, i int) float64 { return math.Sin(float64(i*i+m)) + 0.3 }
	y := func(m, i int) float64 { return math.Cos(float64(3*i*i - m)) }
	bx, by := smooth(x), smooth(y)
	for m := range masks {
		var xby, ybx, xbx, xx float64
		for i := range n * n {
			xby, ybx = xby+x(m, i)*float64(by[m][i]), ybx+y(m, i)*float64(bx[m][i])
			xbx, xx = xbx+x(m, i)*float64(bx[m][i]), xx+x(m, i)*x(m, i)
		}
		if math.Abs(xby-ybx) > 1e-5*xx || xbx <= 0 {
			t.Errorf("mask %d: <x, B y> is %g and <B x, y> %g, <x, B x> %g", m, xby, ybx, xbx)
		}
	}
	even := smooth(func(m, i int) float64 { return float64(1 + m) })
	odd := smooth(func(_, i int) float64 { return float64(1 - 2*((i+i/n)%2)) })
	for m := range masks {
		if v := float64(even[m][n*n/2+n/2]); math.Abs(v-float64(1+m)) > 1e-5 {
			t.Errorf("an even gradient of %d is %g in the middle", 1+m, v)
		}
		if v := math.Abs(float64(odd[m][n*n/2+n/2])); v > 1e-3 {
			t.Errorf("a gradient of +1 and -1 in turn is %g in the middle", v)
		}
	}
}

// What a descent sees is smoothed, in the simulation as well.
func TestSmoothedGradients(t *testing.T) {
	gradient := func(sigma float64) []float32 {
		p, _ := Find("ffm-small")
		c := p.Config
		c.Samples, c.ImageSize, c.Padding, c.PerClass, c.Elsewhere, c.Smooth = 16, 14, 8, 2, 1, sigma
		c.RegionSize = 2
		s, err := Open(cpu.Open(1), c, bars(20, 1))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Next(); err != nil {
			t.Fatal(err)
		}
		g := make([]float32, 16*16)
		if err := s.dev.Read(s.Net.Masks[0].Grad, 0, g); err != nil {
			t.Fatal(err)
		}
		return g
	}
	rough := func(v []float32) float64 {
		var step, all float64
		for i := 1; i < len(v); i++ {
			if i%16 != 0 {
				d := float64(v[i] - v[i-1])
				step += d * d
			}
			all += float64(v[i]) * float64(v[i])
		}
		return step / all
	}
	if plain, smooth := rough(gradient(0)), rough(gradient(1.5)); !(smooth < plain/2) {
		t.Errorf("steps from pixel to pixel have %.2f of a gradient's power, smoothed %.2f", plain, smooth)
	}
}
