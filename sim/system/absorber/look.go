package absorber

import (
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/frame"
	"talbot/sim/network"
)

// mark is a layer that changes nothing: passes that are looked at keep what goes through.
type mark struct{ name string }

// Names of what is kept.
const (
	before = "before absorbers" // amplitudes that arrive at them
	behind = "behind absorbers"
)

func (m mark) Vars() []*compute.Var { return nil }

func (m mark) Forward(t *network.Tape, in network.Value) (network.Value, network.Back, error) {
	if t.Kind == network.View {
		t.Keep(m.name, in)
	}
	return in, func(g network.Value, _ bool) (network.Value, error) { return g, nil }, nil
}

// The bench is drawn at a scale of its own, as Params have no lengths: multipliers of two focal
// lengths of 5 cm, numbers 100 um apart, and the 780 nm of the D2 line of rubidium, whose
// vapour is the paper's absorber.
const (
	gap        = 0.1    // m, between planes
	spacing    = 100e-6 // m
	wavelength = 780e-9 // m
)

// Look is the frame of example x, as data.Examples.Read gives it, of a class, or -1: the
// multipliers' planes, the absorbers behind them, and panels with the absorbers' curves, of
// points the map of answers, and the confusion of what was tested last.
func (s *Session) Look(x []float32, class int) (*frame.Frame, error) {
	if len(x) != s.Net.Input.Len() {
		return nil, errs.New("absorber: an example has ", s.Net.Input.Len(), " numbers, not ", len(x))
	}
	if s.view == nil {
		var err error
		batch := 1
		if s.Planar() {
			batch = boundary
		}
		if s.view, err = s.Net.NewPass(network.View, batch); err != nil {
			return nil, err
		}
	}
	logits, err := s.view.Show(x, class)
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Wavelength: wavelength, Label: class, Predicted: kernels.ArgMax(logits), Scores: s.scores(logits)}
	if err := s.planes(f, x, logits); err != nil {
		return nil, err
	}
	f.Panels, err = s.panels(x)
	return f, err
}

// scores are the shares of the classes: what is above zero of amplitudes, or the softmax.
func (s *Session) scores(logits []float32) []float32 {
	if s.Loss != "mean-squares" {
		return kernels.Softmax(logits)
	}
	out, sum := make([]float32, len(logits)), float32(0)
	for k, v := range logits {
		out[k] = max(v, 0)
		sum += out[k]
	}
	for k := range out {
		if sum > 0 {
			out[k] /= sum
		}
	}
	return out
}

// planes fills in the bench: the input, then for each matrix the modulator that shows it and what
// its rows add up to. Light on a kernel is not drawn: each place of a picture has its own.
func (s *Session) planes(f *frame.Frame, x, logits []float32) error {
	arrive, err := s.kept(before)
	if err != nil {
		return err
	}
	leave, err := s.kept(behind)
	if err != nil {
		return err
	}
	add := func(p frame.Plane, light []float32) {
		p.Pitch = spacing
		for _, v := range light {
			p.Peak, p.Power = max(p.Peak, v), p.Power+v
		}
		if light != nil {
			p.Intensity = frame.Bytes(light, p.Peak)
		}
		if len(f.Planes) > 0 {
			p.Z = f.Planes[len(f.Planes)-1].Z + gap
		}
		f.Planes = append(f.Planes, p)
	}
	in := s.Net.Input
	now := squares(x)
	for i := range now {
		now[i] *= float32(s.Scale * s.Scale)
	}
	add(frame.Plane{Kind: frame.Source, Name: "input", Nx: in.Nx, Ny: in.Ny * in.Channels}, now)
	all := s.Net.Vars()
	for i, v := range all {
		number := strconv.Itoa(i + 1)
		p, err := s.modulator(v)
		if err != nil {
			return err
		}
		p.Name = number
		var light []float32
		if len(now) == p.Nx {
			for range p.Ny { // the fan-out gives each row its share
				for _, v := range now {
					light = append(light, v/float32(p.Ny))
				}
			}
		}
		add(p, light)
		switch rows := p.Ny; {
		case i == len(all)-1:
			p := frame.Plane{Kind: frame.Camera, Name: "answer"}
			p.Nx, p.Ny, now = mosaic(squares(logits), rows)
			add(p, now)
		case i < len(arrive):
			p := frame.Plane{Kind: frame.Absorber, Name: "absorbers " + number}
			if s.Activate != "absorber" {
				p.Kind, p.Name = frame.Relay, s.Activate+" "+number
			}
			p.Nx, p.Ny, now = mosaic(squares(arrive[i]), rows)
			add(p, now)
			now = squares(leave[i])
		default:
			now = nil // goes on without a stop
		}
	}
	if whole := f.Planes[0].Power; whole > 0 {
		for i := range f.Planes {
			f.Planes[i].Power /= whole
		}
	}
	return nil
}

// modulator is the plane of a matrix, a row of weights a row of pixels: the largest passes
// all light, and negative ones turn it by half a wave.
func (s *Session) modulator(v *compute.Var) (frame.Plane, error) {
	rows := v.Shape[0]
	p := frame.Plane{Kind: frame.Mask, Nx: v.Len() / rows, Ny: rows, Amplitude: make([]byte, v.Len()), Phase: make([]byte, v.Len())}
	w := make([]float32, v.Len())
	if err := s.Net.Device.Read(v.Value, 0, w); err != nil {
		return p, err
	}
	largest := float32(0)
	for _, v := range w {
		largest = max(largest, v, -v)
	}
	for k, v := range w {
		if largest > 0 {
			p.Amplitude[k] = byte(255*math.Abs(float64(v/largest)) + 0.5)
		}
		if v < 0 {
			p.Phase[k] = 128
		}
	}
	return p, nil
}

// mosaic sets the square pictures of so many channels side by side, in rows of about as many as there
// are rows; a plain number is a picture too.
func mosaic(v []float32, channels int) (nx, ny int, out []float32) {
	side := int(math.Sqrt(float64(len(v)/channels)) + 0.5)
	down := int(math.Sqrt(float64(channels)))
	for channels%down != 0 {
		down--
	}
	nx, ny = channels/down*side, down*side
	out = make([]float32, len(v))
	for i, x := range v {
		c, at := i/(side*side), i%(side*side)
		out[(c/(nx/side)*side+at/side)*nx+c%(nx/side)*side+at%side] = x
	}
	return nx, ny, out
}

// kept are the numbers that the marks of a name have seen, of all layers; none without marks.
func (s *Session) kept(name string) ([][]float32, error) {
	if s.activation() == nil {
		return nil, nil
	}
	return s.view.Read(name, 1)
}

func squares(x []float32) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = v * v
	}
	return out
}
