//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/sim/errs"
	"talbot/sim/experiment"
)

func main() {
	e := new(engine)
	js.Global().Set("talbot", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) != 2 || args[0].Type() != js.TypeObject || args[1].Type() != js.TypeFunction {
			return []any{failure(errs.New("talbot wants one message, an object with an op, and a function for the replies"))}
		}
		return e.take(args[0], args[1])
	}))
	select {}
}

// reply is one message to the page.
type reply = map[string]any

// operations has one function for each request of doc.go.
var operations = map[string]func(*engine, js.Value) ([]any, error){
	"presets":  (*engine).presets,
	"open":     (*engine).open,
	"data":     (*engine).data,
	"masks":    (*engine).masks,
	"image":    (*engine).image,
	"sample":   (*engine).sample,
	"frame":    (*engine).frame,
	"step":     (*engine).step,
	"begin":    (*engine).begin,
	"ask":      (*engine).ask,
	"serve":    (*engine).serve,
	"share":    (*engine).share,
	"finish":   (*engine).finish,
	"set":      (*engine).set,
	"state":    (*engine).state,
	"estimate": (*engine).estimate,
	"evaluate": (*engine).evaluate,
	"reset":    (*engine).reset,
	"restore":  (*engine).restore,
	"export":   (*engine).export,
	"levels":   (*engine).levels,
}

// handle answers one request. A programming error becomes an error reply too, so
// that the page can show it.
func (e *engine) handle(m js.Value) (replies []any) {
	defer func() {
		if r := recover(); r != nil {
			text := "unknown fault"
			switch v := r.(type) {
			case string:
				text = v
			case error:
				text = v.Error()
			}
			replies = []any{failure(errs.New("internal error: ", text, "; reset to go on"))}
		}
	}()
	op := m.Get("op")
	if op.Type() != js.TypeString {
		return []any{failure(errs.New("the message has no op"))}
	}
	f, ok := operations[op.String()]
	if !ok {
		return []any{failure(errs.New("there is no operation \"", op.String(), "\""))}
	}
	replies, err := f(e, m)
	if err != nil {
		if fell, other := e.fell(); fell && other != nil {
			err = other
		} else if fell {
			replies, err = f(e, m)
			replies = append([]any{e.where()}, replies...)
		}
	}
	if err != nil {
		return append(replies, failure(err))
	}
	return replies
}

func failure(err error) reply {
	r := reply{"kind": "error", "text": err.Error()}
	if p, ok := err.(*experiment.ParamError); ok {
		r["param"], r["text"] = p.Name, p.Why
	}
	return r
}
