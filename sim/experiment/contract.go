package experiment

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/frame"
	"talbot/sim/train"
)

// System is a kind of experiments. A program has those that it names, so that none links
// another's.
type System struct {
	Name, Title string
	Presets     func() []Preset
	// Read makes a parameter's text of a file, and notes on what was made of it. It is nil
	// where a program is to stay small: WithFiles adds it.
	Read func(p Param, file string, b []byte) (text string, notes []string, err error)
}

// WithFiles is s, able to read files that give a parameter its value.
func WithFiles(s System) System {
	s.Read = Param.Read
	return s
}

// Preset is an experiment to start from. Config is a copy of its own.
type Preset struct {
	ID, Title string
	Doc       string // one line: what it is and what to expect
	Data      string // name of the pictures that it is for, "" for none
	Config    Config
	Sample    int // number of the test picture that shows it best
}

// Config is the settings of an experiment: all that determines a run. The same settings and
// data give the same run, bit for bit, on the same kind of device.
type Config interface {
	// Params lists every knob once, in the order in which a form shows them; their values
	// are in the Config.
	Params() []Param
	// Check looks at the values together. The warnings are of what works and surprises; an
	// error is a *ParamError where one parameter is to blame.
	Check() (warnings []string, err error)
	Clone() Config
	Cost() Cost
	// Open makes what runs. Of learn, the pictures to learn from, only the size matters
	// until the first update; an experiment without pictures takes nil.
	Open(dev compute.Device, learn *data.Set) (Session, error)
}

// Session is an experiment that runs. What else than this it can do is found by asking for
// one of the interfaces below; Can names them for front ends.
type Session interface {
	Config() Config // as it runs: a live parameter changes in it
	Device() compute.Device
	Look(Input) (*frame.Frame, error)
	// Size is how many masks or elements there are, and samples along a side of a plane.
	Size() (elements, samples int)
	// Can names what there is beside Look: train, evaluate, share, masks, display, own, stages.
	Can() []string
}

// Input is what a session is shown: a picture, or the values of another example, and its
// class, -1 when it is unknown, and the number of the network that is seen, of several.
type Input struct {
	Image   []byte
	Values  []float32 // as data.Examples.Read gives them; nil for a picture
	Label   int
	Network int
}

// Example is the input as data.Examples.Read gives it, n numbers: Values, or the grey values of
// Image from 0 to 1, with zeros behind a picture that is smaller.
func (in Input) Example(n int) []float32 {
	if in.Values != nil {
		return in.Values
	}
	x := make([]float32, n)
	for i, v := range in.Image[:min(len(in.Image), n)] {
		x[i] = float32(v) / 255
	}
	return x
}

// Trainer is a session that learns ("train"), and is tested ("evaluate").
type Trainer interface {
	Session
	// Plan is the training, in small pieces. Its Next works beyond the end, too, where more
	// of the same can be done.
	Plan() train.Stage
	// Progress counts updates, and epochs with a part of one.
	Progress() (step int, epoch float64)
	// Learn takes other examples to learn from; the epoch begins anew. Of an error the old
	// ones stay.
	Learn(*data.Set) error
	ClassNames() []string // that it tells apart
	// NotANumber says what may help when the loss is none.
	NotANumber() string
	// Test begins an evaluation of a whole set; of nil, of examples of its own.
	Test(*data.Set) Test
}

// Test is an evaluation, in small pieces.
type Test interface {
	// More does the next piece, and is false once all are done.
	More() (bool, error)
	// Result is that of what was done so far, and the number of all examples.
	Result() (*Evaluation, int)
}

// Staged is a trainer whose plan has several stages, as front ends tell it ("stages"). Its plan is
// over at the end of the last one: it does not go on for longer.
type Staged interface {
	Trainer
	Stages() []string // what each does, in English, in their order
	Stage() Stage     // that which is next; at the end the last one
	// Telling is the number of that stage, and what adds to metrics, after its next piece,
	// where the plan stands: the function Telling of this session.
	Telling() (stage int, tell func(metrics map[string]any))
}

// Telling is what Staged.Telling gives.
func Telling(s Staged) (stage int, tell func(metrics map[string]any)) {
	was := s.Stage()
	return was.Number, func(m map[string]any) {
		now := s.Stage()
		if now.Number != was.Number {
			now.Done = 1
		}
		m["stage"], m["part"], m["done"], m["measure"], m["ended"] = was.Number, was.Part, now.Done, was.Measure, s.Plan().Done() >= 1
	}
}

