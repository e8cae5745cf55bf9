package cascade_test

import (
	"math"
	"testing"

	"talbot/sim/cascade"
	"talbot/sim/plant"
	"talbot/sim/system/diffractive"
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
