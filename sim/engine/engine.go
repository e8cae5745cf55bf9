package engine

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// Host is what an engine needs of the program that it is in.
type Host struct {
	// Processor is where sessions run that are not on a GPU.
	Processor compute.Device
	// Now is a clock in seconds, from any start.
	Now func() float64
	// OpenGPU gives a device for one session on a GPU, and the GPU's name; auto refuses a
	// GPU that is a program. It is nil where there is none.
	OpenGPU func(auto bool) (GPU, string, error)
}

// Engine is one experiment that is open, its data, and what is looked at. It is for one
// goroutine at a time.
type Engine struct {
	host    Host
	systems []experiment.System

	preset  experiment.Preset
	session experiment.Session
	trainer experiment.Trainer // the session, if it is one
	sharer  experiment.Sharer  // and if its updates can be shared
	place

	pictures   *data.Set // none of them, of the size of those that the session is for
	train      *data.Set
	test       *data.Set
	evaluation experiment.Test

	input experiment.Input // what is shown

	workers int       // engines that may share an update
	shares  int       // of the update that was begun; 0 when none was
	wire    []float32 // what goes to them and comes back
	started float64   // host.Now() when counting began
	images  int       // trained on since then
	stage   int       // in which they were, of a training in stages
	metrics []Reply   // the answer to every step whose result is there at once
	ahead
}

// New makes an engine for the presets of these systems.
func New(host Host, systems ...experiment.System) *Engine {
	return &Engine{host: host, systems: systems, metrics: []Reply{reply("metrics")}}
}

// Session is what is open, nil before the first; it is for programs in Go that show more
// of it than the replies have.
func (e *Engine) Session() experiment.Session { return e.session }

// blank is a set without pictures, of the size of those that settings are for; zeros for
// those that are for none.
func blank(c experiment.Config) *data.Set {
	of := experiment.ValueOf(c, experiment.RoleData)
	s := &data.Set{Name: "none", Classes: data.ClassNames(of)}
	s.Channels, s.Height, s.Width = data.Shape(of)
	return s
}

// fitting is set if its pictures are of the size of those of like, else nil.
func fitting(set, like *data.Set) *data.Set {
	if set == nil || set.Width != like.Width || set.Height != like.Height || set.Pixels() != like.Pixels() {
		return nil
	}
	return set
}

// trainingSet is what a session with these settings trains on.
func (e *Engine) trainingSet(c experiment.Config) *data.Set {
	none := blank(c)
	if set := fitting(e.train, none); set != nil {
		return set
	}
	return none
}

// operations has one function for each request; device and settle are two more, where there are GPUs.
var operations = [...]struct {
	op string
	f  func(*Engine, Message) ([]Reply, error)
}{
	{"presets", (*Engine).presets},
	{"open", (*Engine).open},
	{"data", (*Engine).data},
	{"masks", (*Engine).masks},
	{"image", (*Engine).image},
	{"sample", (*Engine).sample},
	{"frame", (*Engine).frame},
	{"step", (*Engine).step},
	{"apart", (*Engine).apart},
	{"begin", (*Engine).begin},
	{"ask", (*Engine).ask},
	{"serve", (*Engine).serve},
	{"share", (*Engine).share},
	{"finish", (*Engine).finish},
	{"set", (*Engine).set},
	{"state", (*Engine).state},
	{"estimate", (*Engine).estimate},
	{"evaluate", (*Engine).evaluate},
	{"read", (*Engine).read},
	{"reset", (*Engine).reset},
	{"restore", (*Engine).restore},
	{"export", (*Engine).export},
	{"levels", (*Engine).levels},
}

// operation is the function for a request, nil if there is none.
func operation(op string) func(*Engine, Message) ([]Reply, error) {
	if compute.WithGPU && op == "device" {
		return (*Engine).device
	}
	if compute.WithGPU && op == "settle" {
		return (*Engine).settle
	}
	for _, o := range operations {
		if o.op == op {
			return o.f
		}
	}
	return nil
}

// Do answers one request. The replies are valid until the next one; what came before an
// error is among them. A programming error is an error too, so that it can be shown.
func (e *Engine) Do(op string, m Message) (replies []Reply, err error) {
	defer func() {
		if r := recover(); r != nil {
			text := "unknown fault"
			switch v := r.(type) {
			case string:
				text = v
			case error:
				text = v.Error()
			}
			replies, err = nil, errs.New("internal error: ", text, "; reset to go on")
		}
	}()
	f := operation(op)
	if f == nil {
		return nil, errs.New("there is no operation \"", op, "\"")
	}
	replies, err = f(e, m)
	if err != nil {
		if fell, other := e.fell(); fell && other != nil {
			err = other
		} else if fell {
			replies, err = f(e, m)
			replies = append([]Reply{e.where()}, replies...)
		}
	}
	return replies, err
}

var (
	errNotOpen = errs.New("no preset is open")
	errNothing = errs.New("this experiment has nothing to train")
)

// learns is the session that learns, or why there is none.
func (e *Engine) learns() (experiment.Trainer, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	if e.trainer == nil {
		return nil, errNothing
	}
	return e.trainer, nil
}

// learnable tells whether there is something to learn from: pictures, or a session's own.
func (e *Engine) learnable() error {
	if _, ok := e.session.(experiment.Own); !ok && e.train == nil {
		return errs.New("there is no training data yet")
	}
	return nil
}

// giving is the session whose masks can be had, or why there is none.
func (e *Engine) giving() (experiment.Giving, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	m, ok := e.session.(experiment.Giving)
	if !ok {
		return nil, errs.New("this experiment has no masks to take or to give")
	}
	return m, nil
}
