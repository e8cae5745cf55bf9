//go:build !js

package record

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/check"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
)

func need(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// simulated is a bench with typical faults, some frames being lost, and its file.
func simulated(t *testing.T) (*rig.Bench, open.File) {
	t.Helper()
	f, err := virtual.Grade("typical")
	need(t, err)
	f.Loss = 0.02
	s := virtual.Free(48)
	s.Panels[1].Gap = 0.0056
	b, err := virtual.New(cpu.Open(1), s, f)
	need(t, err)
	b.Sequencer = nil
	g := s.Plane
	file := open.File{Wavelength: s.Wavelength, Plane: open.Plane{Nx: g.Nx, Ny: g.Ny, Dx: g.Dx, Dy: g.Dy}, Retries: 3}
	for i, m := range b.Mounts {
		file.Panels = append(file.Panels, open.Panel{Kind: m.SLM.Info().Kind.String(), Curve: m.SLM.Info().Kind.String() + "-256", X: m.X, Y: m.Y, Gap: b.Design.Gaps[i], Tag: m.Tag})
	}
	camera := func(e rig.Eye) open.Camera { return open.Camera{Name: "virtual", X: e.X, Y: e.Y, Unit: e.Unit} }
	file.Camera = camera(b.Object)
	other := camera(b.Reference)
	file.Interference = &other
	return b, file
}

// recorded is a folder with the tests of a bench, and their results.
func recorded(t *testing.T) (dir string, lines []check.Line, report rig.Report) {
	t.Helper()
	b, file := simulated(t)
	dir = filepath.Join(t.TempDir(), "r")
	r, err := New(dir, file, b)
	need(t, err)
	need(t, check.Run(t.Context(), r.Bench, func(l check.Line) { lines = append(lines, l) }))
	need(t, r.Close())
	return dir, lines, r.Bench.Report
}

// What is played gives the same results as when it was recorded, to the last bit, and to the last call.
func TestPlays(t *testing.T) {
	dir, want, report := recorded(t)
	t.Run("another procedure", func(t *testing.T) { another(t, dir) })
	t.Run("power failure", func(t *testing.T) { defer cut(t, dir)() })
	p, err := Play(dir)
	need(t, err)
	defer p.Close()
	var got []check.Line
	need(t, check.Run(t.Context(), p.Bench, func(l check.Line) { got = append(got, l) }))
	if !reflect.DeepEqual(got, want) || p.Bench.Report != report {
		t.Errorf("played gives\n%+v\n%+v, was\n%+v\n%+v", got, p.Bench.Report, want, report)
	}
	if p.Left() != 0 {
		t.Errorf("%d calls are left", p.Left())
	}
	if _, err := p.Bench.Intensity(t.Context(), []plant.Load{p.Bench.Blank()}); !errors.Is(err, ErrOver) {
		t.Errorf("behind the end: %v", err)
	}
}

// Another procedure is not given what was recorded of this one.
func another(t *testing.T, dir string) {
	p, err := Play(dir)
	need(t, err)
	defer p.Close()
	load := p.Bench.Blank()
	load[0][5] = 1
	if _, err := p.Bench.Intensity(t.Context(), []plant.Load{load}); err == nil || !strings.Contains(err.Error(), "another one than was recorded") {
		t.Errorf("another picture gives %v", err)
	}
	q, err := Play(dir)
	need(t, err)
	defer q.Close()
	var f rig.Frame
	if err := q.Bench.Object.Camera.Grab(t.Context(), &f); err == nil || !strings.Contains(err.Error(), "another procedure") {
		t.Errorf("another call gives %v", err)
	}
}

// A recording that ends in the middle of a line is played until there. What it returns makes it whole again.
func cut(t *testing.T, dir string) (whole func()) {
	name := filepath.Join(dir, "events.jsonl")
	b, err := os.ReadFile(name)
	need(t, err)
	need(t, os.WriteFile(name, b[:len(b)/2], 0o666))
	p, err := Play(dir)
	need(t, err)
	defer p.Close()
	n := 0
	err = check.Run(t.Context(), p.Bench, func(check.Line) { n++ })
	if !errors.Is(err, ErrOver) && err == nil || n == 0 {
		t.Errorf("%d tests, then %v", n, err)
	}
	if _, err := New(dir, open.File{}, p.Bench); err == nil {
		t.Error("a recording is written over")
	}
	return func() { need(t, os.WriteFile(name, b, 0o666)) }
}
