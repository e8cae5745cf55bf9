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
	// ThirdTurns: three steps of 2 pi/3, phi = atan2(sqrt(3) (I_1 - I_2), 2 I_0 - I_1 - I_2) (Creath, Progress in Optics 26, 349
	// (1988)). Of as many frames as ThreeSteps its noise has two thirds of the power, and is the same for all phases.
	ThirdTurns
)

// Readings are their names, in order.
var Readings = []string{"three-steps", "four-steps", "off-axis", "third-turns"}

func (r Reading) steps() int { return [...]int{3, 4, 1, 3}[r] }

// late is by how much the reference beam is late in step k, rad.
func (r Reading) late(k int) float64 {
	if r == ThirdTurns {
		return float64(k) * 2 * math.Pi / 3
	}
	return float64(k) * math.Pi / 2
}

// Field measures the complex field of each load. Its phase is that against the reference beam's,
// whose own is taken off once it has been measured (see Eye.Phase).
func (b *Bench) Field(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	return b.fields(ctx, loads, false)
}

// Modulated measures the part of the field that the phase panel modulates, which is linear in the load's field; on a bench
// that does not separate it, all of the field.
func (b *Bench) Modulated(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	return b.fields(ctx, loads, true)
}

func (b *Bench) fields(ctx context.Context, loads []plant.Load, modulated bool) ([][]float32, error) {
	if b.Reference.Camera == nil {
		return nil, errs.New("rig: no camera sees a reference beam, and so no phase: ", ErrUncalibrated)
	}
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) || b.Reading < 0 || int(b.Reading) >= len(Readings) {
		return nil, errs.New("rig: panel ", b.Stepper, " cannot step the phase for reading ", int(b.Reading))
	}
	all := make([][]float32, 0, len(loads))
	err := b.each(ctx, loads, chunk, func(part []plant.Load) error {
		frames, err := b.stepped(ctx, b.followed(part))
		if err != nil || !b.follows() {
			for _, f := range frames {
				all = append(all, b.read(f, modulated))
			}
			return err
		}
		first, last := b.drifted(b.read(frames[0], false)), b.drifted(b.read(frames[len(part)+1], false))
		for k := range part {
			u := b.read(frames[k+1], modulated)
			re, im := still(first, last, k, len(part))
			back(u, re, im)
			all = append(all, u)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// read is the field of a load's frames.
func (b *Bench) read(frames [][]*Frame, modulated bool) []float32 {
	if b.separates() {
		return b.separated(frames, modulated)
	}
	return b.field(b.register(&b.Object, b.light(&b.Object, frames[0][0]), 1), b.steps(frames))
}

// interference is the light of each load's steps behind the reference beam, [load][step].
func (b *Bench) interference(ctx context.Context, loads []plant.Load) (all [][][]float32, err error) {
	if b.Reference.Camera == nil {
		return nil, errs.New("rig: no camera sees a reference beam: ", ErrUncalibrated)
	}
	err = b.each(ctx, loads, chunk, func(part []plant.Load) error {
		frames, err := b.stepped(ctx, part)
		for _, f := range frames {
			all = append(all, b.steps(f))
		}
		return err
	})
	return all, err
}

// cameras are those that see step k of a reading.
func (b *Bench) cameras(k int) []int {
	if k == 0 || b.everyStep || b.separates() {
		return []int{0, 1}
	}
	return []int{1}
}

// stepped shows each load with the phase panel at every step: [load][step] frames of the Reference, and in the
// first step, or in all, one of the Object before.
func (b *Bench) stepped(ctx context.Context, loads []plant.Load) ([][][]*Frame, error) {
	n := b.Reading.steps()
	tables := make([][]uint16, n) // the reference beam is late as the light is early
	for k := range tables {
		tables[k] = Turned(b.Mounts[b.Stepper].Curve, -b.Reading.late(k))
	}
	var shots []Shot
	for _, l := range loads {
		shots = append(shots, Shot{l, b.cameras(0)})
		for k := 1; k < n; k++ {
			turned := make([]uint16, len(l[b.Stepper]))
			for i, v := range l[b.Stepper] {
				turned[i] = tables[k][v]
			}
			step := append([][]uint16(nil), l...)
			step[b.Stepper] = turned
			shots = append(shots, Shot{step, b.cameras(k)})
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
	if b.Reading == OffAxis {
		u = b.demodulate(steps[0])
	} else {
		u = b.Reading.beats(steps)
	}
	if b.Reading != OffAxis && b.Carrier != [2]float64{} {
		b.untilt(u)
	}
	u = b.register(&b.Reference, u, 2)
	inParts(len(light), func(from, to int) {
		for i := from; i < to; i++ {
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
	})
	return u
}

// coefficients are those of the steps' light in 4 U conj(R).
func (r Reading) coefficients() []complex64 {
	switch r {
	case ThreeSteps:
		return []complex64{1 - 1i, 2i, -1 - 1i}
	case ThirdTurns:
		s := complex(0, float32(2/math.Sqrt(3)))
		return []complex64{4. / 3, -2./3 + s, -2./3 - s}
	}
	return []complex64{1, 1i, -1, -1i}
}

// beats are 4 U conj(V) of steps of U before V, which does not change.
func (r Reading) beats(steps [][]float32) []float32 {
	u, by := make([]float32, 2*len(steps[0])), r.coefficients()
	inParts(len(steps[0]), func(from, to int) {
		for k, c := range by {
			for i, v := range steps[k][from:to] {
				u[2*(from+i)] += real(c) * v
				u[2*(from+i)+1] += imag(c) * v
			}
		}
	})
	return u
}

func pairs(n int, at func(i int) (re, im float32)) []float32 {
	u := make([]float32, 2*n)
	for i := range n {
		u[2*i], u[2*i+1] = at(i)
	}
	return u
}
