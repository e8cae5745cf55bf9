package main

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"talbot/assets"
	"talbot/sim/data"
	"talbot/sim/data/open"
)

// TestShippedSetsAreCutFromTheFullOnes needs the full sets, and checks those that
// this machine has.
func TestShippedSetsAreCutFromTheFullOnes(t *testing.T) {
	for _, name := range data.Names {
		train, test, err := choose("", name)
		var missing *open.MissingError
		if errors.As(err, &missing) {
			t.Log("skipped: ", err)
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		gotTrain, gotTest, err := open.LoadFS(assets.Data(), name)
		if err != nil {
			t.Error(err)
			continue
		}
		for part, pair := range map[string][2]*data.Set{"train": {gotTrain, train}, "test": {gotTest, test}} {
			if !bytes.Equal(pair[0].Images, pair[1].Images) || !slices.Equal(pair[0].Labels, pair[1].Labels) {
				t.Errorf("assets/data/%s: the %s files are not what pack makes: run go run ./sim/data/pack", name, part)
			}
		}
	}
}

func TestSqueezeKeepsNoTimeOrName(t *testing.T) {
	content := bytes.Repeat([]byte("light "), 100)
	packed, err := squeeze(content)
	if err != nil {
		t.Fatal(err)
	}
	// RFC 1952: flags at byte 3, time at bytes 4 to 7.
	if flags, stamp := packed[3], packed[4:8]; flags != 0 || !bytes.Equal(stamp, make([]byte, 4)) {
		t.Errorf("flags %d and time % x, want none", flags, stamp)
	}
	if got, err := open.Unpack(packed); err != nil || !bytes.Equal(got, content) {
		t.Errorf("unpacks to %d bytes, %v, want %d", len(got), err, len(content))
	}
}
