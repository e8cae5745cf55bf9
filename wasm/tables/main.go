//go:build js && wasm

// Program tables reads files that set a parameter, such as the calibration table of a
// device, in a Web Worker of its own: few visitors have one, and the engine for networks
// is smaller without it. It sets the function talbot, as the engine does; its one message:
//
//	read    name, file, bytes   -> read, or error; the text that a file, of that name and
//	                               with these bytes, gives the parameter called name
//	read    text, notes [text]: what was made of the file beyond its numbers
package main

import (
	"errors"
	"syscall/js"

	"talbot/sim/errs"
	"talbot/sim/experiment"
)

func main() {
	js.Global().Set("talbot", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) == 0 || args[0].Type() != js.TypeObject || args[0].Get("op").String() != "read" {
			return []any{failure(errs.New("tables wants one message, with the op read"))}
		}
		r, err := read(args[0])
		if err != nil {
			r = failure(err)
		}
		return []any{r}
	}))
	select {}
}

// reply is one message to the page.
type reply = map[string]any

func failure(err error) reply {
	r := reply{"kind": "error", "text": err.Error()}
	var p *experiment.ParamError
	if errors.As(err, &p) {
		r["text"], r["param"] = p.Why, p.Name
	}
	return r
}

// read makes a parameter's text of a file.
func read(m js.Value) (reply, error) {
	var c experiment.Config
	p, err := c.Param(m.Get("name").String())
	if err != nil {
		return nil, err
	}
	from := m.Get("bytes")
	if !from.InstanceOf(js.Global().Get("Uint8Array")) {
		return nil, errs.New("the message's bytes must be a Uint8Array")
	}
	b := make([]byte, from.Length())
	js.CopyBytesToGo(b, from)
	text, notes, err := p.Read(m.Get("file").String(), b)
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, n := range notes {
		list = append(list, n)
	}
	return reply{"kind": "read", "text": text, "notes": list}, nil
}
