//go:build js && wasm

package main

import (
	"talbot/sim/engine"
	"talbot/wasm/adapter"
)

func main() { adapter.Run(engine.Networks) }
