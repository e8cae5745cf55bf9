package engine

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/train"
)

// GPU is a device that can go away: Failed is what it could not do, nil while all is well.
type GPU interface {
	compute.Device
	Failed() error
}

// place is where sessions run.
type place struct {
	wanted string // webgpu, auto or cpu
	gpu    string // name of the GPU that the session is on, or ""
	note   string // why it is not on one that was wanted, until a front end was told

	kept   *train.State // what the run goes on from when the GPU is lost
	keptAt float64      // host.Now() when it was read
	keeps  float64      // s that this took
}

// keepAfter is how old, in s, the kept state may become while a GPU trains, and keepShare how many times as long as
// it takes to keep it, if that is more: the GPU waits then.
const keepAfter, keepShare = 1, 50

// onProcessor makes a session there, if there is room for it and for what looks at it.
func (e *Engine) onProcessor(c experiment.Config) (experiment.Session, error) {
	if r, ok := c.(experiment.Roomy); ok {
		if err := r.Fits(e.host.Processor, blank(c).Pixels(), true); err != nil {
			return nil, &experiment.ParamError{Name: "samples", Why: err.Error()}
		}
	}
	return c.Open(e.host.Processor, e.trainingSet(c))
}

// build makes a session where it is wanted, or on the processor when the GPU fails. What
// trains nothing is not worth a GPU.
func (e *Engine) build(c experiment.Config) (experiment.Session, string, error) {
	r, trains := c.(experiment.Roomy)
	if compute.WithGPU && e.host.OpenGPU != nil && trains && (e.wanted == "webgpu" || e.wanted == "auto") {
		if err := r.FitsHost(e.host.Processor); err != nil {
			return nil, "", &experiment.ParamError{Name: "samples", Why: err.Error()}
		}
		dev, name, err := e.host.OpenGPU(e.wanted == "auto")
		if err == nil {
			var s experiment.Session
			if s, err = c.Open(dev, e.trainingSet(c)); err == nil {
				return s, name, nil
			}
			dev.Close()
		}
		if _, wrong := err.(*experiment.ParamError); wrong {
			return nil, "", err
		}
		e.wanted, e.note = "cpu", err.Error()
	}
	s, err := e.onProcessor(c)
	return s, "", err
}

// use makes s, on a GPU of this name, the session.
func (e *Engine) use(s experiment.Session, gpu string) {
	if e.gpu != "" {
		e.session.Device().Close()
	}
	e.session, e.gpu, e.kept, e.evaluation = s, gpu, nil, nil
	e.trainer, _ = s.(experiment.Trainer)
	e.sharer, _ = s.(experiment.Sharer)
	e.started, e.images, e.shares, e.stage = 0, 0, 0, 0
	e.ahead = ahead{told: e.told}
	if _, own := s.(experiment.Own); !own {
		e.input.Values = nil
	}
}

// where tells where the session is.
func (e *Engine) where() Reply {
	step := 0
	if e.trainer != nil {
		step, _ = e.trainer.Progress()
	}
	r := reply("device", "device", e.session.Device().Name(), "gpu", e.gpu, "note", e.note, "shares", e.split(), "step", step)
	e.note = ""
	return r
}

// split is the number of shares of an update: a GPU makes it in one.
func (e *Engine) split() int {
	if c, ok := e.session.Config().(experiment.Shared); ok && e.gpu == "" {
		return c.Shares(e.workers)
	}
	return 1
}

// keep copies what the run depends on from the GPU, which can go away at any time.
func (e *Engine) keep() error {
	if !compute.WithGPU || e.gpu == "" {
		return nil
	}
	start := e.host.Now()
	s, err := e.trainer.Plan().State()
	if err == nil && e.wrong == nil {
		e.kept, e.keptAt = s, e.host.Now()
		e.keeps = min(e.keptAt-start, 0.1)
	}
	return err
}

// keepOften keeps the state of a run that goes on, when the kept one is too old.
func (e *Engine) keepOften() error {
	if !compute.WithGPU || e.gpu == "" || e.host.Now() < e.keptAt+max(keepAfter, keepShare*e.keeps) {
		return nil
	}
	return e.keep()
}

// resume goes on in a new session, where it is wanted, from a state, or from the start if
// there is none.
func (e *Engine) resume(state *train.State) error {
	s, gpu, err := e.build(e.session.Config().Clone())
	if err != nil {
		return err
	}
	if t, ok := s.(experiment.Trainer); ok && state != nil {
		if err := t.Plan().Restore(state); err != nil {
			return err
		}
		setTrained(t, trained(e.trainer))
	}
	e.use(s, gpu)
	e.kept = state
	return e.keep()
}

// device moves the session, as it stands, to where the front end wants it.
func (e *Engine) device(m Message) ([]Reply, error) {
	e.wanted = m.Text("device")
	if e.session == nil {
		return nil, errNotOpen
	}
	if e.trainer != nil {
		state, err := e.trainer.Plan().State()
		if err != nil {
			return nil, err
		}
		if err := e.resume(state); err != nil {
			return nil, err
		}
	}
	return []Reply{e.where()}, nil
}

// fell tells whether an operation failed because the GPU did. Then the session is
// on the processor, in the state that was kept last.
func (e *Engine) fell() (bool, error) {
	if !compute.WithGPU || e.session == nil || e.gpu == "" {
		return false, nil
	}
	failed := e.session.Device().(GPU).Failed()
	if failed == nil {
		return false, nil
	}
	e.wanted, e.note = "cpu", failed.Error()
	certain := -1
	if e.kept != nil {
		certain = e.kept.Step
	}
	e.forget(certain)
	err := e.resume(e.kept)
	if err != nil {
		err = errs.New(e.note, "; and on the CPU: ", err)
	}
	return true, err
}
