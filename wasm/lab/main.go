//go:build js && wasm

package main

import (
	"os"
	"syscall/js"

	"talbot/render/lab"
	"talbot/sim/errs"
	"talbot/sim/frame"
)

// page holds what the messages change.
type page struct {
	scene    *lab.Scene
	options  lab.Options
	onSelect js.Value
}

func main() {
	p := &page{}
	p.scene = lab.New(func(plane int) {
		if p.onSelect.Type() == js.TypeFunction {
			p.onSelect.Invoke(plane)
		}
	})
	js.Global().Set("talbotLab", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) != 1 || args[0].Type() != js.TypeObject {
			return failure(errs.New("lab: want one message, an object with op"))
		}
		if err := p.handle(args[0]); err != nil {
			return failure(err)
		}
		return nil
	}))
	if err := lab.RunEmbedded(p.scene); err != nil {
		js.Global().Get("console").Call("error", "talbot lab: "+err.Error())
		os.Exit(1)
	}
}

func failure(err error) map[string]any {
	return map[string]any{"kind": "error", "text": err.Error()}
}

// handle does what one message asks for.
func (p *page) handle(m js.Value) error {
	switch op := text(m, "op", ""); op {
	case "frame":
		f, err := decode(m.Get("bytes"))
		if err != nil {
			return err
		}
		p.scene.SetFrame(f)
	case "options":
		read(m, &p.options)
		p.scene.SetOptions(p.options)
	case "select":
		p.scene.Select(int(number(m, "plane", -1)))
	case "tap":
		p.scene.Tap(number(m, "x", 0), number(m, "y", 0))
	case "turn":
		p.scene.Turn(number(m, "yaw", 0), number(m, "pitch", 0))
	case "zoom":
		p.scene.Zoom(number(m, "factor", 1))
	case "resetView":
		p.scene.ResetView()
	case "animate":
		p.scene.SetAnimated(flag(m, "on", true))
	case "listen":
		p.onSelect = m.Get("select")
	case "stop":
		p.scene.Stop()
	default:
		return errs.New("lab: there is no op \"", op, "\"")
	}
	return nil
}

// decode copies and reads a frame.
func decode(v js.Value) (*frame.Frame, error) {
	if !v.InstanceOf(js.Global().Get("Uint8Array")) {
		return nil, errs.New("lab: the bytes of a frame must be a Uint8Array")
	}
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	f := new(frame.Frame)
	if err := f.UnmarshalBinary(b); err != nil {
		return nil, err
	}
	if len(f.Planes) < 2 {
		return nil, errs.New("lab: the frame has one plane; light goes from one to another")
	}
	return f, nil
}
