package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"talbot/sim/modulator"
)

// mostPhase bounds the phases of a file of states: no pixel turns the light's phase
// 16 times round, and a table in degrees has larger numbers. In rad.
const mostPhase = 100

// readCurve is modulator.ReadCurve for a file of a person, who may have written degrees.
func readCurve(name string, file []byte) (modulator.Curve, error) {
	c, err := modulator.ReadCurve(name, file)
	if err != nil {
		return c, err
	}
	lo, hi := c.States[0].Phase, c.States[0].Phase
	for _, s := range c.States {
		lo, hi = min(lo, s.Phase), max(hi, s.Phase)
	}
	if hi-lo > mostPhase {
		return c, fmt.Errorf("%s has phases from %g to %g, which look like degrees: want radians, so multiply them by pi/180 = 0.0174533", name, lo, hi)
	}
	return c, nil
}

// curveOf finds a device's curve: a file, or a name.
func curveOf(arg string) (modulator.Curve, error) {
	b, err := os.ReadFile(arg)
	if err == nil {
		return readCurve(arg, b)
	}
	c, nameErr := modulator.ParseCurve(arg)
	if nameErr != nil && strings.ContainsAny(arg, "./\\") {
		return c, fmt.Errorf("cannot read the device's curve: %w", err)
	}
	return c, nameErr
}

// curvesOf finds the curves of --device-curve, one for each of so many masks: arg has
// one for all, or one for each, separated by commas.
func curvesOf(arg string, masks int) ([]modulator.Curve, error) {
	parts := strings.Split(arg, ",")
	if _, err := os.Stat(arg); err == nil {
		parts = []string{arg}
	}
	if len(parts) != 1 && len(parts) != masks {
		return nil, usage("--device-curve: there are %d devices for %s: want one for all, or one for each", len(parts), count(masks, "mask"))
	}
	curves := make([]modulator.Curve, masks)
	for l := range curves {
		var err error
		if curves[l], err = curveOf(strings.TrimSpace(parts[l%len(parts)])); err != nil {
			return nil, usage("--device-curve: %w", err)
		}
	}
	return curves, nil
}

// curvesText is the parameter of masks with these curves: names, and for those of files,
// which a run must not need, the states.
func curvesText(curves []modulator.Curve) string {
	var texts []string
	for _, c := range curves {
		text := c.Name
		if named, err := modulator.ParseCurve(text); err != nil || named.Text() != c.Text() {
			text = c.Text()
		}
		texts = append(texts, text)
	}
	if len(slices.Compact(slices.Clone(texts))) == 1 {
		return texts[0]
	}
	return strings.Join(texts, ",")
}
