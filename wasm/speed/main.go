//go:build js && wasm

// Command speed is the benchmark of package sim/speed as it runs in a browser:
// site/speed/talbot.worker.mjs loads it. It is built like the engine, wasm/worker,
// with the same SIMD kernel.
//
// It defines one JavaScript function, talbotSpeed(message), which returns a reply,
// or an error as {error: text}. Messages:
//
//	{suite, n, pad, batch, scalar}  makes a case ready; the reply has its variant,
//	                                label, unit, units, flops, bytes, set (bytes gone
//	                                over), check [numbers], and the problem: lines,
//	                                layers, pitch, wavelength, distance, field, masks,
//	                                labels, regions [x0, y0, x1, y1 each], scale, rate
//	{reps}                          does its work so many times: {seconds, allocs: allocations
//	                                of memory for each}
//	{limits: true}                  measures the machine: {flops, how, copy [{bytes, rate}]}
package main

import (
	"syscall/js"
	"unsafe"

	"talbot/sim/errs"
	"talbot/sim/speed"
)

func main() {
	p := new(program)
	js.Global().Set("talbotSpeed", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) != 1 || args[0].Type() != js.TypeObject {
			return reply{"error": "talbotSpeed wants one message, an object"}
		}
		r, err := p.handle(args[0])
		if err != nil {
			return reply{"error": err.Error()}
		}
		return r
	}))
	select {}
}

type reply = map[string]any

// program is the case that is ready, or nil.
type program struct{ ready *speed.Talbot }

func (p *program) handle(m js.Value) (reply, error) {
	switch {
	case m.Get("suite").Type() == js.TypeString:
		return p.open(m)
	case m.Get("limits").Truthy():
		return limits(), nil
	case p.ready == nil:
		return nil, errs.New("no case is ready; name a suite first")
	case number(m, "reps", 0) < 1:
		return nil, errs.New("reps must be at least 1")
	}
	t, err := p.ready.Sample(number(m, "reps", 1))
	return reply{"seconds": t, "allocs": p.ready.Allocs()}, err
}

func (p *program) open(m js.Value) (reply, error) {
	c := speed.Case{Suite: m.Get("suite").String(), N: number(m, "n", 64), Pad: number(m, "pad", 0), Batch: number(m, "batch", 4)}
	v := speed.Variant{Scalar: m.Get("scalar").Truthy(), Threads: 1}
	p.ready = nil // its memory can serve the next
	t, err := speed.Open(c, v, seconds)
	if err != nil {
		return nil, err
	}
	q, err := t.Problem()
	if err != nil {
		return nil, err
	}
	p.ready = t
	return reply{
		"variant": v.Name(), "label": c.Label(), "unit": c.Unit(), "units": t.Units(), "flops": c.Flops(), "bytes": c.Bytes(), "set": c.WorkingSet(),
		"check": values(t.Check()), "lines": q.Lines(), "layers": speed.Layers, "pitch": speed.Pitch, "wavelength": speed.Wavelength,
		"distance": c.Distance(), "field": floats(q.Field), "masks": floats(q.Masks), "labels": values(q.Labels), "regions": values(q.Regions),
		"scale": q.Scale, "rate": q.Rate,
	}, nil
}

func limits() reply {
	l := speed.MeasureLimits(seconds, 1, 0.05)
	var rates []any
	for i, size := range l.Sizes {
		rates = append(rates, reply{"bytes": size, "rate": l.Copy[i]})
	}
	return reply{"flops": l.Flops, "how": l.How, "copy": rates}
}

// seconds is the browser's clock.
func seconds() float64 { return js.Global().Get("performance").Call("now").Float() / 1000 }

// number is an integer field of a message, or otherwise when it has none.
func number(m js.Value, name string, otherwise int) int {
	if v := m.Get(name); v.Type() == js.TypeNumber {
		return v.Int()
	}
	return otherwise
}

// values is a JavaScript array of numbers.
func values[T byte | int | float64](x []T) []any {
	a := make([]any, len(x))
	for i, v := range x {
		a[i] = float64(v)
	}
	return a
}

// floats is a new Float32Array with f's content. wasm is little-endian, as
// JavaScript's typed arrays are there.
func floats(f []float32) js.Value {
	a := js.Global().Get("Uint8Array").New(4 * len(f))
	if len(f) > 0 {
		js.CopyBytesToJS(a, unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 4*len(f)))
	}
	return js.Global().Get("Float32Array").New(a.Get("buffer"))
}
