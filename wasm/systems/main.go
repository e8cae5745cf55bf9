//go:build js && wasm

package main

import (
	"talbot/sim/experiment"
	"talbot/sim/system/absorber"
	"talbot/sim/system/basic"
	"talbot/sim/system/diffractive"
	"talbot/wasm/adapter"
)

func main() {
	adapter.Run(experiment.WithFiles(diffractive.System), experiment.WithFiles(absorber.System), experiment.WithFiles(basic.System))
}
