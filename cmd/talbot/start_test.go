package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"talbot/sim/rundir"
)

// process is a command line in a process of its own, in the folder dir.
func process(dir string, args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env, c.Dir = append(os.Environ(), asTalbot+"=1"), dir
	return c
}

// Runs that start in the same second without --out, in programs of their own, each have
// a folder.
func TestRunsOfOneSecond(t *testing.T) {
	dir := t.TempDir()
	const n = 6
	polish := []string{"polish", "codesign-mnist-64", "--rounds", "1", "--sample", "5", "--limit-train", "20", "--limit-test", "5", "--data", builtIn, "--threads", "1"}
	var wait sync.WaitGroup
	for i := range n {
		args := append(append([]string{}, tiny...), "--epochs", "1")
		if i == n-1 || i == n-2 {
			args = polish
		}
		wait.Go(func() {
			if out, err := process(dir, args...).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wait.Wait()
	folders, err := filepath.Glob(filepath.Join(dir, "runs", "*"))
	if err != nil || len(folders) != n {
		t.Fatalf("%d folders, want %d: %v", len(folders), n, folders)
	}
	for _, f := range folders {
		if _, err := rundir.Open(f); err != nil {
			t.Error(err)
		}
	}
}

// A run goes on when its terminal goes away under nohup, and when the reader of its
// output has gone.
func TestGoesOnWithoutAReader(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	for name, shell := range map[string]string{
		"nohup": `trap '' HUP; "$0" "$@" --out nohup & sleep 0.3; kill -HUP $!; wait $!`,
		"pipe":  `"$0" "$@" --out pipe --json --json-steps | head -n 2`,
	} {
		args := append([]string{"-c", shell, os.Args[0]}, tiny...)
		c := exec.Command("sh", append(args, "--epochs", "40")...)
		c.Env, c.Dir = append(os.Environ(), asTalbot+"=1"), dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
		}
		if events, err := (&rundir.Dir{Path: filepath.Join(dir, name)}).Metrics(); err != nil || len(events) != 40 {
			t.Errorf("%s: %d epochs of 40 (%v)", name, len(events), err)
		}
	}
}

// Of programs that start in one folder at once, one has it, and the others say so and
// leave it alone.
func TestStartInOneFolder(t *testing.T) {
	dir := t.TempDir()
	const n = 4
	var wait sync.WaitGroup
	var mutex sync.Mutex
	worked := 0
	for i := range n {
		wait.Go(func() {
			args := append(append([]string{}, tiny...), "--seed", string(rune('1'+i)), "--out", "one")
			out, err := process(dir, args...).CombinedOutput()
			mutex.Lock()
			defer mutex.Unlock()
			if err == nil {
				worked++
			} else if !strings.Contains(string(out), "under way in another program") && !strings.Contains(string(out), "holds a run already") {
				t.Errorf("%s", out)
			}
		})
	}
	wait.Wait()
	if worked != 1 {
		t.Errorf("%d of %d runs worked, want 1", worked, n)
	}
	works(t, "eval", filepath.Join(dir, "one"))
}