// Stage is where a plan of several stages stands.
type Stage struct {
	Number  int     // of the stage, from 0
	Part    string  // what of it is at work, as "mask 2 of 3"; "" for all of it
	Done    float64 // share of the stage
	Measure string  // what its results have in place of loss and accuracy, "" for these
}

// Sharer is a trainer whose updates several engines may share ("share").
type Sharer interface {
	Trainer
	Loop() *train.Loop
	Split() *train.Split
}

// Beside is a session of which LookBeside tells whether Look may be under way while updates are made, on a device
// that works while the host does other things: it has memory of its own there, and reads all of it in one go.
type Beside interface{ LookBeside() bool }

// Own is a trainer with examples of its own ("own"): it wants no pictures.
type Own interface {
	Examples() (learn, test data.Examples)
	// Called says what one example is, in English, of which more have an s: point, flower.
	Called() string
}

// Perplexed is a trainer that tells the next token of a text: a mean loss is told as exp of it, of how many
// tokens an answer is as uncertain as a fair choice.
type Perplexed interface{ Perplexity(loss float64) float64 }

// Telling nothing apart, a Teller tells numbers: front ends say under these names, in English, what the loss is, and
// what share of the examples counts as right, in place of loss and accuracy ("tells").
type Teller interface{ Tells() (loss, right string) }

// Within is such a name as it stands within a sentence: its first letter is small, but for that of an abbreviation.
func Within(name string) string {
	if len(name) > 1 && name[0] >= 'A' && name[0] <= 'Z' && (name[1] < 'A' || name[1] > 'Z') {
		return string(name[0]+'a'-'A') + name[1:]
	}
	return name
}

// Several is a session of networks side by side, of which one is seen.
type Several interface{ Networks() int }

// Masked is a session whose masks can be replaced and given away ("masks"), as they come with the page, are painted on, and go on
// with other settings. Of others, whose masks are for files alone, Giving and Taking tell.
type Masked interface {
	MaskBytes() ([]byte, error)
	MaskArray() (*MaskArray, error)
	GoOnFrom(masks *MaskArray, trained bool) error
	RateShare() float64
	// Trained tells whether the masks came from a run that has ended.
	Trained() bool
	SetTrained(bool)
}

// Displayed is a session whose masks are shown by displays with levels ("display").
type Displayed interface {
	DisplayUses() ([]DisplayUse, error)
}

// Roomy are settings that know how much memory they take.
type Roomy interface {
	// Fits refuses what there is no room for: on dev, with what looks at it, or as the
	// host of another device.
	Fits(dev compute.Device, pixels int, looks bool) error
	FitsHost(dev compute.Device) error
}

// Pictured are settings for pictures, which may be of a set that is not among the usual choices.
type Pictured interface{ UseData(name string) }

// Coloured are settings that take pictures in colour as they are; for all others colours become grey.
type Coloured interface{ Colours() bool }

// Holding is a trainer that keeps examples out of training, by which its epochs are judged: TestHeld is
// Test with those, or nil when there are none.
type Holding interface{ TestHeld() Test }

// Selecting is a trainer that learns from some of the examples that it was given, as where it takes the first of each class
// or holds some out: LearnsFrom is from how many.
type Selecting interface{ LearnsFrom() int }

// Levelled are settings of masks with levels: AtMost refuses more than a front end can keep.
type Levelled interface{ AtMost(levels int) error }

// Shared are settings whose updates several engines may share: in how many shares.
type Shared interface{ Shares(engines int) int }

// Find is the preset with that id, and its system.
func Find(systems []System, id string) (Preset, *System, error) {
	known := ""
	for i, s := range systems {
		for _, p := range s.Presets() {
			if p.ID == id {
				return p, &systems[i], nil
			}
			known += " " + p.ID
		}
	}
	return Preset{}, nil, errs.New("there is no preset \"", id, "\"; the presets are:", known)
}

// Named is the parameter of that name.
func Named(c Config, name string) (Param, error) {
	for _, p := range c.Params() {
		if p.Name == name {
			return p, nil
		}
	}
	return Param{}, &ParamError{Name: name, Why: "there is no such parameter"}
}

// ValueOf is that of the parameter with a role, "" where none has it.
func ValueOf(c Config, role Role) string {
	for _, p := range c.Params() {
		if p.Role == role {
			return p.Value()
		}
	}
	return ""
}

// Lines is all values of c, "name=value" in a line each: two settings are the same if
// these are.
func Lines(c Config) string {
	text := ""
	for _, p := range c.Params() {
		text += p.Name + "=" + p.Value() + "\n"
	}
	return text
}
