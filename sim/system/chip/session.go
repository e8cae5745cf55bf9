package chip

import (
	"talbot/sim/circuit"
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/data/iris"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/rng"
	"talbot/sim/train"
)

// Session is a chip in training.
type Session struct {
	Config
	Chip  *circuit.Chip
	Drawn *circuit.Drawn
	Stage *train.Epochs // all of the training

	All         *data.Table // the 150 flowers
	learn, test *data.Table
	dev         compute.Device
	vars        []*compute.Var
	confusion   []int // [species][detectors] of the last evaluation
}

// Open makes the chip of c; its weights are kept on dev.
func Open(dev compute.Device, c Config) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	s := &Session{Config: c, dev: dev, Drawn: circuit.Draw(c.Design())}
	s.All, s.learn, s.test = iris.Split(repeated)
	var err error
	if s.Chip, err = circuit.New(c.Design(), c.faults()); err != nil {
		return nil, err
	}
	for l, n := range widths {
		v := &compute.Var{Name: "weights " + string(rune('1'+l)), Shape: []int{n}}
		if v.Value, err = dev.Alloc(compute.Spec{Name: v.Name, Len: n}); err != nil {
			return nil, err
		}
		if v.Grad, err = dev.Alloc(compute.Spec{Name: v.Name + ", gradient", Len: n}); err != nil {
			return nil, err
		}
		x := make([]float32, n)
		rng.Stream{Seed: uint64(c.Seed), Stream: rng.Init}.Uniform(uint32(l), x)
		for i := range x {
			x[i] = 2*x[i] - 1
		}
		if err := dev.Write(v.Value, 0, x); err != nil {
			return nil, err
		}
		s.vars = append(s.vars, v)
	}
	descent, err := train.NewDescent(dev, s, c.Rule(), false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "training", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: s.learn, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.Rate(epoch) }}}
	return s, nil
}

// Test are the flowers that are not learned from.
func (s *Session) Test() *data.Table { return s.test }

// Vars are the weights of each layer.
func (s *Session) Vars() []*compute.Var { return s.vars }

// Weights are they as numbers.
func (s *Session) Weights() ([][]float64, error) {
	var w [][]float64
	for _, v := range s.vars {
		x, y := make([]float32, v.Len()), make([]float64, v.Len())
		if err := s.dev.Read(v.Value, 0, x); err != nil {
			return nil, err
		}
		for i := range x {
			y[i] = float64(x[i])
		}
		w = append(w, y)
	}
	return w, nil
}

// way is what light goes through forth and how the error comes back, by a method.
func (s *Session) way(method string) (circuit.Machine, circuit.Back) {
	switch method {
	case "ffm":
		return s.Chip, circuit.Forwards(s.Chip, s.Chip.Design, true)
	case "ffm-blind":
		return s.Chip, circuit.Forwards(s.Chip, s.Chip.Design, false)
	case "physics-aware":
		return s.Chip, s.Drawn.Back
	case "true":
		return s.Chip, s.Chip.Truly
	}
	return s.Drawn, s.Drawn.Back
}

// Gradient leaves in the variables the gradient of the session's method, at time t.
func (s *Session) Gradient(ex data.Examples, batch []int32, t int) (network.Result, error) {
	s.Chip.At(uint32(t))
	r, g, err := s.gradient(s.Method, ex, batch)
	if err != nil {
		return r, err
	}
	for l, v := range s.vars {
		x := make([]float32, v.Len())
		for i := range x {
			x[i] = float32(g[l][i])
		}
		if err := s.dev.Write(v.Grad, 0, x); err != nil {
			return r, err
		}
	}
	return r, nil
}

// gradient is that of some examples by a method, as the chip is now.
func (s *Session) gradient(method string, ex data.Examples, batch []int32) (r network.Result, g [][]float64, err error) {
	w, err := s.Weights()
	if err != nil {
		return r, nil, err
	}
	for _, n := range widths {
		g = append(g, make([]float64, n))
	}
	d, x := s.Chip.Design, make([]float32, repeated*4)
	m, back := s.way(method)
	for _, k := range batch {
		ex.Read(int(k), x)
		p := d.Forward(m, w, float64s(x))
		loss, right, slope := circuit.CrossEntropy(p.Intensities(), ex.Target(int(k)))
		r.Count++
		r.Loss += loss
		if right {
			r.Correct++
		}
		d.Gradient(p, w, slope, back, g)
	}
	return r, g, nil
}

// tested is where weights are tested.
func (s *Session) tested() circuit.Machine {
	if s.Tested == "drawing" {
		return s.Drawn
	}
	return s.Chip
}

// Evaluate tests with some flowers.
func (s *Session) Evaluate(ex data.Examples) (*experiment.Evaluation, error) {
	w, err := s.Weights()
	if err != nil {
		return nil, err
	}
	s.Chip.At(uint32(s.Stage.Step) + 1)
	e, x := &experiment.Evaluation{Confusion: make([]int, len(s.All.Classes)*s.Chip.Outputs())}, make([]float32, repeated*4)
	for i := range ex.Len() {
		ex.Read(i, x)
		p := s.Chip.Forward(s.tested(), w, float64s(x))
		v := p.Intensities()
		logits := make([]float32, len(v))
		for j := range v {
			logits[j] = float32(v[j])
		}
		loss, _, _ := circuit.CrossEntropy(v, ex.Target(i))
		e.Count++
		e.Loss += loss
		if e.Answer(ex.Target(i), logits) {
			e.Correct++
		}
	}
	s.confusion = e.Confusion
	return e, nil
}

func float64s(x []float32) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = float64(x[i])
	}
	return y
}
