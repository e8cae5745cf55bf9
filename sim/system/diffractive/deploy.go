package diffractive

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/fmath"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// Deployment is a network with given masks that is only evaluated: trained masks on
// another display, or on one with faults.
type Deployment struct {
	config Config
	net    *network.Optical
	eval   *network.Pass
	masks  []compute.Buffer
}

// NewDeployment makes the network of c, with dark masks.
func NewDeployment(dev compute.Device, c Config, width, height int) (*Deployment, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	if err := c.FitsDeployed(dev, width*height); err != nil {
		return nil, err
	}
	d := &Deployment{config: c}
	var err error
	d.net, err = c.build(dev, width, height, false, func(hop optics.Propagator, mask int) (network.Layer, error) {
		t, err := dev.Alloc(compute.Spec{Name: "given mask " + c.MaskNumber(mask), Len: 2 * c.Grid().Len()})
		d.masks = append(d.masks, t)
		return network.Fixed{Hop: hop, T: t}, err
	})
	if err != nil {
		return nil, err
	}
	d.eval, err = d.net.NewPass(network.Eval, evalBatch(dev, c.widest()))
	return d, err
}

// Set gives a mask, counted from 0, its transmission, [Ny][Nx] complex, without
// the gain of the configuration, which is applied here.
func (d *Deployment) Set(mask int, t []float32) error {
	v := make([]float32, len(t))
	for i, x := range t {
		v[i] = float32(d.config.Gain) * x
	}
	return d.net.Device.Write(d.masks[mask], 0, v)
}

// Evaluate and More are those of Session.
func (d *Deployment) Evaluate(set *data.Set) *Testing { return newEvaluation(d.net, set) }

// More runs the next images of an evaluation; it returns false once all are done.
func (d *Deployment) More(e *Testing) (bool, error) {
	return e.more(d.net, d.eval, power(d.config.Gain, d.config.Layers))
}

// Faults says how the display that shows some levels differs from its curve.
type Faults struct {
	LevelErrors float64 // share of the pixels that are one level too high or too low
	Drift       float64 // relative change of all phases
	Dead        float64 // share of the pixels that stay at level 0
	Seed        uint64
}

// Transmission is what a display with these faults does to the light at the given
// levels: [Ny][Nx] complex. Mask, counted from 0, tells masks apart, so that each has its own faults.
func (f Faults) Transmission(c modulator.Curve, levels []uint16, mask int) []float32 {
	u := make([]float32, len(levels))
	draw := func(kind uint32) {
		rng.Stream{Seed: f.Seed, Stream: rng.Fault + rng.MaskStream*kind}.Uniform(uint32(mask), u)
	}
	shown := make([]int, len(levels))
	draw(0)
	last := c.Levels() - 1
	for i, k := range levels {
		shown[i] = int(k)
		switch x := float64(u[i]); {
		case x >= f.LevelErrors:
		case x < f.LevelErrors/2 && k > 0 || int(k) == last:
			shown[i] = max(0, int(k)-1)
		default:
			shown[i] = int(k) + 1
		}
	}
	draw(1)
	t := make([]float32, 2*len(levels))
	for i := range levels {
		if float64(u[i]) < f.Dead {
			shown[i] = 0
		}
		s := c.States[shown[i]]
		sin, cos := fmath.Sincos(s.Phase * (1 + f.Drift))
		t[2*i], t[2*i+1] = float32(s.Amplitude*cos), float32(s.Amplitude*sin)
	}
	return t
}

// MapNearest chooses for each pixel of a mask, [Ny][Nx] complex, the state of a
// display that comes nearest to it. Phase and size of the whole mask are free, as a
// detector does not see them: those are taken with which the chosen states agree best
// with the mask.
func MapNearest(c modulator.Curve, t []float32) []uint16 {
	const turns, sizes = 32, 12
	states := make([]float32, 0, kernels.StateNumbers*c.Levels())
	for _, s := range c.States {
		sin, cos := sincos(s.Phase)
		states = append(states, float32(s.Amplitude), float32(s.Phase), float32(cos), float32(sin))
	}
	var best, levels []uint16
	most := -1.0
	for turn := range turns {
		sin, cos := sincos(2 * math.Pi * float64(turn) / turns)
		for size := range sizes {
			scale := 1.2 * float64(size+1) / sizes
			a, b := float32(scale*cos), float32(scale*sin)
			levels = levels[:0]
			var re, im, power float64
			for i := 0; i+1 < len(t); i += 2 {
				x, y := float32(a*t[i])-float32(b*t[i+1]), float32(a*t[i+1])+float32(b*t[i])
				k := kernels.Nearest(x, y, states)
				levels = append(levels, uint16(k))
				s := states[kernels.StateNumbers*k:]
				sr, si := float64(s[0]*s[2]), float64(s[0]*s[3])
				re += float64(sr*float64(t[i])) + float64(si*float64(t[i+1]))
				im += float64(si*float64(t[i])) - float64(sr*float64(t[i+1]))
				power += float64(sr*sr) + float64(si*si)
			}
			if power == 0 {
				continue
			}
			if agree := (float64(re*re) + float64(im*im)) / power; agree > most {
				most = agree
				best, levels = levels, best
			}
		}
	}
	return best
}
