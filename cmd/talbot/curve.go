package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"talbot/sim/modulator"
)

// readCurve is modulator.ReadCurve, and notes what it has made of the file.
func (a *app) readCurve(name string, file []byte) (modulator.Curve, error) {
	c, err := modulator.ReadCurve(name, file)
	for _, n := range c.Notes {
		fmt.Fprintf(a.err, "talbot: note: %s: %s\n", name, n)
	}
	return c, err
}

// curveOf finds a device's curve: a file, or a name.
func (a *app) curveOf(arg string) (modulator.Curve, error) {
	b, err := os.ReadFile(arg)
	if err == nil {
		return a.readCurve(arg, b)
	}
	c, nameErr := modulator.ParseCurve(arg)
	if nameErr != nil && strings.ContainsAny(arg, "./\\") {
		return c, fmt.Errorf("cannot read the device's curve: %w", err)
	}
	return c, nameErr
}

// curvesOf finds the curves of --device-curve, one for each of so many masks: arg has
// one for all, or one for each, separated by commas.
func (a *app) curvesOf(arg string, masks int) ([]modulator.Curve, error) {
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
		if curves[l], err = a.curveOf(strings.TrimSpace(parts[l%len(parts)])); err != nil {
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
		if named, err := modulator.ParseCurve(text); err != nil || !slices.Equal(named.States, c.States) {
			text = c.NamedText()
		}
		texts = append(texts, text)
	}
	if len(slices.Compact(slices.Clone(texts))) == 1 {
		return texts[0]
	}
	return strings.Join(texts, ",")
}
