package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
)

// events parses JSON lines; every line must be one.
func events(t *testing.T, text string) []experiment.Event {
	t.Helper()
	var list []experiment.Event
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		var e experiment.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		list = append(list, e)
	}
	return list
}

func TestTrainText(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	out := works(t, append(append([]string{}, tiny...), "--out", dir)...)
	for _, want := range []string{"d2nn-mnist-64: mnist, 35 training and 20 test pictures, " + cpu.Open(1).Name(), dir + " keeps the run",
		"\n      1/3 ", "\n      3/3 ", "test accuracy ", "talbot figure " + dir} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.ContainsAny(out, "\r\x1b") {
		t.Errorf("control characters for what is no terminal: %q", out)
	}
	for _, name := range []string{rundir.ConfigFile, rundir.MetricsFile, rundir.CheckpointFile, rundir.MasksFile, rundir.PhaseFile} {
		if read(t, dir, name) == "" {
			t.Errorf("%s is empty", name)
		}
	}
}

func TestTrainJSON(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	args := append(append([]string{}, tiny...), "--json", "--out", dir)
	var kinds []string
	list := events(t, works(t, args...))
	for _, e := range list {
		kinds = append(kinds, e.Kind)
	}
	if want := []string{"epoch", "epoch", "epoch", "done"}; !reflect.DeepEqual(kinds, want) {
		t.Fatalf("events %v, want %v", kinds, want)
	}
	last := list[len(list)-1]
	if last.Message != dir || last.Epoch != 3 || last.TestAccuracy != list[2].TestAccuracy || last.Loss <= 0 {
		t.Errorf("done: %+v", last)
	}
	if kept, err := (&rundir.Dir{Path: dir}).Metrics(); err != nil || !reflect.DeepEqual(kept, list[:3]) {
		t.Errorf("metrics.jsonl has %+v (%v)", kept, err)
	}
	args[len(args)-1] += "2"
	list = events(t, works(t, append(args, "--json-steps")...))
	if len(list) != 3*4+5 {
		t.Fatalf("%d events with steps, want 17", len(list))
	}
	if list[0].Kind != "step" || list[1].Kind != "first" || !(list[1].Seconds > 0) {
		t.Errorf("the first update is told as %+v, %+v", list[0], list[1])
	}
}

// A run that was interrupted, or killed, and goes on ends with the same masks and
// numbers as one that was not.
func TestInterruptAndResume(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no way to send Ctrl-C to one process")
	}
	whole := tinyRun(t)
	for _, c := range []struct {
		what   string
		signal os.Signal
		status int
	}{
		{"Ctrl-C", os.Interrupt, interrupted},
		{"the terminal went away", syscall.SIGHUP, interrupted},
		{"kill -9", os.Kill, -1},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "run")
			// More epochs than will be done, so that there is time to interrupt; the
			// schedule is constant, so that their number does not matter.
			long := append(append([]string{}, tiny...), "--json", "--json-steps", "--epochs", "5000", "--schedule", "constant", "--out", dir)
			out, status := interruptAfter(t, long, 6, c.signal)
			if status != c.status {
				t.Errorf("status %d, want %d", status, c.status)
			}
			state, err := (&rundir.Dir{Path: dir}).Checkpoint()
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf(`{"event":"stopped","epoch":%d,"step":%d,"resume":%q}`, state.Epoch, state.Step, dir); c.status == interrupted && out[len(out)-1] != want {
				t.Errorf("the last line is %s, want %s", out[len(out)-1], want)
			}
			epochs := strconv.Itoa(state.Epoch + 3)
			works(t, "train", "--resume", dir, "--epochs", epochs)
			whole := tinyRun(t, "--schedule", "constant", "--epochs", epochs)
			sameRun(t, dir, whole)
		})
	}
	// Resuming what has ended changes nothing.
	copied := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(copied, os.DirFS(whole)); err != nil {
		t.Fatal(err)
	}
	works(t, "train", "d2nn-mnist-64", "--resume", copied)
	sameRun(t, copied, whole)
}

