package chip

import (
	"math"
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// The chip is drawn at a scale of its own, as Params have no lengths: waveguides 127 um apart, as fibres are in an array,
// and cores of 2 mm, for light of 1550 nm.
const (
	spacing    = 127e-6  // m
	core       = 2e-3    // m
	wavelength = 1550e-9 // m
)

// Look is the frame of one flower: light on the waveguides before the weights of each layer, the detectors, and panels
// with the measured gradient, its errors, and how the chip drifts.
func (s *Session) Look(x []float32, class int) (*frame.Frame, error) {
	if len(x) != repeated*4 {
		return nil, errs.New("chip: a flower has ", repeated*4, " numbers, not ", len(x))
	}
	w, err := s.Weights()
	if err != nil {
		return nil, err
	}
	s.Chip.At(uint32(s.Stage.Step) + 1)
	p := s.Chip.Forward(s.tested(), w, float64s(x))
	var logits []float32
	for _, v := range p.Intensities() {
		logits = append(logits, float32(v))
	}
	names := len(s.All.Classes)
	f := &frame.Frame{Wavelength: wavelength, Label: class, Predicted: kernels.ArgMax(logits), Scores: kernels.Softmax(logits)[:names]}
	if f.Predicted >= names { // the fourth detector stands for no species
		f.Predicted = -1
	}
	add := func(q frame.Plane, light []float32) {
		q.Nx, q.Ny, q.Pitch = len(light), 1, spacing
		for _, v := range light {
			q.Peak, q.Power = max(q.Peak, v), q.Power+v
		}
		q.Intensity = frame.Bytes(light, q.Peak)
		if n := len(f.Planes); n > 0 {
			q.Z = f.Planes[n-1].Z + core
		}
		f.Planes = append(f.Planes, q)
	}
	squares := func(u []complex128) (light []float32) {
		for _, v := range u {
			light = append(light, float32(real(v)*real(v)+imag(v)*imag(v)))
		}
		return light
	}
	add(frame.Plane{Kind: frame.Source, Name: "flower"}, squares(p.In[0]))
	for l, u := range p.In {
		q := frame.Plane{Kind: frame.Mask, Name: string(rune('1' + l))}
		most := 0.0
		for _, v := range w[l] {
			most = math.Max(most, math.Abs(v))
		}
		for _, v := range w[l] {
			q.Amplitude = append(q.Amplitude, byte(255*math.Abs(v)/math.Max(most, 1e-9)+0.5))
			q.Phase = append(q.Phase, map[bool]byte{true: 128}[v < 0])
		}
		add(q, squares(u))
	}
	add(frame.Plane{Kind: frame.Camera, Name: "detectors"}, logits)
	if whole := f.Planes[0].Power; whole > 0 {
		for i := range f.Planes {
			f.Planes[i].Power /= whole
		}
	}
	f.Panels, err = s.panels()
	return f, err
}

// panels are what there is to see beside the chip.
func (s *Session) panels() ([]frame.Panel, error) {
	measured, drawn, drawing, truth, err := s.Errors()
	if err != nil {
		return nil, err
	}
	const layer = 1
	number := make([]float32, len(measured[layer]))
	for i := range number {
		number[i] = float32(i + 1)
	}
	float32s := func(v []float64) (x []float32) {
		for _, y := range v {
			x = append(x, float32(y)/float32(s.learn.Len()))
		}
		return x
	}
	list := []frame.Panel{
		{ID: "gradient", Shape: frame.Lines, Title: "Gradient of the second layer", X: frame.Axis{Label: "weight"}, Y: frame.Axis{Label: "slope of the loss"},
			Note:   "What light forwards tells, beside what the drawing of the chip says.",
			Series: []frame.Series{{Name: "drawing", Class: 0, X: number, Y: float32s(drawn[layer])}, {Name: "measured", Points: true, Class: 1, X: number, Y: float32s(measured[layer])}}},
		{ID: "errors", Shape: frame.Bars, Title: "Error of the gradient", Y: frame.Axis{Label: "%"},
			Note:  "Mean distance of a flower's gradient to the drawing's, in per cent of its range, of each layer.",
			Names: []string{"1", "2", "3", "4", "5"}, Series: []frame.Series{{Class: -1}}},
		s.drift(),
	}
	mean, cosine := 0.0, 0.0
	for l, e := range drawing {
		list[1].Series[0].Y = append(list[1].Series[0].Y, float32(100*e.Mean))
		mean, cosine = mean+20*e.Mean, cosine+truth[l].Cosine/5
	}
	if s.confusion != nil {
		list = append(list, s.answers())
	}
	return append(list, frame.Panel{ID: "said", Shape: frame.Text,
		Note: "The measured gradient is " + experiment.Short(mean) + " % from the drawing's; its cosine with that of the chip as it is, is " + experiment.Short(cosine) + ". What is left of the shares is the fourth detector's, of no species."}), nil
}

// drift is how three numbers of the second core wander, now in the middle.
func (s *Session) drift() frame.Panel {
	p := frame.Panel{ID: "drift", Shape: frame.Lines, Title: "Drift of the core", X: frame.Axis{Label: "updates"}, Y: frame.Axis{Label: "%"},
		Note: "How far three numbers of the second core are from where they were on the average."}
	now := s.Chip.Time()
	from := max(now, 100) - 100
	var at [][2]int
	for i := 0; len(at) < 3; i++ {
		for j, v := range s.Chip.Truth(1).M[i] {
			if v != 0 && j >= i && len(at) < 3 {
				at = append(at, [2]int{i, j})
				break
			}
		}
	}
	for k := range at {
		p.Series = append(p.Series, frame.Series{Name: "number " + string(rune('1'+k)), Class: k})
	}
	for t := from; t <= from+200; t += 4 {
		for k, ij := range at {
			p.Series[k].X = append(p.Series[k].X, float32(t))
			p.Series[k].Y = append(p.Series[k].Y, float32(100*s.Chip.Wander(1, ij[0], ij[1], t)))
		}
	}
	return p
}

// answers is the confusion of what was tested last.
func (s *Session) answers() frame.Panel {
	n := s.Chip.Outputs()
	names := append(slices.Clone(s.All.Classes), "none")
	p := frame.Panel{ID: "confusion", Shape: frame.Grid, Title: "Answers", Note: "A row is a true species, and a column an answer.",
		Nx: n, Ny: len(s.All.Classes), Names: append(names, s.All.Classes...), Series: []frame.Series{{Class: -1}}}
	for _, v := range s.confusion {
		p.Series[0].Y = append(p.Series[0].Y, float32(v))
	}
	return p
}
