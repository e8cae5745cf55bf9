package rig

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/optics"
	"talbot/sim/plant"
)

// maker makes buffers and programs until one fails.
type maker struct {
	dev   compute.Device
	batch int
	err   error
	maps  []*placed
}

func (m *maker) alloc(name string, scope compute.Scope, n int) (b compute.Buffer) {
	if m.err == nil {
		b, m.err = m.dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: n, Batch: m.batch})
	}
	return b
}

func (m *maker) table(name string, v []float32) compute.Buffer {
	b := m.alloc(name, compute.Shared, len(v))
	if m.err == nil {
		m.err = m.dev.Write(b, 0, v)
	}
	return b
}

func (m *maker) compile(p *compute.Program) (r compute.Runner) {
	if m.err == nil {
		r, m.err = m.dev.Compile(p)
	}
	return r
}

var _ plant.Resident = (*Bench)(nil)

// turning are exp(i phase) of the reference beam of one measurement of it, which several programs want.
type turning struct {
	phase *float32
	v     []float32
}

// turns are exp(i phase) of the reference beam.
func (b *Bench) turns() []float32 {
	phase := b.Reference.Phase
	if phase == nil {
		return pairs(b.Design.Plane.Len(), func(int) (re, im float32) { return 1, 0 })
	}
	if b.turning.phase != &phase[0] {
		v := make([]float32, 2*len(phase))
		inParts(len(phase), func(from, to int) {
			for i := from; i < to; i++ {
				s, c := math.Sincos(float64(phase[i]))
				v[2*i], v[2*i+1] = float32(c), float32(s)
			}
		})
		b.turning = turning{&phase[0], v}
	}
	return b.turning.v
}

// places are, of each sample of a plane, the column and the row of where it is taken.
func places(g optics.Grid, to func(x, y float64) (float64, float64)) []float32 {
	v := make([]float32, 2*g.Len())
	inParts(g.Len(), func(from, end int) {
		for i := from; i < end; i++ {
			x, y := to(g.X(i%g.Nx), g.Y(i/g.Nx))
			v[2*i], v[2*i+1] = float32(x/g.Dx+float64(g.Nx/2)), float32(y/g.Dy+float64(g.Ny/2))
		}
	})
	return v
}
