package rig

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// send is the way of the panels' levels to them: what is the same in all steps goes into p, and what it returns writes down what the panel
// that steps the phase shows in step k.
func (b *Bench) send(m *maker, p *compute.Program, levels, ports []compute.Buffer) (step func(p *compute.Program, k int)) {
	n := b.Design.Plane.Len()
	look := func(p *compute.Program, table []uint16, from, to compute.Buffer) {
		values := make([]float32, len(table))
		for i, v := range table {
			values[i] = float32(v)
		}
		if t := m.table("levels", values); m.err == nil {
			p.Add(kernels.LookUp(n), from, t, to)
		}
	}
	show := func(p *compute.Program, panel int, from compute.Buffer) {
		mount := b.Mounts[panel]
		if mount.moved() {
			b.place(m, p, mount, from, ports[panel])
			return
		}
		same := make([]uint16, mount.Curve.Levels())
		for l := range same {
			same[l] = uint16(l)
		}
		look(p, same, from, ports[panel])
	}
	out, phased := b.refocus(m, p, levels)
	for i := range b.Mounts {
		if i != b.Stepper {
			show(p, i, out[i])
		}
		if b.rephases(i) {
			phased = append(phased, b.rephase(m, p, i, out[i], ports[i]))
		}
	}
	// What the phase panel shows comes of one piece after another, of which the last leaves it in the port, unless that panel is placed.
	return func(p *compute.Program, k int) {
		mount := b.Mounts[b.Stepper]
		var pieces []func(p *compute.Program, from, to compute.Buffer)
		if k > 0 {
			pieces = append(pieces, func(p *compute.Program, from, to compute.Buffer) {
				look(p, Turned(mount.Curve, -b.Reading.late(k)), from, to)
			})
		}
		pieces = append(pieces, phased...)
		if mount.moved() || len(pieces) == 0 {
			pieces = append(pieces, func(p *compute.Program, from, _ compute.Buffer) { show(p, b.Stepper, from) })
		}
		from := levels[b.Stepper]
		for i, piece := range pieces {
			to := ports[b.Stepper]
			if i+1 < len(pieces) {
				to = m.alloc("turned", compute.Scratch, n)
			}
			piece(p, from, to)
			from = to
		}
	}
}

// place is what placed does, for a batch.
func (b *Bench) place(m *maker, p *compute.Program, mount Mount, from, to compute.Buffer) {
	g := b.Design.Plane
	back, err := mount.back()
	if m.err == nil {
		m.err = err
	}
	amplitudes := make([]float32, mount.Curve.Levels())
	for i, s := range mount.Curve.States {
		amplitudes[i] = float32(s.Amplitude)
	}
	nearest, top := b.stepsOf(mount)
	at, a, l := m.table("places", places(g, back)), m.table("amplitudes", amplitudes), m.table("nearest", nearest)
	f := m.table("flat", mount.flat(g.Len()))
	if m.err == nil {
		p.Add(kernels.Placing(g.Nx, g.Ny, amplitudeSteps, top), from, at, a, l, f, to)
	}
}

// stepsOf are the levels nearest to amplitudes of equal steps, and the amplitude of the last.
func (b *Bench) stepsOf(mount Mount) (levels []float32, top float64) {
	for _, s := range mount.Curve.States {
		top = math.Max(top, s.Amplitude)
	}
	nearest := nearestAmplitudes(mount.Curve)
	for i := range amplitudeSteps + 1 {
		levels = append(levels, float32(nearest(top*float64(i)/amplitudeSteps)))
	}
	return levels, top
}

// flat is Flat, or one everywhere.
func (m Mount) flat(n int) []float32 {
	if m.Flat != nil {
		return m.Flat
	}
	all := make([]float32, n)
	for i := range all {
		all[i] = 1
	}
	return all
}
