package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"talbot/sim/modulator"
)

// findCurve finds a display's curve: a file, whose notes say what was made of it, or a name.
func findCurve(arg string) (c modulator.Curve, file bool, err error) {
	named, nameErr := modulator.ParseCurve(arg)
	b, err := os.ReadFile(arg)
	switch {
	case err == nil:
		if c, err = modulator.ReadCurve(arg, b); nameErr == nil {
			c.Notes = append(c.Notes, "this is the file of that name, not Talbot's display: ./"+arg+" says so without a note")
		}
		return c, true, err
	case nameErr == nil:
		return named, false, nil
	case strings.ContainsAny(arg, "./\\") || !errors.Is(err, fs.ErrNotExist):
		return c, false, fmt.Errorf("cannot read the display's curve: %w", err)
	}
	return c, false, nameErr
}

// curveOf is findCurve that writes its notes.
func (a *app) curveOf(arg string) (modulator.Curve, error) {
	c, _, err := findCurve(arg)
	for _, n := range c.Notes {
		fmt.Fprintf(a.err, "talbot: note: %s: %s\n", arg, n)
	}
	return c, err
}

// curveParts are the displays of a list: names and files, separated by commas, or one file
// with commas in its name.
func curveParts(list string) []string {
	if _, err := os.Stat(list); err == nil {
		return []string{list}
	}
	parts := strings.Split(list, ",")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	return parts
}

// curvesOf finds the curves of --display-curve, one for each of so many masks: arg has
// one for all, or one for each, separated by commas.
func (a *app) curvesOf(arg string, masks int) ([]modulator.Curve, error) {
	parts := curveParts(arg)
	if len(parts) != 1 && len(parts) != masks {
		return nil, usage("--display-curve: there are %d displays for %s: want one for all, or one for each", len(parts), count(masks, "mask"))
	}
	list := make([]modulator.Curve, len(parts))
	for i, p := range parts { // once each, as it may write notes
		var err error
		if list[i], err = a.curveOf(p); err != nil {
			return nil, usage("--display-curve: %w", err)
		}
	}
	curves := make([]modulator.Curve, masks)
	for l := range curves {
		curves[l] = list[l%len(list)]
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
