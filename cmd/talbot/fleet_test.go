package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/reproduce/run"
	"talbot/sim/rundir"
)

// sweepOf writes a description of n short trainings and gives its file.
func sweepOf(t *testing.T, n, epochs int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sweep.json")
	text := fmt.Sprintf(`{"preset": "sa-2d-rings", "set": {"epochs": %d}, "vary": {"learning-rate": {"from": 0.01, "to": 0.1, "steps": %d}}}`, epochs, n)
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

func resultsIn(t *testing.T, text string) map[string]cluster.Result {
	t.Helper()
	all := map[string]cluster.Result{}
	for line := range strings.Lines(text) {
		var r cluster.Result
		if err := json.Unmarshal([]byte(line), &r); err != nil || r.Key == "" {
			t.Fatalf("%s: %v", line, err)
		}
		if _, twice := all[r.Key]; twice {
			t.Errorf("trial %s has two results", r.Key)
		}
		all[r.Key] = r
	}
	return all
}

// A sweep's trials have the bits of plain runs, and folders that are runs.
func TestSweep(t *testing.T) {
	out := filepath.Join(t.TempDir(), "sweep")
	file := sweepOf(t, 3, 4)
	noted(t, "sweep", file, "--out", out, "--device", "cpu")
	b, err := os.ReadFile(filepath.Join(out, resultsFile))
	if err != nil {
		t.Fatal(err)
	}
	all := resultsIn(t, string(b))
	if len(all) != 3 {
		t.Fatalf("%d results, want 3", len(all))
	}
	for key, r := range all {
		plain := filepath.Join(t.TempDir(), "plain")
		works(t, "train", "sa-2d-rings", "--epochs", "4", "--learning-rate", r.Changed["learning-rate"], "--out", plain, "--device", "cpu")
		var states [2]string
		for i, path := range []string{plain, filepath.Join(out, key[:8])} {
			d, err := rundir.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			s, err := d.Checkpoint()
			if err != nil {
				t.Fatal(err)
			}
			var w strings.Builder
			if err := rundir.WriteCheckpoint(&w, s); err != nil {
				t.Fatal(err)
			}
			states[i] = w.String()
		}
		if states[0] != states[1] {
			t.Errorf("trial %s has other bits than the plain run", key)
		}
		works(t, "eval", filepath.Join(out, key[:8]))
	}
	table := works(t, "runs", out)
	if !strings.Contains(table, "learning-rate") || strings.Count(table, "\n") != 4 {
		t.Errorf("the table is\n%s", table)
	}
	picture := filepath.Join(t.TempDir(), "sweep.svg")
	works(t, "figure", out, "--out", picture)
	if b, err := os.ReadFile(picture); err != nil || !strings.Contains(string(b), "learning-rate") {
		t.Errorf("the figure does not name what varies: %v", err)
	}
	if again := resultsIn(t, noted(t, "sweep", file, "--out", out, "--device", "cpu", "--json")); len(again) != 3 {
		t.Errorf("again there are %d results", len(again))
	}
	if _, text, status := call(t, "sweep", sweepOf(t, 2, 4), "--out", out); status == 0 || !strings.Contains(text, "another sweep") {
		t.Errorf("another sweep in the same folder: status %d, %s", status, text)
	}
}

// fleetProcess is a talbot of its own.
func fleetProcess(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), asTalbot+"=1")
	return c
}

func startFleet(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := fleetProcess(t, args...)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	return c
}

// A sweep that is stopped goes on where it was, and has every result once.
func TestSweepStops(t *testing.T) {
	out := filepath.Join(t.TempDir(), "sweep")
	file := sweepOf(t, 6, 150)
	c := fleetProcess(t, "sweep", file, "--out", out, "--device", "cpu", "--threads", "1", "--json")
	lines, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for s := bufio.NewScanner(lines); s.Scan(); n++ {
		if n == 1 {
			_ = c.Process.Signal(os.Interrupt)
		}
	}
	_ = c.Wait()
	if code := c.ProcessState.ExitCode(); code != interrupted || n < 2 || n > 5 {
		t.Errorf("stopped with status %d after %d lines", code, n)
	}
	if all := resultsIn(t, noted(t, "sweep", file, "--out", out, "--device", "cpu", "--json")); len(all) != 6 {
		t.Errorf("%d results, want 6", len(all))
	}
}