// interruptAfter runs talbot in a process of its own, sends it a signal after some
// lines of its standard output, and returns its lines and the exit status.
func interruptAfter(t *testing.T, args []string, lines int, signal os.Signal) ([]string, int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asTalbot+"=1")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer stuck.Stop()
	var text []string
	scan := bufio.NewScanner(pipe)
	for n := 1; scan.Scan(); n++ {
		if json.Valid(scan.Bytes()) { // a killed writer may leave half a line
			text = append(text, scan.Text())
		}
		if n == lines {
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd.Wait() // the status is what matters
	if len(text) == 0 {
		t.Fatalf("no output; stderr: %s", errs.String())
	}
	return text, cmd.ProcessState.ExitCode()
}

func sameRun(t *testing.T, dir, want string) {
	t.Helper()
	for _, name := range []string{rundir.MasksFile, rundir.PhaseFile, rundir.CheckpointFile} {
		if read(t, dir, name) != read(t, want, name) {
			t.Errorf("%s differs from that of the run that was not stopped", name)
		}
	}
	metrics := func(dir string) []experiment.Event {
		list, err := (&rundir.Dir{Path: dir}).Metrics()
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			list[i].Seconds, list[i].Rate, list[i].Steps = 0, 0, 0
		}
		return list
	}
	if got, wanted := metrics(dir), metrics(want); len(got) == 0 || !reflect.DeepEqual(got, wanted) {
		t.Errorf("metrics %+v, want %+v", got, wanted)
	}
}

func TestThreadsDoNotMatter(t *testing.T) {
	if a, b := tinyRun(t), tinyRun(t, "--threads", "3"); read(t, a, rundir.MasksFile) != read(t, b, rundir.MasksFile) {
		t.Error("three threads give other masks than one")
	}
}

func TestTrainRefusesAFolderInUse(t *testing.T) {
	dir := tinyRun(t)
	before := read(t, dir, rundir.CheckpointFile)
	_, err, status := call(t, append(append([]string{}, tiny...), "--out", dir)...)
	if status != failed || !strings.Contains(err, "--resume "+dir) {
		t.Errorf("status %d, %q", status, err)
	}
	for args, want := range map[string]string{
		"--layers 3":                  "--layers: the run in",
		"--epochs 5 --limit-train 30": "and these are 30 and 20: leave --data and --limit-train away",
		"--epochs 2":                  "--epochs: 2 is below 3, the epochs that the run in",
		"--data-set mnist --out x":    "leave --out away",
	} {
		_, err, status := call(t, append([]string{"train", "--resume", dir, "--data", builtIn}, strings.Fields(args)...)...)
		if status == 0 || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %q, want %q", args, status, err, want)
		}
	}
	if _, err, status := call(t, "train", "d2nn-mnist", "--resume", dir, "--data", builtIn); status != misused || !strings.Contains(err, "is of the preset d2nn-mnist-64") {
		t.Errorf("another preset: status %d, %q", status, err)
	}
	if runtime.GOOS == "linux" || runtime.GOOS == "darwin" {
		unlock, err := (&rundir.Dir{Path: dir}).Lock()
		if err != nil {
			t.Fatal(err)
		}
		if _, text, status := call(t, "train", "--resume", dir, "--data", builtIn); status != failed || !strings.Contains(text, "under way in another program") {
			t.Errorf("a run under way: status %d, %q", status, text)
		}
		unlock()
	}
	if read(t, dir, rundir.CheckpointFile) != before {
		t.Error("the checkpoint has changed")
	}
	if err := os.WriteFile(filepath.Join(dir, rundir.CheckpointFile), []byte(before[:len(before)/2]), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err, status := call(t, "train", "--resume", dir, "--data", builtIn); status != failed || !strings.Contains(err, "is damaged") || !strings.Contains(err, "restore it from a copy") {
		t.Errorf("a checkpoint cut in two: status %d, %q", status, err)
	}
}

func TestTrainIntoADefaultFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	works(t, append(append([]string{}, tiny...), "--epochs", "1")...)
	if found, _ := filepath.Glob("runs/d2nn-mnist-64-*/masks.npy"); len(found) != 1 {
		t.Errorf("it left %v", found)
	}
}
