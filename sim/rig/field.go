package rig

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Reading is how a complex field is read. All of them take its amplitude from a frame of the Object's
// camera, without the reference beam, and its phase from frames of the Reference's.
type Reading int

const (
	// ThreeSteps: with the reference beam 0, pi/2 and pi late, I_k = |U|^2 + R^2 + 2 |U| R cos(phi - k pi/2),
	//
	//	phi = atan2(2 I_1 - I_0 - I_2, I_0 - I_2)
	//
	// (Xue et al., Nature 632, 280 (2024)). The phase panel does the steps: light early by as much.
	ThreeSteps Reading = iota
	// FourSteps: also 3 pi/2, phi = atan2(I_1 - I_3, I_0 - I_2), whose noise is less and the same for all phases.
	FourSteps
	// OffAxis: one frame, its reference beam tilted by the Carrier (Leith and Upatnieks, Journal of the Optical
	// Society of America 52, 1123 (1962)): the field's phase is that of the light around the carrier. The field
	// must not fill more than a third of the carrier along its direction, and carrier and field
	// together fit the camera's band.
	OffAxis
)

// Readings are their names, in order.
var Readings = []string{"three-steps", "four-steps", "off-axis"}

func (r Reading) steps() int { return [...]int{3, 4, 1}[r] }

// Field measures the complex field of each load. Its phase is that against the reference beam's,
// whose own is taken off once it has been measured (see Eye.Phase).
func (b *Bench) Field(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	if b.Reference.Camera == nil {
		return nil, errs.New("rig: no camera sees a reference beam, and so no phase: ", ErrUncalibrated)
	}
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) || b.Reading < 0 || int(b.Reading) >= len(Readings) {
		return nil, errs.New("rig: panel ", b.Stepper, " cannot step the phase for reading ", int(b.Reading))
	}
	all := make([][]float32, 0, len(loads))
	err := b.each(ctx, loads, func(part []plant.Load) error {
		frames, err := b.stepped(ctx, part)
		if err != nil {
			return err
		}
		for _, f := range frames {
			light := b.register(&b.Object, b.light(&b.Object, f[0][0]), 1)
			all = append(all, b.field(light, b.steps(f)))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// interference is the light of each load's steps behind the reference beam, [load][step].
func (b *Bench) interference(ctx context.Context, loads []plant.Load) (all [][][]float32, err error) {
	if b.Reference.Camera == nil {
		return nil, errs.New("rig: no camera sees a reference beam: ", ErrUncalibrated)
	}
	err = b.each(ctx, loads, func(part []plant.Load) error {
		frames, err := b.stepped(ctx, part)
		for _, f := range frames {
			all = append(all, b.steps(f))
		}
		return err
	})
	return all, err
}

// stepped shows each load with the phase panel at every step: [load][step] frames of the Reference, and in the
// first step one of the Object before.
func (b *Bench) stepped(ctx context.Context, loads []plant.Load) ([][][]*Frame, error) {
	n := b.Reading.steps()
	tables := make([][]uint16, n) // the reference beam is late as the light is early
	for k := range tables {
		tables[k] = Turned(b.Mounts[b.Stepper].Curve, -float64(k)*math.Pi/2)
	}
	var shots []Shot
	for _, l := range loads {
		shots = append(shots, Shot{l, []int{0, 1}})
		for k := 1; k < n; k++ {
			turned := make([]uint16, len(l[b.Stepper]))
			for i, v := range l[b.Stepper] {
				turned[i] = tables[k][v]
			}
			step := append([][]uint16(nil), l...)
			step[b.Stepper] = turned
			shots = append(shots, Shot{step, []int{1}})
		}
	}
	frames, err := b.shoot(ctx, shots)
	if err != nil {
		return nil, err
	}
	all := make([][][]*Frame, len(loads))
	for i := range all {
		all[i] = frames[i*n : (i+1)*n]
	}
	return all, nil
}

// steps is the light of one load's frames behind the reference beam.
func (b *Bench) steps(frames [][]*Frame) (all [][]float32) {
	for _, f := range frames {
		all = append(all, b.light(&b.Reference, f[len(f)-1]))
	}
	return all
}

// field joins the amplitude, the root of the light, and the phase.
func (b *Bench) field(light []float32, steps [][]float32) []float32 {
	var u []float32
	switch b.Reading {
	case ThreeSteps:
		u = pairs(len(light), func(i int) (re, im float32) {
			return steps[0][i] - steps[2][i], 2*steps[1][i] - steps[0][i] - steps[2][i]
		})
	case FourSteps:
		u = pairs(len(light), func(i int) (re, im float32) {
			return steps[0][i] - steps[2][i], steps[1][i] - steps[3][i]
		})
	case OffAxis:
		u = b.demodulate(steps[0])
	}
	if b.Reading != OffAxis && b.Carrier != [2]float64{} {
		b.untilt(u)
	}
	u = b.register(&b.Reference, u, 2)
	for i := range light {
		re, im := float64(u[2*i]), float64(u[2*i+1])
		size := math.Hypot(re, im)
		if size == 0 {
			re, size = 1, 1
		}
		a := math.Sqrt(math.Max(float64(light[i]), 0)) / size
		re, im = re*a, im*a
		if b.Reference.Phase != nil {
			s, c := math.Sincos(float64(b.Reference.Phase[i]))
			re, im = re*c-im*s, re*s+im*c
		}
		u[2*i], u[2*i+1] = float32(re), float32(im)
	}
	return u
}

func pairs(n int, at func(i int) (re, im float32)) []float32 {
	u := make([]float32, 2*n)
	for i := range n {
		u[2*i], u[2*i+1] = at(i)
	}
	return u
}
