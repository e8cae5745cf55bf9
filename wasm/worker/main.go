//go:build js && wasm

package main

import (
	"talbot/sim/system/diffractive"
	"talbot/wasm/adapter"
)

func main() { adapter.Run(diffractive.System) }
