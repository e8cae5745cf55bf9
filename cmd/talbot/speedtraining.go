package main

import (
	"fmt"
	"strings"

	"talbot/sim/speed"
	"talbot/sim/speed/nets"
)

// trainingRow is how long the paper's training takes by dual neurons and by single ones, of one contender of suite training: a line of the
// table's end, or of JSON.
type trainingRow struct {
	Event    string  `json:"event"`
	N        int     `json:"n"`
	By       string  `json:"by"`
	Variant  string  `json:"variant"`
	Device   string  `json:"device,omitempty"`
	Pictures int     `json:"pictures"`
	Epochs   int     `json:"epochs"`
	Dual     float64 `json:"dual_seconds"` // of the updates alone: no masks are fitted, nothing is tested
	Planes   float64 `json:"planes_seconds"`
	Ratio    float64 `json:"ratio"`
}

// trained keeps an update's time of suite training, and returns the ratio once both of its contender are there.
func (o *speedOutput) trained(c speed.Case, r *speedRow) *trainingRow {
	type key struct {
		n           int
		by, variant string
	}
	if c.Suite != "training" {
		return nil
	}
	k := key{c.N, r.By, r.Variant}
	if c.Model == nets.Dual {
		if o.dual == nil {
			o.dual = map[any]update{}
		}
		o.dual[k] = update{c, r.Seconds.Median}
		return nil
	}
	d, ok := o.dual[k]
	if !ok {
		return nil
	}
	t := &trainingRow{Event: "training", N: c.N, By: r.By, Variant: r.Variant, Device: r.Device, Pictures: nets.Pictures, Epochs: nets.Epochs}
	t.Ratio, t.Dual, t.Planes = nets.Ratio(d.Case, c, d.seconds, r.Seconds.Median)
	return t
}

// update is how long one takes.
type update struct {
	speed.Case
	seconds float64
}

// training tells a ratio of times.
func (o *speedOutput) training(t *trainingRow) error {
	if o.asJSON {
		return o.write(t)
	}
	by := "Talbot"
	if t.By != "talbot" {
		by = rivalName(t.By)
	} else if way, ok := strings.CutPrefix(t.Variant, "webgpu "); ok {
		by = "Talbot " + way
	}
	_, err := fmt.Fprintf(o.out, "    %s: %d epochs of %d pictures take dual neurons %.3g s, single ones %.3g s: %.3g times as long\n",
		by, t.Epochs, t.Pictures, t.Dual, t.Planes, t.Ratio)
	return err
}
