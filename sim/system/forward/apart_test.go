package forward

import (
	"context"
	"math"
	"reflect"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
)

// An update that is taken apart leaves run and bench as they are: the next updates are the same, bit for bit. Its product of
// fields is the gradient of training, and the loss falls as it says, through an activation too.
func TestApart(t *testing.T) {
	set := bars(20, 1)
	for _, method := range []string{"ffm", "in-silico", "physics-aware", "refined"} {
		c := tiny()
		c.Method, c.Elsewhere, c.Activate = method, 0, "saturating"
		with, without := open(t, c, set), open(t, c, set)
		for range 2 {
			next(t, with)
			next(t, without)
		}
		parts, err := with.Apart(set.Image(3), int(set.Labels[3]))
		if err != nil {
			t.Fatal(err)
		}
		if len(parts) != 4 || len(parts[1].Panels) != 2*c.Layers || parts[1].Panels[0].ID != "shown-2" || parts[1].Panels[3].ID != "error-1" {
			t.Errorf("%s: %v", method, parts)
		}
		next(t, with)
		next(t, without)
		if !reflect.DeepEqual(masks(t, with), masks(t, without)) {
			t.Errorf("%s: the next update is another one", method)
		}

		s := with
		if err := s.put(set.Image(3), int(set.Labels[3])); err != nil {
			t.Fatal(err)
		}
		var got fields
		ctx := context.Background()
		r, err := s.Net.Forth(ctx, s.wayNow(), 1, func(l int) error { return s.keepField(&got.m, s.Net.Shown(l)) })
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Net.Back(ctx, noted{s.wayNow(), func(behind bool) error {
			if !behind {
				return nil
			}
			return s.keepField(&got.r, s.Net.Light())
		}}, 1); err != nil {
			t.Fatal(err)
		}
		slices.Reverse(got.r)
		var products []float64
		gradient := got.products()
		for _, g := range gradient {
			for _, x := range g {
				products = append(products, float64(x))
			}
		}
		if same := cosine(products, read(t, s)); same < 0.99999 {
			t.Errorf("%s: the product of fields is %.6f of the gradient", method, same)
		}
		rate := experiment.Downhill(r.Loss, gradient) / 20
		var loss [2]float64
		for i, by := range []float64{rate, -rate} {
			if err := experiment.Try(s.dev, s.Net.Masks, gradient, by, func() error {
				if err := s.put(set.Image(3), int(set.Labels[3])); err != nil {
					return err
				}
				r, err := s.Net.Forth(ctx, s.wayNow(), 1, nil)
				loss[i] = r.Loss
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		want, bound := rate*experiment.Slope(gradient, gradient), 0.02
		if method == "physics-aware" || method == "refined" { // the model passes less of the light than the bench, of which its slopes do not know
			bound = 0.4
		}
		if fell := (loss[1] - loss[0]) / 2; math.Abs(fell-want) > bound*want {
			t.Errorf("%s: the loss falls by %g, and the slope says %g", method, fell, want)
		}
	}
}

func next(t *testing.T, s *Session) {
	t.Helper()
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
}

func masks(t *testing.T, s *Session) (all [][]float32) {
	t.Helper()
	for _, v := range s.Net.Masks {
		x := make([]float32, v.Len())
		if err := s.dev.Read(v.Value, 0, x); err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}

// Random steps measure losses alone, and say so.
func TestApartOfSteps(t *testing.T) {
	for _, method := range Methods {
		c := tiny()
		c.Method = method
		s, err := c.Open(cpu.Open(1), bars(20, 1))
		if err != nil {
			t.Fatal(err)
		}
		can := slices.Contains(s.Can(), "apart")
		_, err = s.(experiment.Apart).Apart(experiment.Input{Image: make([]byte, 784), Label: -1})
		if (err == nil) != can || can == slices.Contains([]string{"spsa", "monte-carlo", "vaccinated"}, method) {
			t.Errorf("%s: %v, %v", method, can, err)
		}
	}
}
