package engine

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/train"
)

// System is a kind of experiments. An engine has those that its program names, so that
// no program links another.
type System struct {
	Name, Title string
	Presets     func() []Preset
	// Read makes a parameter's text of a file, and notes on what was made of it. It is nil
	// where an engine is to stay small: WithFiles adds it.
	Read func(p experiment.Param, file string, b []byte) (text string, notes []string, err error)
}

// WithFiles is s, able to read files that give a parameter its value.
func WithFiles(s System) System {
	s.Read = experiment.Param.Read
	return s
}

// Preset is an experiment to start from. Config is a copy of its own.
type Preset struct {
	ID, Title, Doc string
	Data           string // name of the pictures that it is for, "" for none
	Config         Config
}

// Config is the settings of an experiment.
type Config interface {
	Params() []experiment.Param // whose values are in the Config
	Check() (warnings []string, err error)
	Clone() Config
	Cost() experiment.Cost
	// Open makes what runs, for pictures of set's size.
	Open(dev compute.Device, set *data.Set) (Session, error)
}

// Session is an experiment that runs. What else than this it can do is found by asking for
// one of the interfaces below; Can names them for front ends.
type Session interface {
	Config() Config // as it runs: a live parameter changes in it
	Device() compute.Device
	Look(Input) (*frame.Frame, error)
	// Size is how many masks or elements there are, and samples along a side of a plane.
	Size() (elements, samples int)
	// Can names what there is beside Look: train, evaluate, masks, display, profile.
	Can() []string
}

// Input is what a session is shown: a picture and its class, -1 when it is unknown, and
// the number of the network that is seen, of several.
type Input struct {
	Image   []byte
	Label   int
	Network int
}

// Trainer is a session that learns from pictures; its updates can be split.
type Trainer interface {
	Session
	Loop() *train.Loop
	Split() *train.Split
	Networks() int
	ClassNames() []string // that the detectors tell apart
	// Trained tells whether the masks came from a run that has ended.
	Trained() bool
	SetTrained(bool)
	// NotANumber says what may help when the loss is none.
	NotANumber(epoch int) string
	Evaluate(*data.Set) *experiment.Evaluation
	More(*experiment.Evaluation) (bool, error)
}

// Masked is a session whose masks can be replaced and given away.
type Masked interface {
	MaskBytes() ([]byte, error)
	MaskArray() (*experiment.MaskArray, error)
	GoOnFrom(masks *experiment.MaskArray, trained bool) error
	RateShare() float64
}

// Displayed is a session whose masks are of devices with levels.
type Displayed interface {
	DeviceUses() ([]experiment.DeviceUse, error)
}

// Profiled is a session with a curve beside the last frame.
type Profiled interface {
	// Profile is the reply "profile".
	Profile() Reply
}

// Roomy are settings that know how much memory they take.
type Roomy interface {
	// Fits refuses what there is no room for: on dev, with what looks at it, or as the
	// host of another device.
	Fits(dev compute.Device, pixels int, looks bool) error
	FitsHost(dev compute.Device) error
}

// Shared are settings whose updates several engines may share.
type Shared interface{ Shares(engines int) int }

// find is the preset with that id.
func (e *Engine) find(id string) (Preset, *System, error) {
	known := ""
	for i, s := range e.systems {
		for _, p := range s.Presets() {
			if p.ID == id {
				return p, &e.systems[i], nil
			}
			known += " " + p.ID
		}
	}
	return Preset{}, nil, errs.New("there is no preset \"", id, "\"; the presets are:", known)
}

// param is the parameter of that name.
func param(c Config, name string) (experiment.Param, error) {
	for _, p := range c.Params() {
		if p.Name == name {
			return p, nil
		}
	}
	return experiment.Param{}, &experiment.ParamError{Name: name, Why: "there is no such parameter"}
}
