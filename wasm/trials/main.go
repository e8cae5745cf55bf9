//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"syscall/js"
	"time"

	"talbot/sim/cluster/attempt"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
)

type (
	reply   = map[string]any
	request struct{ message, answer js.Value }
)

func main() {
	queue := make(chan request, 8)
	js.Global().Set("talbot", js.FuncOf(func(_ js.Value, args []js.Value) any {
		queue <- request{args[0], args[1]}
		return nil
	}))
	for r := range queue { // a callback of JavaScript must not take so long
		answer, err := do(r.message)
		if err != nil {
			answer = reply{"kind": "error", "text": err.Error()}
		}
		r.answer.Invoke([]any{answer})
	}
}

func do(m js.Value) (reply, error) {
	switch op := m.Get("op").String(); op {
	case "trial":
		return trial(m)
	case "help":
		return help(m)
	case "share":
		return share(m)
	default:
		return nil, fmt.Errorf("there is no operation %q", op)
	}
}

func trial(m js.Value) (reply, error) {
	a := &attempt.Attempt{SaveEvery: m.Get("every").Float(),
		Save: func(epoch, done float64, at attempt.At) error {
			post(reply{"kind": "saved", "epoch": epoch, "done": done, "checkpoint": array(at.Checkpoint), "curve": array(at.Curve)})
			return nil
		}}
	told := time.Now()
	a.Progress = func(epoch, done, accuracy float64) {
		if time.Since(told) > time.Second {
			told = time.Now()
			post(reply{"kind": "progress", "epoch": epoch, "done": done, "accuracy": accuracy})
		}
	}
	if err := json.Unmarshal([]byte(m.Get("spec").String()), &a.Spec); err != nil {
		return nil, err
	}
	device := cpu.Open(1) // a worker has one thread
	if a.Exact {
		device = cpu.OpenScalar(1)
	}
	device.SetRoom(1e9, "that a browser tab may take")
	a.Device = device
	learn, err := set(m, a.Set, "learn")
	if err != nil {
		return nil, err
	}
	test, err := set(m, a.Set, "test")
	if err != nil {
		return nil, err
	}
	o, err := a.Run(context.Background(), learn, test, attempt.At{Checkpoint: content(m.Get("checkpoint")), Curve: content(m.Get("curve"))})
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	return reply{"kind": "result", "outcome": string(b), "device": device.Name() + ", in a page", "checkpoint": array(o.Checkpoint), "curve": array(o.Curve)}, nil
}

// set is pictures of a message, nil where there are none.
func set(m js.Value, name, field string) (*data.Set, error) {
	if m.Get(field).IsUndefined() {
		return nil, nil
	}
	s, err := data.ReadIDX(name, content(m.Get(field)), content(m.Get(field+"Labels")))
	if err != nil {
		return nil, err
	}
	var classes []string // of the whole set: these may lack one
	if err := json.Unmarshal([]byte(m.Get("classes").String()), &classes); err != nil || len(classes) < len(s.Classes) {
		return nil, fmt.Errorf("the pictures of %s have %d classes, and %d names came: %v", name, len(s.Classes), len(classes), err)
	}
	s.Classes = classes
	return s, nil
}

// post tells the page of what answers no question.
func post(r reply) {
	js.Global().Call("postMessage", reply{"id": 0, "ms": 0, "replies": []any{r}})
}

// content is a Uint8Array's, nil where there is none.
func content(v js.Value) []byte {
	if v.IsUndefined() {
		return nil
	}
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b
}

// array is a new Uint8Array.
func array(b []byte) js.Value {
	v := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(v, b)
	return v
}
