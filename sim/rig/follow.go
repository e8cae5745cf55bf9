package rig

import (
	"context"
	"math"
	"math/cmplx"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Fields that are read one after another are read by two arms that drift against each other meanwhile, and each by another
// phase then. It is no phase that is common to all: of a network of many masks, whose fields are shown again and are
// multiplied by each other in the gradient, the phases of all passes add up. With Follow each call looks at
// the load Blank before and behind its loads, and the phase by which that has turned is taken off, along a straight line between.

// follows tells whether fields are read so.
func (b *Bench) follows() bool {
	return b.Follow && b.Reference.Blank != nil && b.Reference.Still != nil && b.Reference.Phase != nil
}

// followed are loads with Blank at both ends.
func (b *Bench) followed(loads []plant.Load) []plant.Load {
	if !b.follows() {
		return loads
	}
	blank := b.Blank()
	return append(append([]plant.Load{blank}, loads...), blank)
}

// drifted is the phase, rad, by which a field of the load Blank has turned since the reference beam's was measured.
func (b *Bench) drifted(u []float32) float64 {
	var sum complex128
	for i, was := range b.before() {
		sum += complex(float64(u[2*i]), float64(u[2*i+1])) * was
	}
	return cmplx.Phase(sum)
}

// before is the conjugate of the load Blank's field as it was when the reference beam's phase was measured.
func (b *Bench) before() []complex128 {
	was := make([]complex128, len(b.Reference.Still))
	inParts(len(was), func(from, to int) {
		for i := from; i < to; i++ {
			was[i] = complex(float64(b.Reference.Blank[2*i]), -float64(b.Reference.Blank[2*i+1])) * cmplx.Rect(1, -float64(b.Reference.Still[i]))
		}
	})
	return was
}

// still turns field k of so many back, between two looks.
func still(first, last float64, k, loads int) (re, im float32) {
	t := float64(k+1) / float64(loads+1)
	s, c := math.Sincos(-first - t*math.Remainder(last-first, 2*math.Pi))
	return float32(c), float32(s)
}

// back turns a field.
func back(u []float32, re, im float32) {
	for i := 0; i < len(u); i += 2 {
		u[i], u[i+1] = u[i]*re-u[i+1]*im, u[i]*im+u[i+1]*re
	}
}

// looks is how many looks at the load Blank a call has.
const looks = 2

// followed is a measurement that looks at the load Blank before and behind its loads. Between frames nothing but the clock changes, so
// all of them are computed together: the looks lie behind the loads.
type followed struct {
	m       *measurement
	batch   int
	levels  []compute.Buffer // of each panel: those of loads, and of the two looks
	blank   [][]float32
	at      int            // how many loads are in front of the looks now; -1 for no looks yet
	put     compute.Runner // the levels of loads
	overlap compute.Runner // by what each field is turned back
	back    compute.Runner
}

// measureFollowed makes one ready: see Measure.
func (b *Bench) measureFollowed(levels []compute.Buffer, field compute.Buffer, part plant.Part) (*followed, error) {
	dev, batch, err := b.Home()
	if err == nil {
		batch, err = b.fits(batch, levels, field)
	}
	if err != nil {
		return nil, err
	}
	n := b.Design.Plane.Len()
	f := &followed{batch: batch, at: -1}
	all := &maker{dev: dev, batch: batch + looks}
	var put compute.Program
	for i, l := range b.Blank() {
		own, v := all.alloc("levels", compute.Sample, n), make([]float32, n)
		for k, x := range l {
			v[k] = float32(x)
		}
		f.levels, f.blank = append(f.levels, own), append(f.blank, v)
		if all.err == nil {
			put.Add(kernels.CopyPart(n, 0, 0), levels[i], own)
		}
	}
	u := all.alloc("field", compute.Sample, 2*n)
	whole := u
	if part == plant.Modulated && b.separates() {
		whole = all.alloc("blank wave", compute.Sample, 2*n)
	}
	was := all.table("blank wave before", pairs(n, func() func(int) (re, im float32) {
		v := b.before()
		return func(i int) (re, im float32) { return float32(real(v[i])), float32(imag(v[i])) }
	}()))
	sums, sum, slip := all.alloc("overlap", compute.Sample, 2*lookParts), all.alloc("overlap", compute.Sample, 2), all.alloc("slip", compute.Sample, 2)
	if all.err != nil {
		return nil, all.err
	}
	var overlap, back compute.Program
	overlap.Add(kernels.Overlap(n, lookParts), whole, was, sums)
	overlap.Add(kernels.Total(2, lookParts), sums, sum)
	overlap.Add(kernels.Slips(), sum, slip)
	back.Add(kernels.Slipped(n), slip, u, field)
	f.put, f.overlap, f.back = all.compile(&put), all.compile(&overlap), all.compile(&back)
	if all.err == nil {
		f.m, all.err = b.measure(f.levels, u, whole, part)
	}
	return f, all.err
}

// lookParts is how many parts a look's sum is made of at a time.
const lookParts = 2048

// Measure measures the first loads of the batch, as measurement.Measure does.
func (f *followed) Measure(ctx context.Context, loads int) error {
	if loads > f.batch {
		return errs.New("rig: ", loads, " loads are more than the ", f.batch, " that this measurement has been made for")
	}
	if loads <= 0 {
		return f.m.Measure(ctx, loads)
	}
	frames, err := f.m.plan(ctx, loads+looks)
	if err != nil {
		return err
	}
	if err := f.put.Run(loads); err != nil {
		return err
	}
	if f.at != loads {
		for i, v := range f.blank {
			for k := range looks {
				if err := f.m.dev.Write(f.levels[i], (loads+k)*len(v), v); err != nil {
					return err
				}
			}
		}
		f.at = loads
	}
	steps := len(f.m.show)
	if err := f.m.compute(ctx, slices.Concat(frames[steps:(loads+1)*steps], frames[:steps], frames[(loads+1)*steps:])); err != nil {
		return err
	}
	if err := f.overlap.Run(loads + looks); err != nil {
		return err
	}
	return f.back.Run(loads)
}
