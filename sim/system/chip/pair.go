package chip

import (
	"math"
	"strconv"

	"talbot/sim/circuit"
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// Pair is the settings of a search for the exceptional point of two coupled waveguides.
type Pair struct {
	Coupling, Start, Step, Rate, Readout float64
	Steps, Updates, Seed                 int
}

// pairBase are those of the program released with Xue et al., extended data figure 1.
func pairBase() Pair {
	return Pair{Coupling: circuit.Released.Coupling, Step: circuit.Released.Step, Steps: circuit.Released.Steps, Start: 4.5, Rate: 0.03, Updates: 300, Seed: 1}
}

// PairBase is a copy of the settings of the preset ffm-ep.
func PairBase() Pair { return pairBase() }

// Params are the parameters in the order of a form.
func (c *Pair) Params() []experiment.Param {
	number := func(group, name, label, doc string, v *float64, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Float, Min: low, Max: high}.At(v)
	}
	whole := func(group, name, label, doc string, v *int, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Int, Min: low, Max: high}.At(v)
	}
	const pair, search = "Waveguides", "Search"
	return []experiment.Param{
		number(pair, "coupling", "Coupling", "Coupling of both waveguides, in 1/cm.", &c.Coupling, 0.1, 5),
		number(pair, "step", "Step", "Length of a step, in cm, between two places where light is read.", &c.Step, 0.01, 0.2),
		whole(pair, "steps", "Steps", "Steps along both waveguides.", &c.Steps, 2, 60),
		number(pair, "readout-noise", "Read-out noise", "Standard deviation of the noise, as a share of the root mean square of what is read.", &c.Readout, 0, 0.2),
		number(search, "start", "First gain", "Gain of one waveguide, and loss of the other, to begin with, in 1/cm.", &c.Start, 0.1, 12),
		number(search, "learning-rate", "Learning rate", "Step of an update, in 1/cm.", &c.Rate, 1e-4, 1),
		whole(search, "updates", "Updates", "Updates of the gain.", &c.Updates, 1, 2000),
		experiment.Seed(&c.Seed),
	}
}

// Clone is a copy.
func (c *Pair) Clone() experiment.Config {
	d := *c
	return &d
}

// Check says what of the values does not go together.
func (c *Pair) Check() ([]string, error) {
	if length := c.Step * float64(c.Steps); c.Start*length > 60 {
		return nil, experiment.Wrong("start", "a gain of ", errs.Float(c.Start), " over ", errs.Float(length), " cm is too much light: take less of either")
	}
	return nil, nil
}

// Cost counts the steps of all updates.
func (c *Pair) Cost() experiment.Cost {
	return experiment.Cost{Look: 20 * float64(c.Updates) * float64(c.Steps)}
}

// Open makes a session, which needs no pictures.
func (c *Pair) Open(dev compute.Device, _ *data.Set) (experiment.Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	return &pairSession{*c, dev}, nil
}

// Search is how a gain was found: it, and the objective, of each update.
type Search struct{ Gain, Objective []float64 }

// Last is the gain at the end.
func (s Search) Last() float64 { return s.Gain[len(s.Gain)-1] }

// Searches goes down by the gap of the eigenvalues, and by the objective of the released program; both by Adam.
func (c *Pair) Searches() (gap, released Search) {
	p := &circuit.Pair{Coupling: c.Coupling, Step: c.Step, Steps: c.Steps, Readout: c.Readout, Seed: uint64(c.Seed)}
	gap = c.search(p.Gap)
	released = c.search(func(g float64) (float64, float64) {
		power, slope, _ := p.Power(g)
		return math.Abs(power - 8), slope
	})
	return gap, released
}

func (c *Pair) search(at func(g float64) (objective, slope float64)) (s Search) {
	const b1, b2 = 0.9, 0.999
	g, m, v, p1, p2 := c.Start, 0.0, 0.0, 1.0, 1.0
	for range c.Updates {
		f, d := at(g)
		s.Gain, s.Objective = append(s.Gain, g), append(s.Objective, f)
		m, v, p1, p2 = b1*m+(1-b1)*d, b2*v+(1-b2)*d*d, p1*b1, p2*b2
		g -= c.Rate * m / (1 - p1) / (math.Sqrt(v/(1-p2)) + 1e-8)
	}
	f, _ := at(g)
	s.Gain, s.Objective = append(s.Gain, g), append(s.Objective, f)
	return s
}

