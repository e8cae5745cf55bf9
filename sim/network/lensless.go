package network

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/optics"
)

// Stack is a way of light through masks with free space before, between and behind them, and no lens, as a
// diffractive network has it.
type Stack struct {
	Samples    int     // of a side of the masks' planes
	Pitch      float64 // m
	Wavelength float64 // m
	Distance   float64 // m, of each free space
	Masks      int
	Pad        int // samples of darkness around a plane while light propagates
}

// Check says what is wrong with s for light on so many samples of a side.
func (s Stack) Check(side int) error {
	switch {
	case s.Masks < 1 || s.Samples < 1 || side < 1 || s.Pad < 0:
		return errs.New("network: masks in free space want a mask and light of 1 sample or more, and no less than no padding")
	case !(s.Pitch > 0) || !(s.Wavelength > 0) || !(s.Distance > 0):
		return errs.New("network: pitch, wavelength and distance of masks in free space must be above 0")
	case side > s.Samples:
		return errs.New("network: masks of ", s.Samples, " samples are smaller than the ", side, " that light comes and goes on")
	}
	return nil
}

// Lensless is the optical layer of a Dual without lenses: Fields of Tiling.In channels become Fields of Tiling.Out,
// which lie on the planes as those of a 4-f layer do. Masks in free space do not treat all places of a
// picture alike, as a convolution does; but a few of them come near to one for a picture of their size: see
// train.FreeFit.
type Lensless struct {
	Tiling
	Stack Stack
	Masks []*modulator.Phase
	Gain  *Gain

	first, between, last optics.Propagator
}

// NewLensless makes a layer with masks of zeros, for batches of up to batch samples.
func NewLensless(dev compute.Device, name string, t Tiling, s Stack, batch int) (*Lensless, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	if err := s.Check(max(t.Block(), t.Response())); err != nil {
		return nil, err
	}
	l := &Lensless{Tiling: t, Stack: s}
	grid := func(side int) optics.Grid { return optics.Square(side, s.Pitch) }
	plane := grid(s.Samples)
	free, err := optics.Space{In: plane, Wavelength: s.Wavelength, Z: s.Distance}.AngularSpectrum(optics.Window{PadX: s.Pad, PadY: s.Pad})
	if err != nil {
		return nil, err
	}
	hop := func(way ...*optics.Recipe) (p optics.Propagator) {
		var r *optics.Recipe
		if err == nil {
			r, err = optics.Join(way...)
		}
		if err == nil {
			p, err = optics.NewMap(dev, r, batch)
		}
		return p
	}
	l.first = hop(optics.Resize(grid(t.Block()), plane), free)
	l.between = hop(free)
	l.last = hop(free, optics.Resize(plane, grid(t.Response())))
	for i := range s.Masks {
		if err == nil {
			var m *modulator.Phase
			m, err = modulator.NewPhase(dev, name+" mask "+string(rune('1'+i)), plane, 1)
			l.Masks = append(l.Masks, m)
		}
	}
	if err == nil {
		l.Gain, err = NewGain(dev, name+" gain", 1)
	}
	return l, err
}

// Vars are the masks and the gain.
func (l *Lensless) Vars() (all []*compute.Var) {
	for _, m := range l.Masks {
		all = append(all, m.Var())
	}
	return append(all, l.Gain.W)
}

func (l *Lensless) Forward(t *Tape, in Value) (Value, Back, error) {
	way, hop := Chain{l.tile()}, l.first
	for _, m := range l.Masks {
		way, hop = append(way, Diffractive{hop, m}), l.between
	}
	return append(way, Free{l.last}, l.read(), l.Gain).Forward(t, in)
}

var _ Layer = (*Lensless)(nil)
