package virtual

import (
	"math"

	"talbot/sim/rig"
)

// sent is what arrives at a panel of a picture that was sent to it: see Links.
func (m *slm) sent(levels []uint16) []uint16 {
	g, most := m.info.Grid, float64(m.info.Levels-1)
	out := make([]uint16, len(levels))
	value := func(change func(v float64) float64) {
		for i, v := range levels {
			out[i] = uint16(math.Round(change(float64(v))))
		}
	}
	switch m.h.truth.Faults.Link {
	case "limited-range":
		value(func(v float64) float64 { return most * (16 + v/most*219) / 255 })
	case "inverted":
		value(func(v float64) float64 { return most - v })
	case "gamma":
		value(func(v float64) float64 { return most * math.Pow(v/most, 1/2.2) })
	case "scaled":
		for i := range out {
			x := int(math.Round(float64(i%g.Nx-g.Nx/2)/0.98)) + g.Nx/2
			y := int(math.Round(float64(i/g.Nx-g.Ny/2)/0.98)) + g.Ny/2
			if x >= 0 && x < g.Nx && y >= 0 && y < g.Ny {
				out[i] = levels[y*g.Nx+x]
			}
		}
	default:
		copy(out, levels)
	}
	return out
}

// wired is the panel that a picture for m arrives at.
func (m *slm) wired() *slm {
	if m.h.truth.Faults.Link != "swapped" {
		return m
	}
	other := m.h.slms[len(m.h.slms)-1-m.number]
	if other.info.Grid != m.info.Grid || other.info.Levels < m.info.Levels {
		return m // the card cannot send it there
	}
	return other
}

// gone tells whether the cameras have stopped to answer.
func (h *hardware) gone() error {
	if n := h.truth.Faults.Gone; n > 0 && int(h.taken) >= n {
		return rig.ErrGone
	}
	return nil
}
