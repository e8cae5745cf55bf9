package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// draws is what layers with random numbers read: which sample is which, and which draw
// this run is. A training run's draw is its update, so that a resumed run draws the same; other
// runs are counted.
type draws struct{ number, control compute.Buffer }

// newDraws adds the draws of a seed to a tape.
func newDraws(t *Tape, seed uint64) (d draws, err error) {
	if d.number, err = t.Device.Alloc(compute.Spec{Name: "sample's number", Scope: compute.Sample, Len: 1, Batch: t.Batch}); err != nil {
		return d, err
	}
	if d.control, err = t.Device.Alloc(compute.Spec{Name: "draw", Len: kernels.Controls}); err != nil {
		return d, err
	}
	numbers := make([]float32, t.Batch)
	for i := range numbers {
		numbers[i] = float32(i)
	}
	if err := t.Device.Write(d.number, 0, numbers); err != nil {
		return d, err
	}
	control, runs := make([]float32, kernels.Controls), uint32(0)
	kernels.PutControl(control, kernels.ControlSeed, uint32(seed))
	kernels.PutControl(control, kernels.ControlSeed+2, uint32(seed>>32))
	t.BeforeRun(func(step, _ int) error {
		draw := uint32(step)
		if step == 0 {
			runs++
			draw = 1<<31 + runs
		}
		kernels.PutControl(control, kernels.ControlStep, draw)
		return t.Device.Write(d.control, 0, control)
	})
	return d, nil
}

// stream is one of a layer's own.
func stream(base uint32, layer, use int) uint32 { return base + rng.MaskStream*uint32(2*layer+use) }
