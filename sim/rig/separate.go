package rig

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Where the Reference's Beam is known, the field is read so that light which the phase panel does not change, its zero order,
// is told apart. That panel's steps k turn U, which it modulates, and not U_0. The Object, which sees each step too, and
// the Reference see
//
//	|U i^-k + U_0|^2,  |U i^-k + U_0 + R|^2,
//
// whose sums over the steps, as in Reading, are C = 4 U conj(U_0) and Q = 4 U conj(U_0 + R), so that
//
//	U = (Q - C)/(4 conj(R)),
//
// which is linear in the load. All of the field has the amplitude that the Object sees in the first step, and the
// phase of U + U_0, which is that of U (|U|^2 + conj(C)/4).

// separates tells whether fields are read so.
func (b *Bench) separates() bool { return b.Reference.Beam != nil && b.Reading != OffAxis }

// MeasureBeam finds out the reference beam's amplitude, by as many times four frames of both cameras with the panel that
// makes holes shut, and keeps it as the Reference's Beam. What leaks through that panel is
// turned by the phase panel's steps, and so its interference is in no mean of them.
func (b *Bench) MeasureBeam(ctx context.Context, times int) error {
	_, holes, err := b.way()
	if err != nil {
		return err
	}
	if times < 1 {
		return errs.New("rig: measure the reference beam once or more, not ", times, " times")
	}
	one := *b
	one.Reading, one.Reference.Beam = FourSteps, nil
	one.everyStep = true
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	dark := b.Blank()
	shut := b.amplitude(holes, 0)
	for i := range dark[holes] {
		dark[holes][i] = shut
	}
	power := make([]float64, b.Design.Plane.Len())
	for range times {
		err := one.each(ctx, []plant.Load{dark}, chunk, func(part []plant.Load) error {
			frames, err := one.stepped(ctx, part)
			if err != nil {
				return err
			}
			for _, f := range frames[0] {
				for i, v := range b.light(&b.Reference, f[1]) {
					power[i] += float64(v)
				}
				for i, v := range b.seenBy(b.light(&b.Object, f[0]), 1) {
					power[i] -= float64(v)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	beam, mean := make([]float32, len(power)), 0.0
	for i, p := range power {
		p = math.Max(p, 0) / float64(4*times)
		beam[i] = float32(math.Sqrt(p))
		mean += p / float64(len(power))
	}
	if !(mean > 0) {
		return errs.New("rig: no reference beam is seen: ", ErrUncalibrated)
	}
	// A dead pixel is no reason to divide by nothing.
	for i, v := range beam {
		beam[i] = max(v, float32(math.Sqrt(mean)/10))
	}
	b.Reference.Beam = beam
	return nil
}

// seenBy is what the Object sees where the Reference would: numbers of per parts.
func (b *Bench) seenBy(v []float32, per int) []float32 {
	at := b.across()
	if at == nil {
		return v
	}
	out := make([]float32, len(v))
	inParts(len(v)/per, func(from, to int) {
		for i := from; i < to; i++ {
			sampleAt(v, b.Design.Plane, per, float64(at[2*i]), float64(at[2*i+1]), out[per*i:][:per])
		}
	})
	return out
}

// across are, for each sample of the Reference, column and row of the Object's that sees the same place; nil for the same.
func (b *Bench) across() []float32 {
	if b.Object.Registration.orSame() == b.Reference.Registration.orSame() {
		return nil
	}
	return b.acrossAll()
}

// acrossAll is across for the same registrations too.
func (b *Bench) acrossAll() []float32 {
	back, err := b.Reference.Registration.orSame().Inverse()
	if err != nil {
		back = Same // Check refuses such a one
	}
	return places(b.Design.Plane, b.Object.Registration.orSame().times(back).At)
}

// separated is the field of a load's frames, or the part of it that is modulated.
func (b *Bench) separated(frames [][]*Frame, modulated bool) []float32 {
	var object [][]float32
	for _, f := range frames {
		object = append(object, b.light(&b.Object, f[0]))
	}
	c, u := b.Reading.beats(object), b.Reading.beats(b.steps(frames))
	crossed := b.seenBy(c, 2)
	inParts(len(b.Reference.Beam), func(from, to int) {
		for i := from; i < to; i++ {
			by := 4 * b.Reference.Beam[i]
			u[2*i], u[2*i+1] = (u[2*i]-crossed[2*i])/by, (u[2*i+1]-crossed[2*i+1])/by
		}
	})
	if b.Carrier != [2]float64{} {
		b.untilt(u)
	}
	u = b.register(&b.Reference, u, 2)
	turn(u, b.turns())
	if modulated {
		return u
	}
	light := b.register(&b.Object, object[0], 1)
	c = b.register(&b.Object, c, 2)
	inParts(len(light), func(from, to int) {
		for i := from; i < to; i++ {
			re, im := u[2*i], u[2*i+1]
			square := re*re + im*im + c[2*i]/4
			cross := -c[2*i+1] / 4
			re, im = re*square-im*cross, im*square+re*cross
			size := math.Hypot(float64(re), float64(im))
			if size == 0 {
				re, size = 1, 1
			}
			a := float32(math.Sqrt(math.Max(float64(light[i]), 0)) / size)
			u[2*i], u[2*i+1] = a*re, a*im
		}
	})
	return u
}

// turn multiplies a field.
func turn(u, by []float32) {
	inParts(len(u)/2, func(from, to int) {
		for i := 2 * from; i < 2*to; i += 2 {
			re, im := u[i], u[i+1]
			u[i], u[i+1] = re*by[i]-im*by[i+1], re*by[i+1]+im*by[i]
		}
	})
}

var _ plant.Separating = (*Bench)(nil)
