package twin

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/compute"
	"talbot/sim/errs"
)

// FitPlates finds what light meets on the phase panel besides, and by what fields are multiplied that are read: aberrations and all else
// that is still and has its place, as plates of any shape. Of fields d_k that are read of loads whose light is f_k where there
// is no plate,
//
//	d_k = s_k R P (Q f_k),
//
// P the twin's way, s_k a number for each and R and Q the plates: linear in each of them, so that one after the other is found by least
// squares, R at once and Q by a step down its slope. Patterns that differ make that one solution but for what changes nothing.
// Step is called after each of the rounds with how far the samples are, as Fit has it.
func (t *Twin) FitPlates(ctx context.Context, dev compute.Device, samples []*Sample, rounds int, step func(round int, far float64)) error {
	j, err := newJudge(dev, t, samples, true)
	if err != nil {
		return err
	}
	if !j.field {
		return errs.New("twin: plates are told by fields, and of these samples intensities are known")
	}
	n := t.Plan.Plane.Len()
	q, r := t.Panel, t.Reading
	if q == nil {
		q = ones(n)
	}
	if r == nil {
		r = ones(n)
	}
	bare := *t
	bare.Panel, bare.Reading = nil, nil
	if err := j.hop.tune(&bare); err != nil {
		return err
	}
	panels := bare.panels()
	for round := 1; round <= rounds; round++ {
		next, power := make([]complex128, n), make([]float64, n)
		onR, allR := make([]complex128, n), make([]float64, n)
		cost, largest := 0.0, 0.0
		for _, v := range r {
			largest = math.Max(largest, cmplx.Abs(v))
		}
		err := j.parts(ctx, func(part []*Sample) error {
			f, d, y, s := make([][]complex128, len(part)), make([][]complex128, len(part)), make([][]complex128, len(part)), make([]complex128, len(part))
			each(len(part), func(i int) {
				f[i] = panels.behind(part[i].shown(), false)
				d[i] = complexOf(part[i].Seen)
			})
			for i := range part {
				if err := writeAt(dev, j.light, i, product(q, f[i])); err != nil {
					return err
				}
			}
			if err := j.hop.forth.Run(len(part)); err != nil {
				return err
			}
			for i := range part {
				if y[i], err = readAt(dev, j.light, i, n); err != nil {
					return err
				}
				var both complex128
				var own, size float64
				for x, v := range y[i] {
					v *= r[x]
					both += cmplx.Conj(v) * d[i][x]
					own, size = own+abs2(v), size+abs2(d[i][x])
				}
				s[i] = both / complex(math.Max(own, math.SmallestNonzeroFloat64), 0)
				left := make([]complex128, n)
				for x, v := range y[i] {
					left[x] = d[i][x] - s[i]*r[x]*v
					cost += abs2(left[x]) / size
					onR[x] += cmplx.Conj(s[i]*v) * d[i][x]
					allR[x] += abs2(s[i] * v)
					left[x] *= cmplx.Conj(s[i]*r[x]) / complex(abs2(s[i])*largest*largest, 0)
				}
				if err := writeAt(dev, j.light, i, left); err != nil {
					return err
				}
			}
			if err := j.hop.back.Run(len(part)); err != nil {
				return err
			}
			for i := range part {
				g, err := readAt(dev, j.light, i, n)
				if err != nil {
					return err
				}
				for x, v := range g {
					next[x] += cmplx.Conj(f[i][x]) * v
					power[x] += abs2(f[i][x])
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		r = divided(onR, allR)
		floor := 1e-3 * mean(power)
		grown := make([]complex128, n)
		for x := range grown {
			grown[x] = q[x] + next[x]/complex(power[x]+floor, 0)
		}
		q = even(grown)
		if step != nil {
			step(round, math.Sqrt(cost/float64(len(samples))))
		}
	}
	t.Panel, t.Reading = q, r
	return nil
}

// divided is a/b; where b tells nothing it is a little less.
func divided(a []complex128, b []float64) []complex128 {
	floor, out := 1e-3*mean(b), make([]complex128, len(a))
	for i, v := range a {
		out[i] = v / complex(b[i]+floor, 0)
	}
	return out
}

// even has a mean power of 1.
func even(u []complex128) []complex128 {
	sum := 0.0
	for _, v := range u {
		sum += abs2(v) / float64(len(u))
	}
	out := make([]complex128, len(u))
	for i, v := range u {
		out[i] = v / complex(math.Sqrt(math.Max(sum, math.SmallestNonzeroFloat64)), 0)
	}
	return out
}

func mean(v []float64) (sum float64) {
	for _, x := range v {
		sum += x / float64(len(v))
	}
	return sum
}

func abs2(v complex128) float64 { return real(v)*real(v) + imag(v)*imag(v) }

func product(a, b []complex128) []complex128 {
	out := make([]complex128, len(a))
	for i, v := range a {
		out[i] = v * b[i]
	}
	return out
}

func complexOf(v []float32) []complex128 {
	u := make([]complex128, len(v)/2)
	for i := range u {
		u[i] = complex(float64(v[2*i]), float64(v[2*i+1]))
	}
	return u
}
