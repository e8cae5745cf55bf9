package rig

import (
	"math"
	"math/cmplx"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// A level of an amplitude panel turns the light too: one that leaks, or a liquid crystal between polarisers. Whoever shows a field takes off the turn
// of the level that the load has; where the load is placed and flattened other levels come on the panel, which turn the light otherwise.

// rephases tells of a panel whether its levels as they are placed turn the light otherwise than those of the load, in front of the phase panel.
func (b *Bench) rephases(panel int) bool {
	m := b.Mounts[panel]
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) || panel == b.Stepper || b.Reference.Camera == nil || !m.moved() {
		return false
	}
	for _, s := range m.Curve.States {
		if s.Phase != m.Curve.States[0].Phase {
			_, holes, err := b.way()
			return err == nil && holes == panel
		}
	}
	return false
}

// there is where a panel has places of the plane.
func (m Mount) there(x, y float64) (float64, float64) {
	if m.Bent != nil {
		return m.Bent.At(x, y)
	}
	if m.Registration == (Homography{}) {
		return x, y
	}
	return m.Registration.At(x, y)
}

// rephased is by how many steps of the phase the panel that steps it is to turn the light of the levels that another one shows as they are placed, so that it
// has the phase that the load asks for; not a number where there is no light.
func (b *Bench) rephased(panel int, load, placed []uint16) []float64 {
	m, g := b.Mounts[panel], b.Design.Plane
	states, light := m.states(), make([]float32, 2*len(placed))
	for i, l := range placed {
		light[2*i], light[2*i+1] = float32(real(states[l])), float32(imag(states[l]))
	}
	turns := make([]float64, len(placed))
	inParts(len(turns), func(from, to int) {
		var u [2]float32
		for i := from; i < to; i++ {
			x, y := m.there(g.X(i%g.Nx), g.Y(i/g.Nx))
			sampleAt(light, g, 2, x/g.Dx+float64(g.Nx/2), y/g.Dy+float64(g.Ny/2), u[:])
			if u[0]*u[0]+u[1]*u[1] < 1e-6 {
				turns[i] = math.NaN() // the dark has no phase
				continue
			}
			turns[i] = (m.Curve.States[load[i]].Phase - math.Atan2(float64(u[1]), float64(u[0]))) / (2 * math.Pi) * amplitudeSteps
		}
	})
	return turns
}

// rephase is what rephased does, for a batch: the light as a panel shows it in p, and what takes its phase off the phase panel's levels in a program
// behind it.
func (b *Bench) rephase(m *maker, p *compute.Program, panel int, load, placed compute.Buffer) (phased func(p *compute.Program, from, to compute.Buffer)) {
	g, mount, phase := b.Design.Plane, b.Mounts[panel], b.Mounts[b.Stepper].Curve
	n := g.Len()
	var states, back, phases []float32
	for _, s := range mount.Curve.States {
		z, w := cmplx.Rect(s.Amplitude, s.Phase), cmplx.Rect(1, -s.Phase)
		states, back = append(states, float32(real(z)), float32(imag(z))), append(back, float32(real(w)), float32(imag(w)))
	}
	for _, s := range phase.States {
		phases = append(phases, float32(s.Phase/(2*math.Pi)))
	}
	byPhase, turns := LevelsOf(phase), make([]float32, amplitudeSteps)
	for k := range turns {
		turns[k] = float32(byPhase.Nearest(2 * math.Pi * float64(k) / amplitudeSteps))
	}
	s, w, at := m.table("states", states), m.table("turned back", back), m.table("places", places(g, mount.there))
	ph, t, none := m.table("phases", phases), m.table("turns", turns), m.table("none", make([]float32, len(phases)))
	shown, own, light := m.alloc("lit", compute.Scratch, 2*n), m.alloc("own", compute.Scratch, 2*n), m.alloc("light", compute.Sample, 2*n)
	if m.err != nil {
		return func(*compute.Program, compute.Buffer, compute.Buffer) {}
	}
	p.Add(kernels.Shone(n), placed, s, shown)
	p.Add(kernels.Shone(n), load, w, own)
	p.Add(kernels.Looked(g.Nx, g.Ny), shown, at, light)
	p.Add(kernels.Modulate(), light, own)
	return func(p *compute.Program, from, to compute.Buffer) {
		if m.err == nil {
			p.Add(kernels.Refocused(n, amplitudeSteps), light, from, none, from, ph, t, to)
		}
	}
}
