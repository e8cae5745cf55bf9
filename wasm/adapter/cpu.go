//go:build js && wasm && !webgpu

package adapter

import (
	"syscall/js"

	"talbot/sim/engine"
)

// Without the tag webgpu sessions are on the CPU, and nothing waits.
type waiting struct{}

var opener func(auto bool) (engine.GPU, string, error)

// take answers at once: a goroutine of its own for it would cost some per cent of time.
func (a *adapter) take(message, _ js.Value) any { return a.handle(message) }
