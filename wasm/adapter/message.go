//go:build js && wasm

package adapter

import (
	"syscall/js"
	"unsafe"
)

var (
	object       = js.Global().Get("Object")
	uint8Array   = js.Global().Get("Uint8Array")
	float32Array = js.Global().Get("Float32Array")
)

// message is an object of JavaScript as an engine.Message.
type message struct{ js.Value }

func (m *message) Has(name string) bool { return !m.Get(name).IsUndefined() }

func (m *message) Text(name string) string {
	if v := m.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

func (m *message) Number(name string, otherwise int) int {
	if v := m.Get(name); v.Type() == js.TypeNumber {
		return v.Int()
	}
	return otherwise
}

func (m *message) Flag(name string) bool { return m.Get(name).Truthy() }

func (m *message) Settings(name string) (list [][2]string) {
	if v := m.Get(name); v.Type() == js.TypeObject {
		names := object.Call("keys", v)
		for i := range names.Length() {
			name := names.Index(i).String()
			list = append(list, [2]string{name, v.Get(name).String()})
		}
	}
	return list
}

func (m *message) Bytes(name string) ([]byte, bool) {
	v := m.Get(name)
	if !v.InstanceOf(uint8Array) {
		return nil, false
	}
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b, true
}

func (m *message) Floats(name string) ([]float32, bool) {
	v := m.Get(name)
	if !v.InstanceOf(float32Array) {
		return nil, false
	}
	f := make([]float32, v.Length())
	if len(f) > 0 {
		js.CopyBytesToGo(raw(f), uint8Array.New(v.Get("buffer"), v.Get("byteOffset"), v.Get("byteLength")))
	}
	return f, true
}

func (m *message) Take(name string, b []byte) bool {
	v := m.Get(name)
	return v.InstanceOf(uint8Array) && v.Length() == len(b) && js.CopyBytesToGo(b, v) == len(b)
}

func (m *message) Give(name string, b []byte) bool {
	v := m.Get(name)
	return v.InstanceOf(uint8Array) && v.Length() == len(b) && js.CopyBytesToJS(v, b) == len(b)
}

// raw is the memory of f, which is not empty. wasm is little-endian, as JavaScript's typed
// arrays are there.
func raw(f []float32) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 4*len(f)) }
