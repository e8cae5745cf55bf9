//go:build js && wasm

package main

import (
	"syscall/js"
	"unsafe"
)

// progress is what travels ahead of a run's arrays.
type progress struct {
	epoch, index, step, count, correct, trained int32
	loss                                        float64
}

const progressLen = int(unsafe.Sizeof(progress{}) / 4) // in float32

// state gives away all that the rest of the run depends on.
func (e *engine) state(js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	s, err := e.session.Loop.State(e.session.Device)
	if err != nil {
		return nil, err
	}
	all := make([]float32, progressLen)
	*(*progress)(unsafe.Pointer(&all[0])) = progress{epoch: int32(s.Epoch), index: int32(s.Index), step: int32(s.Step),
		count: int32(s.Sum.Count), correct: int32(s.Sum.Correct), trained: flag(e.session.Trained), loss: s.Sum.Loss}
	for _, a := range s.Arrays {
		all = append(all, a.Data...)
	}
	return []any{reply{"kind": "state", "bytes": toBytes(raw(all))}}, nil
}
