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
	for _, want := range []string{"rings, linear, seed 1", "rings, depth 4, probe", "(2 of 2;", "paper's choice"} {
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
	if list := works(t, append(args, "--list")...); strings.Count(list, "1 of 1 runs") != 2 {
		t.Errorf("the list is\n%s", list)
	}
	if shown := works(t, "reproduce", "sa-2d", "--quick", "--only", "rings-linear", "--records", file); !strings.Contains(shown, "rings, linear") {
		t.Errorf("records show\n%s", shown)
	}
}
