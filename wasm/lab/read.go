//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/render/lab"
)

// read changes those options that m names.
func read(m js.Value, o *lab.Options) {
	switch text(m, "theme", "") {
	case "dark":
		o.Light = false
	case "light":
		o.Light = true
	}
	switch text(m, "colours", "") {
	case "light":
		o.Sequential = false
	case "sequential":
		o.Sequential = true
	}
	o.Projector = flag(m, "projector", o.Projector)
	o.ReducedMotion = flag(m, "reducedMotion", o.ReducedMotion)
	o.Plain = !flag(m, "enlarge", !o.Plain)
	o.Exponent = number(m, "exponent", o.Exponent)
	o.Classes = texts(m, "classes", o.Classes)
	o.Planes = texts(m, "planes", o.Planes)
	if v := m.Get("words"); v.Type() == js.TypeObject {
		w := &o.Words
		for _, e := range []struct {
			name string
			word *string
		}{
			{"source", &w.Source}, {"mask", &w.Mask}, {"detector", &w.Detector}, {"phase", &w.Phase},
			{"light", &w.Light}, {"peak", &w.Peak}, {"power", &w.Power}, {"reads", &w.Reads},
			{"correct", &w.Correct}, {"truth", &w.Truth}, {"none", &w.None}, {"waiting", &w.Waiting},
			{"pixelsOf", &w.PixelsOf}, {"brightness", &w.Brightness},
		} {
			*e.word = text(v, e.name, *e.word)
		}
	}
}

// texts, text, number and flag read a field of m, or give other where it is missing or
// of another type.
func texts(m js.Value, field string, other []string) []string {
	v := m.Get(field)
	if v.Type() != js.TypeObject {
		return other
	}
	var all []string
	for i := range v.Length() {
		one := "" // what is no text, such as undefined, says nothing
		if v.Index(i).Type() == js.TypeString {
			one = v.Index(i).String()
		}
		all = append(all, one)
	}
	return all
}

func text(m js.Value, field, other string) string {
	if v := m.Get(field); v.Type() == js.TypeString {
		return v.String()
	}
	return other
}

func number(m js.Value, field string, other float64) float64 {
	if v := m.Get(field); v.Type() == js.TypeNumber {
		if x := v.Float(); x == x { // NaN is no number to work with
			return x
		}
	}
	return other
}

func flag(m js.Value, field string, other bool) bool {
	if v := m.Get(field); v.Type() == js.TypeBoolean {
		return v.Bool()
	}
	return other
}
