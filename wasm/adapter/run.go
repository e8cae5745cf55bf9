//go:build js && wasm

package adapter

import (
	"syscall/js"

	"talbot/sim/compute/cpu"
	"talbot/sim/engine"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// Run makes an engine with these systems and answers for it, for ever, as the JavaScript
// function talbot.
func Run(systems ...experiment.System) {
	processor := cpu.Open(1) // a worker has one thread
	processor.SetRoom(1e9, "that a browser tab may take")
	a := &adapter{engine: engine.New(engine.Host{Processor: processor, Now: now, OpenGPU: opener}, systems...)}
	js.Global().Set("talbot", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) != 2 || args[0].Type() != js.TypeObject || args[1].Type() != js.TypeFunction {
			return sent(nil, errs.New("talbot wants one message, an object with an op, and a function for the replies"))
		}
		return a.take(args[0], args[1])
	}))
	select {}
}

type adapter struct {
	engine  *engine.Engine
	message message // the one that is answered now
	waiting
}

// handle answers one request.
func (a *adapter) handle(m js.Value) []any {
	op := m.Get("op")
	if op.Type() != js.TypeString {
		return sent(nil, errs.New("the message has no op"))
	}
	a.message.Value = m
	return sent(a.engine.Do(op.String(), &a.message))
}

var performance = js.Global().Get("performance")

func now() float64 { return performance.Call("now").Float() / 1000 }
