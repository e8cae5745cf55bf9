package speed

import (
	"talbot/sim/compute"
	"talbot/sim/optics"
)

// openHop propagates planes by their angular spectrum, F^-1 H F, once or several times
// in a row: one plane for one thread, so that it can stay in the cache; four for each
// of several, or in suite plane one for all of them; a batch for a GPU.
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
	if c.Suite == "plane" {
		batch = 1
	} else if c.GPU {
		batch = c.Batch
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
	if c.Chain > 1 {
		between, err := dev.Alloc(compute.Spec{Name: "between", Scope: compute.Scratch, Len: len(u), Batch: batch})
		if err != nil {
			return err
		}
		hop.Forward(&p, in, between)
		for range c.Chain - 2 {
			hop.Forward(&p, between, between)
		}
		hop.Forward(&p, between, out)
	} else {
		hop.Forward(&p, in, out)
	}
	runner, err := dev.Compile(&p)
	if err != nil {
		return err
	}
	t.runs = []Run{{runner, batch}}
	if t.units = batch; c.GPU {
		t.units = max(1, c.Chain)
	}
	t.run = func(reps int) error {
		for range reps {
			if err := runner.Run(batch); err != nil {
				return err
			}
		}
		return wait(dev, out)
	}
	if err := runner.Run(batch); err != nil {
		return err
	}
	v := make([]float32, len(u))
	if err := dev.Read(out, (batch-1)*len(v), v); err != nil {
		return err
	}
	t.check = overlap(u, v)
	return nil
}
