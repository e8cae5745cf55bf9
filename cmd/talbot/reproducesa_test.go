package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReproduceAbsorbers: runs are made once, kept, listed, and shown from a file.
func TestReproduceAbsorbers(t *testing.T) {
	dir := t.TempDir()
	args := []string{"reproduce", "sa-2d", "--quick", "--only", "rings-linear,rings-depth-4-probe", "--seeds", "1", "--epochs", "3", "--out", dir, "--threads", "2"}
	first := works(t, args...)
	for _, want := range []string{"rings, linear (", "rings, depth 4, probe (", "(2 of 2, seed 1): ", "paper's choice"} {
		if !strings.Contains(first, want) {
			t.Errorf("the first run does not say %q:\n%s", want, first)
		}
	}
	file := filepath.Join(dir, "sa-2d-quick.jsonl")
	lines, err := os.ReadFile(file)
	if err != nil || strings.Count(string(lines), "\n") != 2 {
		t.Fatalf("%d lines of results, %v", strings.Count(string(lines), "\n"), err)
	}
	again := works(t, args...)
	if strings.Contains(again, "seed 1") {
		t.Errorf("runs are made again:\n%s", again)
	}
	if list := works(t, append(args, "--list")...); strings.Count(list, "seed 1: ") != 2 {
		t.Errorf("the list is\n%s", list)
	}
	if shown := works(t, "reproduce", "sa-2d", "--quick", "--only", "rings-linear", "--records", file, "--out", dir); !strings.Contains(shown, "rings, linear") {
		t.Errorf("records show\n%s", shown)
	}
}

// TestReproduceWithOwnParts: pictures of one's own, of more than ten classes, and a measured
// absorber stand for the paper's, and their runs do not count as the paper's.
func TestReproduceWithOwnParts(t *testing.T) {
	set, dir := ownPictures(t, 23), t.TempDir()
	film := filepath.Join(dir, "film.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(film, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("intensity (mW/cm2),transmission (%)\n0.1,5\n1,8\n5,30\n20,70\n100,90\n")
	out := filepath.Join(dir, "runs")
	plain := []string{"reproduce", "sa-noise", "--quick", "--only", "none", "--epochs", "2", "--threads", "1", "--out", out}
	args := append(plain, "--data-set", "mine="+set, "--absorber", film, "--saturation", "5")
	text := works(t, args...)
	for _, want := range []string{"no faults (1 of 1, seed 1)", "on mine with", "film.csv, in units of 5"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	if again := works(t, args...); strings.Contains(again, "seed 1") {
		t.Errorf("the run is made again:\n%s", again)
	}
	write("intensity,transmission\n0.1,0.05\n100,0.9\n") // another absorber in the same file
	for _, other := range [][]string{args, plain} {
		if list := works(t, append(other, "--list")...); !!strings.Contains(list, "seed 1") {
			t.Errorf("%v: runs of another absorber count:\n%s", other, list)
		}
	}
	files, err := filepath.Glob(filepath.Join(out, "sa-noise-quick-own*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	line, err := os.ReadFile(files[0])
	if want := "--saturation 5"; err != nil || strings.Count(string(line), want) != 2 || !strings.Contains(string(line), "(crc32 ") {
		t.Errorf("the record does not name what it is of: %s, %v", line, err)
	}
	for args, want := range map[string]string{
		"sa-2d --data-set mine=" + set:          "goes with sa-depth",
		"gumbel-fig2 --data-set mine=" + set:    "goes with sa-depth",
		"sa-depth --absorber " + film:           "goes with sa-cnn and sa-noise",
		"sa-cnn --saturation 2":                 "give that too",
		"sa-cnn --saturation 0 --absorber film": "above 0",
		"sa-cnn --absorber no-such-film":        "--absorber: open",
		"sa-noise --data-set mine=no-such-set":  "--data-set",
	} {
		_, stderr, code := call(t, append([]string{"reproduce"}, strings.Fields(args)...)...)
		if code == 0 || !strings.Contains(stderr, want) {
			t.Errorf("reproduce %s: %d, %s", args, code, stderr)
		}
	}
}
