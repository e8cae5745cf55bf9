package focus

import (
	"context"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/element"
	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// Bench is the virtual bench with a scatterer on the way to its camera, that no method is told of. Its panels are those
// that change amplitude and phase.
type Bench struct {
	Rig   *rig.Bench
	still []uint16 // of the scatterer's plane: it changes nothing by itself
}

// Scatterers are the plates that there are: none, random phases that are correlated over 80 um, and smooth ones, as
// of adhesive tape, over 400 um; Waves are their root mean squares in rad.
var Scatterers = []string{"none", "plate", "tape"}

// Plate is scatterer number i of a kind as a profile on g.
func Plate(kind string, g optics.Grid, seed uint64, i uint32) (optics.Profile, error) {
	switch kind {
	case "plate":
		return element.Diffuser(g, 2, 80e-6, seed, i)
	case "tape":
		return element.Diffuser(g, 3, 400e-6, seed, i)
	}
	return func(_, _ float64) complex128 { return 1 }, nil
}

// NewBench makes a bench of samples x samples pixels along 3.2 mm, with a scatterer at a share of the way to the camera.
func NewBench(dev compute.Device, samples int, kind string, at float64, f virtual.Faults) (*Bench, error) {
	s := virtual.Free(samples)
	s.Plane = optics.Square(samples, aperture/float64(samples))
	s.Batch = 2
	still, err := modulator.ParseCurve("phase-2")
	if err != nil {
		return nil, err
	}
	way := s.Panels[1].Gap
	s.Panels[1].Gap = at * way
	s.Panels = append(s.Panels, virtual.Panel{Name: "scatterer", Kind: rig.Phase, Curve: still, Gap: way - at*way})
	if err := f.Check(); err != nil {
		return nil, err
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	t := virtual.Draw(s, f)
	plate, err := Plate(kind, s.Plane, uint64(f.Seed), 0)
	if err != nil {
		return nil, err
	}
	// The scatterer is a thin plate and no panel: of the panels' faults it has none.
	t.Panels[2] = virtual.PanelTruth{Pose: t.Panels[2].Pose, Curve: still, Gain: t.Panels[2].Gain, Plate: plate.Samples(s.Plane)}
	r, err := virtual.Of(dev, s, t)
	if err != nil {
		return nil, err
	}
	return &Bench{Rig: r, still: make([]uint16, s.Plane.Len())}, nil
}

// aperture is the width of all planes, m, and wavelength and distance those of the published bench.
const (
	aperture   = 3.2e-3
	distance   = 0.388
	wavelength = 532e-9
)

// Panels are those of amplitude and phase.
func (b *Bench) Panels() []plant.Panel { return b.Rig.Panels()[:2] }

// Camera is the camera's plane.
func (b *Bench) Camera() optics.Grid { return b.Rig.Camera() }

// Intensity measures what the camera sees.
func (b *Bench) Intensity(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	return b.Rig.Intensity(ctx, b.whole(loads))
}

// Field measures the complex field there.
func (b *Bench) Field(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	return b.Rig.Field(ctx, b.whole(loads))
}

func (b *Bench) whole(loads []plant.Load) (all []plant.Load) {
	for _, l := range loads {
		all = append(all, append(slices.Clip(l), b.still))
	}
	return all
}

var _ plant.FieldPlant = (*Bench)(nil)
