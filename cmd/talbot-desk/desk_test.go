package main

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"talbot/render/lab"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/system/all"
)

// screen keeps what the engine shows.
type screen struct {
	frames chan *frame.Frame
	points chan []lab.Point
	status chan string
}

func newScreen() *screen {
	return &screen{make(chan *frame.Frame, 1000), make(chan []lab.Point, 1000), make(chan string, 10000)}
}

func (s *screen) SetFrame(f *frame.Frame)  { s.frames <- f }
func (s *screen) SetMetrics(p []lab.Point) { s.points <- p }
func (s *screen) SetStatus(line string)    { s.status <- line }

// waitStatus waits for a status line that contains part.
func (s *screen) waitStatus(t *testing.T, part string) string {
	t.Helper()
	late := time.After(60 * time.Second)
	last := ""
	for {
		select {
		case last = <-s.status:
			if strings.Contains(last, part) {
				return last
			}
		case <-late:
			t.Fatalf("no status %q; the last one was %q", part, last)
		}
	}
}

// small is a network that trains in a moment.
func small(t *testing.T) experiment.Preset {
	p, _, err := all.Find("d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]string{"image-size": "32", "samples": "32", "layers": "2", "padding": "4", "region-size": "4", "batch": "10"} {
		set(t, p, name, v)
	}
	return p
}

func set(t *testing.T, p experiment.Preset, name, value string) {
	t.Helper()
	q, err := experiment.Named(p.Config, name)
	if err == nil {
		err = q.Set(value)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// What cannot work is said before training starts.
func TestEngineTellsNotes(t *testing.T) {
	t.Setenv("TALBOT_DATA", t.TempDir())
	s, p := newScreen(), small(t)
	set(t, p, "distance", "1e-4")
	e, err := newEngine(s, p, "")
	if err != nil {
		t.Fatal(err)
	}
	e.say()
	s.waitStatus(t, "note: light at the steepest angle moves 0.0205 samples sideways over 100 µm")
}

func TestEngineTrainsAndObeys(t *testing.T) {
	t.Setenv("TALBOT_DATA", t.TempDir()) // so that the shipped pictures are used
	s := newScreen()
	e, err := newEngine(s, small(t), "")
	if err != nil {
		t.Fatal(err)
	}
	go e.run()
	first := <-s.frames
	if len(first.Planes) != 4 {
		t.Fatalf("the first frame has %d planes, want 4", len(first.Planes))
	}
	s.waitStatus(t, "paused")
	e.step()
	s.waitStatus(t, "update 1 ")
	f := <-s.frames
	if string(f.Planes[1].Phase) == string(first.Planes[1].Phase) {
		t.Error("one update did not change the mask")
	}
	e.toggle()
	s.waitStatus(t, "update 20 ")
	e.toggle()
	s.waitStatus(t, "paused")
	e.set("learning-rate", "0.01")
	line := s.waitStatus(t, "paused")
	if strings.Contains(line, "update 0 ") {
		t.Error("a live parameter started the training anew")
	}
	e.set("layers", "3")
	s.waitStatus(t, "update 0 ")
	for len(s.frames) > 0 {
		f = <-s.frames
	}
	if len(f.Masks()) != 3 {
		t.Errorf("%d masks after layers was set to 3", len(f.Masks()))
	}
	e.set("region-size", "30")
	s.waitStatus(t, "overlap")
	e.next(-1)
	s.waitStatus(t, "picture "+strconv.Itoa(e.sets.test.Len()-1)+" of")
	e.quit()
	if now := experiment.Lines(e.config); !strings.Contains(now, "region-size=4\n") || !strings.Contains(now, "layers=3\n") {
		t.Errorf("a refused value changed the configuration: %s", now)
	}
}

func TestEngineNamesMissingData(t *testing.T) {
	dir := t.TempDir()
	_, err := newEngine(newScreen(), small(t), dir)
	if err == nil || !strings.Contains(err.Error(), dir) || strings.Contains(err.Error(), "\n") {
		t.Errorf("missing data gives %v, want one line that names %s", err, dir)
	}
}

func TestNeighbourStaysInRange(t *testing.T) {
	p := small(t)
	for _, q := range p.Config.Params() {
		start := q.Value()
		for _, by := range []int{1, -1} {
			if err := q.Set(start); err != nil {
				t.Fatal(err)
			}
			for range 400 {
				if err := q.Set(neighbour(q, by)); err != nil {
					t.Fatalf("%s: %v", q.Name, err)
				}
			}
			// Whole numbers and lengths must reach their ends.
			v, err := strconv.ParseFloat(q.Value(), 64)
			if end := map[int]float64{1: q.Max, -1: q.Min}[by]; err == nil && q.Kind == experiment.Int && end < 1e9 && v != end {
				t.Errorf("%s stops at %g on its way to %g", q.Name, v, end)
			}
		}
	}
}

func TestNeighbourMoves(t *testing.T) {
	p := small(t)
	for _, c := range []struct {
		name, from string
		by         int
		want       string
	}{
		{"learning-rate", "0.05", 1, "0.06"},
		{"learning-rate", "0.05", -1, "0.04"},
		{"learning-rate", "0.01", -1, "0.008"},
		{"distance", "0", 1, "1e-06"},
		{"distance", "1e-06", -1, "0"},
		{"layers", "5", 1, "6"},
		{"layers", "1", -1, "1"},
		{"samples", "64", 1, "80"},
		{"mask", "phase", 1, "amplitude"},
		{"mask", "phase", -1, "display"},
		{"curve", "slm-8", 1, "slm-16"},
		{"curve", "tn-3,binary", 1, "slm-8"},
		{"temperatures", "3:1", 1, "3:1"},
		{"band-limit", "false", 1, "true"},
	} {
		q, err := experiment.Named(p.Config, c.name)
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Set(c.from); err != nil {
			t.Fatal(err)
		}
		if got := neighbour(q, c.by); got != c.want {
			t.Errorf("%s: %s goes by %d to %s, want %s", c.name, c.from, c.by, got, c.want)
		}
	}
}

func TestAlongGoesBack(t *testing.T) {
	for x := 1.0; x < 1e6; x = along(x, 1) {
		if y := along(along(x, 1), -1); math.Abs(y-x) > 1e-9*x {
			t.Errorf("%g up and down gives %g", x, y)
		}
	}
}

func TestFlagsAreChecked(t *testing.T) {
	taken := filepath.Join(t.TempDir(), "taken.png")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, part string }{
		{"nothing", "there is no preset"},
		{"--size 12", "--size"},
		{"--size 1e3x4", "--size"},
		{"--screenshot a.png", "--frames"},
		{"--frames 1 --screenshot " + taken, "exists already"},
		{"--set layers", "name=value"},
		{"--set colour=red", "no such parameter"},
		{"--set layers=many", "not a whole number"},
		{"--seed -1", "outside"},
		{"--data /nonexistent", "/nonexistent"},
		{"a b", "accepts at most 1"},
	} {
		cmd := command()
		cmd.SetArgs(strings.Fields(c.args))
		err := cmd.Execute()
		if err == nil || !strings.Contains(err.Error(), c.part) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line with %q", c.args, err, c.part)
		}
	}
	if b, _ := os.ReadFile(taken); string(b) != "mine" {
		t.Error("the existing file was overwritten")
	}
}
