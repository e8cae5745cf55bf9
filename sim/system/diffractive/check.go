package diffractive

import (
	"math"

	"talbot/sim/experiment"
	"talbot/sim/fft"
)

// Check looks at the parameters together. An error, a *ParamError, says what
// cannot work; the warnings say what works but is doubtful, or what runs but cannot
// learn.
func (c *Config) Check() (warnings []string, err error) {
	for _, p := range c.Params() {
		if err := p.Set(p.Value()); err != nil {
			return nil, err
		}
	}
	if err := c.checkPlanes(); err != nil {
		return nil, err
	}
	if c.ImageSize > c.Samples {
		return nil, experiment.Wrong("image-size", "a picture of "+itoa(c.ImageSize)+" samples does not fit a plane of "+itoa(c.Samples))
	}
	if err := c.checkClasses(); err != nil {
		return nil, err
	}
	if why := c.overlap(); why != "" {
		return nil, experiment.Wrong("region-size", why)
	}
	note := func(text string) {
		if text != "" {
			warnings = append(warnings, text)
		}
	}
	if c.Displayed() {
		curves, err := c.Curves()
		if err != nil {
			return nil, err
		}
		note(c.oneState(curves))
		note(c.badFit(curves))
		note(c.rounded())
	}
	note(c.standsStill())
	note(c.outOfRange())
	if c.Logits == "differential" && c.LogitScale > 40 {
		note("differential logits reach the logit scale on both sides: above 40 the softmax saturates; the presets have 10")
	}
	note(c.unseen())
	note(c.beamMisses())
	note(c.notSteered())
	note(c.dark())
	c.windows(note)
	return warnings, nil
}

// windows notes what samples and padding do to the light in the gaps.
func (c *Config) windows(note func(string)) {
	if !c.Uneven() {
		c.window(note, true)
	} else {
		c.eachWindow(note)
	}
	work := 0.0
	for _, h := range c.hops()[:c.Layers] {
		windows, _, _ := c.load(h)
		for _, side := range windows {
			work += side * side * float64(c.Networks)
		}
	}
	if work > 5<<20 {
		note("this is " + experiment.Short(work/(5*96*96)) + " times the work of the page's first network for each picture: expect a browser to take seconds a step")
	}
}

// window is windows of a bench whose planes and gaps are alike; slow tells whether the window
// itself is transformed.
func (c *Config) window(note func(string), slow bool) {
	window := c.Samples + 2*c.Padding
	if c.Wavelength > 2*c.Pitch {
		note("the pitch is below half a wavelength: the finest detail of the masks makes evanescent light that does not arrive")
	}
	if far := float64(window) * c.Pitch * c.Pitch / c.Wavelength; c.Distance > far && !c.BandLimit {
		said := "the transfer function aliases beyond " + experiment.Length(far) + " in a window of " + itoa(window) +
			" samples, and the distance is " + experiment.Length(c.Distance) + ": turn on band-limit"
		need := math.Ceil((c.Distance*c.Wavelength/(c.Pitch*c.Pitch) - float64(c.Samples)) / 2)
		if p, err := c.Param("padding"); err == nil && need <= p.Max {
			said += ", or pad by " + itoa(int(need))
		}
		note(said)
	}
	note(c.leaves())
	note(c.comesBack())
	if slow && !fft.Fast(window) {
		note("a window of " + itoa(window) + " samples (samples + 2 padding) is slow to transform; " +
			itoa(fft.NextFast(window)) + " is the next fast one")
	}
}

// Spread is how far, in samples, the steepest light that the samples can carry
// moves sideways over one distance. Padding of half of it on each side keeps the
// window's repetitions apart. It is infinite where the samples carry light at right
// angles to the axis, which is from a wavelength of two pitches on.
func (c *Config) Spread() float64 {
	if c.Distance == 0 {
		return 0
	}
	s := c.Wavelength / (2 * c.Pitch)
	if s >= 1 {
		return math.Inf(1)
	}
	return c.Distance * s / math.Sqrt(1-s*s) / c.Pitch
}

// kept is Spread of the light that the band limit keeps, which moves by half the window
// at most.
func (c *Config) kept() float64 {
	if c.BandLimit {
		return math.Min(c.Spread(), float64(c.Samples+2*c.Padding)/2)
	}
	return c.Spread()
}

// comesBack notes light that leaves the window on one side and enters it on the other,
// with what keeps it out: padding, or where that is more than the parameter takes, the
// band limit.
func (c *Config) comesBack() string {
	reach, dark := c.kept(), 2*c.Padding
	if reach <= float64(dark)+1 {
		return ""
	}
	// With the band limit a window of twice the plane holds all that it keeps.
	need, limited := math.Ceil(c.Spread()/2), (c.Samples+1)/2
	cure := "padding of " + itoa(limited) + " with band-limit would keep it out, and drop the steepest angles"
	if c.BandLimit {
		cure = "padding of " + itoa(int(math.Min(need, float64(limited)))) + " would keep it out"
	} else if p, err := c.Param("padding"); err == nil && need <= p.Max {
		cure = "padding of " + itoa(int(need)) + " would keep it out"
	}
	if math.IsInf(reach, 1) {
		return "samples of at most half a wavelength carry light at right angles to the axis, which no padding holds: some comes back on the other side; " + cure
	}
	return "light at the steepest angle moves " + experiment.Short(reach) + " samples sideways over " + experiment.Length(c.Distance) +
		", more than the " + itoa(dark) + " dark samples between the window's repetitions: some comes back on the other side; " + cure
}
