package scaling

import (
	"math"

	"talbot/sim/opu"
)

// Optics is what is taken of the unit and of the card beside it.
type Optics struct {
	Rate    float64 `json:"camera_rate"` // frames a second
	Speed   float64 `json:"opu_speed"`   // TeraOPS: with the mirrors and the rate it says how many pixels there are
	Link    float64 `json:"link"`        // bytes a second between the card and its host
	Card    float64 `json:"card"`        // bytes of the card; what does not fit comes over the link; 0 where all fits
	mirrors int
}

// LightOn are those of opu.LightOn, and a card of 80 GB on a link of 25 GB/s, which are ours.
func LightOn() Optics {
	m := opu.LightOn()
	return Optics{Rate: m.Rate, Speed: m.Operations() / 1e12, Link: 25e9, Card: 80e9, mirrors: m.Mirrors}
}

// Machine is the unit.
func (o Optics) Machine() opu.Machine {
	m := opu.LightOn()
	m.Mirrors, m.Rate = o.mirrors, o.Rate
	m.Pixels = max(1, int(o.Speed*1e12/(2*float64(o.mirrors)*o.Rate)))
	return m
}

// Step is a step of training, as predicted.
type Step struct {
	Params   float64 `json:"params"`
	Width    int     `json:"width"`
	Depth    int     `json:"depth"`
	Batch    int     `json:"batch"`
	Backprop float64 `json:"backprop"` // s
	Optical  float64 `json:"optical"`  // s
	Light    float64 `json:"light"`    // s of it, for the unit's frames and their numbers' way to the card
	Memory   float64 `json:"memory"`   // bytes
	Streamed bool    `json:"streamed"` // the weights do not fit the card
}

// Predict is a step of a size by laws. Where all that training keeps does not fit the card, weights come over the link,
// while the card computes: once forth; for backpropagation once more on the way back; and gradients go to the
// host, which updates. Direct feedback alignment does not read the weights on the way back.
func (o Optics) Predict(l Laws, s Size) Step {
	p := Step{Params: s.Params(), Width: s.Width, Depth: s.Depth, Batch: s.Batch}
	n := float64(s.Batch)
	p.Memory = 16*p.Params + 8*n*float64(s.Width*s.Depth) // weights, gradients, two moments; activations and what is before them
	forward := l.Forward.Seconds(s)
	own := max(0, l.Feedback.Seconds(s)-forward)  // gradients of the weights
	back := max(0, l.Backprop.Seconds(s)-forward) // and the error's way
	update := l.Update.Seconds(s)
	numbers := n * float64(s.Width*s.Depth)
	p.Light = o.Machine().Count(opu.Anchor, n, Classes, s.Width*s.Depth).Seconds + 4*numbers/o.Link
	if p.Streamed = o.Card > 0 && p.Memory > o.Card; p.Streamed {
		once := 4 * p.Params / o.Link
		p.Backprop = max(forward, once) + max(back, 2*once)
		p.Optical = max(forward, once) + p.Light + max(own, once)
		return p
	}
	p.Backprop, p.Optical = forward+back+update, forward+own+p.Light+update
	return p
}

// Crossing is the number of trained numbers from which on, up to 1e15, the optical step of networks of a depth is the
// shorter one; ok is false where it never is.
func (o Optics) Crossing(l Laws, depth, batch int) (params float64, ok bool) {
	for e := 15.0; e >= 4; e -= 0.02 {
		p := o.Predict(l, Size{Width: WidthOf(math.Pow(10, e), depth), Depth: depth, Batch: batch})
		if p.Optical >= p.Backprop {
			break
		}
		params, ok = p.Params, true
	}
	return params, ok
}
