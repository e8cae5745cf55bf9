//go:build js && wasm && webgpu

package main

import "syscall/js"

// request is a message of the page, and the function that gets the replies.
type request struct{ message, answer js.Value }

var (
	requests []request            // not answered yet
	wake     = make(chan bool, 1) // there are some
	working  bool                 // whether work runs
)

// take leaves the message to a goroutine, as a callback of JavaScript must not wait, and
// handling a message may have to wait for the GPU.
func (e *engine) take(message, answer js.Value) any {
	requests = append(requests, request{message, answer})
	if !working {
		working = true
		go e.work()
	}
	if len(requests) == 1 {
		wake <- true
	}
	return nil
}

// work answers the requests in their order. What need not wait is answered before
// JavaScript goes on.
func (e *engine) work() {
	for range wake {
		for len(requests) > 0 {
			r := requests[0]
			r.answer.Invoke(e.handle(r.message))
			requests = requests[1:]
		}
	}
}
