//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// masks replaces the masks, by those that come with the page, bytes, or by what a file
// has, which are refused if they are of other masks. The optimiser and the curve start
// anew, as it knows nothing of these.
func (e *engine) masks(m js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	var a *experiment.MaskArray
	if m.Get("values").IsUndefined() {
		b, err := bytesOf(m, "bytes")
		if err != nil {
			return nil, err
		}
		a = experiment.BytesArray(b)
	} else {
		v, err := floatsOf(m, "values")
		if err != nil {
			return nil, err
		}
		a = &experiment.MaskArray{Kind: text(m, "array"), Type: text(m, "type"), Curve: text(m, "curve"), Values: v}
	}
	if err := e.session.GoOnFrom(a, m.Get("trained").Truthy()); err != nil {
		return nil, err
	}
	e.evaluation, e.images = nil, 0
	if err := e.keep(); err != nil {
		return nil, err
	}
	return []any{reply{"kind": "masks", "layers": e.config.Masks(), "n": e.config.Samples,
		"rate": e.session.RateShare()}}, nil
}

// export gives the masks away: as bytes for pictures, and as they are.
func (e *engine) export(js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	b, err := e.session.MaskBytes()
	if err != nil {
		return nil, err
	}
	a, err := e.session.MaskArray()
	if err != nil {
		return nil, err
	}
	return []any{reply{"kind": "export", "layers": e.config.Masks(), "n": e.config.Samples, "phase": toBytes(b),
		"array": a.Kind, "type": a.Type, "curve": a.Curve, "values": toFloats(a.Values)}}, nil
}

// floatsOf copies a Float32Array field of a message.
func floatsOf(m js.Value, name string) ([]float32, error) {
	v := m.Get(name)
	if !v.InstanceOf(float32Array) {
		return nil, errs.New("the message's ", name, " must be a Float32Array")
	}
	f := make([]float32, v.Length())
	if len(f) > 0 {
		js.CopyBytesToGo(raw(f), uint8Array.New(v.Get("buffer"), v.Get("byteOffset"), v.Get("byteLength")))
	}
	return f, nil
}
