package language

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/network"
)

// System is that of language models.
var System = experiment.System{Name: "language", Title: "Language models", Presets: func() (list []experiment.Preset) {
	for _, p := range Presets() {
		list = append(list, experiment.Preset{ID: p.ID, Title: p.Title, Doc: p.Doc, Data: p.Config.Data, Config: &p.Config})
	}
	return list
}}

// Open makes a session.
func (c *Config) Open(dev compute.Device, learn *data.Set) (experiment.Session, error) {
	err := compute.FitsAll(dev, "this model", "make the width, the context, the batch or the number of blocks smaller", func(dev compute.Device) error {
		_, err := Open(dev, *c, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	s, err := Open(dev, *c, learn)
	if err != nil {
		return nil, err
	}
	r := s.running(dev)
	return &r, nil
}

// running is a Session as every system has them.
type running struct {
	experiment.OneStage
	s *Session
}

func (s *Session) running(dev compute.Device) running {
	return running{experiment.OneStage{Settings: &s.Config, On: dev, Stage: s.Stage, Net: s.Net, Names: shown(s.names)}, s}
}

// Of is the session behind one of the contract, nil for one of another system.
func Of(s experiment.Session) *Session {
	if r, ok := s.(*running); ok {
		return r.s
	}
	return nil
}

// Perplexity makes a session experiment.Perplexed.
func (r *running) Perplexity(loss float64) float64 { return Perplexity(loss) }

// Learn takes another text, if it is one; the epoch begins anew.
func (r *running) Learn(set *data.Set) error {
	text, err := r.s.cut(set)
	if err != nil {
		return err
	}
	r.s.Stage.Set, r.s.Stage.Index = text, 0
	return nil
}

func (r *running) Test(set *data.Set) experiment.Test {
	x := &failing{exam: exam{s: r.s}}
	if set != nil {
		x.of, x.err = r.s.cut(set)
	}
	return x
}

// failing is a test of what may be no text.
type failing struct {
	exam
	err error
}

func (x *failing) More() (bool, error) {
	if x.err != nil {
		return false, x.err
	}
	return x.exam.More()
}

// Look is what the model makes of a text of bytes, or of tokens: behind the embedding and each block that gets feedback a plane
// of the sizes of its numbers, a row for each token; and the token that it takes to follow.
func (r *running) Look(in experiment.Input) (*frame.Frame, error) {
	s := r.s
	if s.view == nil {
		var err error
		if s.view, err = s.Net.NewPass(network.View, 1); err != nil {
			return nil, err
		}
	}
	x := s.view.Stage(0, max(0, in.Label))
	clear(x)
	if in.Values != nil {
		copy(x, in.Values)
	} else {
		for i, t := range s.pairs.Cut(in.Image[:min(len(in.Image), len(x))]) {
			x[i] = float32(t)
		}
	}
	for i, v := range x { // of what is no token
		x[i] = max(0, min(v, float32(len(s.names)-1)))
	}
	if err := s.view.Run(1); err != nil {
		return nil, err
	}
	z, err := s.view.Logits(1)
	if err != nil {
		return nil, err
	}
	layers, err := s.view.Read(network.Behind, 1)
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Wavelength: 532e-9, Label: in.Label, Predicted: kernels.ArgMax(z[len(z)-len(s.names):])}
	add := func(name string, kind frame.Kind, nx, ny int, size []float32) {
		p := frame.Plane{Kind: kind, Name: name, Nx: nx, Ny: ny, Pitch: 100e-6, Z: 0.1 * float32(len(f.Planes)), Power: 1}
		for _, v := range size {
			p.Peak = max(p.Peak, v)
		}
		p.Intensity = frame.Bytes(size, p.Peak)
		f.Planes = append(f.Planes, p)
	}
	add("tokens", frame.Source, s.Context, 1, append([]float32(nil), x...))
	for i, y := range layers {
		if len(y) != s.Context*s.Width {
			continue
		}
		for k, v := range y {
			y[k] = max(v, -v)
		}
		name := "embedding"
		if i > 0 {
			name = "block " + strconv.Itoa(i)
		}
		add(name, frame.Relay, s.Width, s.Context, y)
	}
	return f, nil
}
