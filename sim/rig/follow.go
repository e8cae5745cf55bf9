package rig

import (
	"context"
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
	for i, was := range b.before() {
		sum += complex(float64(u[2*i]), float64(u[2*i+1])) * was
	}
	return cmplx.Phase(sum)
}

// before is the conjugate of the load Blank's field as it was when the reference beam's phase was measured.
func (b *Bench) before() []complex128 {
	was := make([]complex128, len(b.Reference.Still))
	for i, p := range b.Reference.Still {
		was[i] = complex(float64(b.Reference.Blank[2*i]), -float64(b.Reference.Blank[2*i+1])) * cmplx.Rect(1, -float64(p))
	}
	return was
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
	levels := b.blankLevels(two)
	ends := two.alloc("blank wave", compute.Sample, 2*n)
	was := two.table("blank wave before", pairs(n, func() func(int) (re, im float32) {
		all := b.before()
		return func(i int) (re, im float32) { return float32(real(all[i])), float32(imag(all[i])) }
	}()))
	m.sums = two.alloc("overlap", compute.Sample, 2*lookParts)
	var q compute.Program
	q.Add(kernels.Overlap(n, lookParts), ends, was, m.sums)
	m.overlap = two.compile(&q)
	all := &maker{dev: m.dev, batch: m.batch, err: two.err}
	m.slip = all.alloc("slip", compute.Sample, 2)
	if all.err != nil {
		return all.err
	}
	var p compute.Program
	p.Add(kernels.Slipped(n), m.slip, m.field)
	m.still = all.compile(&p)
	if all.err == nil {
		m.look, all.err = b.measure(levels, ends, false)
	}
	return all.err
}

// lookParts is how many parts of a look's sum come back from the device.
const lookParts = 2048

// looked are the phases, rad, by which the load Blank has turned in so many looks that have been taken, at most as many as are
// computed together.
func (m *measurement) looked(ctx context.Context, frames [][]Taken) ([]float64, error) {
	n := len(frames) / len(m.show)
	if err := m.look.compute(ctx, frames); err != nil {
		return nil, err
	}
	if err := m.overlap.Run(n); err != nil {
		return nil, err
	}
	sums, phases := make([]float32, 2*lookParts*n), make([]float64, n)
	if err := m.dev.Read(m.sums, 0, sums); err != nil {
		return nil, err
	}
	for k := range phases {
		var sum complex128
		for i := k * lookParts; i < (k+1)*lookParts; i++ {
			sum += complex(float64(sums[2*i]), float64(sums[2*i+1]))
		}
		phases[k] = cmplx.Phase(sum)
	}
	return phases, nil
}