// The kill test: workers are killed one after another and the hub twice, and every trial has one
// result. "talbot speed fleet" makes the long one, with the time without kills beside it.
func TestKills(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	k, err := kill(t.Context(), func(args ...string) *exec.Cmd { return fleetProcess(t, args...) }, t.TempDir(), sweepOf(t, 16, 150), 16, 1500*time.Millisecond)
	if err != nil || k.hubs != 2 {
		t.Fatalf("%+v, %v", k, err)
	}
	t.Logf("16 trials on 2 workers: %.1f s with %d workers killed, the hub twice, %d leases lost", k.seconds, k.workers, k.lost)
}

// A published experiment that a hub's workers make has the record of one that was made here.
func TestReproduceOnFleet(t *testing.T) {
	hub, err := cluster.Start(cluster.Options{Store: t.TempDir(), Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer hub.Stop()
	startFleet(t, "worker", "--nats", hub.URL(), "--workers", "2", "--device", "cpu")
	here, there := t.TempDir(), t.TempDir()
	args := []string{"reproduce", "sa-2d", "--quick", "--only", "arches-depth-1-*", "--seeds", "1,2", "--epochs", "2", "--out"}
	noted(t, append(args, here)...)
	noted(t, append(args, there, "--nats", hub.URL())...)
	var runs [2]map[string]string
	for i, dir := range []string{here, there} {
		lines, err := run.ReadLines(filepath.Join(dir, "sa-2d-quick.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		runs[i] = map[string]string{}
		for name, list := range lines {
			for _, r := range list {
				r.Seconds, r.StepMS = 0, 0 // of the machine
				for k := range r.Curve {
					r.Curve[k].Seconds, r.Curve[k].Rate = 0, 0
				}
				b, err := json.Marshal(r)
				if err != nil {
					t.Fatal(err)
				}
				runs[i][fmt.Sprint(name, " ", r.Seed)] = string(b)
			}
		}
	}
	if len(runs[0]) != 4 || !maps.Equal(runs[0], runs[1]) {
		t.Errorf("made here\n%v\non the fleet\n%v", runs[0], runs[1])
	}
	was, _ := os.ReadFile(filepath.Join(there, "sa-2d-quick.jsonl"))
	noted(t, append(args, there, "--nats", hub.URL())...)
	if now, err := os.ReadFile(filepath.Join(there, "sa-2d-quick.jsonl")); err != nil || string(now) != string(was) {
		t.Errorf("what is there is made again: %v", err)
	}
	if _, text, status := call(t, "reproduce", "optics", "--nats", hub.URL()); status == 0 || !strings.Contains(text, "no list of runs") {
		t.Errorf("optics on a fleet: status %d, %s", status, text)
	}
}

// A worker with a bench takes what asks for that; what is wrong with its flags is said before a hub is looked for.
func TestWorkerOnBench(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--bench lab-1", "want NAME=BENCH.json"}, {"--bench lab-1=", "want NAME=BENCH.json"}, {"--bench lab-1=b.json --virtual ideal", "want NAME=BENCH.json"},
		{"--bench lab.1=b.json", "cannot be the name of a bench"}, {"--virtual ideal", "say how it is called"}, {"--bench lab-1=b.json --workers 2", "one job at a time"},
	} {
		if _, text, status := call(t, append([]string{"worker"}, strings.Fields(c.args)...)...); status != 2 || !strings.Contains(strings.Join(strings.Fields(text), " "), c.want) {
			t.Errorf("worker %s: status %d, %s", c.args, status, text)
		}
	}
	hub, err := cluster.Start(cluster.Options{Store: t.TempDir(), Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer hub.Stop()
	startFleet(t, "worker", "--nats", hub.URL(), "--bench", "lab-1", "--virtual", "ideal", "--direct", "--samples", "40", "--data", builtIn, "--device", "cpu", "--threads", "1")
	file := filepath.Join(t.TempDir(), "sweep.json")
	spec := `{"preset": "ffm-small", "bench": "lab-1", "limit_train": 30, "limit_test": 4, "hold_out": 4, "vary": {"learning-rate": [0.05, 0.1]},
		"set": {"samples": 40, "epochs": 1, "knock": 0, "per-class": 1, "symmetry": "direct", "trained-in-model": 0}}`
	if err := os.WriteFile(file, []byte(spec), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, text, status := call(t, "sweep", file, "--data", builtIn, "--out", filepath.Join(t.TempDir(), "here")); status == 0 || !strings.Contains(text, "a bench is at a hub") {
		t.Errorf("a bench without a hub: status %d, %s", status, text)
	}
	for _, r := range resultsIn(t, noted(t, "sweep", file, "--data", builtIn, "--nats", hub.URL(), "--out", filepath.Join(t.TempDir(), "there"), "--json")) {
		if r.Bench != "lab-1" || r.Steps != 1 {
			t.Errorf("%+v", r)
		}
	}
}
