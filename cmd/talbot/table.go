package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"talbot/sim/experiment"
	"talbot/sim/optics"
)

// writeParams writes a table of parameters by group: name, value, range, and
// what it is for below.
func writeParams(w io.Writer, params []experiment.Param, name func(experiment.Param) string) error {
	var nameWidth, valueWidth, rangeWidth int
	for _, p := range params {
		nameWidth = max(nameWidth, utf8.RuneCountInString(name(p)))
		valueWidth = max(valueWidth, utf8.RuneCountInString(valueUnit(p)))
		rangeWidth = max(rangeWidth, utf8.RuneCountInString(valueRange(p)))
	}
	group, indent := "", nameWidth+valueWidth+6
	width := terminalWidth(w)
	var b strings.Builder
	for _, p := range params {
		if p.Group != group {
			group = p.Group
			fmt.Fprintf(&b, "\n%s\n", bold(w, group))
		}
		fmt.Fprintf(&b, "  %-*s  %-*s  ", nameWidth, name(p), valueWidth, valueUnit(p))
		doc := p.Doc + " (" + valueRange(p) + ")"
		for i, line := range wrapWords(doc, max(30, width-indent)) {
			if i > 0 {
				b.WriteString(strings.Repeat(" ", indent))
			}
			b.WriteString(line + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// valueUnit is a parameter's value as a person would write it.
func valueUnit(p experiment.Param) string {
	if x, err := strconv.ParseFloat(p.Value(), 64); err == nil && p.Unit == "m" {
		return lengthValue(x)
	}
	if p.Unit == "" {
		return p.Value()
	}
	return p.Value() + " " + p.Unit
}

// lengthValue is a length with all digits that someone gave it.
func lengthValue(x float64) string {
	if x == 0 {
		return "0 m"
	}
	return optics.LengthDigits(x, 9)
}

// wrapWords breaks a text into lines of at most width characters.
func wrapWords(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
