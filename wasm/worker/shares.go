//go:build js && wasm

package main

import (
	"syscall/js"
	"unsafe"

	"talbot/sim/errs"
	"talbot/sim/network"
)

// header is what travels between engines ahead of the values or the gradient.
type header struct {
	epoch, index, share, shares int32 // of the request
	trained                     int32 // as well: 1 for Session.Trained
	count, correct, _           int32 // of the answer, as is loss
	loss                        float64
}

const headerLen = int(unsafe.Sizeof(header{}) / 4) // in float32

// parcel is header and numbers in one array, which this engine keeps.
func (e *engine) parcel() (*header, []float32) {
	if n := headerLen + e.session.Split.Len; len(e.wire) != n {
		e.wire = make([]float32, n)
	}
	return (*header)(unsafe.Pointer(&e.wire[0])), e.wire[headerLen:]
}

// begin starts an update that this engine shares with others.
func (e *engine) begin(js.Value) ([]any, error) {
	if err := e.beginShares(); err != nil {
		return nil, err
	}
	e.parcel()
	return []any{e.shares, 4 * len(e.wire)}, nil
}

func (e *engine) beginShares() (err error) {
	if e.session == nil {
		return errNotOpen
	}
	if e.train == nil {
		return errs.New("there is no training data yet")
	}
	if e.images == 0 {
		e.started = now()
	}
	e.shares, err = e.session.Split.Begin(e.split())
	return err
}

// ask writes into the message's bytes what a helper needs for a share.
func (e *engine) ask(m js.Value) ([]any, error) {
	h, v := e.parcel()
	l := e.session.Loop
	*h = header{epoch: int32(l.Epoch), index: int32(l.Index), share: int32(number(m, "share", 0)), shares: int32(e.shares), trained: flag(e.session.Trained)}
	if err := e.session.Split.Values(v); err != nil {
		return nil, err
	}
	js.CopyBytesToJS(m.Get("bytes"), raw(e.wire))
	return nil, nil
}

// flag is b in a header.
func flag(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// serve answers the engine that trains, in the same bytes.
func (e *engine) serve(m js.Value) ([]any, error) {
	h, v := e.parcel()
	bytes := m.Get("bytes")
	js.CopyBytesToGo(raw(e.wire), bytes)
	e.session.Trained = h.trained != 0
	r, err := e.session.Split.Serve(int(h.epoch), int(h.index), int(h.share), int(h.shares), v)
	h.count, h.correct, h.loss = int32(r.Count), int32(r.Correct), r.Loss
	js.CopyBytesToJS(bytes, raw(e.wire))
	return nil, err
}

// share computes a share of the update, or takes what a helper answered.
func (e *engine) share(m js.Value) ([]any, error) {
	i, bytes := number(m, "share", 0), m.Get("bytes")
	if bytes.IsUndefined() {
		return nil, e.session.Split.Compute(i)
	}
	h, v := e.parcel()
	js.CopyBytesToGo(raw(e.wire), bytes)
	e.session.Split.Put(i, network.Result{Count: int(h.count), Loss: h.loss, Correct: int(h.correct)}, v)
	return nil, nil
}
