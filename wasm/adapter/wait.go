//go:build js && wasm && webgpu

package adapter

import "syscall/js"

// request is a message of the page, and the function that gets the replies.
type request struct{ message, answer js.Value }

// waiting is the requests that are not answered yet.
type waiting struct {
	requests []request
	wake     chan bool // there are some; nil before the first
	look     chan bool // closed when the look is made that is under way beside updates
}

// take leaves the message to a goroutine, as a callback of JavaScript must not wait, and
// handling a message may have to wait for the GPU.
func (a *adapter) take(message, answer js.Value) any {
	a.requests = append(a.requests, request{message, answer})
	if a.wake == nil {
		a.wake = make(chan bool, 1)
		go a.work()
	}
	if len(a.requests) == 1 {
		a.wake <- true
	}
	return nil
}

// work answers the requests in their order. What need not wait is answered before
// JavaScript goes on. While a look is made beside updates, only these are.
func (a *adapter) work() {
	for range a.wake {
		for len(a.requests) > 0 {
			r := a.requests[0]
			op := r.message.Get("op").String()
			if a.look != nil && op != "step" && op != "settle" {
				<-a.look
				a.look = nil
			}
			if r.message.Get("beside").Truthy() {
				a.look = make(chan bool)
				go a.beside(op, r, a.look)
			} else {
				r.answer.Invoke(a.handle(r.message))
			}
			a.requests = a.requests[1:]
		}
	}
}

// beside makes a look while updates go on, or leaves it for its turn.
func (a *adapter) beside(op string, r request, made chan<- bool) {
	replies, ok := a.engine.Beside(op, &message{r.message})
	close(made)
	if ok {
		r.answer.Invoke(sent(replies, nil))
		return
	}
	r.message.Set("beside", false)
	a.take(r.message, r.answer)
}
