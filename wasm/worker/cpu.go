//go:build js && wasm && !webgpu

package main

import (
	"syscall/js"

	"talbot/sim/experiment"
)

// Without the tag webgpu this program is worker.wasm, whose sessions are on the CPU.

// take answers at once: a goroutine of its own for it would cost some per cent of time.
func (e *engine) take(message, _ js.Value) any { return e.handle(message) }

func (e *engine) build(c experiment.Config) (*experiment.Session, string, error) {
	s, err := e.onProcessor(c)
	return s, "", err
}

type kept struct{}

// A CPU does not go away.
func (e *engine) keep() error         { return nil }
func (e *engine) keepOften() error    { return nil }
func (e *engine) fell() (bool, error) { return false, nil }
