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
	if _, ok := experiment.FindBasic(id); ok {
		return p, nothingToTrain(id)
	}
	known := presetIDs()
	if near := suggest(id, known, ""); near != "" {
		return p, usage("there is no preset %q%s", id, near)
	}
	return p, usage("there is no preset %q; the presets are %s", id, strings.Join(known, ", "))
}

// nothingToTrain says where a basic experiment can be seen.
func nothingToTrain(id string) error {
	return usage("%s is an experiment with nothing to train: see it with talbot serve --open or talbot-desk %s", id, id)
}

func presetIDs() []string {
	var ids []string
	for _, p := range experiment.Presets() {
		ids = append(ids, p.ID)
	}
	return ids
}
