//go:build linux && (amd64 || arm64)

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/aravis"
	"talbot/sim/rig/calibrate"
	"talbot/sim/rig/gige"
	"talbot/sim/rig/loop"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
)

// laboratory is a folder with talbot, beside which this test's own program is talbot-desk, and the file of a bench that is being simulated.
type laboratory struct {
	t      *testing.T
	l      *loop.Loop
	dir    string
	frames atomic.Uint64 // that the bench's cameras were asked for
	late   atomic.Int64  // how many of the next come too late
}

// said is what a program has said so far.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// start starts talbot in the folder.
func (x *laboratory) start(args ...string) (*exec.Cmd, *said) {
	x.t.Helper()
	c, all := exec.Command(filepath.Join(x.dir, "talbot"), args...), new(said)
	c.Dir, c.Stdout, c.Stderr = x.dir, all, all
	need(x.t, c.Start())
	x.t.Cleanup(func() { c.Process.Kill() })
	return c, all
}

// until waits for words in what a program says, ten minutes at most.
func (x *laboratory) until(s *said, words string) {
	x.t.Helper()
	for range 6000 {
		switch all := s.String(); {
		case strings.Contains(all, words):
			return
		case strings.Contains(all, "all is in "): // it has ended
			x.t.Fatalf("%q is not said: %s", words, s)
		}
		time.Sleep(100 * time.Millisecond)
	}
	x.t.Fatalf("%q is not said: %s", words, s)
}

