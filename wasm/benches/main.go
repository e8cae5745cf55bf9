//go:build js && wasm

package main

import (
	"talbot/sim/experiment"
	"talbot/sim/system/chip"
	"talbot/sim/system/focus"
	"talbot/sim/system/forward"
	"talbot/wasm/adapter"
)

func main() {
	adapter.Run(experiment.WithFiles(forward.System), experiment.WithFiles(focus.System), experiment.WithFiles(chip.System))
}
