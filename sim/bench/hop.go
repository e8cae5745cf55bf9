package bench

import (
	"talbot/sim/compute"
	"talbot/sim/optics"
)

// openHop propagates planes by their angular spectrum, F^-1 H F: one plane for one
// thread, so that it can stay in the cache; four for each of several.
func (t *Talbot) openHop() error {
	c := t.Case
	u := make([]float32, 2*c.N*c.N)
	input.Uniform(uint32(c.N), u)
	t.problem = func() (Problem, error) { return Problem{Case: c, Field: u}, nil }
	dev := t.Variant.device()
	batch := t.Variant.Threads
	if batch > 1 && c.N < 1000 {
		batch *= 4
	}
	hop, err := optics.NewAngularSpectrum(dev, optics.Square(c.N, Pitch), Wavelength, c.Distance(), optics.Window{PadX: c.Pad, PadY: c.Pad})
	if err != nil {
		return err
	}
	in, err := dev.Alloc(compute.Spec{Name: "in", Scope: compute.Sample, Len: len(u), Batch: batch})
	if err != nil {
		return err
	}
	out, err := dev.Alloc(compute.Spec{Name: "out", Scope: compute.Sample, Len: len(u), Batch: batch})
	if err != nil {
		return err
	}
	for i := range batch {
		if err := dev.Write(in, i*len(u), u); err != nil {
			return err
		}
	}
	var p compute.Program
	hop.Forward(&p, in, out)
	runner, err := dev.Compile(&p)
	if err != nil {
		return err
	}
	t.units = batch
	t.run = func(reps int) error {
		for range reps {
			if err := runner.Run(batch); err != nil {
				return err
			}
		}
		return nil
	}
	if err := runner.Run(batch); err != nil {
		return err
	}
	v := make([]float32, len(u))
	if err := dev.Read(out, 0, v); err != nil {
		return err
	}
	t.check = overlap(u, v)
	return nil
}
