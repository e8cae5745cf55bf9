package focus

import (
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// look is the frame of the bench as it is: two squares, the scatterer, the mask, the camera without noise, and one frame of it.
func (r *seeing) look() (*frame.Frame, error) {
	s := r.s
	step, _ := r.Progress()
	pair := step % s.Pairs()
	if s.Pairs() == 0 {
		return nil, experiment.Wrong("squares", "there are no two squares to look at")
	}
	p, err := s.Two(pair)
	if err != nil {
		return nil, err
	}
	moving, err := s.Moving(step % s.Pass())
	if err != nil {
		return nil, err
	}
	light, err := s.Seen(p.Object)
	if err != nil {
		return nil, err
	}
	if step < r.at {
		r.history = nil
	}
	if len(r.history) == 0 || step != r.at {
		r.history = append(r.history, float32(p.SSIM))
	}
	r.at = step
	n, pitch := s.Samples, float32(Aperture/float64(s.Samples))
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
	show(&object, p.Object) // amplitudes of 0 and 1
	mask := plane(frame.Mask, "1", Distance)
	mask.Power, mask.Peak, mask.Phase, mask.Intensity = 1, 1, make([]byte, n*n), make([]byte, n*n)
	phases := make([]float32, n*n)
	if err := s.dev.Read(s.phase.Value, 0, phases); err != nil {
		return nil, err
	}
	for i, v := range phases {
		mask.Phase[i], mask.Intensity[i] = frame.PhaseByte(float64(v)), 255
	}
	camera := plane(frame.Camera, "camera", 2*Distance)
	show(&camera, light)
	f := &frame.Frame{Wavelength: Wavelength, Label: -1, Predicted: -1, Planes: []frame.Plane{object, mask, camera}}
	if s.Scatterer != "none" {
		c := Config{Scatterer: s.Scatterer, At: s.At, Faults: s.Faults, Seed: s.Seed}
		plate, err := (&Session{Config: c, Bench: s.whole}).plate()
		if err != nil {
			return nil, err
		}
		f.Planes = []frame.Plane{object, plate, mask, camera}
	}
	f.Panels = r.panels(p, moving)
	return f, nil
}

// panels are what should be seen, a frame of two squares and one of a square that moves, how the likeness came, and what is to be said.
func (r *seeing) panels(two, moving *Picture) []frame.Panel {
	s := r.s
	n := s.Samples
	half := float32(Aperture / 2)
	picture := func(id, title, note, bar string, v []float32) frame.Panel {
		p := frame.Panel{ID: id, Shape: frame.Image, Title: title, Note: note, Names: []string{bar}, Nx: n, Ny: n, Map: frame.Intensity}.Across("m", -half, half, -half, half)
		for _, x := range v {
			p.Hi = max(p.Hi, x)
		}
		p.Hi = max(p.Hi, 1e-9)
		p.Image = frame.Bytes(v, p.Hi)
		return p
	}
	list := []frame.Panel{
		picture("frame", "A frame", "What the camera counts in one frame, in electrons.", "electrons", two.Frame),
		picture("target", "As it should be", "The object as a lens images it, turned by half a turn.", "intensity (object 1)", two.Target),
		picture("moving", "A frame of a moving square", "A square goes through the middle while frames are taken.", "electrons", moving.Frame),
	}
	if len(r.history) > 1 {
		h := frame.Panel{ID: "history", Shape: frame.Lines, Title: "Likeness", X: frame.Axis{Label: "looks"}, Y: frame.Axis{Label: "SSIM", Min: 0, Max: 1},
			Note: "The structural similarity of a frame of two squares to what it should be.", Series: []frame.Series{{Class: 0, Name: "two squares"}}}
		for i, v := range r.history {
			h.Series[0].X, h.Series[0].Y = append(h.Series[0].X, float32(i)), append(h.Series[0].Y, v)
		}
		list = append(list, h)
	}
	text := "Frames of " + experiment.Short(1e3*s.Frame) + " ms in light of " + experiment.Short(1e6*s.Power) + " µW: an intensity of 1 gives a pixel " + experiment.Short(s.Electrons()) +
		" electrons. The structural similarity is " + experiment.Short(two.SSIM) + " of two squares and " + experiment.Short(moving.SSIM) + " of the moving one."
	return append(list, frame.Panel{ID: "said", Shape: frame.Text, Note: text})
}
