// Command wasmgen writes the SIMD kernel that the page's engine runs: one module of
// WebAssembly with the passes of package fft for 4 lines at a time, and the loops
// over planes of package kernels, and the inner loop of package gemm. It works in the engine's own memory.
//
//	go run ./sim/fft/wasmgen -o site/simd.wasm
package main

import (
	"flag"
	"log"
	"os"

	"talbot/sim/fft/wasmgen/asm"
)

// Radices that vector_js.go in package fft plans with, and those of them that may
// start and end a transform of rows.
var (
	radices = []int{8, 7, 6, 5, 4, 3, 2}
	starts  = []int{5, 4}
	ends    = []int{8, 6, 5, 4}
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("wasmgen: ")
	out := flag.String("o", "simd.wasm", "write the module to this file")
	flag.Parse()
	if flag.NArg() > 0 {
		log.Fatalf("unexpected argument %q", flag.Arg(0))
	}
	if err := os.WriteFile(*out, kernel(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// kernel is the module. Its functions trust their caller to have checked that every
// access is inside its array.
func kernel() []byte {
	m := new(asm.Module)
	ready := m.Func("ready", nil, []asm.Type{asm.I32})
	ready.ConstI32(1)
	exports := []*asm.Func{ready, transform(m, radices), firstPasses(m, starts), lastPasses(m, ends), gather(m), scatter(m), turn(m)}
	exports = append(exports, columns(m)...)
	exports = append(exports, planes(m)...)
	exports = append(exports, adam(m), transmission(m))
	exports = append(exports, gemm(m)...)
	for _, f := range exports {
		m.Export(f)
	}
	return m.Bytes()
}
