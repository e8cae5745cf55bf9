package rig

import (
	"math"
	"slices"
	"testing"

	"talbot/sim/modulator"
	"talbot/sim/optics"
)

// shelf is a panel, or a camera, that is only looked at.
type shelf struct {
	SLM
	kind   Kind
	levels int
}

func (s shelf) Info() SLMInfo { return SLMInfo{Kind: s.kind, Levels: s.levels} }

type lens struct{ Camera }

// Loads that are placed one after another come on the panels as each by itself, whatever they share with the one before: the levels of the amplitude panel, which
// are focused, moved, made even and rephased, those of the phase panel, or none.
func TestPlacingOneAfterAnother(t *testing.T) {
	g := optics.Grid{Nx: 24, Ny: 18, Dx: 8e-6, Dy: 8e-6}
	dim, turning := modulator.Curve{}, modulator.Curve{}
	for l := range 64 {
		a := float64(l) / 63
		dim.States = append(dim.States, modulator.State{Amplitude: 0.05 + 0.95*a, Phase: 0.8 * (1 - a)})
		turning.States = append(turning.States, modulator.State{Amplitude: 1, Phase: 2 * math.Pi * float64(l) / 64})
	}
	flat := make([]float32, g.Len())
	for i := range flat {
		flat[i] = 0.6 + 0.4*float32(i%g.Nx)/float32(g.Nx)
	}
	b := &Bench{Design: Design{Wavelength: 532e-9, Plane: g, Gaps: []float64{0, 0.1}}, Stepper: 1, Mounts: []Mount{
		{SLM: shelf{kind: Amplitude, levels: 64}, Curve: dim, Axial: 4e-4, Flat: flat, Registration: Homography{1, 0.01, 5e-6, -0.01, 1, -9e-6, 0, 0, 1}},
		{SLM: shelf{kind: Phase, levels: 64}, Curve: turning}}}
	b.Reference.Camera = lens{}
	if !b.refocuses(0) || !b.rephases(0) {
		t.Fatal("this bench neither focuses nor rephases")
	}
	levels := func(seed int) []uint16 {
		v := make([]uint16, g.Len())
		for i := range v {
			v[i] = uint16((i*i*7 + seed*(i%11) + 3*seed) % 64)
		}
		return v
	}
	p := b.placing()
	for k, load := range [][][]uint16{{levels(1), levels(2)}, {levels(1), levels(3)}, {levels(4), levels(3)}, {levels(4), levels(4)}, {levels(1), levels(2)}} {
		got, want := p.onPanels(load), b.Placed(load)
		for i := range want {
			if !slices.Equal(got[i], want[i]) {
				t.Errorf("load %d: panel %d shows other levels than by itself", k, i)
			}
		}
		if slices.Equal(want[0], load[0]) || slices.Equal(want[1], load[1]) {
			t.Errorf("load %d comes on a panel as it is", k)
		}
	}
}
