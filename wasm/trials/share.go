//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"syscall/js"

	"talbot/sim/cluster/attempt"
	"talbot/sim/compute/cpu"
)

// helper is at the training that this page shares with others; nil before one.
var helper *attempt.Helper

// help opens a training.
func help(m js.Value) (reply, error) {
	var spec attempt.Spec
	if err := json.Unmarshal([]byte(m.Get("spec").String()), &spec); err != nil {
		return nil, err
	}
	learn, err := set(m, spec.Set, "learn")
	if err != nil {
		return nil, err
	}
	device := cpu.OpenScalar(1) // so that the bits are those of every other helper
	device.SetRoom(1e9, "that a browser tab may take")
	if helper, err = spec.Help(device, learn); err != nil {
		return nil, err
	}
	return reply{"kind": "helps"}, nil
}

// share computes a part.
func share(m js.Value) (reply, error) {
	if helper == nil {
		return nil, errors.New("no training was opened")
	}
	var p attempt.Part
	if err := json.Unmarshal([]byte(m.Get("part").String()), &p); err != nil {
		return nil, err
	}
	return reply{"kind": "answer", "bytes": array(helper.Compute(p, content(m.Get("values"))).Encode())}, nil
}
