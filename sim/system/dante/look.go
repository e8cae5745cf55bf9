package dante

import (
	"math"
	"strconv"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/frame"
	"talbot/sim/network"
)

// Look is the frame of example x, as data.Examples.Read gives it, of a class, or -1: of each layer
// the light that its first mask gets, the mask, and what its camera sees. While there are no
// masks for all layers, the convolutions give what is read.
func (s *Session) Look(x []float32, class int) (*frame.Frame, error) {
	if len(x) != s.Net.Input.Len() {
		return nil, errs.New("dante: an example has ", s.Net.Input.Len(), " numbers, not ", len(x))
	}
	pass, light, err := s.looking()
	if err != nil {
		return nil, err
	}
	copy(pass.Stage(0, class), x)
	if err := pass.Run(1); err != nil {
		return nil, err
	}
	logits, err := pass.Logits(1)
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Wavelength: float32(s.Wavelength), Label: class, Predicted: kernels.ArgMax(logits), Scores: kernels.Softmax(logits)}
	for i := range s.arch.layers {
		if err := s.planes(f, pass, light, i); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// looking is the pass that is looked at, and whether it is one of light.
func (s *Session) looking() (pass *network.Pass, light bool, err error) {
	if s.ByLight() {
		l, err := s.light()
		if err != nil {
			return nil, false, err
		}
		if l.view == nil {
			l.view, err = l.net.NewPass(network.View, 1)
		}
		return l.view, true, err
	}
	if s.view == nil {
		s.view, err = s.Net.NewPass(network.View, 1)
	}
	return s.view, false, err
}

// planes adds those of a layer: its input, its first mask and its camera.
func (s *Session) planes(f *frame.Frame, pass *network.Pass, light bool, i int) error {
	m := s.layers[i][0]
	add := func(p frame.Plane, side int, light []float32) {
		p.Nx, p.Ny, p.Pitch = side, side, float32(s.Pitch)
		for _, v := range light {
			p.Peak, p.Power = max(p.Peak, v), p.Power+v
		}
		if light != nil {
			p.Intensity = frame.Bytes(light, p.Peak)
		}
		if len(f.Planes) > 0 {
			p.Z = f.Planes[len(f.Planes)-1].Z + 2*float32(s.Focus)
		}
		f.Planes = append(f.Planes, p)
	}
	read := func(name string) ([]float32, error) {
		all, err := pass.Read(name, 1)
		if err != nil {
			return nil, err
		}
		return intensity(all[0]), nil
	}
	kind, name := frame.Source, "input"
	if i > 0 {
		kind, name = frame.Relay, "relay "+strconv.Itoa(i)
	}
	var phase []float32
	var block, behind, response []float32
	if light {
		a, b, c := m.Kept()
		var err error
		if block, err = read(a); err == nil {
			if behind, err = read(b); err == nil {
				response, err = read(c)
			}
		}
		if err == nil {
			phase = make([]float32, m.System.Mask*m.System.Mask)
			err = s.dev.Read(m.Mask.Var().Value, 0, phase)
		}
		if err != nil {
			return err
		}
	} else {
		phase, _, _, _ = s.fitted(m)
	}
	add(frame.Plane{Kind: kind, Name: name}, m.Block(), block)
	mask := frame.Plane{Kind: frame.Mask, Name: m.Name}
	for _, v := range phase {
		mask.Phase = append(mask.Phase, frame.PhaseByte(math.Mod(float64(v), 2*math.Pi)))
	}
	add(mask, m.System.Mask, behind)
	add(frame.Plane{Kind: frame.Camera, Name: "camera " + strconv.Itoa(i+1)}, m.Response(), response)
	return nil
}

// intensity is that of pairs re, im.
func intensity(u []float32) []float32 {
	out := make([]float32, len(u)/2)
	for i := range out {
		out[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
	}
	return out
}
