package rig

import (
	"math"
	"math/cmplx"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// projections is how often refocused makes an amplitude more like the one that is wanted: the first does most of it.
const projections = 2

// refocuses tells of a panel whether its light goes on before it comes to the phase panel.
func (b *Bench) refocuses(panel int) bool { return b.Mounts[panel].Axial != 0 && panel != b.Stepper }

// refocused are levels of a panel by which, when the phase panel turns the light besides, that behind it is a load's, though it goes on between them; and by
// how many steps of the phase it is to be turned, not a number where there is no light.
func (b *Bench) refocused(panel int, load []uint16, nearest func(float64) uint16) (levels []uint16, turns []float64) {
	m, g := b.Mounts[panel], b.Design.Plane
	there, back := fresnel(g.Dx, b.Design.Wavelength, m.Axial), fresnel(g.Dx, b.Design.Wavelength, -m.Axial)
	want := m.lit(load)
	on, levels := travelled(want, g.Nx, g.Ny, there), make([]uint16, len(load))
	for range projections {
		inParts(len(on), func(from, to int) {
			for k := from; k < to; k++ {
				if size := cmplx.Abs(on[k]); size > 0 {
					by := cmplx.Abs(want[k]) / size
					on[k] = complex(by*real(on[k]), by*imag(on[k]))
				}
			}
		})
		on = travelled(on, g.Nx, g.Ny, back)
		inParts(len(on), func(from, to int) {
			for k := from; k < to; k++ {
				levels[k] = nearest(math.Max(0, real(on[k])))
			}
		})
		on = travelled(m.lit(levels), g.Nx, g.Ny, there)
	}
	turns = make([]float64, len(on))
	inParts(len(on), func(from, to int) {
		for k := from; k < to; k++ {
			v := on[k]
			if real(v)*real(v)+imag(v)*imag(v) < 1e-6 {
				turns[k] = math.NaN() // the dark has no phase
				continue
			}
			// What a level of the load itself turns has been taken off by whoever shows it.
			turns[k] = (m.Curve.States[load[k]].Phase - cmplx.Phase(v)) / (2 * math.Pi) * amplitudeSteps
		}
	})
	return levels, turns
}

// refocus is what refocused does, for a batch: the levels of the other panels in p, and of the phase panel what each of phased makes of them
// in a program behind it, in order.
func (b *Bench) refocus(m *maker, p *compute.Program, load []compute.Buffer) (levels []compute.Buffer, phased []func(p *compute.Program, from, to compute.Buffer)) {
	g, phase := b.Design.Plane, b.Mounts[b.Stepper].Curve
	n := g.Len()
	levels = append([]compute.Buffer(nil), load...)
	for i, mount := range b.Mounts {
		if !b.refocuses(i) {
			continue
		}
		var states, own, phases []float32
		for _, s := range mount.Curve.States {
			z := cmplx.Rect(s.Amplitude, s.Phase)
			states, own = append(states, float32(real(z)), float32(imag(z))), append(own, float32(s.Phase/(2*math.Pi)))
		}
		for _, s := range phase.States {
			phases = append(phases, float32(s.Phase/(2*math.Pi)))
		}
		byPhase, turns := LevelsOf(phase), make([]float32, amplitudeSteps)
		for k := range turns {
			turns[k] = float32(byPhase.Nearest(2 * math.Pi * float64(k) / amplitudeSteps))
		}
		nearest, top := b.stepsOf(mount)
		h := fresnel(g.Dx, b.Design.Wavelength, mount.Axial)
		response := func(sign float32) compute.Buffer { // back is its conjugate
			return m.table("response", pairs(len(h), func(k int) (re, im float32) { return float32(real(h[k])), sign * float32(imag(h[k])) }))
		}
		there, back := response(1), response(-1)
		s, near := m.table("states", states), m.table("nearest", nearest)
		o, ph, t := m.table("own", own), m.table("phases", phases), m.table("turns", turns)
		want, on, rows := m.alloc("lit", compute.Scratch, 2*n), m.alloc("on", compute.Sample, 2*n), m.alloc("rows", compute.Scratch, 2*n)
		levels[i] = m.alloc("other levels", compute.Scratch, n)
		if m.err != nil {
			return levels, nil
		}
		travel := func(from, h compute.Buffer, reach int) {
			p.Add(kernels.Along(g.Nx, g.Ny, reach, false), from, h, rows)
			p.Add(kernels.Along(g.Nx, g.Ny, reach, true), rows, h, on)
		}
		p.Add(kernels.Shone(n), load[i], s, want)
		travel(want, there, len(h)/2)
		for range projections {
			p.Add(kernels.Sized(n), want, on)
			travel(on, back, len(h)/2)
			p.Add(kernels.Relit(n, amplitudeSteps, top), on, near, s, levels[i])
			travel(on, there, len(h)/2)
		}
		phased = append(phased, func(p *compute.Program, from, to compute.Buffer) {
			if m.err == nil {
				p.Add(kernels.Refocused(n, amplitudeSteps), on, load[i], o, from, ph, t, to)
			}
		})
	}
	return levels, phased
}
