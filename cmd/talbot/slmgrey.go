package main

import (
	"fmt"
	"math"
	"strings"

	"talbot/sim/modulator"
	"talbot/sim/rundir"
)

// greys are the grey values of a display's levels in the pictures for an SLM.
type greys struct {
	bits  int      // of the picture, 8 or 16
	drive bool     // they are the drives, rounded; else the numbers of the levels
	value []uint16 // of each level
}

// greysOf takes the drives where each level has one of its own that a display of 8 or 16
// bits can be given, else the numbers of the levels.
func greysOf(c modulator.Curve) (greys, error) {
	first, last := c.States[0].Drive, c.States[c.Levels()-1].Drive
	own := map[float64]bool{}
	for _, s := range c.States {
		own[math.Round(s.Drive)] = true
	}
	g := greys{bits: 8, drive: len(own) == c.Levels() && first >= 0 && math.Round(last) <= math.MaxUint16}
	if !g.drive && c.Levels() > 256 && first >= 0 && last <= 255 {
		return g, fmt.Errorf("have %d grey values of 8 bits: take --as npy or --as csv, which have the levels themselves", len(own))
	}
	if g.drive && math.Round(last) > 255 || !g.drive && c.Levels() > 256 {
		g.bits = 16
	}
	for k, s := range c.States {
		if g.drive {
			k = int(math.Round(s.Drive))
		}
		g.value = append(g.value, uint16(k))
	}
	return g, nil
}

// meaning says what the grey values are.
func (g greys) meaning() string {
	switch {
	case g.drive && g.bits == 16:
		return "grey values of 16 bits are the drives"
	case g.drive:
		return "grey values are the drives"
	case g.bits == 16:
		return "grey values of 16 bits are the numbers of the levels"
	}
	return "grey values are the numbers of the levels"
}

// slmMask is a mask as pictures show it.
type slmMask struct {
	grey []uint16 // [y][x]
	bits int
}

// slmMasks are the grey values of t's masks, and those of its displays, one for each mask,
// if it has any.
func slmMasks(t *target, m *rundir.Masks) (list []slmMask, displays []greys, err error) {
	n := m.N * m.N
	if m.Levels == nil {
		for l := range m.Layers {
			grey := make([]uint16, n)
			for i, b := range m.Bytes[l*n : (l+1)*n] {
				grey[i] = uint16(b)
			}
			list = append(list, slmMask{grey, 8})
		}
		return list, nil, nil
	}
	curves, err := t.config.Curves()
	if err != nil {
		return nil, nil, err
	}
	for l, c := range curves {
		g, err := greysOf(c)
		if err != nil {
			return nil, nil, usage("--as slm-png: the %d levels of mask %s %w", c.Levels(), t.config.MaskNumber(l), err)
		}
		grey := make([]uint16, n)
		for i, k := range m.Levels[l*n : (l+1)*n] {
			grey[i] = g.value[k]
		}
		list, displays = append(list, slmMask{grey, g.bits}), append(displays, g)
	}
	return list, displays, nil
}

// greyMeaning says what the grey values of some displays are, in one line.
func greyMeaning(displays []greys) string {
	var texts []string
	seen := map[string]bool{}
	for _, g := range displays {
		if text := g.meaning(); !seen[text] {
			seen[text] = true
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; of other masks, ")
}
