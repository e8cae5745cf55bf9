//go:build (linux || darwin) && (amd64 || arm64)

package twin

import (
	"math"
	"testing"

	"talbot/assets"
	layers "talbot/sim/cascade"
	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/data/open"
	"talbot/sim/optim"
	"talbot/sim/plant"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// software is a GPU that is a program, where there is one.
func software(t *testing.T) compute.Device {
	t.Helper()
	lib, err := dawn.Find()
	if err != nil {
		t.Skip(err)
	}
	dev, err := dawn.Open(dawn.Options{Library: lib, Software: true}, webgpu.Tune{})
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { dev.Close() })
	return dev
}

// A twin that a GPU fits comes to what a processor's comes to.
func TestFitOnGPU(t *testing.T) {
	dev := software(t)
	_, plan, all := lab(t)
	const rounds = 3
	here, err := New(plan)
	if err != nil {
		t.Fatal(err)
	}
	there, err := New(plan)
	if err != nil {
		t.Fatal(err)
	}
	var far [2]float64
	if _, err := here.Fit(t.Context(), cpu.Open(0), all[:4], rounds, func(_ int, f float64) { far[0] = f }); err != nil {
		t.Fatal(err)
	}
	if _, err := there.Fit(t.Context(), dev, all[:4], rounds, func(_ int, f float64) { far[1] = f }); err != nil {
		t.Fatal(err)
	}
	if math.Abs(far[1]-far[0]) > 1e-3*far[0] {
		t.Errorf("after %d rounds %g of the light is not the twin's, and %g on %s", rounds, far[0], far[1], dev.Name())
	}
	for i, n := range plan.Numbers() {
		if d := math.Abs(here.Values[i] - there.Values[i]); d > 1e-2*n.most {
			t.Errorf("%s is %g, and %g on %s", n.Name, here.Values[i], there.Values[i], dev.Name())
		}
	}
}

// Masks that learn on a twin that a GPU computes become what they become on a processor's: the gradients of both masks of a
// network of its own kernels, through all that a twin can have, and what some updates make of the loss.
func TestLearnsOnGPU(t *testing.T) {
	gpu := software(t)
	p, err := diffractive.Find("d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	c := p.Config
	c.Samples, c.ImageSize, c.RegionSize, c.Padding, c.Layers, c.Batch = 40, 28, 4, 20, 2, 8
	set, _, err := open.LoadFS(assets.Data(), "mnist")
	if err != nil {
		t.Fatal(err)
	}
	const updates, batch = 5, 8
	set = set.First(updates * batch)
	type learned struct {
		gradient [2][]float64 // of the first batch
		loss     [updates]float64
		phases   []float32
	}
	learn := func(dev compute.Device) (l learned) {
		s, err := diffractive.NewSession(dev, c, set)
		if err != nil {
			t.Fatal(err)
		}
		n, err := layers.Of(s, set.Width, set.Height, batch)
		if err != nil {
			t.Fatal(err)
		}
		w := bent(t, 40)
		w.Values[atRange] = 0 // else there are steps, on either side of which the two may stand
		way, err := w.Way(n.Net)
		if err != nil {
			t.Fatal(err)
		}
		g := n.Along(t.Context(), func() plant.Way { return way })
		first := []int32{0, 1, 2, 3, 4, 5, 6, 7}
		if _, err := g.Gradient(set, first, 0); err != nil {
			t.Fatal(err)
		}
		for i, v := range g.Vars() {
			x := make([]float32, v.Len())
			if err := dev.Read(v.Grad, 0, x); err != nil {
				t.Fatal(err)
			}
			for _, y := range x {
				l.gradient[i] = append(l.gradient[i], float64(y))
			}
		}
		if err := g.Forget(); err != nil {
			t.Fatal(err)
		}
		descent, err := train.NewDescent(dev, g, optim.DefaultAdam, false)
		if err != nil {
			t.Fatal(err)
		}
		loop := &train.Loop{Descent: descent, Set: set, Batch: batch, Seed: 1, Rate: func(int) float64 { return 0.02 }}
		for i := range l.loss {
			r, err := loop.Next()
			if err != nil {
				t.Fatal(err)
			}
			l.loss[i] = r.Loss / float64(r.Count)
		}
		if l.phases, err = n.Phases(); err != nil {
			t.Fatal(err)
		}
		return l
	}
	here, there := learn(cpu.Open(0)), learn(gpu)
	for i := range here.gradient {
		var off, all float64
		for k, x := range here.gradient[i] {
			d := there.gradient[i][k] - x
			off, all = off+d*d, all+x*x
		}
		t.Logf("gradient of mask %d: apart by %.2g", i+1, math.Sqrt(off/all))
		if !(all > 0) || !(off < 1e-6*all) {
			t.Errorf("the gradient of mask %d has a norm of %g, and is %g away on %s", i+1, math.Sqrt(all), math.Sqrt(off), gpu.Name())
		}
	}
	for i, x := range here.loss {
		if math.Abs(there.loss[i]-x) > 1e-3*x {
			t.Errorf("update %d has a loss of %g, and of %g on %s", i+1, x, there.loss[i], gpu.Name())
		}
	}
	if !(here.loss[updates-1] < here.loss[0]) {
		t.Errorf("nothing is learned: %v", here.loss)
	}
	far := 0.0
	for i, x := range here.phases {
		far = max(far, math.Abs(float64(there.phases[i]-x)))
	}
	t.Logf("losses %v and %v; phases at most %.2g rad apart", here.loss, there.loss, far)
}
