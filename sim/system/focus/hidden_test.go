package focus

import (
	"context"
	"math"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/plant"
	"talbot/sim/rig/virtual"
)

func see(t *testing.T, c Hidden) *Scene {
	t.Helper()
	s, err := OpenScene(cpu.Open(2), c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func scenery() Hidden {
	c := hidden()
	c.Samples, c.Squares, c.Side, c.Batch, c.Epochs = 64, 2, 0.8e-3, 4, 4
	c.Power /= 4
	return c
}

// A lens images squares with nothing in the way, and a moving one within a millisecond; tape spoils it, and updates
// by light that goes forwards bring back some of it.
func TestSees(t *testing.T) {
	two := func(s *Scene) float64 {
		p, err := s.Two(2)
		if err != nil {
			t.Fatal(err)
		}
		return p.SSIM
	}
	c := hidden()
	c.Scatterer = "none"
	clear := see(t, c)
	moving, err := clear.Moving(6)
	if err != nil {
		t.Fatal(err)
	}
	if got := two(clear); got < 0.85 || moving.SSIM < 0.9 {
		t.Errorf("with nothing in the way %.3f, and %.3f of one that moves", got, moving.SSIM)
	}
	s := see(t, scenery())
	before := two(s)
	for s.Stage.Done() < 1 {
		if _, err := s.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if got := two(s); got < before+0.03 {
		t.Errorf("%.3f behind tape, and %.3f after learning", before, got)
	}
}

// The light in front of the mask is measured as it is there, and the bench of the mask makes of it what all of the bench does.
func TestPartsAreTheWhole(t *testing.T) {
	c := scenery()
	c.Faults = virtual.Ideal()
	s := see(t, c)
	v := make([]float32, s.phase.Len())
	s.objects.draw(1, v)
	u, err := s.before(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	want, err := virtual.TrueField(context.Background(), s.front.Rig, s.front.whole([]plant.Load{{make([]uint16, len(v)), s.levels(v)}})[0], 0)
	if err != nil {
		t.Fatal(err)
	}
	var re, im, a, b float64
	for p, x := range u {
		y := complex(float64(want[2*p]), -float64(want[2*p+1]))
		re, im = re+real(x*y), im+imag(x*y)
		a, b = a+real(x)*real(x)+imag(x)*imag(x), b+real(y)*real(y)+imag(y)*imag(y)
	}
	if got := math.Hypot(re, im) / math.Sqrt(a*b); got < 0.999 {
		t.Errorf("the field in front of the mask is measured with an overlap of %.4f", got)
	}
	light, err := s.Seen(v)
	if err != nil {
		t.Fatal(err)
	}
	target := make([]float32, len(v))
	s.objects.image(1, target)
	alone := see(t, c)
	r, err := alone.Stage.Next()
	if err != nil {
		t.Fatal(err)
	}
	mean := 0.0
	for k := range s.objects.Len() {
		s.objects.draw(k, v)
		s.objects.image(k, target)
		if light, err = s.Seen(v); err != nil {
			t.Fatal(err)
		}
		mean += (1 - likeness(light, target, c.Samples, nil)) / float64(s.objects.Len())
	}
	if got := r.Loss / float64(r.Count); math.Abs(got-mean) > 0.03 {
		t.Errorf("the bench of the mask has a loss of %.4f, and all of the bench %.4f", got, mean)
	}
}

// Sums of three are examples behind the squares, all different and with three squares each; sums of two, which are the test, are none.
func TestSumsOfThree(t *testing.T) {
	c := hidden()
	c.Threes = 27
	if _, err := c.Check(); err != nil {
		t.Fatal(err)
	}
	s := squares{c}
	if s.Len() != 36 || len(s.pairs()) != 36 {
		t.Fatalf("%d examples and %d pairs", s.Len(), len(s.pairs()))
	}
	one, sum := make([]float32, c.Samples*c.Samples), make([]float32, c.Samples*c.Samples)
	bright := func(v []float32) (n int) {
		for _, a := range v {
			n += int(a)
		}
		return n
	}
	seen := map[[3]int]bool{}
	for i := 9; i < s.Len(); i++ {
		k := s.of(i)
		if seen[[3]int(k)] {
			t.Errorf("example %d is there twice", i)
		}
		seen[[3]int(k)] = true
		want := 0
		for _, q := range k {
			s.draw(q, one)
			want += bright(one)
		}
		if s.draw(i, sum); bright(sum) != want {
			t.Errorf("example %d has %d bright pixels, and its squares %d", i, bright(sum), want)
		}
	}
	for _, wrong := range []func(*Hidden){func(c *Hidden) { c.Threes = 85 }, func(c *Hidden) { c.Squares, c.Threes, c.Batch = 1, 1, 1 }, func(c *Hidden) { c.Batch = 37 }} {
		d := c
		if wrong(&d); func() error { _, err := d.Check(); return err }() == nil {
			t.Errorf("%d squares along a side, %d sums and a batch of %d are taken", d.Squares, d.Threes, d.Batch)
		}
	}
}

// The likeness's slope is that of differences, with the gain that goes with the light.
func TestLikeness(t *testing.T) {
	const n = 16
	v, target, slope := make([]float32, n*n), make([]float32, n*n), make([]float32, n*n)
	for i := range v {
		v[i] = float32(i*i%13) / 13
		if i%n > 4 && i%n < 12 {
			target[i] = 1
		}
	}
	likeness(v, target, n, slope)
	for _, p := range []int{7, 5*n + 6, 9*n + 3} {
		const h = 0.02
		w := slices.Clone(v)
		w[p] += h
		up := likeness(w, target, n, nil)
		w[p] -= 2 * h
		if want := (up - likeness(w, target, n, nil)) / (2 * h); math.Abs(want-float64(slope[p])) > 2e-2*math.Abs(want)+1e-6 {
			t.Errorf("pixel %d: %g, want %g", p, slope[p], want)
		}
	}
}

// A frame of the bench is whole, and what does not fit is said.
func TestLookAtScene(t *testing.T) {
	c := scenery()
	s, err := c.Open(cpu.Open(2), nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Look(experiment.Input{})
	if err != nil {
		t.Fatal(err)
	}
	if p := f.Panels[0]; p.Shape != frame.Image || !(p.Y.Min > p.Y.Max) {
		t.Errorf("%s has its y from %g at the bottom to %g on top, where y of its rows runs down", p.ID, p.Y.Min, p.Y.Max)
	}
	if err := f.Check(); err != nil || len(f.Planes) != 4 || len(f.Panels) != 4 {
		t.Errorf("%v: %d planes, %d panels", err, len(f.Planes), len(f.Panels))
	}
	c.Batch = 5
	if _, err := c.Open(cpu.Open(2), nil); err == nil {
		t.Error("a batch of five of four squares is taken")
	}
}
