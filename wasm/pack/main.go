// Command pack makes modules of WebAssembly that Go's linker wrote smaller to send: it
// writes their data as one segment, and without the numbers of lines that only the trace of
// a panic shows.
//
// The linker leaves out runs of more than eight zeros and starts a segment after each. In a
// program of Go, whose tables are full of 64-bit numbers, that makes one segment for
// every 25 bytes, and the addresses of all these segments, which gzip cannot guess, weigh
// more than the zeros: 85 kB of worker.wasm's 924 kB. Memory holds the same afterwards.
//
//	go run ./wasm/pack site/worker.wasm
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("pack: ")
	for _, name := range os.Args[1:] {
		module, err := os.ReadFile(name)
		if err == nil {
			module, err = pack(module, withoutLines)
		}
		if err == nil {
			err = os.WriteFile(name, module, 0o755)
		}
		if err != nil {
			log.Fatalf("%s: %v", name, err)
		}
	}
}
