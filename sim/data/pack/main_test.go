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

// TestMoreFollowsTheSmallSet needs the full sets, and checks those that this machine has.
func TestMoreFollowsTheSmallSet(t *testing.T) {
	for _, name := range moreNames {
		full, _, err := open.Load("", name)
		var missing *open.MissingError
		if errors.As(err, &missing) {
			t.Log("skipped: ", err)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		small, _, err := choose("", name)
		if err != nil {
			t.Fatal(err)
		}
		train, test, err := more("", name)
		if err != nil {
			t.Fatal(err)
		}
		if train.Len()+test.Len() != 4000 {
			t.Errorf("%d and %d pictures of %s more, want 4000", train.Len(), test.Len(), name)
		}
		want, err := full.Balanced(trainPerClass + moreTrainPerClass)
		if err != nil {
			t.Fatal(err)
		}
		// In the order of the files the two take turns: each picture is in one of them.
		both := map[string]int{}
		for _, s := range []*data.Set{small, train} {
			for i := range s.Len() {
				both[string(s.Image(i))+string(rune(s.Labels[i]))]++
			}
		}
		for i := range want.Len() {
			both[string(want.Image(i))+string(rune(want.Labels[i]))]--
		}
		for _, n := range both {
			if n != 0 {
				t.Fatalf("%s: the small set and what follows it are not the first %d of each class", name, trainPerClass+moreTrainPerClass)
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
