package main

import (
	"strings"

	"talbot/sim/experiment"
)

// preset is experiment.Find with the nearest name there is.
func preset(id string) (experiment.Preset, error) {
	p, err := experiment.Find(id)
	if err == nil {
		return p, nil
	}
	known := presetIDs()
	if near := suggest(id, known, ""); near != "" {
		return p, usage("there is no preset %q%s", id, near)
	}
	return p, usage("there is no preset %q; the presets are %s", id, strings.Join(known, ", "))
}

func presetIDs() []string {
	var ids []string
	for _, p := range experiment.Presets() {
		ids = append(ids, p.ID)
	}
	return ids
}
