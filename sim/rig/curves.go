package rig

import (
	"context"
	"math"
	"math/cmplx"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/plant"
)

// MeasureCurves finds out what the levels of the panels do, at every so many of them, so many times, and by straight lines
// between, and keeps it as their mounts' curves. Amplitudes are the roots of the mean intensity, as shares of the brightest, and
// of a panel that is never quite dark the phase belongs to them: what leaks has its own.
// Phases are those of the mean field on the reference's camera, around the middle of the circle that it goes round,
// which is the light that the panel does not change; Tiles that were measured against another curve are forgotten. They are read off axis, as steps of a phase panel that is not
// known yet would be wrong, and so the bench wants a reference beam that is tilted by its Carrier.
func (b *Bench) MeasureCurves(ctx context.Context, every, times int) error {
	_, holes, err := b.way()
	if err != nil {
		return err
	}
	levels := func(panel int) (all []int) {
		last := b.Mounts[panel].Curve.Levels() - 1
		for l := 0; l < last; l += every {
			all = append(all, l)
		}
		return append(all, last)
	}
	if b.Reference.Camera == nil || b.Carrier == [2]float64{} {
		return errs.New("rig: curves are read off axis, and this bench has no reference beam that is tilted: ", ErrUncalibrated)
	}
	if every < 1 || times < 1 {
		return errs.New("rig: measure curves at levels that are 1 apart or more, once or more, not ", every, " and ", times)
	}
	b.Mounts[b.Stepper].Tiles = nil // they were against another curve
	blank := b.Blank()
	flat := func(panel int, all []int) (loads []plant.Load) {
		for _, level := range all {
			l := append(plant.Load(nil), blank...)
			l[panel] = make([]uint16, len(blank[panel]))
			for i := range l[panel] {
				l[panel][i] = uint16(level)
			}
			loads = append(loads, l)
		}
		return loads
	}
	at := levels(holes)
	values, k := make([]float64, len(at)), 0
	for range times {
		err = b.looks(ctx, flat(holes, at), 0, func(v []float32) error {
			for _, x := range v {
				values[k%len(at)] += float64(x)
			}
			k++
			return nil
		})
		if err != nil {
			return err
		}
	}
	top := 0.0
	for i, v := range values {
		values[i] = math.Sqrt(math.Max(v, 0))
		top = math.Max(top, values[i])
	}
	if top == 0 {
		return errs.New("rig: no light comes to the camera: ", ErrUncalibrated)
	}
	bright := flat(holes, at)
	slices.Reverse(bright) // the brightest first, against which the others are
	turns, err := b.turned(ctx, bright, times)
	if err != nil {
		return err
	}
	slices.Reverse(turns)
	for k, z := range turns {
		turns[k] = cmplx.Rect(values[k]/top, cmplx.Phase(z/turns[len(turns)-1]))
	}
	b.Mounts[holes].Curve = joined(b.Mounts[holes].Curve, at, func(s *modulator.State, k int, t float64) {
		z := turns[k]
		if t > 0 {
			z += complex(t, 0) * (turns[k+1] - turns[k])
		}
		s.Amplitude, s.Phase = cmplx.Abs(z), cmplx.Phase(z)
	})
	at = levels(b.Stepper)
	turns, err = b.turned(ctx, flat(b.Stepper, at), times)
	if err != nil {
		return err
	}
	phases := around(turns)
	b.Mounts[b.Stepper].Curve = joined(b.Mounts[b.Stepper].Curve, at, func(s *modulator.State, k int, t float64) {
		s.Phase = phases[k]
		if t > 0 {
			s.Phase += t * (phases[k+1] - phases[k])
		}
	})
	return nil
}

// joined is a curve with new states: set gets each, the point before it and how far it is to the next.
func joined(c modulator.Curve, at []int, set func(s *modulator.State, k int, t float64)) modulator.Curve {
	out := modulator.Curve{Name: c.Name, States: append([]modulator.State(nil), c.States...)}
	k := 0
	for i := range out.States {
		for k+1 < len(at) && at[k+1] <= i {
			k++
		}
		t := 0.0
		if k+1 < len(at) {
			t = float64(i-at[k]) / float64(at[k+1]-at[k])
		}
		set(&out.States[i], k, t)
	}
	return out
}

// turned are the means of the fields of loads of one level each, against the first's.
func (b *Bench) turned(ctx context.Context, loads []plant.Load, times int) ([]complex128, error) {
	one := *b
	one.Reading, one.Reference.Phase = OffAxis, nil
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	var first []float32
	s := make([]complex128, len(loads))
	err := one.upAndDown(ctx, loads, times, func(k int, l plant.Load) error {
		all, err := one.Field(ctx, []plant.Load{l})
		if err != nil {
			return err
		}
		u := all[0]
		if first == nil {
			first = u
		}
		for i := range len(u) / 2 {
			s[k] += complex(float64(u[2*i]), float64(u[2*i+1])) * complex(float64(first[2*i]), -float64(first[2*i+1]))
		}
		return nil
	})
	return s, err
}

// upAndDown goes through loads so many times, up and down in turn, behind a frame of the first that counts for nothing: a pixel is a fiftieth of its way from where it was
// when a frame begins, and from one level to the next that is little, where from the last to the first it was 0.07 rad.
func (b *Bench) upAndDown(ctx context.Context, loads []plant.Load, times int, look func(k int, l plant.Load) error) error {
	if _, err := b.Intensity(ctx, loads[:1]); err != nil {
		return err
	}
	for t := range times {
		for i := range loads {
			k := i
			if t%2 == 1 {
				k = len(loads) - 1 - i
			}
			if err := look(k, loads[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// around are the phases of points around the middle of their circle, against the first, each within half a turn of the one before.
func around(s []complex128) []float64 {
	middle := circle(s)
	out := make([]float64, len(s))
	for k := 1; k < len(s); k++ {
		out[k] = out[k-1] + cmplx.Phase((s[k]-middle)*cmplx.Conj(s[k-1]-middle))
	}
	return out
}

// circle is the middle of the circle that is nearest to points, by least squares of x^2 + y^2 + a x + b y + c (Kasa, IEEE
// Transactions on Instrumentation and Measurement 25, 8 (1976)).
func circle(p []complex128) complex128 {
	var mean complex128
	for _, z := range p {
		mean += z / complex(float64(len(p)), 0)
	}
	var xx, xy, yy, xr, yr float64
	for _, z := range p {
		x, y := real(z-mean), imag(z-mean)
		r := x*x + y*y
		xx, xy, yy, xr, yr = xx+x*x, xy+x*y, yy+y*y, xr+x*r, yr+y*r
	}
	det := 2 * (xx*yy - xy*xy)
	if det == 0 {
		return 0
	}
	return mean + complex((xr*yy-yr*xy)/det, (yr*xx-xr*xy)/det)
}
