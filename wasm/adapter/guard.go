//go:build js && wasm && webgpu

package adapter

import (
	"talbot/sim/compute"
	"talbot/sim/compute/webgpu"
)

// guard notes what a GPU could not do, so that this can be told from other errors.
type guard struct {
	*webgpu.Device
	err error
}

// Failed is the first of these errors.
func (g *guard) Failed() error { return g.err }

func (g *guard) note(err error) error {
	if err != nil && g.err == nil {
		g.err = err
	}
	return err
}

func (g *guard) Alloc(s compute.Spec) (compute.Buffer, error) {
	b, err := g.Device.Alloc(s)
	return b, g.note(err)
}

func (g *guard) Write(b compute.Buffer, at int, src []float32) error {
	return g.note(g.Device.Write(b, at, src))
}

func (g *guard) Read(b compute.Buffer, at int, dst []float32) error {
	return g.note(g.Device.Read(b, at, dst))
}

func (g *guard) Later(b compute.Buffer, at, n int) (func(dst []float32) error, error) {
	wait, err := g.Device.Later(b, at, n)
	return func(dst []float32) error { return g.note(wait(dst)) }, g.note(err)
}

func (g *guard) Compile(p *compute.Program) (compute.Runner, error) {
	r, err := g.Device.Compile(p)
	return guardedRunner{r, g}, g.note(err)
}

type guardedRunner struct {
	compute.Runner
	guard *guard
}

func (r guardedRunner) Run(batch int) error { return r.guard.note(r.Runner.Run(batch)) }
