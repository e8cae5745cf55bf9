//go:build js && wasm

package main

import (
	"syscall/js"
	"unsafe"

	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/train"
)

// restore goes on where another engine, with the same parameters and data, gave its
// state away.
func (e *engine) restore(m js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	b, err := bytesOf(m, "bytes")
	if err != nil {
		return nil, err
	}
	l := e.session.Loop
	var s train.State
	n := progressLen
	for _, a := range l.Descent.Arrays() {
		s.Arrays = append(s.Arrays, train.Values{Name: a.Name, Shape: a.Shape, Data: make([]float32, a.Buffer.Spec().Len)})
		n += a.Buffer.Spec().Len
	}
	if len(b) != 4*n {
		return nil, errs.New("this state has ", len(b), " bytes, this network needs ", 4*n)
	}
	all := make([]float32, n)
	copy(raw(all), b)
	p := (*progress)(unsafe.Pointer(&all[0]))
	s.Progress = train.Progress{Epoch: int(p.epoch), Index: int(p.index), Step: int(p.step),
		Sum: network.Result{Count: int(p.count), Loss: p.loss, Correct: int(p.correct)}}
	if l.Batch < 1 || s.Index < 0 || s.Index > 0 && s.Index >= l.Batches() {
		return nil, errs.New("this state is at batch ", s.Index, " of ", l.Batches())
	}
	all = all[progressLen:]
	for _, a := range s.Arrays {
		copy(a.Data, all)
		all = all[len(a.Data):]
	}
	if err := l.Restore(e.session.Device, &s); err != nil {
		return nil, err
	}
	e.session.Trained = p.trained != 0
	e.evaluation = nil
	if err := e.keep(); err != nil {
		return nil, err
	}
	return []any{reply{"kind": "restored", "step": s.Step}}, nil
}
