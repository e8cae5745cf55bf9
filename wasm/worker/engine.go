//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// engine is the state of the worker: one session, its data, and what is looked at.
type engine struct {
	preset  experiment.Preset
	config  experiment.Config
	session *experiment.Session
	place
	train      *data.Set
	test       *data.Set
	evaluation *experiment.Evaluation

	pixels []byte // the input shown
	label  int    // its class, -1 when unknown

	workers int       // engines that may share an update
	shares  int       // of the update that was begun
	wire    []float32 // what goes to them and comes back
	started float64   // performance.now() when counting began, ms
	images  int       // trained on since then
}

// blank is the set of a session that has no data yet: only its size matters.
var blank = &data.Set{Name: "none", Width: 28, Height: 28}

func (e *engine) presets(js.Value) ([]any, error) {
	var list []any
	for _, p := range experiment.Presets() {
		list = append(list, reply{"id": p.ID, "title": p.Title, "doc": p.Doc, "data": p.Config.Data})
	}
	for _, p := range experiment.BasicPresets() {
		list = append(list, reply{"id": p.ID, "title": p.Title, "doc": p.Doc, "data": "", "basic": true})
	}
	return []any{reply{"kind": "presets", "presets": list, "version": 1}}, nil
}

// open starts a session for a preset with changed values. When a value cannot be
// used, the old session stays.
func (e *engine) open(m js.Value) ([]any, error) {
	p, c, err := asked(m)
	if err != nil {
		return nil, err
	}
	e.workers, e.wanted = number(m, "workers", 1), text(m, "device")
	return e.start(p, c)
}

// estimate tells what a network would cost, without making it. That there is no room for
// it comes before how long it would take.
func (e *engine) estimate(m js.Value) ([]any, error) {
	_, c, err := asked(m)
	if err != nil {
		return nil, err
	}
	if _, err := c.Check(); err == nil && !compute.WithGPU {
		if err := c.Fits(processor, blank.Width*blank.Height, false); err != nil {
			return nil, err
		}
	}
	cost := c.Cost()
	return []any{reply{"kind": "estimate", "look": cost.Look, "step": cost.Step}}, nil
}

// asked is the preset that a message names, and its settings with the message's values.
func asked(m js.Value) (p experiment.Preset, c experiment.Config, err error) {
	if p, err = experiment.Find(text(m, "preset")); err != nil {
		return p, c, err
	}
	c = p.Config
	if values := m.Get("values"); values.Type() == js.TypeObject {
		names := js.Global().Get("Object").Call("keys", values)
		for i := range names.Length() {
			name := names.Index(i).String()
			q, err := c.Param(name)
			if err != nil {
				return p, c, err
			}
			if err := q.Set(values.Get(name).String()); err != nil {
				return p, c, err
			}
		}
	}
	return p, c, nil
}

// trainingSet is what the session trains on.
func (e *engine) trainingSet() *data.Set {
	if e.train == nil {
		return blank
	}
	return e.train
}

func (e *engine) start(p experiment.Preset, c experiment.Config) ([]any, error) {
	warnings, err := c.Check()
	if err != nil {
		return nil, err
	}
	if err := fits(&c); err != nil {
		return nil, err
	}
	s, gpu, err := e.build(c)
	if err != nil {
		return nil, err
	}
	e.preset, e.config = p, c
	e.use(s, gpu)
	return []any{e.ready(warnings)}, e.keep()
}

func (e *engine) ready(warnings []string) reply {
	var params, notes, classes []any
	usual := e.preset.Config.Params()
	for i, p := range e.config.Params() {
		var choices []any
		for _, c := range p.Choices {
			choices = append(choices, c)
		}
		params = append(params, reply{"name": p.Name, "label": p.Label, "group": p.Group, "unit": p.Unit, "doc": p.Doc,
			"kind": p.Kind.String(), "choices": choices, "min": p.Min, "max": p.Max, "live": p.Live, "file": p.File,
			"value": p.Value(), "default": usual[i].Value()})
	}
	for _, w := range warnings {
		notes = append(notes, w)
	}
	for _, c := range e.config.ClassNames() {
		classes = append(classes, c)
	}
	r := e.where()
	r["kind"], r["preset"], r["data"], r["layers"], r["n"] = "ready", e.preset.ID, e.config.Data, e.config.Masks(), e.config.Samples
	r["classes"], r["params"], r["warnings"] = classes, params, notes
	return r
}

func (e *engine) reset(js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	return e.start(e.preset, e.config)
}

// set changes a live parameter of the running session.
func (e *engine) set(m js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	p, err := e.session.Config.Param(text(m, "name"))
	if err != nil {
		return nil, err
	}
	if !p.Live {
		return nil, &experiment.ParamError{Name: p.Name, Why: "cannot change during training; open the preset again"}
	}
	if err := p.Set(text(m, "value")); err != nil {
		return nil, err
	}
	e.config = e.session.Config
	return []any{reply{"kind": "set", "name": p.Name, "value": p.Value()}}, nil
}

var errNotOpen = errs.New("no preset is open")

// text is a string field of a message, "" when it has none.
func text(m js.Value, name string) string {
	if v := m.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// number is an integer field of a message, or otherwise when it has none.
func number(m js.Value, name string, otherwise int) int {
	if v := m.Get(name); v.Type() == js.TypeNumber {
		return v.Int()
	}
	return otherwise
}
