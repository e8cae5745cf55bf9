//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"syscall/js"
	"unsafe"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/fabricate"
	"talbot/sim/part"
	"talbot/sim/system/diffractive"
)

func main() {
	device := cpu.Open(1)
	device.SetRoom(1e9, "that a browser tab may take")
	w := &work{device: device}
	js.Global().Set("talbot", js.FuncOf(func(_ js.Value, args []js.Value) any {
		reply, err := w.do(args[0])
		if err != nil {
			reply = map[string]any{"kind": "error", "text": err.Error()}
		}
		return []any{reply}
	}))
	select {}
}

// work is the part that is being made.
type work struct {
	device compute.Device
	net    *fabricate.Network
	sheet  *part.Sheet
	made   []part.Made
	test   *fabricate.Testing
}

func (w *work) do(m js.Value) (map[string]any, error) {
	op := m.Get("op").String()
	if w.sheet == nil && op != "order" && op != "read" {
		return nil, errors.New("no part has been ordered")
	}
	switch op {
	case "order":
		return w.order(m)
	case "test":
		return w.more(m)
	case "untested":
		w.sheet.Untested(errors.New(m.Get("why").String()))
		return map[string]any{"kind": "untested"}, nil
	case "file":
		return w.file(m.Get("index").Int())
	case "read":
		return read(m)
	}
	return nil, fmt.Errorf("there is no request %q", op)
}

func (w *work) order(m js.Value) (map[string]any, error) {
	p, _, err := experiment.Find([]experiment.System{diffractive.System}, m.Get("preset").String())
	if err != nil {
		return nil, err
	}
	settings := p.Config.Clone()
	values := m.Get("values")
	names := js.Global().Get("Object").Call("keys", values)
	for i := range names.Length() {
		name := names.Index(i).String()
		q, err := experiment.Named(settings, name)
		if err == nil {
			err = q.Set(values.Get(name).String())
		}
		if err != nil {
			return nil, err
		}
	}
	if _, err := settings.Check(); err != nil {
		return nil, err
	}
	c, _ := diffractive.Of(settings)
	var o fabricate.Order
	if err := json.Unmarshal([]byte(m.Get("order").String()), &o); err != nil {
		return nil, err
	}
	if k := m.Get("kernel").String(); k != "" {
		if o.Kernel, err = part.ReadKernel([]byte(k)); err != nil {
			return nil, err
		}
	}
	n, err := fabricate.NetworkOf(c, experiment.MaskArray{Kind: m.Get("array").String(), Values: floats(m.Get("numbers"))})
	if err != nil {
		return nil, err
	}
	s, made, err := n.Sheet(o)
	if err != nil {
		return nil, err
	}
	s.Talbot, s.Preset, s.Masks = m.Get("by").String(), p.ID, m.Get("from").String()
	w.net, w.sheet, w.made, w.test = n, s, made, nil
	clipped, rounded, pixels := 0, 0, 0
	for _, f := range s.Files {
		clipped, rounded, pixels = clipped+f.Clipped, rounded+f.Rounded, pixels+f.Pixels
	}
	return map[string]any{"kind": "ordered", "files": len(made) + 2, "clipped": clipped, "rounded": rounded, "pixels": pixels}, nil
}

// more tests the next pictures of a set, which the first message brings.
func (w *work) more(m js.Value) (map[string]any, error) {
	if w.test == nil {
		set, err := data.ReadIDX(m.Get("set").String(), content(m.Get("images")), content(m.Get("labels")))
		if err == nil {
			w.test, err = w.net.Test(w.device, w.sheet, w.made, set)
		}
		if err != nil {
			return nil, err
		}
	}
	more, err := w.test.More()
	if err != nil {
		return nil, err
	}
	if more {
		return map[string]any{"kind": "testing", "share": w.test.Share()}, nil
	}
	w.test = nil
	a := w.sheet.Accuracy
	r := map[string]any{"kind": "tested", "pictures": a.Pictures, "trained": a.Trained, "made": a.Rounded}
	if a.Blurred != nil {
		r["blurred"] = *a.Blurred
	}
	return r, nil
}

func (w *work) file(i int) (map[string]any, error) {
	var b bytes.Buffer
	var name string
	var err error
	switch n := len(w.made); {
	case i >= 0 && i < n:
		name, err = w.made[i].File, w.sheet.Write(&b, w.made[i].Plane)
	case i == n:
		name, err = part.SheetFile, w.sheet.WriteJSON(&b)
	case i == n+1:
		name, err = part.PageFile, w.sheet.WritePage(&b, w.made)
	default:
		return nil, fmt.Errorf("there is no file %d", i)
	}
	if err != nil {
		return nil, err
	}
	return map[string]any{"kind": "file", "name": name, "bytes": array(b.Bytes())}, nil
}

// read takes the masks of a sheet and its files.
func read(m js.Value) (map[string]any, error) {
	s, err := part.ReadSheet(content(m.Get("sheet")))
	if err != nil {
		return nil, err
	}
	at := map[string]js.Value{}
	names, files := m.Get("names"), m.Get("files")
	for i := range names.Length() {
		at[names.Index(i).String()] = files.Index(i)
	}
	masks, err := s.Read(func(name string) ([]byte, error) {
		f, ok := at[name]
		if !ok {
			return nil, fmt.Errorf("its file %s is missing: choose it together with the sheet", name)
		}
		return content(f), nil
	})
	if err != nil {
		return nil, err
	}
	kind := experiment.Radians
	if masks.Amplitude {
		kind = experiment.Amplitude
	}
	notes := []any{}
	for _, n := range masks.Notes {
		notes = append(notes, n)
	}
	raw := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(masks.Values))), 4*len(masks.Values))
	return map[string]any{"kind": "masks", "array": kind, "values": js.Global().Get("Float32Array").New(array(raw).Get("buffer")),
		"layers": len(s.Files), "n": masks.N, "notes": notes}, nil
}

// content is a Uint8Array's.
func content(v js.Value) []byte {
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b
}

// floats is a Float32Array's content.
func floats(v js.Value) []float32 {
	f := make([]float32, v.Length())
	if len(f) > 0 {
		bytes := js.Global().Get("Uint8Array").New(v.Get("buffer"), v.Get("byteOffset"), v.Get("byteLength"))
		js.CopyBytesToGo(unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 4*len(f)), bytes)
	}
	return f
}

// array is a new Uint8Array.
func array(b []byte) js.Value {
	v := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(v, b)
	return v
}
