//go:build js && wasm && webgpu

package main

import (
	"syscall/js"

	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/browser"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/train"
)

// With the tag webgpu this program is worker-gpu.wasm, whose sessions can be on a GPU:
// it is larger by the writer of shaders, so pages that compute on the CPU load worker.wasm.

func init() {
	operations["device"] = (*engine).device
}

var gpu *browser.GPU // once opened

// openGPU gives a device on the GPU for one session, and the GPU's name; auto refuses
// a GPU that is a program.
func openGPU(auto bool) (*guard, string, error) {
	if gpu == nil || gpu.Fault() != nil {
		g, err := browser.Open(js.Global().Get("openGPU"))
		if err != nil {
			return nil, "", err
		}
		gpu = g
	}
	info := gpu.Info()
	if info.Software && auto {
		return nil, "", errs.New("webgpu: the only GPU here, ", info.Name, ", is a program that is slower than the CPU's own")
	}
	return &guard{Device: gpu.Device(webgpu.Tune{})}, info.Name, nil
}

// kept is what a run goes on from when the GPU is lost.
type kept struct {
	state *train.State
	at    float64 // performance.now() when it was read, ms
}

// keepAfter is how old, in ms, the kept state may become while a GPU trains.
const keepAfter = 1000

// build makes a session where it is wanted, or on the CPU when the GPU fails.
func (e *engine) build(c experiment.Config) (*experiment.Session, string, error) {
	if e.wanted == "webgpu" || e.wanted == "auto" {
		if err := c.FitsHost(processor); err != nil {
			return nil, "", &experiment.ParamError{Name: "samples", Why: err.Error()}
		}
		dev, name, err := openGPU(e.wanted == "auto")
		if err == nil {
			var s *experiment.Session
			if s, err = experiment.NewSession(dev, c, e.trainingSet()); err == nil {
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

// keep copies what the run depends on from the GPU, which can go away at any time.
func (e *engine) keep() error {
	if e.gpu == "" {
		return nil
	}
	s, err := e.session.Loop.State(e.session.Device)
	if err == nil {
		e.kept = kept{s, now()}
	}
	return err
}

// resume goes on in a new session, where it is wanted, from a state, or from the start if
// there is none.
func (e *engine) resume(state *train.State) error {
	s, gpu, err := e.build(e.config)
	if err == nil && state != nil {
		err = s.Loop.Restore(s.Device, state)
	}
	if err != nil {
		return err
	}
	if e.session != nil && state != nil {
		s.Trained = e.session.Trained
	}
	e.use(s, gpu)
	e.kept.state = state
	return e.keep()
}

// keepOften keeps the state of a run that goes on, when the kept one is too old.
func (e *engine) keepOften() error {
	if e.gpu == "" || now() < e.kept.at+keepAfter {
		return nil
	}
	return e.keep()
}

// device moves the session, as it stands, to where the page wants it.
func (e *engine) device(m js.Value) ([]any, error) {
	e.wanted = text(m, "device")
	if e.session == nil {
		return nil, errNotOpen
	}
	state, err := e.session.Loop.State(e.session.Device)
	if err != nil {
		return nil, err
	}
	if err := e.resume(state); err != nil {
		return nil, err
	}
	return []any{e.where()}, nil
}

// fell tells whether an operation failed because the GPU did. Then the session is
// on the CPU, in the state that was kept last.
func (e *engine) fell() (bool, error) {
	if e.session == nil || e.gpu == "" {
		return false, nil
	}
	g := e.session.Device.(*guard)
	if g.err == nil {
		return false, nil
	}
	e.wanted, e.note = "cpu", g.err.Error()
	err := e.resume(e.kept.state)
	if err != nil {
		err = errs.New(e.note, "; and on the CPU: ", err)
	}
	return true, err
}
