package rig

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/fft"
	"talbot/sim/modulator"
	"talbot/sim/plant"
)

// MeasureTiles finds out what the phase panel's levels do in each of across x across tiles of the plane, at every so many of them, so
// many times, and by straight lines between, and keeps it as the mount's Tiles: a panel's cell is not equally thick everywhere. It reads the field off axis as
// MeasureCurves does, takes it back to the panel by what light does on its way, so that each tile has its own light, and asks each how its mean field turns
// against that of the first level, around the middle of its own circle.
func (b *Bench) MeasureTiles(ctx context.Context, every, times, across int) error {
	if every < 1 || times < 1 {
		return errs.New("rig: measure tiles at levels that are 1 apart or more, once or more, not ", every, " and ", times)
	}
	var at []int
	last := b.Mounts[b.Stepper].Curve.Levels() - 1
	for l := 0; l < last; l += every {
		at = append(at, l)
	}
	at = append(at, last)
	phases, err := b.tilePhases(ctx, at, times, across)
	if err != nil {
		return err
	}
	m := &b.Mounts[b.Stepper]
	m.Tiles = nil
	for _, tile := range phases {
		m.Tiles = append(m.Tiles, joined(m.Curve, at, func(s *modulator.State, k int, t float64) {
			s.Phase = tile[k]
			if t > 0 {
				s.Phase += t * (tile[k+1] - tile[k])
			}
		}))
	}
	return nil
}

// TileErrors measures the phase panel anew by tiles, at levels half-way between every so many, and tells how far one curve for all of it is from that, and how
// far the tiles' curves are, rad, root mean square over levels and tiles, but for a phase that all levels of a tile have. It changes nothing of the bench.
func (b *Bench) TileErrors(ctx context.Context, every, times int, curve modulator.Curve, tiles []modulator.Curve) (one, each float64, err error) {
	var at []int
	for l := every / 2; l < curve.Levels(); l += every {
		at = append(at, l)
	}
	across := int(math.Round(math.Sqrt(float64(len(tiles)))))
	if len(at) < 4 || across < 1 || across*across != len(tiles) {
		return 0, 0, errs.New("rig: verify 1, 4, 9 or more tiles at 4 levels or more, not ", len(tiles), " at ", len(at))
	}
	phases, err := b.tilePhases(ctx, at, times, across)
	if err != nil {
		return 0, 0, err
	}
	var sums [2]float64
	for i, tile := range phases {
		for c, known := range []modulator.Curve{curve, tiles[i]} {
			mean, square := 0.0, 0.0
			for k, level := range at {
				d := known.States[level].Phase - tile[k]
				mean, square = mean+d/float64(len(at)), square+d*d/float64(len(at))
			}
			sums[c] += math.Max(0, square-mean*mean) / float64(len(phases))
		}
	}
	return math.Sqrt(sums[0]), math.Sqrt(sums[1]), nil
}

// tilePhases are the phases of levels against the first of them, by tiles of the plane, [tile][level].
func (b *Bench) tilePhases(ctx context.Context, at []int, times, across int) ([][]float64, error) {
	g := b.Design.Plane
	if b.Reference.Camera == nil || b.Carrier == [2]float64{} {
		return nil, errs.New("rig: curves are read off axis, and this bench has no reference beam that is tilted: ", ErrUncalibrated)
	}
	if m := b.Mounts[b.Stepper]; m.Tiles != nil || m.Wavefront != nil {
		one := *b // so that levels are shown as they are
		one.Mounts = append([]Mount(nil), b.Mounts...)
		one.Mounts[b.Stepper].Tiles, one.Mounts[b.Stepper].Wavefront = nil, nil
		defer func() { b.Report, b.seq = one.Report, one.seq }()
		return one.tilePhases(ctx, at, times, across)
	}
	z, _, err := b.way()
	if err != nil {
		return nil, err
	}
	if across < 1 || across > min(g.Nx, g.Ny) {
		return nil, errs.New("rig: ", g.String(), " is not cut into ", across, " x ", across, " tiles")
	}
	blank := b.Blank()
	var loads []plant.Load
	for _, level := range at {
		l := append(plant.Load(nil), blank...)
		l[b.Stepper] = make([]uint16, g.Len())
		for i := range l[b.Stepper] {
			l[b.Stepper][i] = uint16(level)
		}
		loads = append(loads, l)
	}
	one := *b
	one.Reading, one.Reference.Phase = OffAxis, nil
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	sums := make([][]complex128, across*across)
	for i := range sums {
		sums[i] = make([]complex128, len(at))
	}
	var first []float32
	err = one.upAndDown(ctx, loads, times, func(k int, l plant.Load) error {
		seen, err := one.interference(ctx, []plant.Load{l})
		if err != nil {
			return err
		}
		// As it is, the light times the beam's conjugate is linear in the light: no amplitude of another camera comes in.
		u := one.backwards(one.register(&one.Reference, one.demodulate(seen[0][0]), 2), z)
		if first == nil {
			first = u
		}
		for i := range g.Len() {
			tile := i/g.Nx*across/g.Ny*across + i%g.Nx*across/g.Nx
			sums[tile][k] += complex(float64(u[2*i]), float64(u[2*i+1])) * complex(float64(first[2*i]), -float64(first[2*i+1]))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	phases := make([][]float64, len(sums))
	for i, s := range sums {
		phases[i] = around(s)
	}
	return phases, nil
}

// backwards is light a way z, m, before it is u, by the transfer function exp(-i pi wavelength z f^2) taken off.
func (b *Bench) backwards(u []float32, z float64) []float32 {
	g := b.Design.Plane
	x, y := fft.NewPlan(g.Nx), fft.NewPlan(g.Ny)
	out := append([]float32(nil), u...)
	transform2(out, x, y)
	n := float32(g.Len())
	for i := range g.Len() {
		f, v := frequency(i%g.Nx, g.Nx)/(float64(g.Nx)*g.Dx), frequency(i/g.Nx, g.Ny)/(float64(g.Ny)*g.Dy)
		s, c := math.Sincos(math.Pi * b.Design.Wavelength * z * (f*f + v*v))
		re, im := float64(out[2*i]), float64(out[2*i+1])
		out[2*i], out[2*i+1] = float32(re*c-im*s)/n, -float32(re*s+im*c)/n // conjugate, for the way back
	}
	transform2(out, x, y)
	for i := 1; i < len(out); i += 2 {
		out[i] = -out[i]
	}
	return out
}
