package rig

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/plant"
)

// CurveErrors measures the phase panel anew, at levels half-way between every so many, which MeasureCurves has not seen, and tells of
// each curve how far it is from that, rad, root mean square, but for a phase that all levels have. It changes nothing of the bench.
func (b *Bench) CurveErrors(ctx context.Context, every, times int, curves ...modulator.Curve) ([]float64, error) {
	if b.Reference.Camera == nil || b.Carrier == [2]float64{} {
		return nil, errs.New("rig: curves are read off axis, and this bench has no reference beam that is tilted: ", ErrUncalibrated)
	}
	if _, _, err := b.way(); err != nil {
		return nil, err
	}
	var at []int
	var loads []plant.Load
	blank := b.Blank()
	for level := every / 2; level < b.Mounts[b.Stepper].Curve.Levels(); level += every {
		l := append(plant.Load(nil), blank...)
		l[b.Stepper] = make([]uint16, len(blank[b.Stepper]))
		for i := range l[b.Stepper] {
			l[b.Stepper][i] = uint16(level)
		}
		at, loads = append(at, level), append(loads, l)
	}
	if len(at) < 4 || times < 1 {
		return nil, errs.New("rig: verify curves at 4 levels or more, once or more, not ", len(at), " and ", times)
	}
	fields, err := b.turned(ctx, loads, times)
	if err != nil {
		return nil, err
	}
	phases := around(fields)
	var all []float64
	for _, c := range curves {
		if c.Levels() != b.Mounts[b.Stepper].Curve.Levels() {
			return nil, errs.New("rig: a curve of ", c.Levels(), " levels is not of a panel of ", b.Mounts[b.Stepper].Curve.Levels())
		}
		mean, square := 0.0, 0.0
		for k, level := range at {
			d := c.States[level].Phase - phases[k]
			mean, square = mean+d/float64(len(at)), square+d*d/float64(len(at))
		}
		all = append(all, math.Sqrt(math.Max(0, square-mean*mean)))
	}
	return all, nil
}

// RegistrationErrors shows the spots of Register anew and tells of each eye, whose registration and Bent are used, how far they are
// from where it has them, m of the plane, root mean square. It changes nothing of the bench.
func (b *Bench) RegistrationErrors(ctx context.Context, camera int, eyes ...Eye) ([]float64, error) {
	if b.eye(camera).Camera == nil {
		return nil, errs.New("rig: there is no camera ", camera, " to verify")
	}
	at, seen, err := b.spots(ctx, camera)
	if err != nil {
		return nil, err
	}
	var all []float64
	for _, e := range eyes {
		square := 0.0
		for i, p := range at {
			x, y := p[0], p[1]
			if e.Bent != nil {
				x, y = e.Bent.At(p[0], p[1])
			} else if e.Registration != (Homography{}) {
				x, y = e.Registration.At(p[0], p[1])
			}
			square += ((x-seen[i][0])*(x-seen[i][0]) + (y-seen[i][1])*(y-seen[i][1])) / float64(len(at))
		}
		all = append(all, math.Sqrt(square))
	}
	return all, nil
}
