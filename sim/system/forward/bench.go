package forward

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/optics"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// setup is the bench as it is planned: the authors', at the size of the planes.
func (c *Config) setup(batch int) virtual.Setup {
	s := virtual.Free(c.Samples)
	s.Wavelength, s.Plane, s.Padding = c.Wavelength, optics.Square(c.Samples, c.Pitch), c.Padding
	s.Panels[len(s.Panels)-1].Gap = c.Distance
	s.Exposure, s.Batch = c.Exposure, batch
	if c.follows() {
		s.Batch += 2 // looks at the blank wave go with each batch
	}
	// A tilted reference beam serves the curves' calibration, and single frames.
	s.Carrier = [2]float64{0.3 / c.Pitch, 0.25 / c.Pitch}
	return s
}

// follows tells whether the arms' drift is looked at in each pass.
func (c *Config) follows() bool { return c.Blank > 0 }

// openBench makes the bench and calibrates it, if that is asked for. Then it is knocked.
func (c *Config) openBench(ctx context.Context, dev compute.Device, batch int, said func(string)) (*rig.Bench, error) {
	f, err := c.faults()
	if err != nil {
		return nil, err
	}
	s := c.setup(batch)
	truth := virtual.Draw(s, f)
	b, err := virtual.Of(dev, s, truth)
	if err != nil {
		return nil, err
	}
	set := func(b *rig.Bench) {
		b.Reading, b.Retries, b.Synchronised, b.Follow = rig.Reading(index(rig.Readings, c.Reading)), 10, true, c.follows()
		// Pixels come within a millionth of where they go: what is shown does not depend on what was shown before.
		b.Wait = f.Latency/60 + 14*f.Response
	}
	set(b)
	if c.Calibrate && f != virtual.Ideal() {
		tell := func(string) {}
		if said != nil {
			tell = func(what string) { said("calibrating: " + what) }
		}
		if err := calibrate(b, basis(dev, s, f, b.Reading, b.Follow), tell, func() error { return b.MeasureAll(ctx, tell) }); err != nil {
			return nil, err
		}
	}
	if c.Knock == 0 {
		return b, nil
	}
	sin, cos := math.Sincos(1 + float64(f.Seed))
	for i := range truth.Cameras {
		truth.Cameras[i].Pose.X += c.Knock * c.Pitch * cos
		truth.Cameras[i].Pose.Y += c.Knock * c.Pitch * sin
	}
	knocked, err := virtual.Of(dev, s, truth)
	if err != nil {
		return nil, err
	}
	set(knocked)
	if err := knocked.Calibrate(b.Calibration()); err != nil {
		return nil, err
	}
	if err := virtual.Continue(knocked, b); err != nil {
		return nil, err
	}
	knocked.Report = b.Report
	return knocked, nil
}
