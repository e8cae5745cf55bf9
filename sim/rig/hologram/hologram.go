// Package hologram makes pictures of light with a phase panel, and makes them better by what a camera sees.
//
// A hologram is a phase for each pixel of the panel, found by going forth and back between panel and camera plane: on the
// panel the light keeps its phase and gets the amplitude that it has there, on the camera it keeps its phase and gets the
// amplitude that is asked for (Gerchberg and Saxton, Optik 35, 237 (1972)). Weighted, what came out too dark is asked for
// brighter at each turn (Di Leonardo, Ianni and Ruocco, Optics Express 15, 1913 (2007)). With the camera, these weights
// come from what the bench really makes, so that its faults are in them (Matsumoto, Inoue, Matsumoto and
// Okazaki, Optics Letters 37, 3135 (2012); phases on the camera are held meanwhile, as in Kim et al., Optics Letters 44, 3178 (2019)).
package hologram

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// Way is the way of light from panel to camera as it is meant, and back.
type Way struct {
	dev compute.Device
	hop *optics.Map
	g   optics.Grid
	l   float64 // wavelength, m
}

// NewWay is free space of z m behind a plane with so many samples of darkness around.
func NewWay(dev compute.Device, g optics.Grid, wavelength, z float64, padding int) (*Way, error) {
	if !(z > 0) {
		return nil, errs.New("hologram: the phase panel is imaged onto the camera: no hologram can be seen there; want a way of light behind it")
	}
	hop, err := optics.NewAngularSpectrum(dev, g, wavelength, z, optics.Window{PadX: padding, PadY: padding, BandLimit: true})
	if err != nil {
		return nil, err
	}
	return &Way{dev, hop, g, wavelength}, nil
}

// Forth is the field on the camera of one on the panel, [Ny][Nx] complex.
func (w *Way) Forth(u []float32) ([]float32, error) {
	f, err := optics.Apply(w.dev, w.hop, &optics.Field{Grid: w.g, Wavelength: w.l, U: u})
	if err != nil {
		return nil, err
	}
	return f.U, nil
}

// Back is the adjoint of Forth: light the other way.
func (w *Way) Back(u []float32) ([]float32, error) {
	f, err := optics.ApplyAdjoint(w.dev, w.hop, &optics.Field{Grid: w.g, Wavelength: w.l, U: u})
	if err != nil {
		return nil, err
	}
	return f.U, nil
}

// Search is a hologram on its way to a target.
type Search struct {
	Phase []float64 // rad, [Ny][Nx] of the panel

	way     *Way
	target  *Target
	weights []float64 // of each site's amplitude
	far     []float32 // unit phasors on the camera, pairs
	held    bool      // far stays
}

// NewSearch begins with the light that the target would send back to the panel, with phases that are drawn by a seed.
func NewSearch(w *Way, t *Target, seed uint64) (*Search, error) {
	n := w.g.Len()
	s := &Search{Phase: make([]float64, n), way: w, target: t, weights: make([]float64, len(t.Sites)), far: make([]float32, 2*n)}
	for i := range s.weights {
		s.weights[i] = 1
	}
	turns := make([]float32, n)
	rng.Stream{Seed: seed, Stream: rng.Init}.Uniform(0, turns)
	for i, v := range turns {
		sin, cos := math.Sincos(2 * math.Pi * float64(v))
		s.far[2*i], s.far[2*i+1] = float32(cos), float32(sin)
	}
	return s, s.back()
}

// Field is the light behind the panel, of amplitude 1.
func (s *Search) Field() []float32 {
	u := make([]float32, 2*len(s.Phase))
	for i, p := range s.Phase {
		sin, cos := math.Sincos(p)
		u[2*i], u[2*i+1] = float32(cos), float32(sin)
	}
	return u
}

// Step goes forth and back once. Weighted, the weights move first.
func (s *Search) Step(weighted bool) error {
	e, err := s.way.Forth(s.Field())
	if err != nil {
		return err
	}
	light := make([]float32, len(s.Phase))
	for i := range light {
		re, im := e[2*i], e[2*i+1]
		light[i] = re*re + im*im
		if a := float32(math.Sqrt(float64(light[i]))); a > 0 && !s.held {
			s.far[2*i], s.far[2*i+1] = re/a, im/a
		}
	}
	if weighted {
		s.Weigh(light, 1)
	}
	return s.back()
}

// Weigh asks for more where light, of the simulation or a camera, is too dark, and for less where it is too bright, by a power of
// what the amplitude is off. Weights stay within a factor of 10.
func (s *Search) Weigh(light []float32, power float64) {
	powers, scale := s.target.powers(light)
	mean := 0.0
	for k, p := range powers {
		want := scale * s.target.Asked[k]
		off := math.Min(10, math.Max(0.1, math.Sqrt(want/math.Max(p, 1e-12*want))))
		s.weights[k] = s.weights[k] * math.Pow(off, power)
		mean += s.weights[k] / float64(len(powers))
	}
	for k := range s.weights {
		s.weights[k] = math.Min(10, math.Max(0.1, s.weights[k]/mean))
	}
}

// Hold keeps the phases on the camera from now on.
func (s *Search) Hold() { s.held = true }

// back sends the asked light back to the panel and takes its phase.
func (s *Search) back() error {
	asked := make([]float32, 2*len(s.Phase))
	for k, site := range s.target.Sites {
		i, a := site.At, float32(s.weights[k]*math.Sqrt(s.target.Asked[k]))
		asked[2*i], asked[2*i+1] = a*s.far[2*i], a*s.far[2*i+1]
	}
	v, err := s.way.Back(asked)
	if err != nil {
		return err
	}
	for i := range s.Phase {
		if re, im := float64(v[2*i]), float64(v[2*i+1]); re != 0 || im != 0 {
			s.Phase[i] = math.Atan2(im, re)
		}
	}
	return nil
}

// Made is the light on the camera, as simulated, of phases on the panel, rad.
func (w *Way) Made(phase []float64) ([]float32, error) {
	e, err := w.Forth((&Search{Phase: phase}).Field())
	if err != nil {
		return nil, err
	}
	light := make([]float32, len(phase))
	for i := range light {
		light[i] = e[2*i]*e[2*i] + e[2*i+1]*e[2*i+1]
	}
	return light, nil
}
