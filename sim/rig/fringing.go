package rig

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/plant"
)

// MeasureFringing finds out over what length phases of the panel that steps them run into each other along x, as Moser and others have
// measured it (Optics Express 27, 25046 (2019)), and keeps it as the mount's Fringing. Of a grating of two phases, two pixels each, all
// orders but the zeroth leave the plane; that has the mean of what the pixels do, and more of it the more of their width lies between
// both phases. A grating along y has no fringes and tells what both phases truly are, with what pixels have of their neighbours.
//
// Both phases lie so high that none of three steps takes one of them around, where it would run into the other the other way. Each load is
// looked at so many times.
func (b *Bench) MeasureFringing(ctx context.Context, times int) error {
	if times < 1 || b.Stepper < 0 || b.Stepper >= len(b.Mounts) {
		return errs.New("rig: fringing is measured of a panel that steps the phase, once or more, not ", times, " times")
	}
	top := b.Mounts[b.Stepper].top()
	low, levels := math.Pi+0.02, LevelsOf(b.Mounts[b.Stepper].Curve)
	high := math.Min(top, 1.75*math.Pi)
	if top < leastTop {
		return errs.New("rig: phases of up to ", top/math.Pi, " pi are too few to measure fringing without a turn: ", ErrUncalibrated)
	}
	one := *b
	one.Reading = ThreeSteps
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	g := b.Design.Plane
	pair := [2]uint16{levels.Nearest(low), levels.Nearest(high)}
	flat, along, across := b.Blank(), b.Blank(), b.Blank()
	for i := range flat[b.Stepper] {
		flat[b.Stepper][i] = pair[0]
		along[b.Stepper][i], across[b.Stepper][i] = pair[i%g.Nx/2%2], pair[i/g.Nx/2%2]
	}
	var x, y, norm complex128
	for range times {
		u, err := one.Modulated(ctx, []plant.Load{flat, along, across})
		if err != nil {
			return err
		}
		for i := range g.Len() {
			c := complex(float64(u[0][2*i]), -float64(u[0][2*i+1]))
			norm += c * cmplx.Conj(c)
			x += c * complex(float64(u[1][2*i]), float64(u[1][2*i+1]))
			y += c * complex(float64(u[2][2*i]), float64(u[2][2*i+1]))
		}
	}
	if !(real(norm) > 0) {
		return ErrUncalibrated
	}
	// The phases between the two tell most along their mean; both gratings have the same curve.
	turn := cmplx.Rect(1, -cmplx.Phase(y))
	dx, dy := real(x/norm*turn), real(y/norm*turn)
	b.Mounts[b.Stepper].Fringing = fringeLength(dx, dy)
	return nil
}

// leastTop is as far as a panel's phases must go, rad, for its fringing to be measured.
const leastTop = 1.4 * math.Pi

// fringeLength is the length for which a grating along x has the zeroth order x, of one of the same phases along y y.
func fringeLength(x, y float64) float64 {
	half := math.Acos(math.Max(-1, math.Min(y, 1))) // y = cos of half of what lies between both
	best, least := 0.0, math.Abs(gratingMean(0, half)-x)
	for k := 1; k <= 200; k++ {
		length := float64(k) / 200
		if off := math.Abs(gratingMean(length, half) - x); off < least {
			best, least = length, off
		}
	}
	return best
}

// gratingMean is the mean of light behind a grating of phases -half and half, two pixels each.
func gratingMean(length, half float64) float64 {
	parts, reach := kernels.Fringes(length, 16)
	if len(parts) == 0 {
		parts = [][]float32{{1}}
	}
	sum := 0.0
	for i := range 4 {
		for _, w := range parts {
			phase := 0.0
			for j, f := range w {
				p := -half
				if (i+j-reach+16)%4 >= 2 {
					p = half
				}
				phase += float64(f) * p
			}
			sum += math.Cos(phase) / float64(4*len(parts))
		}
	}
	return sum
}

// Fringing is over how many pixels along x phases of the panel that steps them run into each other, as far as that has been measured, and
// the largest phase of its levels, rad.
func (b *Bench) Fringing() (length, top float64) {
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) {
		return 0, 0
	}
	m := b.Mounts[b.Stepper]
	return m.Fringing, m.top()
}

// Steps are those by which the field that the phase panel modulates is read, by the panel itself; none where it is not told from the rest: see plant.Stepping.
func (b *Bench) Steps() (all []kernels.Step) {
	if !b.separates() {
		return nil
	}
	for k, c := range b.Reading.coefficients() {
		all = append(all, kernels.Step{Late: b.Reading.late(k), Share: complex128(c) / 4})
	}
	return all
}

// top is the largest phase of a panel's levels, rad.
func (m Mount) top() (top float64) {
	for _, s := range m.Curve.States {
		top = math.Max(top, s.Phase)
	}
	return top
}

var _ plant.Fringed = (*Bench)(nil)
