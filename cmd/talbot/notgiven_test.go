package main

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/system/all"
)

// An error that begins with a flag begins with one that was given, or says that it was not.
func TestErrorsNameWhatWasGiven(t *testing.T) {
	for args, want := range map[string]string{
		"train ffm-small --epochs 1":                      "talbot: --epochs 1 does not go with trained-in-model 4, which --trained-in-model changes: of 1 epochs 4 are in the simulation: choose fewer of these, or more epochs\n",
		"train ffm-small --epochs 1 --seed 5":             "talbot: --epochs 1 does not go with trained-in-model 4, ",
		"train ffm-small --epochs 3 --trained-in-model 7": "talbot: --trained-in-model: of 3 epochs 7 ",
		"train d2nn-mnist-64 --layers 2 --samples 32":     "talbot: --samples 32 does not go with image-size 64, which --image-size changes: ",
	} {
		_, text, status := call(t, strings.Fields(args)...)
		if status != misused || !strings.HasPrefix(text, want) {
			t.Errorf("%s: status %d, %s", args, status, text)
		}
	}
	wrong := experiment.Wrong("classes", "take 4")
	for args, want := range map[string]string{
		"train --classes 3": "--classes: take 4",
		"train":             "--classes, which was not given: take 4",
		"sweep":             "classes: take 4",
	} {
		cmd, rest, err := (&app{}).root().Find(strings.Fields(args))
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.ParseFlags(rest); err != nil {
			t.Fatal(err)
		}
		got := asGiven(cmd, wrong)
		if got.Error() != want || !errors.Is(got, wrong) {
			t.Errorf("%s: %v", args, got)
		}
	}
}

// The same of each number of each preset at the ends of its range.
func TestEndsOfRangesNameWhatWasGiven(t *testing.T) {
	if testing.Short() {
		t.Skip("asks for each number of each preset")
	}
	named := regexp.MustCompile(`^(?:--)?([a-z-]+):`)
	refused := 0
	for _, id := range allPresetIDs() {
		preset, _, err := all.Find(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range preset.Config.Params() {
			if p.Kind != experiment.Int {
				continue
			}
			for _, v := range []float64{p.Min, min(p.Max, 1000)} {
				list := paramFlags{{param: p, text: strconv.Itoa(int(v)), set: true}}
				_, err := list.apply(preset.Config.Clone())
				if err == nil {
					continue
				}
				refused++
				if m := named.FindStringSubmatch(err.Error()); m != nil && m[1] != p.Name {
					t.Errorf("%s --%s %v: %v", id, p.Name, v, err)
				}
			}
		}
	}
	if refused < 50 {
		t.Errorf("%d are refused", refused)
	}
}
