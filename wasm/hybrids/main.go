//go:build js && wasm

package main

import (
	"talbot/sim/experiment"
	"talbot/sim/system/dante"
	"talbot/sim/system/diffusion"
	"talbot/sim/system/feedback"
	"talbot/wasm/adapter"
)

func main() {
	adapter.Run(experiment.WithFiles(dante.System), experiment.WithFiles(feedback.System), experiment.WithFiles(diffusion.System))
}
