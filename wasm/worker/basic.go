//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// openBasic opens a basic experiment with changed values. What is open
// stays when a value cannot be used.
func (e *engine) openBasic(p experiment.BasicPreset, m js.Value) ([]any, error) {
	b := p.Basic
	if err := setAll(m.Get("values"), b.Param); err != nil {
		return nil, err
	}
	warnings, err := b.Check()
	if err != nil {
		return nil, err
	}
	e.basic, e.basicPreset, e.session, e.evaluation = &b, p, nil, nil
	return []any{e.basicReady(warnings)}, nil
}

func (e *engine) basicReady(warnings []string) reply {
	notes := make([]any, len(warnings))
	for i, w := range warnings {
		notes[i] = w
	}
	return reply{"kind": "ready", "basic": true, "preset": e.basicPreset.ID, "data": "", "layers": e.basic.Elements(), "n": e.basic.Samples,
		"shares": 1, "classes": []any{}, "params": table(e.basic.Params(), e.basicPreset.Basic.Params()), "warnings": notes, "device": device.Name()}
}

// basicFrame propagates the light: the bench, and the curve on the screen.
func (e *engine) basicFrame() ([]any, error) {
	f, c, err := e.basic.Look(device)
	if err != nil {
		return nil, err
	}
	b, err := f.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	return []any{
		reply{"kind": "frame", "bytes": toBytes(b)},
		reply{"kind": "profile", "x": toFloats(c.X), "simulated": toFloats(c.Simulated), "closed": toFloats(c.Closed), "off": c.Off,
			"formula": c.Formula, "note": c.Note, "method": c.Method},
	}, nil
}

// setAll sets the parameters that an object of texts names.
func setAll(values js.Value, param func(string) (experiment.Param, error)) error {
	if values.Type() != js.TypeObject {
		return nil
	}
	names := js.Global().Get("Object").Call("keys", values)
	for i := range names.Length() {
		name := names.Index(i).String()
		q, err := param(name)
		if err != nil {
			return err
		}
		if err := q.Set(values.Get(name).String()); err != nil {
			return err
		}
	}
	return nil
}

// table is the parameters as the page gets them; usual has the preset's values.
func table(now, usual []experiment.Param) []any {
	var params []any
	for i, p := range now {
		var choices []any
		for _, c := range p.Choices {
			choices = append(choices, c)
		}
		params = append(params, reply{"name": p.Name, "label": p.Label, "group": p.Group, "unit": p.Unit, "doc": p.Doc,
			"kind": p.Kind.String(), "choices": choices, "min": p.Min, "max": p.Max, "live": p.Live,
			"value": p.Value(), "default": usual[i].Value()})
	}
	return params
}

var errNothingToTrain = errs.New("this experiment has no masks to train: choose another preset")
