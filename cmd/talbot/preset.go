package main

import (
	"slices"

	"talbot/sim/experiment"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// preset is diffractive.Find with the nearest name that there is, of any system.
func preset(id string) (diffractive.Preset, error) {
	p, err := diffractive.Find(id)
	if err == nil {
		return p, nil
	}
	if other, s, err := all.Find(id); err == nil && !learns(other) {
		return p, nothingToTrain(id)
	} else if err == nil {
		return p, usage("%s is of another kind than the diffractive networks that this is for: %s", id, s.Title)
	}
	_, _, err = anyPreset(id)
	return p, err
}

// learns tells whether a preset of a system has something to train.
func learns(p experiment.Preset) bool {
	return experiment.ValueOf(p.Config, experiment.RoleEpochs) != ""
}

// nothingToTrain says where an experiment that does not learn can be seen.
func nothingToTrain(id string) error {
	return usage("%s is an experiment with nothing to train: see it with talbot serve --open or talbot-desk %s", id, id)
}

// anyPreset is a preset of any system, with the nearest name there is.
func anyPreset(id string) (experiment.Preset, *experiment.System, error) {
	p, s, err := all.Find(id)
	if err == nil {
		return p, s, nil
	}
	near, err := nearPreset(id)
	if err != nil {
		return p, nil, err
	}
	if near != "" {
		return p, nil, usage("there is no preset %q%s", id, near)
	}
	return p, nil, usage("there is no preset %q; see what there is: talbot list", id)
}

// nearPreset asks whether the nearest preset or published experiment was meant, and is an error that points to an experiment of that name.
func nearPreset(id string) (string, error) {
	ids := reproductionIDs()
	if slices.Contains(ids, id) {
		return "", usage("%s is no preset but a published experiment: talbot reproduce %s", id, id)
	}
	return suggestOf(id, namesOf{allPresetIDs(), ""}, namesOf{ids, "talbot reproduce "}), nil
}

func allPresetIDs() (ids []string) {
	for _, s := range all.Systems() {
		for _, p := range s.Presets() {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

func presetIDs() []string {
	var ids []string
	for _, p := range diffractive.Presets() {
		ids = append(ids, p.ID)
	}
	return ids
}
