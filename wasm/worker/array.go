//go:build js && wasm

package main

import (
	"syscall/js"
	"unsafe"

	"talbot/sim/errs"
)

var (
	uint8Array   = js.Global().Get("Uint8Array")
	float32Array = js.Global().Get("Float32Array")
)

// bytesOf copies a Uint8Array field of a message.
func bytesOf(m js.Value, name string) ([]byte, error) {
	v := m.Get(name)
	if !v.InstanceOf(uint8Array) {
		return nil, errs.New("the message's ", name, " must be a Uint8Array")
	}
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b, nil
}

// toBytes is a new Uint8Array with b's content.
func toBytes(b []byte) js.Value {
	v := uint8Array.New(len(b))
	js.CopyBytesToJS(v, b)
	return v
}

// toFloats is a new Float32Array with f's content. wasm is little-endian, as
// JavaScript's typed arrays are there.
func toFloats(f []float32) js.Value {
	if len(f) == 0 {
		return float32Array.New(0)
	}
	return float32Array.New(toBytes(raw(f)).Get("buffer"))
}

// raw is the memory of f, which is not empty.
func raw(f []float32) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 4*len(f)) }
