package diffusion

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/train"
)

// System is that of networks that make pictures of noise.
var System = experiment.System{Name: "diffusion", Title: "Pictures made of noise", Presets: func() (list []experiment.Preset) {
	for _, p := range Presets() {
		list = append(list, experiment.Preset{ID: p.ID, Title: p.Title, Doc: p.Doc, Data: p.Config.Data, Config: &p.Config})
	}
	return list
}}

// Open makes a session.
func (c *Config) Open(dev compute.Device, learn *data.Set) (experiment.Session, error) {
	if learn == nil {
		_, ny, nx := data.Shape(c.Data)
		learn = &data.Set{Name: c.Data, Width: nx, Height: ny}
	}
	s, err := Open(dev, *c, learn)
	if err != nil {
		return nil, err
	}
	return &running{s, dev}, nil
}

// running is a Session as every system has them.
type running struct {
	s   *Session
	dev compute.Device
}

// Of is the session behind one of the contract, nil for one of another system.
func Of(s experiment.Session) *Session {
	if r, ok := s.(*running); ok {
		return r.s
	}
	return nil
}

func (r *running) Config() experiment.Config { return &r.s.Config }
func (r *running) Device() compute.Device    { return r.dev }
func (r *running) Plan() train.Stage         { return r.s.Stage }
func (r *running) ClassNames() []string      { return r.s.names }
func (r *running) Can() []string             { return []string{"train", "evaluate"} }

func (r *running) Size() (arrays, longest int) {
	for _, v := range r.s.Net.Vars() {
		arrays++
		longest = max(longest, v.Shape[0], v.Len()/v.Shape[0])
	}
	return arrays, longest
}

func (r *running) Progress() (step int, epoch float64) {
	l := r.s.Stage.Loop
	return l.Step, float64(l.Epoch) + float64(l.Index)/float64(max(1, l.Batches()))
}

// Learn takes other pictures; the epoch begins anew.
func (r *running) Learn(set *data.Set) {
	r.s.learn = Shrink(set.Grey(), r.s.Side)
	r.s.Stage.Set, r.s.Stage.Index = r.s.learn, 0
}

// NotANumber says what most likely made the loss none.
func (r *running) NotANumber() string { return "lower the learning rate" }

func (r *running) Test(set *data.Set) experiment.Test { return r.s.testing(set) }

func (r *running) Look(in experiment.Input) (*frame.Frame, error) {
	x := in.Values
	if x == nil {
		x = in.Example(len(in.Image))
	}
	return r.s.Look(r.s.small(x), in.Label)
}
