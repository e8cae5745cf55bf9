package dante

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/train"
)

// System is that of DANTE's networks.
var System = experiment.System{Name: "dante", Title: "Dual neurons", Presets: func() (list []experiment.Preset) {
	for _, p := range Presets() {
		list = append(list, experiment.Preset{ID: p.ID, Title: p.Title, Doc: p.Doc, Data: p.Config.Data, Config: &p.Config})
	}
	return list
}}

// Open makes a session without test examples: Test has them. Of a small set a tenth is held
// out, where the settings ask for more than half.
func (c *Config) Open(dev compute.Device, learn *data.Set) (experiment.Session, error) {
	now := *c
	if learn == nil {
		channels, ny, nx := c.Shape()
		learn = &data.Set{Name: c.Data, Width: nx, Height: ny, Channels: channels}
	}
	learn = c.some(learn, true)
	if learn.Len() > 0 && 2*now.Held > learn.Len() {
		now.Held = learn.Len() / 10
	}
	s, err := Open(dev, now, learn, nil)
	if err != nil {
		return nil, err
	}
	r := &running{s: s, dev: dev}
	if len(s.plan.Stages) > 1 {
		return &staged{r}, nil
	}
	return r, nil
}

// running is a Session as every system has them.
type running struct {
	s   *Session
	dev compute.Device
}

// Of is the session behind one of the contract, nil for one of another system.
func Of(s experiment.Session) *Session {
	switch r := s.(type) {
	case *running:
		return r.s
	case *staged:
		return r.s
	}
	return nil
}

func (r *running) Config() experiment.Config { return &r.s.Config }
func (r *running) Device() compute.Device    { return r.dev }
func (r *running) Plan() train.Stage         { return r.s.plan }
func (r *running) ClassNames() []string      { return r.s.names }
func (r *running) Size() (masks, side int)   { return len(r.s.masks), r.s.Mask }

// Can leaves files away where there is no mask.
func (r *running) Can() []string {
	if r.s.Electronic() {
		return []string{"train", "evaluate"}
	}
	return []string{"train", "evaluate", "files"}
}

func (r *running) Progress() (step int, epoch float64) { return r.s.progress() }

func (r *running) LearnsFrom() int { return r.s.learn.Len() }

func (r *running) Learn(set *data.Set) error {
	r.s.learnFrom(r.s.some(set, true))
	return nil
}

// NotANumber says what most likely made the loss none.
func (r *running) NotANumber() string { return "lower the learning rate" }

func (r *running) Test(set *data.Set) experiment.Test {
	b := &both{s: r.s, of: r.s.test}
	if set != nil {
		b.of = r.s.some(set, false)
	}
	return b
}

// TestHeld is Test with what is held out.
func (r *running) TestHeld() experiment.Test {
	if r.s.held.Len() == 0 {
		return nil
	}
	return &both{s: r.s, of: r.s.held, held: true}
}

func (r *running) Look(in experiment.Input) (*frame.Frame, error) {
	label := in.Label
	if label >= len(r.s.names) { // of a class that is not learned
		label = -1
	}
	return r.s.Look(in.Example(r.s.Net.Input.Len()), label)
}

// Colours tells that pictures in colour are taken as they are.
func (c *Config) Colours() bool { return true }

// UseData makes c one for pictures of that name.
func (c *Config) UseData(name string) { c.Data = name }

// ClassNames are those of a set that Talbot knows.
func ClassNames(set string) []string {
	switch set {
	case "cifar-10":
		return []string{"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"}
	case "imagenet-32":
		return data.Numbered(1000)
	}
	return data.ClassNames(set)
}

// Cost counts products and the transforms of a look as passes of a transform.
func (c *Config) Cost() experiment.Cost {
	channels, side, _ := c.Shape()
	a, err := c.architecture(channels, side)
	if err != nil {
		return experiment.Cost{Look: 1}
	}
	var light, small float64
	_, small = a.electronicWeights()
	for _, l := range a.layers {
		t, m := l.tiling(), float64(c.Mask)
		n := float64(l.masks * l.branches)
		light += n * m * float64(t.Block()+t.Response()) * (m + float64(t.Response())) / 8
		small += n * float64(l.in*l.out*l.kernel*l.kernel*t.Valid()*t.Valid())
	}
	cost := experiment.Cost{Look: small + light, Step: 12 * small * float64(c.Batch)}
	if !c.Dual() && light > 0 {
		cost.Step = 3 * light * float64(c.Batch)
	}
	return cost
}
