package focus

import (
	"context"
	"math"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/measure"
	"talbot/sim/plant"
	"talbot/sim/train"
)

// Session is a bench that learns a focus.
type Session struct {
	Config
	Bench *Bench
	Stage train.Stage // all of the training

	target []float32 // 1 where the light is to be
	phase  *compute.Var
	dev    compute.Device
}

// side is the width of the target, m.
const side = 48e-6

// Open makes the bench of c; light is computed on dev.
func Open(dev compute.Device, c Config) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	f := c.Faults
	f.Seed += c.Seed - 1 // another scatterer for each
	b, err := NewBench(dev, c.Samples, c.Scatterer, c.At, f)
	if err != nil {
		return nil, err
	}
	s := &Session{Config: c, Bench: b, dev: dev, target: target(c)}
	n := len(s.target)
	s.phase = &compute.Var{Name: "phase", Shape: []int{c.Samples, c.Samples}}
	if s.phase.Value, err = dev.Alloc(compute.Spec{Name: "phase", Len: n}); err != nil {
		return nil, err
	}
	if s.phase.Grad, err = dev.Alloc(compute.Spec{Name: "phase, gradient", Len: n}); err != nil {
		return nil, err
	}
	if c.Method != methods[0] {
		s.Stage = newHunt(s)
		return s, nil
	}
	g := plant.NewFFM(dev, []*compute.Var{s.phase})
	g.Plant, g.Overdrive = b, 2 // as the authors have it here
	g.Encode = func(_, amplitude []float32) {
		for i := range amplitude {
			amplitude[i] = 1
		}
	}
	g.Loss = func(intensity []float32, _ int, slope []float32) (float64, bool) {
		return s.loss(intensity, slope), s.hit(intensity)
	}
	descent, err := train.NewDescent(dev, g, c.Rule(), false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "focusing", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: spot{}, Batch: 1, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.Rate(epoch) }}}
	return s, nil
}

// spot is the one example: full light.
type spot struct{}

func (spot) Len() int                    { return 1 }
func (spot) Shape() (channels, h, w int) { return 1, 1, 1 }
func (spot) Read(int, []float32)         {}
func (spot) Target(int) int              { return 0 }
func (spot) ClassNames() []string        { return []string{"focus"} }

// target is a square of the pixels whose middles are in it.
func target(c Config) []float32 {
	v := make([]float32, c.Samples*c.Samples)
	d := Aperture / float64(c.Samples)
	for i := range v {
		x, y := (float64(i%c.Samples)-float64(c.Samples)/2)*d, (float64(i/c.Samples)-float64(c.Samples)/2)*d
		if math.Abs(x-c.X) <= side/2 && math.Abs(y-c.Y) <= side/2 {
			v[i] = 1
		}
	}
	return v
}

// loss is the distance of the light to the target T, with the gain that is best for it, so that it is all about where the
// light is:
//
//	sum (g I - T)^2 / sum T^2,  g = sum I T / sum I^2
//
// which is 1 for light elsewhere, and 0 for an even square in the dark. Slope, unless nil, becomes dL/dI.
func (s *Session) loss(intensity, slope []float32) float64 {
	var it, ii, tt float64
	for p, v := range intensity {
		t := float64(s.target[p])
		it, ii, tt = it+float64(v)*t, ii+float64(v)*float64(v), tt+t*t
	}
	if ii == 0 {
		clear(slope)
		return 1
	}
	g := it / ii
	for p := range slope {
		slope[p] = float32(2 * g * (g*float64(intensity[p]) - float64(s.target[p])) / tt)
	}
	return 1 - it*it/(ii*tt)
}

// hit tells whether the brightest pixel is in the target.
func (s *Session) hit(intensity []float32) bool {
	return s.target[brightest(intensity)] > 0
}

func brightest(v []float32) int { return slices.Index(v, slices.Max(v)) }

// load shows the phases, with all light.
func (s *Session) load() (plant.Load, error) {
	phases := make([]float32, s.phase.Len())
	if err := s.dev.Read(s.phase.Value, 0, phases); err != nil {
		return nil, err
	}
	return s.shown(phases), nil
}

// shown are the levels for phases, rad.
func (s *Session) shown(phases []float32) plant.Load {
	panels := s.Bench.Panels()
	amplitudes := make([]uint16, len(phases))
	for i := range amplitudes {
		amplitudes[i] = uint16(len(panels[0].Curve.States) - 1)
	}
	return plant.Load{amplitudes, PhaseLevels(phases, len(panels[1].Curve.States))}
}

// PhaseLevels are those of a panel of n equal steps for phases, rad.
func PhaseLevels(phases []float32, n int) []uint16 {
	levels := make([]uint16, len(phases))
	for i, p := range phases {
		turn := float64(p) / (2 * math.Pi)
		levels[i] = uint16(int(math.Round((turn-math.Floor(turn))*float64(n))) % n)
	}
	return levels
}

// Focus is how good a focus is.
type Focus struct {
	Loss  float64
	Hit   bool    // the brightest pixel is where it should be
	Width float64 // m: full width at half maximum, mean of that along x and y
	// Peak is 10 log10 of the brightest pixel over the mean of all that are farther from it than two widths, dB: what we
	// take the paper's peak signal-to-noise ratio for, whose definition it leaves out.
	Peak  float64
	Share float64 // of the light, in the target
}

// Limit is the full width at half maximum of the focus of a lens of this square aperture without a scatterer, 0.886 lambda z/D, m. A mask
// that sends light elsewhere has a narrower one, and so has a scatterer that is a wider lens.
const Limit = 0.886 * Wavelength * Distance / Aperture

// Judge says how good the focus is, of light on the camera without noise.
func (s *Session) Judge() (f Focus, light []float32, err error) {
	load, err := s.load()
	if err != nil {
		return f, nil, err
	}
	if light, err = s.Bench.Seen(load); err != nil {
		return f, nil, err
	}
	g := s.Bench.Camera()
	top := brightest(light)
	x, y := top%g.Nx, top/g.Nx
	f.Loss, f.Hit = s.loss(light, nil), s.hit(light)
	f.Width = (measure.FWHM(measure.Row(g, light, y), g.Dx) + measure.FWHM(measure.Column(g, light, x), g.Dy)) / 2
	var inside, all, far, n float64
	for p, v := range light {
		all += float64(v)
		inside += float64(v * s.target[p])
		if r := math.Hypot(float64(p%g.Nx-x)*g.Dx, float64(p/g.Nx-y)*g.Dy); r > 2*max(f.Width, Limit) {
			far, n = far+float64(v), n+1
		}
	}
	f.Share = inside / all
	f.Peak = 10 * math.Log10(float64(light[top])/(far/n))
	return f, light, nil
}

// intensity measures what the camera sees of phases, exposed by the brightest place.
func (s *Session) intensity(phases []float32) ([]float32, error) {
	v, err := s.Bench.Intensity(context.Background(), []plant.Load{s.shown(phases)})
	if err != nil {
		return nil, err
	}
	return v[0], nil
}
