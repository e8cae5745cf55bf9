package scatter

import (
	"math/cmplx"

	"talbot/sim/compute/kernels"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/system/focus"
)

// look is the bench as it is: picture, scatterer, masks, the light on the camera without noise, and the answer of a frame of it.
func (r *running) look(in experiment.Input) (*frame.Frame, error) {
	s := r.s
	x := in.Example(len(s.drawer.x))
	light, err := s.Seen(x)
	if err != nil {
		return nil, err
	}
	a, err := s.drawer.draw(x)
	if err != nil {
		return nil, err
	}
	logits, err := s.answer(s.read(light), s.TestPhotons, learned)
	if err != nil {
		return nil, err
	}
	n, pitch := s.Samples, float32(focus.Aperture/float64(s.Samples))
	plane := func(kind frame.Kind, name string, z float64) frame.Plane {
		return frame.Plane{Kind: kind, Name: name, Nx: n, Ny: n, Pitch: pitch, Z: float32(z)}
	}
	show := func(q *frame.Plane, v []float32) {
		sum := float32(0)
		for _, x := range v {
			q.Peak, sum = max(q.Peak, x), sum+x
		}
		q.Intensity, q.Power = frame.Bytes(v, q.Peak), sum/float32(n*n)
	}
	object := plane(frame.Source, "object", 0)
	for i, v := range a {
		a[i] = v * v
	}
	show(&object, a)
	f := &frame.Frame{Wavelength: focus.Wavelength, Label: in.Label, Scores: kernels.Softmax(logits), Predicted: kernels.ArgMax(logits), Planes: []frame.Plane{object}}
	if s.Scatterer != "none" {
		profile, err := focus.Plate(s.Scatterer, s.grid(), uint64(s.Faults.Seed+s.Seed-1), 0)
		if err != nil {
			return nil, err
		}
		p := plane(frame.Speckle, s.Scatterer, s.At*focus.Distance)
		p.Power, p.Phase = 1, make([]byte, n*n)
		for i, v := range profile.Samples(s.grid()) {
			p.Phase[i] = frame.PhaseByte(cmplx.Phase(v))
		}
		f.Planes = append(f.Planes, p)
	}
	masks, err := s.masks()
	if err != nil {
		return nil, err
	}
	for l, m := range masks {
		p := plane(frame.Mask, itoa(l+1), float64(l+1)*focus.Distance)
		p.Power, p.Peak, p.Phase, p.Intensity = 1, 1, make([]byte, n*n), make([]byte, n*n)
		for i, v := range m {
			p.Phase[i], p.Intensity[i] = frame.PhaseByte(float64(v)), 255
		}
		f.Planes = append(f.Planes, p)
	}
	camera := plane(frame.Camera, "camera", float64(1+s.Layers)*focus.Distance)
	show(&camera, light)
	f.Planes = append(f.Planes, camera)
	return f, nil
}
