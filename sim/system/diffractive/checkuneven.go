package diffractive

import (
	"math"

	"talbot/sim/experiment"
)

// eachWindow is windows for each gap of a bench of unequal ones; a note says of which it is.
func (c *Config) eachWindow(note func(string)) {
	of := map[string][]int{} // gaps, counted from 1
	var texts []string
	for i, h := range c.hops() {
		say := func(text string) {
			if text == "" {
				return
			}
			if of[text] == nil {
				texts = append(texts, text)
			}
			of[text] = append(of[text], i+1)
		}
		c.evenly(h).window(say, h.from.Dx == h.to.Dx)
		if i < c.Layers {
			say(c.tooCoarse(h))
		}
	}
	for _, text := range texts {
		gaps := of[text]
		list := "gap " + itoa(gaps[0])
		if len(gaps) > 1 {
			list = "gaps " + itoa(gaps[0])
		}
		for _, g := range gaps[1:] {
			list += ", " + itoa(g)
		}
		note(list + ": " + text)
	}
}

// tooCoarse notes a mask whose samples cannot carry on the light that arrives: its steepest
// part, by its own samples or by the way between the edges of both planes, turns by more
// than half a period from one sample to the next (Schmidt, Numerical Simulation of Optical Wave
// Propagation (2010), section 7.3).
func (c *Config) tooCoarse(h hop) string {
	across := (float64(h.from.Nx)*h.from.Dx + float64(h.to.Nx)*h.to.Dx) / 2
	f := math.Min(1/(2*h.from.Dx), across/math.Hypot(across, h.z)/c.Wavelength)
	if f*2*h.to.Dx <= 1+1e-9 {
		return ""
	}
	mrad := func(f float64) string { return experiment.Short(1e3*f*c.Wavelength) + " mrad" }
	return "light of up to " + mrad(f) + " arrives at the mask behind it, whose samples of " + experiment.Length(h.to.Dx) + " carry on up to " + mrad(1/(2*h.to.Dx)) +
		": what is steeper goes on in wrong directions; a pitch of " + experiment.Length(1/(2*f)) + " would carry it"
}
