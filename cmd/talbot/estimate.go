package main

import (
	"fmt"
	"math"
	"slices"
	"time"

	"talbot/sim/validate"
)

// opticsProbe are cases of optics that take little time; all of them together take
// opticsRatio times as long, by the processor time of one thread.
var opticsProbe = []string{"square-coarse", "square-medium", "square-band-limited"}

const opticsRatio = 54

// announceOptics says how long the cases will take, by a few of them.
func (r *reproducing) announceOptics(on validate.Engine, device string) error {
	began := time.Now()
	for _, c := range validate.Cases() {
		if slices.Contains(opticsProbe, c.ID) {
			if _, err := c.Check(on); err != nil {
				return fmt.Errorf("%s: %w", c.ID, err)
			}
		}
	}
	return r.say(len(validate.Cases()), "case", device, opticsRatio*time.Since(began).Seconds(), "Ctrl-C stops")
}

// say tells how much work there is and how long it will take.
func (r *reproducing) say(n int, what, device string, seconds float64, stop string) error {
	if r.json {
		return r.app.write(struct {
			Event   string  `json:"event"`
			Count   int     `json:"count"`
			Seconds float64 `json:"seconds"`
		}{"estimate", n, seconds})
	}
	_, err := fmt.Fprintf(r.app.out, "%s on %s: about %s; %s\n", count(n, what), device, duration(seconds), stop)
	return err
}

// duration is a time in words, as coarse as an estimate is.
func duration(seconds float64) string {
	switch {
	case seconds < 100:
		return count(int(math.Max(1, math.Ceil(seconds))), "second")
	case seconds < 100*60:
		return count(int(math.Ceil(seconds/60)), "minute")
	}
	return count(int(math.Ceil(seconds/3600)), "hour")
}
