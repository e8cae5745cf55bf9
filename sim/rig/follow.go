package rig

import (
	"math"
	"math/cmplx"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/plant"
)

// Fields that are read one after another are read by two arms that drift against each other meanwhile, and each by another
// phase then. It is no phase that is common to all: of a network of many masks, whose fields are shown again and are
// multiplied by each other in the gradient, the phases of all passes add up. With Follow each call looks at
// the load Blank before and behind its loads, and the phase by which that has turned is taken off, along a straight line between.

// follows tells whether fields are read so.
func (b *Bench) follows() bool {
	return b.Follow && b.Reference.Blank != nil && b.Reference.Still != nil && b.Reference.Phase != nil
}

// followed are loads with Blank at both ends.
func (b *Bench) followed(loads []plant.Load) []plant.Load {
	if !b.follows() {
		return loads
	}
	blank := b.Blank()
	return append(append([]plant.Load{blank}, loads...), blank)
}

// drifted is the phase, rad, by which a field of the load Blank has turned since the reference beam's was measured.
func (b *Bench) drifted(u []float32) float64 {
	var sum complex128
	was := b.Reference.Blank
	for i, p := range b.Reference.Still {
		sum += complex(float64(u[2*i]), float64(u[2*i+1])) * complex(float64(was[2*i]), -float64(was[2*i+1])) * cmplx.Rect(1, -float64(p))
	}
	return cmplx.Phase(sum)
}

// still turns field k of so many back, between two looks.
func still(first, last float64, k, loads int) (re, im float32) {
	t := float64(k+1) / float64(loads+1)
	s, c := math.Sincos(-first - t*math.Remainder(last-first, 2*math.Pi))
	return float32(c), float32(s)
}

// back turns a field.
func back(u []float32, re, im float32) {
	for i := 0; i < len(u); i += 2 {
		u[i], u[i+1] = u[i]*re-u[i+1]*im, u[i]*im+u[i+1]*re
	}
}

// follow makes the looks at the load Blank ready, before and behind each batch.
func (m *measurement) follow() (err error) {
	b, n := m.b, m.b.Design.Plane.Len()
	two := &maker{dev: m.dev, batch: min(2, m.batch)}
	var levels []compute.Buffer
	for _, l := range b.Blank() {
		at := two.alloc("blank", compute.Sample, n)
		v := make([]float32, n)
		for i, x := range l {
			v[i] = float32(x)
		}
		for k := 0; k < two.batch && two.err == nil; k++ {
			two.err = m.dev.Write(at, k*n, v)
		}
		levels = append(levels, at)
	}
	m.ends = two.alloc("blank wave", compute.Sample, 2*n)
	all := &maker{dev: m.dev, batch: m.batch, err: two.err}
	m.slip = all.alloc("slip", compute.Sample, 2)
	if all.err != nil {
		return all.err
	}
	var p compute.Program
	p.Add(kernels.Slipped(n), m.slip, m.field)
	m.still = all.compile(&p)
	if all.err == nil {
		m.look, all.err = b.measure(levels, m.ends, false)
	}
	return all.err
}