// asked waits until cameras were asked for so many more frames, ten minutes at most.
func (x *laboratory) asked(s *said, more uint64) {
	x.t.Helper()
	from := x.frames.Load()
	for range 6000 {
		if x.frames.Load() >= from+more {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	x.t.Fatalf("no frames are taken: %s", s)
}

// calibrated is the file of a calibration that the bench has without its protocols, as if rig run had made it.
func (x *laboratory) calibrated(s virtual.Setup, f virtual.Faults) {
	x.t.Helper()
	direct, err := virtual.New(cpu.Open(1), s, f)
	need(x.t, err)
	need(x.t, direct.MeasureAll(x.t.Context(), nil))
	self, err := os.Executable()
	need(x.t, err)
	lab, err := open.Open(x.t.Context(), x.l.File, self)
	if errors.Is(err, aravis.ErrLibrary) {
		x.t.Skip(err)
	}
	need(x.t, err)
	defer lab.Close()
	file, err := json.Marshal(calibrate.Result{Kind: "all", Made: "2026-01-01T00:00:00Z", Devices: calibrate.Devices(lab.Bench), Calibration: direct.Calibration()})
	need(x.t, err)
	need(x.t, os.WriteFile(filepath.Join(x.dir, "bench-is.json"), file, 0o666))
}

// laboratoryOf has talbot built, and a bench started whose cameras this test may pull, and have frames that come so much later.
func laboratoryOf(t *testing.T, s virtual.Setup, f virtual.Faults, delay time.Duration) *laboratory {
	t.Helper()
	virtualScreen(t, 16, 16)
	program, err := exec.LookPath("go")
	if err != nil {
		t.Skip(err)
	}
	x := &laboratory{t: t, dir: t.TempDir()}
	build := exec.Command(program, "build", "-o", filepath.Join(x.dir, "talbot"), "talbot/cmd/talbot")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	self, err := os.Executable()
	need(t, err)
	need(t, os.Symlink(self, filepath.Join(x.dir, "talbot-desk")))
	n := loops.Add(1)
	x.l, err = loop.Start(cpu.Open(1), s, f, loop.Options{Addresses: []string{address(2 * n), address(2*n + 1)}, Delay: delay,
		Fault: func(uint64) gige.Fault {
			x.frames.Add(1)
			if x.late.Add(-1) >= 0 {
				return gige.Late
			}
			return gige.Sound
		}})
	need(t, err)
	t.Cleanup(x.l.Close)
	need(t, x.l.File.Write(filepath.Join(x.dir, "bench.json")))
	return x
}

// lab40 is a calibrated bench of 40 x 40 pixels, one of whose panels a relay images onto the other.
func lab40(t *testing.T) *laboratory {
	t.Helper()
	s := virtual.Free(40)
	s.Panels[1].Gap = 3.88e-3
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	f, err := virtual.Grade("ideal")
	need(t, err)
	f.Unmodulated = 0.01 // which a twin finds
	x := laboratoryOf(t, s, f, 1500*time.Millisecond)
	x.calibrated(s, f)
	return x
}

// ran runs talbot to its end.
func (x *laboratory) ran(args ...string) {
	x.t.Helper()
	c, all := x.start(args...)
	if err := c.Wait(); err != nil {
		x.t.Fatal(err, all)
	}
}

// benchRun is a command of rig run that is to be broken.
type benchRun struct {
	begin, again []string // again is nil for the same command
	ready        string   // what it says once its bench is calibrated, whether that is kept or refused; nothing where that is given to it
	stopped      string   // how it says that it was
	whole        string   // what it says when all is done, and nothing twice
}

// broken runs a command on a bench whose camera is unplugged, plugged in and slow, says Ctrl-C to it, and lets it go on.
func (x *laboratory) broken(name string, r benchRun, common ...string) {
	t := x.t
	t.Helper()
	began := time.Now()
	c, all := x.start(slices.Concat([]string{"rig", "run"}, r.begin, common)...)
	if r.ready != "" {
		x.until(all, r.ready)
	}
	x.asked(all, 60)
	need(t, x.l.Unplug(0))
	x.until(all, "suspended: ")
	need(t, x.l.Plug(0))
	x.until(all, "the bench is back: going on")
	x.asked(all, 20)
	x.late.Store(12)
	x.until(all, "of the last 20 frames")
	x.asked(all, 20)
	need(t, c.Process.Signal(os.Interrupt))
	if err := c.Wait(); err == nil || !strings.Contains(all.String(), r.stopped) {
		t.Errorf("%s, Ctrl-C: %v: %s", name, err, all)
	}
	t.Logf("%s: %.1f s\n%s", name, time.Since(began).Seconds(), all)
	if r.again == nil {
		r.again = r.begin
	}
	began = time.Now()
	c, all = x.start(slices.Concat([]string{"rig", "run"}, r.again, common)...)
	if err := c.Wait(); err != nil || !strings.Contains(all.String(), r.whole) || r.ready != "" && (!strings.Contains(all.String(), "holds, by 6 frames") || strings.Contains(all.String(), r.ready)) {
		t.Errorf("%s, again: %v: %s", name, err, all)
	}
	t.Logf("%s: %.1f s\n%s", name, time.Since(began).Seconds(), all)
}

// Runs of talbot on a bench behind real protocols are ended in their midst: the cable of a camera is pulled and put back, the camera is so slow that its
// frames come when nobody waits for them any more, and Ctrl-C. Each is named, the run waits, takes frames again or says how it goes on, and the same command
// ends what it began: no picture and no update is lost or made twice. Those of two layers load the panels before the second one with what the cameras have measured behind
// the first. A bench of two lenses is calibrated once: at each opening behind that a few frames tell whether this holds. It takes minutes: TALBOT_RUNS names the runs, "infer heal train twin dante" for all.
func TestRuns(t *testing.T) {
	wanted := os.Getenv("TALBOT_RUNS")
	if wanted == "" {
		t.Skip("set TALBOT_RUNS")
	}
	built, size := []string{"--data", "built-in", "--threads", "1"}, []string{"--samples", "40", "--image-size", "28", "--padding", "20", "--region-size", "4", "--distance", "3.88mm"}
	runs := map[string]benchRun{
		"infer": {[]string{"infer", "masks", "bench.json", "--limit-test", "40", "--out", "infer"}, nil, "", "the same command goes on", "of 40 pictures"},
		"heal":  {[]string{"heal", "masks", "bench.json", "--limit-train", "20", "--epochs", "2", "--out", "heal"}, nil, "", "the same command goes on", "epoch 2:"},
		"train": {slices.Concat([]string{"train", "ffm-small", "bench.json", "--limit-train", "40", "--limit-test", "10", "--layers", "2", "--trained-in-model", "0", "--epochs", "1", "--out", "train"}, size),
			[]string{"train", "--resume", "train", "bench.json"}, "", "go on with: talbot rig run train --resume train bench.json", "test accuracy"},
		"twin":  {[]string{"twin", "mask", "bench.json", "--limit-train", "20", "--limit-test", "10", "--patterns", "12", "--out", "twin"}, nil, "", "the same command goes on", "trained on the twin"},
		"dante": {[]string{"dante", "neurons", "bench.json", "--learn", "60", "--limit-test", "20", "--epochs", "2", "--check-every", "1", "--out", "dante"}, nil, "a picture was ", "the same command goes on", "the read-out tuned"},
	}
	var x *laboratory // for all runs but dante's
	for _, name := range strings.Fields(wanted) {
		r, ok := runs[name]
		switch {
		case !ok:
			t.Fatalf("TALBOT_RUNS: there is no run %q", name)
		case name == "dante":
			lensed(t).broken(name, r, append(built, "--device", "cpu")...)
			continue
		case x == nil:
			x = lab40(t)
			for layers, out := range []string{"mask", "masks"} {
				x.ran(slices.Concat([]string{"train", "d2nn-mnist-64", "--limit-train", "40", "--limit-test", "10", "--layers", fmt.Sprint(layers + 1), "--pitch", "8um", "--epochs", "1", "--batch", "4", "--out", out}, size, built)...)
			}
		}
		x.broken(name, r, append(built, "--device", "cpu", "--calibration", "bench-is.json")...)
	}
}

// lensed is a bench of two lenses, and a network of dual neurons for it, which hardly learned.
func lensed(t *testing.T) *laboratory {
	t.Helper()
	f, err := virtual.Grade("ideal")
	need(t, err)
	x := laboratoryOf(t, virtual.Fourier(240, 28.872e-3, 0), f, 4*time.Second) // its camera is waited for longer
	x.ran("train", "dante-bench-mnist", "--data", "built-in", "--network", "bench-small", "--mask-size", "240", "--focal-length", "28.872mm", "--limit-train", "40", "--limit-test", "10",
		"--epochs", "1", "--batch", "20", "--held-out", "0", "--fit-steps", "2", "--fit-warm", "1", "--retune-epochs", "1", "--threads", "1", "--out", "neurons")
	return x
}
