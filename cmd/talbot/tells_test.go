package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What tells noise and no classes learns pictures that are all of one class, and says what is left, not how accurate it is.
func TestTellsNoise(t *testing.T) {
	var table strings.Builder
	for i := range 40 {
		table.WriteString("0")
		for k := range 64 {
			fmt.Fprint(&table, ",", (i*37+k*11)%256)
		}
		table.WriteString("\n")
	}
	file := filepath.Join(t.TempDir(), "alike.csv")
	if err := os.WriteFile(file, []byte(table.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "noise")
	out, note, status := call(t, "train", "dfa-diffusion", "--data-set", "alike="+file, "--hidden", "16", "--epochs", "1", "--device", "cpu", "--out", dir)
	if status != 0 {
		t.Fatal(note)
	}
	read, note, status := call(t, "eval", dir, "--device", "cpu")
	if status != 0 {
		t.Fatal(note)
	}
	out += read
	for _, want := range []string{"loss: noise left; train and test: less than a quarter left", "\nnoise left ", "\n  noise left ", "of 8\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "accuracy") {
		t.Errorf("it says an accuracy:\n%s", out)
	}
	if _, note, status := call(t, "train", "dfa-mnist", "--data-set", "alike="+file, "--epochs", "1", "--out", filepath.Join(t.TempDir(), "m")); status == 0 || !strings.Contains(note, "are of one class") {
		t.Errorf("what tells classes apart learns one: %d, %s", status, note)
	}
}

// What makes a focus or an image tells how near it is, and no accuracy; likenesses are told as such, not as shares.
func TestTellsLikeness(t *testing.T) {
	for preset, wants := range map[string][]string{
		"ffm-focus":  {"loss: distance to a bright square; train and test: brightest where it should be", "on 1 test beam; brightest where it should be ", " of 1\n", " um wide at half its height", " dB of the brightest pixel", "where it is to meet: "},
		"ffm-hidden": {"loss: 1 - SSIM; train and test: SSIM of 0.9 or more", "on 50 test scenes; SSIM of 0.9 or more ", "\n  SSIM, still 0.", "\n  SSIM, moving 0."},
	} {
		dir := filepath.Join(t.TempDir(), "run")
		out := works(t, "train", preset, "--samples", "64", "--epochs", "1", "--out", dir) + works(t, "eval", dir)
		for _, want := range wants {
			if !strings.Contains(out, want) {
				t.Errorf("%s does not say %q:\n%s", preset, want, out)
			}
		}
		if strings.Contains(out, "accuracy") || strings.Contains(out, "right by it") {
			t.Errorf("%s says an accuracy:\n%s", preset, out)
		}
		if _, note, status := call(t, "figure", dir, "--kind", "confusion", "--out", filepath.Join(dir, "c.png")); status == 0 || !strings.Contains(note, "no classes apart") {
			t.Errorf("%s has a confusion: %d, %s", preset, status, note)
		}
	}
}
