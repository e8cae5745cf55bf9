package engine_test

import (
	_ "embed"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	. "talbot/sim/engine"
	"talbot/sim/experiment"
	"talbot/sim/system/basic"
	"talbot/sim/system/diffractive"
)

// before has, for each preset of a version before systems had packages of their own, its
// name and the values of all parameters, by the names that links, config.json and flags have.
//
//go:embed testdata/before.txt
var before string

func TestSettingsFromBefore(t *testing.T) {
	e := New(Host{Processor: cpu.Open(1), Now: func() float64 { return 0 }}, experiment.WithFiles(diffractive.System), basic.System)
	count := 0
	for line := range strings.Lines(before) {
		words := strings.Split(strings.TrimSpace(line), "\t")
		var values [][2]string
		for _, w := range words[1:] {
			name, value, _ := strings.Cut(w, "=")
			values = append(values, [2]string{name, value})
		}
		r := ask(t, e, "open", Fields{"preset": words[0], "values": values})[0]
		now := map[string]string{}
		for _, p := range r["params"].([]Reply) {
			name := p["name"].(string)
			if now[name] = p["default"].(string); p["value"] != now[name] {
				t.Errorf("%s: what %s was is read as %s, and the preset has %s", words[0], name, p["value"], now[name])
			}
			count++
		}
		for _, v := range values {
			// Masks of displays were called masks of devices.
			if is := now[v[0]]; is != v[1] && !(v[0] == "mask" && v[1] == "device" && is == "display") {
				t.Errorf("%s: %s was %s, and is %q", words[0], v[0], v[1], now[v[0]])
			}
		}
	}
	if count < 900 {
		t.Errorf("%d parameters in all", count)
	}
}