// pairSession shows a search.
type pairSession struct {
	config Pair
	dev    compute.Device
}

func (s *pairSession) Config() experiment.Config  { return &s.config }
func (s *pairSession) Device() compute.Device     { return s.dev }
func (s *pairSession) Size() (elements, side int) { return s.config.Steps, 2 }
func (s *pairSession) Can() []string              { return []string{} }

func (s *pairSession) Look(experiment.Input) (*frame.Frame, error) {
	c := &s.config
	gap, released := c.Searches()
	p := &circuit.Pair{Coupling: c.Coupling, Step: c.Step, Steps: c.Steps}
	f := &frame.Frame{Wavelength: wavelength, Label: -1, Predicted: -1}
	u := p.Light(gap.Last(), 1, 0)
	for n := 0; n < len(u); n += max(1, (len(u)-1)/5) {
		light := make([]float32, 2)
		for k, v := range u[n] {
			light[k] = float32(real(v)*real(v) + imag(v)*imag(v))
		}
		q := frame.Plane{Kind: frame.Screen, Name: "step " + strconv.Itoa(n), Nx: 2, Ny: 1, Pitch: spacing, Z: float32(n) * float32(c.Step) / 100,
			Peak: max(light[0], light[1]), Power: light[0] + light[1]}
		if n == 0 {
			q.Kind, q.Name = frame.Source, "input"
		}
		q.Intensity = frame.Bytes(light, q.Peak)
		f.Planes = append(f.Planes, q)
	}
	f.Panels = c.panels(p, gap, released)
	return f, nil
}

// panels are both searches, the eigenvalues around the point, and what is to be said.
func (c *Pair) panels(p *circuit.Pair, gap, released Search) []frame.Panel {
	point := 2 * c.Coupling
	line := func(name string, class int, y []float64) frame.Series {
		s := frame.Series{Name: name, Class: class}
		for i, v := range y {
			s.X, s.Y = append(s.X, float32(i)), append(s.Y, float32(v))
		}
		return s
	}
	even := make([]float64, len(gap.Gain))
	for i := range even {
		even[i] = point
	}
	re, im := frame.Series{Name: "growth", Class: 0}, frame.Series{Name: "beating", Class: 1}
	for i := range 121 {
		g := point * (0.4 + 0.01*float64(i))
		l := p.Eigenvalue(g)
		re.X, re.Y = append(re.X, float32(g)), append(re.Y, float32(real(l)))
		im.X, im.Y = append(im.X, float32(g)), append(im.Y, float32(imag(l)))
	}
	end := func(name string, class int, g float64) frame.Series {
		l := p.Eigenvalue(g)
		return frame.Series{Name: name, Points: true, Class: class, X: []float32{float32(g)}, Y: []float32{float32(math.Hypot(real(l), imag(l)))}}
	}
	power, _, _ := p.Power(point)
	gain := frame.Axis{Label: "gain (1/cm)"}
	return []frame.Panel{
		{ID: "search", Shape: frame.Lines, Title: "Gain in search of the point", X: frame.Axis{Label: "updates"}, Y: gain,
			Note:   "By the gap of the eigenvalues, measured with light into either waveguide, and by the objective of the released program.",
			Series: []frame.Series{line("gap", 0, gap.Gain), line("released objective", 1, released.Gain), line("exceptional point", 2, even)}},
		{ID: "eigenvalues", Shape: frame.Lines, Title: "Eigenvalue of the pair", X: gain, Y: frame.Axis{Label: "1/cm"},
			Note:   "Both eigenvalues, plus and minus this one, are one where it is 0: before, light beats; behind, it grows.",
			Series: []frame.Series{re, im, end("gap", 2, gap.Last()), end("released objective", 3, released.Last())}},
		{ID: "said", Shape: frame.Text, Note: "By the gap the search ends at " + experiment.Short(gap.Last()) + " per cm; modes are one at " + experiment.Short(point) +
			". The released objective ends at " + experiment.Short(released.Last()) + ": its slope only tells whether the power at the end is more than 8, and at the exceptional point that is " + experiment.Short(power) + "."},
	}
}
