// Package validate holds the propagators of package optics against closed forms,
// against algebra, and against the direct Rayleigh-Sommerfeld integral. Its cases are
// this package's tests and the tables of "talbot reproduce optics".
//
// A case says beforehand how large its error may be, from the approximation it
// tests and the rounding of its arithmetic; nothing here was fitted to what passed.
package validate

import (
	"math"
	"math/cmplx"
	"slices"
	"time"

	"talbot/sim/compute"
	"talbot/sim/optics"
	"talbot/sim/optics/exact"
)

// Engine is an arithmetic that runs recipes.
type Engine struct {
	Name    string
	Eps     float64 // half a unit in the last place of 1
	Apply   func(r *optics.Recipe, u []complex128) ([]complex128, error)
	Adjoint func(r *optics.Recipe, u []complex128) ([]complex128, error)
	// Cost runs r once and returns what the clock says it took, in seconds, without
	// making r ready.
	Cost func(r *optics.Recipe, u []complex128, now func() time.Time) (float64, error)
}

// Float64 is package exact.
func Float64() Engine {
	return Engine{"float64", 0x1p-53, exact.Apply, exact.Adjoint, func(r *optics.Recipe, u []complex128, now func() time.Time) (float64, error) {
		start := now()
		_, err := exact.Apply(r, u)
		return now().Sub(start).Seconds(), err
	}}
}

// On is a device, which computes in float32.
func On(dev compute.Device) Engine {
	run := func(r *optics.Recipe, u []complex128, from, to optics.Grid,
		apply func(compute.Device, optics.Propagator, *optics.Field) (*optics.Field, error)) ([]complex128, error) {
		m, err := optics.NewMap(dev, r, 1)
		if err != nil {
			return nil, err
		}
		f := optics.NewField(from, 1)
		for i, v := range u {
			f.U[2*i], f.U[2*i+1] = float32(real(v)), float32(imag(v))
		}
		g, err := apply(dev, m, f)
		if err != nil {
			return nil, err
		}
		v := make([]complex128, to.Len())
		for i := range v {
			v[i] = complex(float64(g.U[2*i]), float64(g.U[2*i+1]))
		}
		return v, nil
	}
	return Engine{"float32, " + dev.Name(), 0x1p-24,
		func(r *optics.Recipe, u []complex128) ([]complex128, error) {
			return run(r, u, r.In, r.Out.Grid, optics.Apply)
		},
		func(r *optics.Recipe, u []complex128) ([]complex128, error) {
			return run(r, u, r.Out.Grid, r.In, optics.ApplyAdjoint)
		},
		func(r *optics.Recipe, _ []complex128, now func() time.Time) (float64, error) {
			return cost(dev, r, now)
		},
	}
}

// cost is the median of five runs on dev.
func cost(dev compute.Device, r *optics.Recipe, now func() time.Time) (float64, error) {
	m, err := optics.NewMap(dev, r, 1)
	if err != nil {
		return 0, err
	}
	in, err := dev.Alloc(compute.Spec{Name: "in", Scope: compute.Sample, Len: 2 * r.In.Len(), Batch: 1})
	if err != nil {
		return 0, err
	}
	out, err := dev.Alloc(compute.Spec{Name: "out", Scope: compute.Sample, Len: 2 * r.Out.Len(), Batch: 1})
	if err != nil {
		return 0, err
	}
	var p compute.Program
	m.Forward(&p, in, out)
	run, err := dev.Compile(&p)
	if err != nil {
		return 0, err
	}
	var times []float64
	for range 6 {
		start := now()
		if err := run.Run(1); err != nil {
			return 0, err
		}
		times = append(times, now().Sub(start).Seconds())
	}
	times = times[1:] // the first one warms up
	slices.Sort(times)
	return times[2], nil
}

// Case is one claim and how to check it.
type Case struct {
	ID       string // "square-aperture"
	Claim    string // the situation, with its numbers
	Measure  string // what Run returns
	Estimate string // where the bound comes from
	Bound    func(eps float64) float64
	Run      func(e Engine) (float64, error)
}

// Result is a case that was run.
type Result struct {
	Case   `json:"-"`
	Name   string  `json:"case"`
	Engine string  `json:"engine"`
	Value  float64 `json:"value"`
	Bound  float64 `json:"bound"`
	OK     bool    `json:"ok"`
}

// Check runs c on e.
func (c Case) Check(e Engine) (Result, error) {
	v, err := c.Run(e)
	b := c.Bound(e.Eps)
	return Result{c, c.ID, e.Name, v, b, v <= b}, err
}

// Cases lists all cases.
func Cases() []Case {
	var all []Case
	for _, list := range [][]Case{apertures(), focal(), beams(), gratings(), systems(), algebra()} {
		all = append(all, list...)
	}
	return all
}

// rounding bounds the relative error that rounding leaves in a field after the given
// number of hops, each two transforms of m x m points: the errors of the 4 log2 m
// butterfly passes add as a random walk of steps below eps (Schatzman, SIAM J. Sci.
// Comput. 17, 1150 (1996)), with twiddles, transfer function and products 4 more per
// hop. The factor 3 covers the largest of many samples.
func rounding(eps float64, hops, m int) float64 {
	return 3 * eps * math.Sqrt(float64(hops)*(4*math.Log2(float64(m))+4))
}

// turned bounds the error of a phase of the given size, rad, that took a few roundings
// in float64, whatever the engine.
func turned(phase float64) float64 { return phase * 4 * 0x1p-53 }

// distance is the relative distance |a-b|/|b| of two fields.
func distance(a, b []complex128) float64 {
	var num, den float64
	for i, v := range b {
		num += square(a[i] - v)
		den += square(v)
	}
	return math.Sqrt(num / den)
}

// largest is the largest |a-b|.
func largest(a, b []complex128) float64 {
	e := 0.0
	for i, v := range b {
		e = math.Max(e, cmplx.Abs(a[i]-v))
	}
	return e
}

func square(v complex128) float64 { return real(v)*real(v) + imag(v)*imag(v) }

// dot is sum conj(a) b.
func dot(a, b []complex128) (s complex128) {
	for i, v := range a {
		s += cmplx.Conj(v) * b[i]
	}
	return s
}

func norm(a []complex128) float64 { return math.Sqrt(real(dot(a, a))) }

// samples is p on a plane that may be off the axis.
func samples(p optics.Profile, out optics.Plane) []complex128 {
	return optics.Profile(func(x, y float64) complex128 { return p(out.X+x, out.Y+y) }).Samples(out.Grid)
}

// then runs e on the recipe that a constructor returned.
func then(e Engine, u []complex128) func(r *optics.Recipe, err error) ([]complex128, error) {
	return func(r *optics.Recipe, err error) ([]complex128, error) {
		if err != nil {
			return nil, err
		}
		return e.Apply(r, u)
	}
}

// fixed is a bound from an approximation alone, on top of rounding r(eps).
func fixed(approximation float64, hops, m int) func(eps float64) float64 {
	return func(eps float64) float64 { return approximation + rounding(eps, hops, m) }
}
