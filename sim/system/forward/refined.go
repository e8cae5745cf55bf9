package forward

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/optics"
	"talbot/sim/plant"
)

// refined is a model whose misalignment is fitted during training to fresh measurements, so that what it brings back is
// near what the bench would: training with the bench forth and a fine-tuned model back is the state of the art of 2026
// (EPFL, arXiv 2606.10253). It finds where the camera stands, to the side and along the axis, from where the overlap
// of what is measured with what the model says is largest.
type refined struct {
	s     *Session
	hop   *optics.Map
	model *plant.Model
	at    [3]float64 // m
	step  [3]float64
	tries map[int]compute.Runner
}

// looked is how many examples a fit looks at.
const looked = 2

func newRefined(s *Session) (*refined, error) {
	c := &s.Config
	r := &refined{s: s, tries: map[int]compute.Runner{}}
	r.step = [3]float64{c.Pitch / 2, c.Pitch / 2, c.Distance * 0.5 / float64(c.Samples)}
	var err error
	recipe, err := c.recipe(0, 0, 0)
	if err != nil {
		return nil, err
	}
	if r.hop, err = optics.NewRetunable(s.dev, recipe, s.Net.Batch); err != nil {
		return nil, err
	}
	r.model, err = plant.NewModel(s.Net, r.hop)
	return r, err
}

// after fits one coordinate after another, each once in three fits, behind the mask whose turn it is.
func (r *refined) after(t, mask, count int) error {
	every := r.s.Refine
	if t%every != 0 || mask != t/every%len(r.s.Net.Masks) {
		return nil
	}
	count = min(count, looked)
	k := r.s.Net
	n := count * 2 * k.Nx * k.Ny
	measured := make([]float32, n)
	if err := k.Device.Read(k.Light(), 0, measured); err != nil {
		return err
	}
	try, ok := r.tries[mask]
	if !ok {
		var p compute.Program
		r.hop.Forward(&p, k.Shown(mask), k.Spare())
		var err error
		if try, err = k.Device.Compile(&p); err != nil {
			return err
		}
		r.tries[mask] = try
	}
	said := make([]float32, n)
	overlap := func(at [3]float64) (float64, error) {
		if err := r.tune(at); err != nil {
			return 0, err
		}
		if err := try.Run(count); err != nil {
			return 0, err
		}
		if err := k.Device.Read(k.Spare(), 0, said); err != nil {
			return 0, err
		}
		sum := 0.0
		for from := 0; from < n; from += n / count { // a phase common to a field means nothing
			var re, im, a, b float64
			for i := from; i < from+n/count; i += 2 {
				x, y, u, v := float64(measured[i]), float64(measured[i+1]), float64(said[i]), float64(said[i+1])
				re, im, a, b = re+x*u+y*v, im+x*v-y*u, a+x*x+y*y, b+u*u+v*v
			}
			sum += (re*re + im*im) / math.Max(a*b, math.SmallestNonzeroFloat64)
		}
		return sum, nil
	}
	here, err := overlap(r.at)
	if err != nil {
		return err
	}
	for axis := range r.at {
		d := r.step[axis]
		var sides [2]float64
		for k, sign := range []float64{-1, 1} {
			at := r.at
			at[axis] += sign * d
			if sides[k], err = overlap(at); err != nil {
				return err
			}
		}
		move := 0.0
		switch bend := sides[0] - 2*here + sides[1]; {
		case bend < 0: // the top of the parabola, at most a few steps away
			move = math.Max(-4, math.Min(4, (sides[0]-sides[1])/(2*bend)))
		case sides[1] > sides[0]:
			move = 2
		case sides[1] < sides[0]:
			move = -2
		}
		at := r.at
		at[axis] += move * d
		if now, err := overlap(at); err != nil {
			return err
		} else if now > here {
			r.at, here = at, now
		}
	}
	return r.tune(r.at)
}

// tune moves the model's camera.
func (r *refined) tune(at [3]float64) error {
	c := &r.s.Config
	recipe, err := c.recipe(at[0], at[1], at[2])
	if err != nil {
		return err
	}
	return r.hop.Retune(r.s.dev, recipe)
}
