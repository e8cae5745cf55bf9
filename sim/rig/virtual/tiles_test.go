package virtual

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/modulator"
)

// tilesOff is how far curves of tiles are from what the truth has there, rad, but for a phase that all levels of a tile have: at most, of all levels and tiles.
func tilesOff(p PanelTruth, nx, ny int, tiles []modulator.Curve) (worst float64) {
	across := int(math.Sqrt(float64(len(tiles))))
	gain, n := make([]float64, len(tiles)), make([]float64, len(tiles))
	for i, v := range p.Gain {
		t := i/nx*across/ny*across + i%nx*across/nx
		gain[t], n[t] = gain[t]+float64(v), n[t]+1
	}
	for t, c := range tiles {
		off, mean := make([]float64, c.Levels()), 0.0
		for k, s := range c.States {
			off[k] = s.Phase - gain[t]/n[t]*p.Curve.States[k].Phase
			mean += off[k] / float64(len(off))
		}
		for _, d := range off {
			worst = max(worst, math.Abs(d-mean))
		}
	}
	return worst
}

// The curves of tiles of a phase panel are found to 50 mrad, each level of each tile, on a bench with typical faults, by which cameras do not stand where
// they should, light is bent on its way, and the panel flickers by 0.16 rad.
func TestTilesFindTheTruth(t *testing.T) {
	seeds := 3
	if testing.Short() {
		seeds = 1
	}
	for seed := 1; seed <= seeds; seed++ {
		s := Free(64)
		s.Panels[1].Gap, s.Exposure, s.Carrier = 0.01, 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
		f, err := Grade("typical")
		check(t, err)
		f.Seed = seed
		truth := Draw(s, f)
		b, err := Of(cpu.Open(2), s, truth)
		check(t, err)
		b.Retries = 10
		check(t, b.Expose(ctx, 1e-4))
		check(t, b.MeasureCurves(ctx, 16, 4))
		for camera := range 2 {
			_, err := b.Register(ctx, camera)
			check(t, err)
		}
		check(t, b.MeasureTiles(ctx, 16, 16, 4))
		worst := tilesOff(truth.Panels[1], s.Plane.Nx, s.Plane.Ny, b.Mounts[1].Tiles)
		t.Logf("seed %d: each level of each of %d tiles is found to %.4f rad", seed, len(b.Mounts[1].Tiles), worst)
		if !(worst < 0.05) || len(b.Mounts[1].Tiles) != 16 {
			t.Errorf("seed %d: a level of a tile is found %.4f rad from where it is", seed, worst)
		}
	}
}

// A panel whose cell is not equally thick is shown as one that is: levels are those of each tile's own curve.
func TestTilesAreShown(t *testing.T) {
	s := Free(64)
	s.Panels[1].Gap, s.Exposure, s.Carrier = 0.01, 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	f := Ideal()
	f.Spread = 0.2
	truth := Draw(s, f)
	b, err := Of(cpu.Open(2), s, truth)
	check(t, err)
	off := func() float64 { // of the phase that is shown from that which is meant, rad rms
		levels := make([]uint16, s.Plane.Len())
		for i := range levels {
			levels[i] = uint16(i * 37 % 200) // which all tiles reach
		}
		load := b.Blank()
		load[1] = levels
		shown, _ := b.Picture(load)
		p, at := truth.Panels[1], b.Mounts[1]
		info := at.SLM.Info().Grid
		square := 0.0
		for i, l := range levels {
			k := shown[1][(at.Y+i/s.Plane.Nx)*info.Nx+at.X+i%s.Plane.Nx]
			d := math.Remainder(float64(p.Gain[i])*p.Curve.States[k].Phase-at.Curve.States[l].Phase, 2*math.Pi)
			square += d * d / float64(len(levels))
		}
		return math.Sqrt(square)
	}
	before := off()
	check(t, b.MeasureTiles(ctx, 16, 1, 8))
	after := off()
	t.Logf("%.3f rad before, %.3f after", before, after)
	if !(after < before/2) {
		t.Errorf("tiles bring %.3f rad to %.3f", before, after)
	}
	one, each, err := b.TileErrors(ctx, 16, 1, b.Mounts[1].Curve, b.Mounts[1].Tiles)
	check(t, err)
	if !(each < one/4) {
		t.Errorf("one curve is %.3f rad off, those of tiles %.3f", one, each)
	}
	if err := b.MeasureTiles(ctx, 16, 1, 65); err == nil {
		t.Error("64 pixels are cut into 65 tiles")
	}
	kept := b.Calibration()
	kept.Panels[1].Tiles = kept.Panels[1].Tiles[:3]
	if err := b.Calibrate(kept); err == nil {
		t.Error("three tiles are a square")
	}
}
