package webgpu

import "talbot/sim/compute"

// Watched is a device that notes what its GPU could not do, so that this can be told from other
// errors.
type Watched struct {
	*Device
	err error
}

// Watch notes what d cannot do from now on.
func Watch(d *Device) *Watched { return &Watched{Device: d} }

// Failed is the first of these errors.
func (g *Watched) Failed() error { return g.err }

func (g *Watched) note(err error) error {
	if err != nil && g.err == nil {
		g.err = err
	}
	return err
}

func (g *Watched) Alloc(s compute.Spec) (compute.Buffer, error) {
	b, err := g.Device.Alloc(s)
	return b, g.note(err)
}

func (g *Watched) Write(b compute.Buffer, at int, src []float32) error {
	return g.note(g.Device.Write(b, at, src))
}

func (g *Watched) Read(b compute.Buffer, at int, dst []float32) error {
	return g.note(g.Device.Read(b, at, dst))
}

func (g *Watched) Later(b compute.Buffer, at, n int) (func(dst []float32) error, error) {
	wait, err := g.Device.Later(b, at, n)
	return func(dst []float32) error { return g.note(wait(dst)) }, g.note(err)
}

func (g *Watched) Compile(p *compute.Program) (compute.Runner, error) {
	r, err := g.Device.Compile(p)
	return watchedRunner{r, g}, g.note(err)
}

type watchedRunner struct {
	compute.Runner
	dev *Watched
}

func (r watchedRunner) Run(batch int) error { return r.dev.note(r.Runner.Run(batch)) }
