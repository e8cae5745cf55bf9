package rundir_test

import (
	"bytes"
	"fmt"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	"talbot/sim/data/open"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// The masks of a session, here as a network begins, as a file for NumPy: float32
// [mask][y][x], in radians from 0 to 2 pi.
func ExampleMasksOf() {
	preset, err := diffractive.Find("d2nn-mnist-64")
	if err != nil {
		fmt.Println(err)
		return
	}
	set, _, err := open.LoadFS(assets.Data(), preset.Config.Data)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := diffractive.NewSession(cpu.Open(1), preset.Config, set)
	if err != nil {
		fmt.Println(err)
		return
	}
	masks, err := rundir.MasksOf(s)
	if err != nil {
		fmt.Println(err)
		return
	}
	var file bytes.Buffer
	if err := npy.Write(&file, masks.Shape(), masks.Values); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(masks.File(), masks.Shape(), file.Len() > 4*len(masks.Values))
	// Output: phase.npy [5 64 64] true
}
