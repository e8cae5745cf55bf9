//go:build !js

package cluster

import "testing"

// What a trial of an earlier version is called does not change: its results and checkpoints stay found.
func TestKeyStays(t *testing.T) {
	for key, tr := range map[string]*Trial{
		"9c49794b4ceb356b5fca643e420dc046": {Preset: "sa-2d-rings", Parameters: map[string]string{"epochs": "3", "seed": "1"}, Test: HeldOut},
		"c194df72a33293f1db5a90bde5b9477e": {Preset: "d2nn-mnist-64", Parameters: map[string]string{"epochs": "1"}, Test: TestData, From: "00",
			Pictures: &Pictures{Set: "mnist", LimitTrain: 10, Train: 9, Test: 1, HoldOut: 1, SHA256: "ab"}},
	} {
		if got := tr.Key(); got != key {
			t.Errorf("%s is called %s, and was %s", tr.Preset, got, key)
		}
	}
}
