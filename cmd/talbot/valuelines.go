package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"talbot/sim/system/dante"
	"talbot/sim/system/focus"
	"talbot/sim/system/forward"
)

// valueTold are values of an event whose name alone does not say what they are: a share of right answers is told in per cent, and
// a number of frames as a whole number.
var valueTold = map[string]func(v float64) string{
	forward.FirstTen:  func(v float64) string { return "of the first ten of each class: " + percent(v) },
	forward.Simulated: func(v float64) string { return "in the simulation of the bench as it is meant to be: " + percent(v) },
	dante.Artificial:  func(v float64) string { return "by the convolutions that stand in for the light: " + percent(v) },
	focus.Wide: func(v float64) string {
		return fmt.Sprintf("focus %.3g um wide at half its height, mean of that along x and y (that of a lens of the same aperture, with nothing in the way, %.3g um)", v, 1e6*focus.Limit)
	},
	focus.Above: func(v float64) string {
		return fmt.Sprintf("%.3g dB of the brightest pixel above the mean of the rest", v)
	},
	focus.Arrives: func(v float64) string { return "of the light in the square where it is to meet: " + percent(v) },
	framesTaken: func(v float64) string {
		return "cameras took " + thousands(int(v)) + " frames, also to calibrate and to test"
	},
	framesUpdates: func(v float64) string { return "masks learned by " + thousands(int(v)) + " of them" },
	"gain": func(v float64) string {
		return fmt.Sprintf("amplitude of the masks' light must grow %.4g-fold (%+.1f dB) to be the kernels', mean over the updates of all fits", v, 20*math.Log10(v))
	},
	"share": func(v float64) string {
		return "light that came to the kernels, mean over the updates of all fits: " + percent(v)
	},
}

// valueLines tells the values of an event, a line each.
func valueLines(values map[string]float64) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if told := valueTold[name]; told != nil {
			fmt.Fprintln(&b, told(values[name]))
		} else if strings.HasPrefix(name, "alignment ") {
			fmt.Fprintf(&b, "%s: a cosine of %.3f between what feedback brings and backpropagation's\n", name, values[name])
		} else {
			fmt.Fprintf(&b, "%s %.4g\n", name, values[name])
		}
	}
	return b.String()
}
