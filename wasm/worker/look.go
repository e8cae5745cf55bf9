//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/sim/errs"
)

// image shows a picture from the page.
func (e *engine) image(m js.Value) ([]any, error) {
	pixels, err := bytesOf(m, "pixels")
	if err != nil {
		return nil, err
	}
	w, h := number(m, "width", 28), number(m, "height", 28)
	if w != blank.Width || h != blank.Height || len(pixels) != w*h {
		return nil, errs.New("the picture must have ", blank.Width, " x ", blank.Height, " pixels")
	}
	e.pixels, e.label = pixels, number(m, "label", -1)
	return e.frame(m)
}

// sample shows a picture of the data.
func (e *engine) sample(m js.Value) ([]any, error) {
	set := e.test
	if text(m, "role") == "train" {
		set = e.train
	}
	if set == nil {
		return nil, errs.New("there is no ", text(m, "role"), " data yet")
	}
	i := number(m, "index", 0)
	if i < 0 || i >= set.Len() {
		return nil, errs.New("picture ", i, " is outside 0 to ", set.Len()-1)
	}
	e.pixels, e.label = set.Image(i), int(set.Labels[i])
	replies := []any{reply{"kind": "sample", "index": i, "label": e.label, "width": set.Width, "height": set.Height,
		"pixels": toBytes(e.pixels)}}
	frame, err := e.frame(m)
	return append(replies, frame...), err
}

// frame shows the input as the masks are now; a dark one when there is no input.
// m may choose the network that is seen from then on.
func (e *engine) frame(m js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	e.session.Network = max(0, min(number(m, "network", e.session.Network), e.config.Networks-1))
	if e.pixels == nil {
		e.pixels, e.label = make([]byte, blank.Width*blank.Height), -1
	}
	f, err := e.session.Look(e.pixels, e.label)
	if err != nil {
		return nil, err
	}
	b, err := f.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	return []any{reply{"kind": "frame", "bytes": toBytes(b)}}, nil
}
