package rig

import (
	"math"
	"slices"

	"talbot/sim/plant"
)

// Placed is a load as it comes on the panels: those that are registered have it where the plane is.
func (b *Bench) Placed(load plant.Load) plant.Load { return b.placing().onPanels(load) }

// placing is how loads come on a bench's panels. What all steps of a load's phase share, and often all loads of a calibration, is made once: what
// panels show beside the one that steps the phase, and by how much that is to turn the light besides. It holds on to the load before, which nobody may
// write into meanwhile.
type placing struct {
	b       *Bench
	nearest []func(float64) uint16 // levels of amplitudes, of panels that want them
	steps   []uint16               // levels of the phase panel of phases of equal steps; nil where none are turned
	phases  []float64              // of that panel's levels, in such steps
	before  [][]uint16             // levels of the other panels that the rest is for; nil for none yet
	placed  [][]uint16             // as they are shown
	turns   [][]float64            // by how many steps each pixel of the phase panel is turned, one after another; not a number where it stays
}

func (b *Bench) placing() *placing {
	p := &placing{b: b, nearest: make([]func(float64) uint16, len(b.Mounts))}
	for i, m := range b.Mounts {
		if m.moved() || b.refocuses(i) {
			p.nearest[i] = nearestAmplitudes(m.Curve)
		}
		if p.steps == nil && (b.refocuses(i) || b.rephases(i)) {
			curve := b.Mounts[b.Stepper].Curve
			levels := LevelsOf(curve)
			for k := range amplitudeSteps {
				p.steps = append(p.steps, levels.Nearest(2*math.Pi*float64(k)/amplitudeSteps))
			}
			for _, s := range curve.States {
				p.phases = append(p.phases, s.Phase/(2*math.Pi)*amplitudeSteps)
			}
		}
	}
	return p
}

// onPanels is Placed.
func (p *placing) onPanels(load [][]uint16) [][]uint16 {
	b := p.b
	if !p.has(load) {
		p.make(load)
	}
	out := slices.Clone(p.placed)
	for i, m := range b.Mounts {
		if i == b.Stepper {
			levels := load[i]
			for _, t := range p.turns {
				levels = p.turned(levels, t)
			}
			out[i] = b.placed(m, levels, p.nearest[i])
		}
		out[i] = m.flattened(out[i], b.Design.Plane.Nx, b.Design.Plane.Ny)
	}
	return out
}

// has tells whether the other panels have the levels of the load before.
func (p *placing) has(load [][]uint16) bool {
	if p.before == nil {
		return false
	}
	for i, levels := range load {
		if i != p.b.Stepper && !slices.Equal(levels, p.before[i]) {
			return false
		}
	}
	return true
}

// make makes what does not depend on the phase panel.
func (p *placing) make(load [][]uint16) {
	b := p.b
	p.before, p.turns = slices.Clone(load), nil
	p.placed = slices.Clone(load)
	for i := range b.Mounts {
		if b.refocuses(i) {
			var turn []float64
			p.placed[i], turn = b.refocused(i, load[i], p.nearest[i])
			p.turns = append(p.turns, turn)
		}
	}
	for i, m := range b.Mounts {
		if i == b.Stepper {
			continue
		}
		levels := p.placed[i]
		p.placed[i] = b.placed(m, levels, p.nearest[i])
		if b.rephases(i) {
			p.turns = append(p.turns, b.rephased(i, levels, p.placed[i]))
		}
	}
}

// turned are levels of the phase panel that are turned by so many steps.
func (p *placing) turned(levels []uint16, by []float64) []uint16 {
	out := make([]uint16, len(levels))
	inParts(len(out), func(from, to int) {
		for i := from; i < to; i++ {
			out[i] = levels[i]
			if t := by[i]; t == t {
				out[i] = p.steps[int(math.Round(p.phases[levels[i]]+t))&(amplitudeSteps-1)]
			}
		}
	})
	return out
}
