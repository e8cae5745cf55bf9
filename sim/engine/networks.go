package engine

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/train"
)

// Networks are the diffractive networks.
var Networks = System{Name: "diffractive", Title: "Networks that learn", Presets: func() (list []Preset) {
	for _, p := range experiment.Presets() {
		list = append(list, Preset{p.ID, p.Title, p.Doc, p.Config.Data, &networks{&p.Config}})
	}
	return list
}}

// networks and networkSession embed nothing: each method that is promoted, of value and
// pointer, would be 150 bytes of the page's engine.

// networks is a Config of these; it is its session's, once there is one.
type networks struct{ c *experiment.Config }

func (n *networks) Params() []experiment.Param { return n.c.Params() }
func (n *networks) Cost() experiment.Cost      { return n.c.Cost() }
func (n *networks) Shares(engines int) int     { return n.c.Shares(engines) }

func (n *networks) Clone() Config {
	c := *n.c
	return &networks{&c}
}

func (n *networks) Fits(dev compute.Device, pixels int, looks bool) error {
	return n.c.Fits(dev, pixels, looks)
}
func (n *networks) FitsHost(dev compute.Device) error { return n.c.FitsHost(dev) }

// maxLevels is how many levels masks may have: front ends keep them as bytes.
const maxLevels = 256

// Check refuses, beside what cannot be, devices whose masks a page cannot keep.
func (n *networks) Check() ([]string, error) {
	warnings, err := n.c.Check()
	if err != nil || !n.c.Device() {
		return warnings, err
	}
	curves, err := n.c.Curves()
	for _, d := range curves {
		if k := d.Levels(); k > maxLevels {
			return nil, &experiment.ParamError{Name: "curve", Why: errs.New("the page keeps masks of up to ", maxLevels, " levels, and this device has ", k,
				": take fewer, or train with talbot train").Error()}
		}
	}
	return warnings, err
}

func (n *networks) Open(dev compute.Device, set *data.Set) (Session, error) {
	s, err := experiment.NewSession(dev, *n.c, set)
	if err != nil {
		return nil, err
	}
	return &networkSession{s}, nil
}

// networkSession is an experiment.Session as an engine has it.
type networkSession struct{ s *experiment.Session }

func (n *networkSession) Config() Config              { return &networks{&n.s.Config} }
func (n *networkSession) Device() compute.Device      { return n.s.Device }
func (n *networkSession) Loop() *train.Loop           { return n.s.Loop }
func (n *networkSession) Split() *train.Split         { return n.s.Split }
func (n *networkSession) Trained() bool               { return n.s.Trained }
func (n *networkSession) SetTrained(t bool)           { n.s.Trained = t }
func (n *networkSession) Networks() int               { return n.s.Config.Networks }
func (n *networkSession) ClassNames() []string        { return n.s.Config.ClassNames() }
func (n *networkSession) NotANumber(epoch int) string { return n.s.Config.NotANumber(epoch) }
func (n *networkSession) Size() (masks, samples int)  { return n.s.Config.Masks(), n.s.Config.Samples }

func (n *networkSession) Can() []string {
	can := []string{"train", "evaluate", "masks"}
	if n.s.Config.Device() {
		can = append(can, "display")
	}
	return can
}

func (n *networkSession) Look(in Input) (*frame.Frame, error) {
	n.s.Network = in.Network
	return n.s.Look(in.Image, in.Label)
}

func (n *networkSession) Evaluate(set *data.Set) *experiment.Evaluation { return n.s.Evaluate(set) }
func (n *networkSession) More(e *experiment.Evaluation) (bool, error)   { return n.s.More(e) }
func (n *networkSession) MaskBytes() ([]byte, error)                    { return n.s.MaskBytes() }
func (n *networkSession) MaskArray() (*experiment.MaskArray, error)     { return n.s.MaskArray() }
func (n *networkSession) GoOnFrom(m *experiment.MaskArray, ended bool) error {
	return n.s.GoOnFrom(m, ended)
}
func (n *networkSession) RateShare() float64                          { return n.s.RateShare() }
func (n *networkSession) DeviceUses() ([]experiment.DeviceUse, error) { return n.s.DeviceUses() }
