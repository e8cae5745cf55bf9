package virtual

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/rig"
)

// New makes a bench on dev whose faults are drawn.
func New(dev compute.Device, s Setup, f Faults) (*rig.Bench, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	return Of(dev, s, Draw(s, f))
}

// Of makes a bench on dev with a truth of one's own.
func Of(dev compute.Device, s Setup, t *Truth) (*rig.Bench, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if len(t.Panels) != len(s.Panels) {
		return nil, errs.New("virtual: the truth is about ", len(t.Panels), " panels, and the bench has ", len(s.Panels))
	}
	h := &hardware{setup: s, truth: t, walks: map[uint32][]float64{}}
	cameras := 1
	if s.Reference {
		cameras = 2
	}
	stem, err := newStem(dev, s, t, cameras)
	if err != nil {
		return nil, err
	}
	for c := range cameras {
		w, err := newWay(dev, s, t, c, stem)
		if err != nil {
			return nil, err
		}
		h.ways[c], h.cameras[c] = w, &camera{h: h, number: c, exposure: s.Exposure, started: true}
	}
	b := &rig.Bench{Design: s.design(), Clock: h, Sequencer: h, Retries: 3, Saturated: 1, Carrier: s.Carrier, Stepper: -1}
	g := s.Plane
	for i, p := range s.Panels {
		info := rig.SLMInfo{Name: p.Name, Grid: optics.Grid{Nx: g.Nx, Ny: g.Ny + s.stripRows(), Dx: g.Dx, Dy: g.Dy},
			Kind: p.Kind, Levels: p.Curve.Levels(), Refresh: refresh, Latency: t.Faults.Latency / refresh, Settle: settled * t.Faults.Response}
		m := &slm{h: h, number: i, info: info, from: make([]float32, info.Grid.Len()), to: make([]uint16, info.Grid.Len())}
		h.slms = append(h.slms, m)
		mount := rig.Mount{SLM: m, Y: s.stripRows(), Curve: p.Curve}
		if s.spotRows() > 0 {
			mount.Tag = rig.Tag{Strip: rig.Rect{Nx: g.Nx, Ny: tagStrip}, Spots: rig.Rect{Y: tagSpots * i, Nx: g.Nx, Ny: tagSpots}}
		}
		b.Mounts = append(b.Mounts, mount)
		if p.Kind == rig.Phase && b.Stepper < 0 {
			b.Stepper = i
		}
	}
	for c, e := range []*rig.Eye{&b.Object, &b.Reference} {
		if h.ways[c] != nil {
			*e = rig.Eye{Camera: h.cameras[c], Y: s.spotRows(), Unit: flux * h.ways[c].sensor.Gain}
		}
	}
	return b, b.Check()
}

// settled is how many time constants pass until pixels are within 2 % of where they go.
var settled = math.Log(50)

// TrueField is the light on a camera of a bench that New or Of has made, without noise and without its reference
// beam: for tests, and figures that compare. Loads are as for Field. It takes no frame: the noise of those
// that come is the same.
func TrueField(ctx context.Context, b *rig.Bench, load [][]uint16, camera int) ([]float32, error) {
	h, err := truthOf(b)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(load) != len(b.Mounts) {
		return nil, errs.New("virtual: a load has levels for ", len(load), " panels, the bench has ", len(b.Mounts))
	}
	var levels [][]float32
	for _, l := range b.Placed(load) {
		v := make([]float32, len(l))
		for i, x := range l {
			v[i] = float32(x)
		}
		levels = append(levels, v)
	}
	return h.field(levels, camera)
}
