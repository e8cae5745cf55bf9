//go:build js && wasm

package main

import (
	"talbot/sim/system/all"
	"talbot/wasm/adapter"
)

func main() { adapter.Run(all.Systems()...) }
