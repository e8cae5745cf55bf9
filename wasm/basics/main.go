//go:build js && wasm

package main

import (
	"encoding/binary"
	"errors"
	"math"
	"syscall/js"

	"talbot/sim/compute/cpu"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

func main() {
	e := new(engine)
	js.Global().Set("talbot", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) == 0 || args[0].Type() != js.TypeObject {
			return []any{failure(errs.New("talbot wants one message, an object with an op"))}
		}
		replies, err := e.handle(args[0])
		if err != nil {
			return []any{failure(err)}
		}
		return replies
	}))
	select {}
}

// reply is one message to the page.
type reply = map[string]any

func failure(err error) reply {
	r := reply{"kind": "error", "text": err.Error()}
	var p *experiment.ParamError
	if errors.As(err, &p) {
		r["text"], r["param"] = p.Why, p.Name
	}
	return r
}

// engine is the state of the worker: the experiment that is open.
type engine struct {
	preset experiment.BasicPreset
	open   *experiment.Basic
}

// device is where light is propagated: this worker has one thread.
var device = cpu.Open(1)

func init() { device.SetRoom(1e9, "that a browser tab may take") }

func (e *engine) handle(m js.Value) ([]any, error) {
	switch op := text(m, "op"); op {
	case "open":
		p, b, err := asked(text(m, "preset"), m.Get("values"))
		if err != nil {
			return nil, err
		}
		warnings, err := b.Check()
		if err != nil {
			return nil, err
		}
		e.preset, e.open = p, b
		return []any{e.ready(warnings)}, nil
	case "estimate":
		_, b, err := asked(text(m, "preset"), m.Get("values"))
		if err != nil {
			return nil, err
		}
		return []any{reply{"kind": "estimate", "look": b.Cost().Look, "step": 0}}, nil
	case "frame", "image", "sample":
		return e.frame()
	default:
		return nil, errs.New("a basic experiment has nothing to ", op)
	}
}

// text is a string field of a message, "" when it has none.
func text(m js.Value, name string) string {
	if v := m.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// asked is an experiment with changed values.
func asked(id string, values js.Value) (experiment.BasicPreset, *experiment.Basic, error) {
	p, ok := experiment.FindBasic(id)
	if !ok {
		return p, nil, errs.New("there is no basic experiment \"", id, "\"")
	}
	b := p.Basic
	if values.Type() == js.TypeObject {
		names := js.Global().Get("Object").Call("keys", values)
		for i := range names.Length() {
			name := names.Index(i).String()
			q, err := b.Param(name)
			if err != nil {
				return p, nil, err
			}
			if err := q.Set(values.Get(name).String()); err != nil {
				return p, nil, err
			}
		}
	}
	return p, &b, nil
}

func (e *engine) ready(warnings []string) reply {
	var params, notes []any
	usual := e.preset.Basic.Params()
	for i, p := range e.open.Params() {
		var choices []any
		for _, c := range p.Choices {
			choices = append(choices, c)
		}
		params = append(params, reply{"name": p.Name, "label": p.Label, "group": p.Group, "unit": p.Unit, "doc": p.Doc,
			"kind": p.Kind.String(), "choices": choices, "min": p.Min, "max": p.Max, "live": p.Live,
			"value": p.Value(), "default": usual[i].Value()})
	}
	for _, w := range warnings {
		notes = append(notes, w)
	}
	return reply{"kind": "ready", "basic": true, "preset": e.preset.ID, "data": "", "layers": e.open.Elements(), "n": e.open.Samples,
		"shares": 1, "classes": []any{}, "params": params, "warnings": notes, "device": device.Name()}
}

// frame propagates the light: the bench, and the curve on the screen.
func (e *engine) frame() ([]any, error) {
	if e.open == nil {
		return nil, errs.New("no preset is open")
	}
	f, c, err := e.open.Look(device)
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

// toBytes is a new Uint8Array with b's content.
func toBytes(b []byte) js.Value {
	v := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(v, b)
	return v
}

// toFloats is a new Float32Array with f's content.
func toFloats(f []float32) js.Value {
	var b []byte
	for _, x := range f {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return js.Global().Get("Float32Array").New(toBytes(b).Get("buffer"))
}
