package dante

import (
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/frame"
	"talbot/sim/network"
)

// Look is the frame of example x, as data.Examples.Read gives it, of a class, or -1: the planes
// of each layer, and panels with kernels and masks. While there are no masks for all layers, the
// convolutions give what is read.
func (s *Session) Look(x []float32, class int) (*frame.Frame, error) {
	if len(x) != s.Net.Input.Len() {
		return nil, errs.New("dante: an example has ", s.Net.Input.Len(), " numbers, not ", len(x))
	}
	pass, light, err := s.looking()
	if err != nil {
		return nil, err
	}
	logits, err := pass.Show(x, class)
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Wavelength: float32(s.Wavelength), Label: class, Predicted: kernels.ArgMax(logits), Scores: kernels.Softmax(logits)}
	if s.Electronic() {
		if err := s.electronicPlanes(f, pass, x); err != nil {
			return nil, err
		}
	}
	for i := range s.arch.layers {
		if err := s.planes(f, pass, light, i); err != nil {
			return nil, err
		}
	}
	f.Panels, err = s.panels()
	return f, err
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
