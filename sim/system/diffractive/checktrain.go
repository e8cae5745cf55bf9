package diffractive

import (
	"math"
	"sort"

	"talbot/sim/experiment"
	"talbot/sim/modulator"
)

// half is half a level: an update that moves a drive by less is undone by rounding.
const half = 0.5

// below is the first epoch, counted from 0, whose learning rate is below r: Epochs if
// there is none.
func (c *Config) below(r float64) int {
	if c.Rate(0) < r {
		return 0
	}
	return sort.Search(c.Epochs, func(e int) bool { return c.Rate(e) < r })
}

// rounded notes a training that rounds after every update and makes steps that rounding
// undoes. Adam's steps are about the learning rate; those of gradient descent are the
// rate times a gradient that is far below one.
func (c *Config) rounded() string {
	if c.Method != MethodQAT {
		return ""
	}
	const undoes = "qat rounds after every update, which undoes steps of less than half a level: "
	if c.Optimiser != "adam" {
		return undoes + "the steps of " + c.Optimiser + " are the learning rate times a gradient, far less; take adam"
	}
	switch e := c.below(half); e {
	case c.Epochs:
		return ""
	case 0:
		if c.LearningRate >= half {
			return undoes + "the schedule " + c.Schedule + " takes the learning rate below that from the first epoch on, and hardly anything moves; the preset codesign-qat has a cosine that ends at " + experiment.Short(half)
		}
		return undoes + "a learning rate of " + experiment.Short(c.LearningRate) + " hardly moves one; the preset codesign-qat has " + experiment.Short(qatRate)
	default:
		return undoes + "the schedule " + c.Schedule + " takes the learning rate below that from epoch " + itoa(e+1) + " of " + itoa(c.Epochs) +
			" on, and hardly anything moves any more; the preset codesign-qat has a cosine that ends at " + experiment.Short(half)
	}
}

// standsStill notes a learning rate that is, or becomes, next to nothing.
func (c *Config) standsStill() string {
	if c.LearningRate == 0 {
		return "a learning rate of 0 changes nothing"
	}
	if c.Schedule != "step" {
		return ""
	}
	if e := c.below(1e-6 * c.LearningRate); e < c.Epochs {
		return "the schedule step takes the learning rate below a millionth of the first from epoch " + itoa(e+1) + " of " + itoa(c.Epochs) +
			" on, and nothing moves any more: take a larger step factor, or more epochs between steps"
	}
	return ""
}

// CheckData notes a batch that is larger than a training set of so many pictures.
func (c *Config) CheckData(pictures int) string {
	if c.Batch <= pictures {
		return ""
	}
	return "a batch of " + itoa(c.Batch) + " is more than the " + itoa(pictures) + " training pictures: every epoch is one update, on all of them"
}

// oneState notes displays whose pixels cannot change.
func (c *Config) oneState(curves []modulator.Curve) string {
	fixed, first := 0, 0
	for l, d := range curves {
		if d.Constant() {
			if fixed == 0 {
				first = l
			}
			fixed++
		}
	}
	switch {
	case fixed == 0:
		return ""
	case fixed == len(curves):
		return "all states of the display do the same to the light, so that there is nothing to train: give a curve of two states or more"
	}
	return "all states of mask " + c.MaskNumber(first) + "'s display do the same to the light, so that the mask cannot change (" + itoa(fixed) + " of " + itoa(len(curves)) + " masks)"
}

// Limits of how well polynomials follow a curve: the error of the states, as a share of
// the largest amplitude, and how far the polynomials swing out between two states, in
// that share or rad. Order 5 on the measured display has 0.08 to 0.10 and 0.1 to 0.4.
const (
	fitError = 0.12
	fitSwing = 0.5
)

// badFit notes polynomials that do not follow their curve.
func (c *Config) badFit(curves []modulator.Curve) string {
	if c.Method == MethodGumbel || c.Method == MethodNearest {
		return ""
	}
	fits := func(f modulator.FitQuality) bool { return f.Error <= fitError && f.Swing <= fitSwing }
	seen := map[string]bool{}
	for l, d := range curves {
		if text := d.Text(); seen[text] {
			continue
		} else {
			seen[text] = true
		}
		f := d.FitQuality(c.FitOrder)
		if fits(f) {
			continue
		}
		said := "the polynomials of order " + itoa(c.FitOrder) + " do not follow the display of mask " + c.MaskNumber(l) + ": "
		if f.Error > fitError {
			said += "they miss its states by " + experiment.Short(f.Error) + " of the largest amplitude (root mean square), and by up to " + experiment.Short(f.Phase) + " rad"
		} else {
			said += "between its states they swing out by " + experiment.Short(f.Swing)
		}
		p, err := c.Param("fit-order")
		for order := 1; err == nil && order <= int(p.Max); order++ {
			if g := d.FitQuality(order); fits(g) {
				return said + "; order " + itoa(order) + " misses by " + experiment.Short(g.Error)
			}
		}
		return said + "; no order up to 15 does: the methods nearest and gumbel need no polynomials"
	}
	return ""
}

// outOfRange notes gains that take the light, or logits that are the readings
// themselves, out of the range that float32 and Adam can work with.
func (c *Config) outOfRange() string {
	said := "the gain of " + experiment.Short(c.Gain) + " over " + itoa(c.Layers) + " masks "
	p := c.power()
	switch {
	case p > 37:
		return said + "multiplies the light's power by about " + ten(p) + ", beyond the 1e38 that float32 holds: take a gain near 1"
	case p < -37:
		return said + "leaves about " + ten(p) + " of the light's power, less than the 1e-38 that float32 holds: take a gain near 1"
	}
	if c.Logits != "scale" {
		return ""
	}
	if c.Reading == "amplitude" {
		p /= 2
	}
	switch p += math.Log10(c.LogitScale); {
	case p > 24:
		return said + "and the logit scale of " + experiment.Short(c.LogitScale) + " make logits of about " + ten(p) + ", too large to learn from: take a gain near 1, or the logits share"
	case p < -4:
		return said + "and the logit scale of " + experiment.Short(c.LogitScale) + " make logits of about " + ten(p) + ", too small to learn from: take a gain near 1, a larger logit scale, or the logits share"
	}
	return ""
}

// ten is ten to the power of x, as a text.
func ten(x float64) string { return "1e" + itoa(int(math.Round(x))) }

// power is the decimal logarithm of what all masks of a network multiply the light's
// power by, about.
func (c *Config) power() float64 {
	f := c.Gain
	if c.Mask == "amplitude" {
		f /= 2 // where training starts
	}
	return 2 * float64(c.Layers) * math.Log10(f)
}

// NotANumber says why a loss may have become no number at the learning rate of an epoch,
// counted from 0, and what to do.
func (c *Config) NotANumber(epoch int) string {
	if c.power() > 30 {
		return "the gain of " + experiment.Short(c.Gain) + " over " + itoa(c.Layers) + " masks takes the light beyond what float32 holds: lower the gain"
	}
	return "the learning rate of " + experiment.Short(c.Rate(epoch)) + " may be too high: lower it"
}
