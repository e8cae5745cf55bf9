package cascade_test

import (
	"math"
	"testing"

	"talbot/sim/cascade"
	"talbot/sim/plant"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// The gradient along the simulation is that of differences of the loss, and the layer without a mask has none.
func TestGradientAgainstDifferences(t *testing.T) {
	s, set := small(t, func(c *diffractive.Config) { c.Layers = 1 })
	n, err := cascade.Of(s, set.Width, set.Height, 4)
	if err != nil {
		t.Fatal(err)
	}
	g, all := n.Along(t.Context(), func() plant.Way { return n.Model }), []int32{0, 1, 2, 3}
	if len(g.Vars()) != 1 {
		t.Fatalf("%d masks learn", len(g.Vars()))
	}
	mask := g.Vars()[0]
	loss := func() float64 {
		if err := n.Net.Put(set, all); err != nil {
			t.Fatal(err)
		}
		r, err := n.Net.Forth(t.Context(), n.Model, len(all), nil)
		if err != nil {
			t.Fatal(err)
		}
		return r.Loss
	}
	if _, err := g.Gradient(set, all, 1); err != nil {
		t.Fatal(err)
	}
	grad, value := make([]float32, mask.Len()), make([]float32, mask.Len())
	for _, err := range []error{n.Net.Device.Read(mask.Grad, 0, grad), n.Net.Device.Read(mask.Value, 0, value)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	// A step of all pixels along the gradient: each pixel's own difference would drown in rounding.
	norm := 0.0
	for _, v := range grad {
		norm += float64(v) * float64(v)
	}
	const h = 0.05
	at := func(by float64) float64 {
		moved := make([]float32, len(value))
		for i := range moved {
			moved[i] = value[i] + float32(by*float64(grad[i])/math.Sqrt(norm))
		}
		if err := n.Net.Device.Write(mask.Value, 0, moved); err != nil {
			t.Fatal(err)
		}
		return loss()
	}
	if want := (at(h) - at(-h)) / (2 * h); math.Abs(want-math.Sqrt(norm)) > 0.01*want {
		t.Errorf("the slope is %g, and the gradient %g", want, math.Sqrt(norm))
	}
	if err := g.Forget(); err != nil {
		t.Fatal(err)
	}
	if err := n.Net.Device.Read(mask.Grad, 0, grad); err != nil || grad[0] != 0 {
		t.Errorf("%g after Forget, %v", grad[0], err)
	}
	if p, err := n.Phases(); err != nil || len(p) != mask.Len() {
		t.Errorf("%d phases, %v", len(p), err)
	}
}

// What displays learn along the simulation is the gradient of their training session, also of states whose amplitudes differ.
func TestDisplaysLearnAsTheirSession(t *testing.T) {
	for _, method := range []string{diffractive.MethodGumbel, diffractive.MethodNearest, diffractive.MethodStraight} {
		s, set := small(t, func(c *diffractive.Config) {
			c.Mask, c.Method, c.Curve, c.Forward, c.Noise, c.Temperature, c.Gain = "display", method, "slm-8", "hard", 0, "constant", 1.1
		})
		n, err := cascade.Of(s, set.Width, set.Height, 8)
		if err != nil {
			t.Fatal(err)
		}
		g, all := n.Along(t.Context(), func() plant.Way { return n.Model }), []int32{0, 1, 2, 3, 4, 5, 6, 7}
		if len(g.Vars()) != 2 || g.Vars()[0] != s.Displays()[0].Var() {
			t.Fatalf("%s: %d masks learn", method, len(g.Vars()))
		}
		read := func() (v []float32) {
			for _, d := range s.Displays() {
				part := make([]float32, d.Var().Len())
				if err := n.Net.Device.Read(d.Var().Grad, 0, part); err != nil {
					t.Fatal(err)
				}
				v = append(v, part...)
			}
			return v
		}
		r, err := g.Gradient(set, all, 4)
		if err != nil {
			t.Fatal(err)
		}
		got := read()
		b, err := train.NewBackprop(&s.Net.Network, 8)
		if err != nil {
			t.Fatal(err)
		}
		want, err := b.Gradient(set, all, 4) // under the same draw, which Gradient has set
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(r.Loss-want.Loss) > 1e-4*want.Loss {
			t.Errorf("%s: loss %g, want %g", method, r.Loss, want.Loss)
		}
		off, size := 0.0, 0.0
		for i, v := range read() {
			off += float64(got[i]-v) * float64(got[i]-v)
			size += float64(v) * float64(v)
		}
		if !(size > 0) || off > 1e-6*size {
			t.Errorf("%s: gradients are %g of %g off", method, math.Sqrt(off), math.Sqrt(size))
		}
	}
}
