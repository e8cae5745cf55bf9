//go:build linux && (amd64 || arm64)

package main

import (
	"math"
	"testing"

	"talbot/sim/rig/virtual"
)

// Through real protocols the curves of tiles of a phase panel with typical faults are found to 50 mrad, each level of each tile, but for a phase that all of them have,
// as without protocols (the test of that name in sim/rig/virtual).
func TestLoopTiles(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	f, err := virtual.Grade("typical")
	need(t, err)
	s := bench()
	truth := virtual.Draw(s, f)
	l, lab := closed(t, s, f, nil)
	b := lab.Bench
	b.Retries = 10
	need(t, b.Expose(t.Context(), 1e-4))
	need(t, b.MeasureCurves(t.Context(), 16, 4))
	for camera := range 2 {
		_, err := b.Register(t.Context(), camera)
		need(t, err)
	}
	const across = 4
	need(t, b.MeasureTiles(t.Context(), 16, 4, across))
	p, g, worst, most := truth.Panels[1], s.Plane, 0.0, 0.0
	for tile, c := range b.Mounts[1].Tiles {
		gain := 0.0
		for y := tile / across * g.Ny / across; y < (tile/across+1)*g.Ny/across; y++ {
			for x := tile % across * g.Nx / across; x < (tile%across+1)*g.Nx/across; x++ {
				gain += float64(p.Gain[y*g.Nx+x]) * across * across / float64(g.Len())
			}
		}
		off, mean := make([]float64, c.Levels()), 0.0
		for k, state := range c.States {
			off[k] = state.Phase - gain*p.Curve.States[k].Phase
			mean += off[k] / float64(len(off))
		}
		w, rms := 0.0, 0.0
		for _, d := range off {
			rms += (d - mean) * (d - mean)
			w = max(w, math.Abs(d-mean))
		}
		worst, most = max(worst, math.Sqrt(rms/float64(len(off)))), max(most, w)
	}
	t.Logf("%d tiles are found to %.4f rad rms, each level to %.4f; %+v", len(b.Mounts[1].Tiles), worst, most, b.Report)
	if !(most < 0.05) || len(b.Mounts[1].Tiles) != across*across {
		t.Errorf("a level of a tile is found %.4f rad from where it is", most)
	}
	need(t, l.Err())
}
