package plant

import (
	"math"
	"math/cmplx"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// Fringed is a FieldPlant that knows over what length the phases of its phase panel's pixels run into each other along x, in pixels, 0
// for not at all, and the largest phase that it shows, rad. Methods that measure gradients take them back through it: see kernels.Fringed.
type Fringed interface {
	Fringing() (length, top float64)
}

// Stepping is a Fringed plant whose phase panel does the steps by which the field that it modulates is read: see kernels.Fringed. None are of a plant
// that does not tell that part of the light from the rest.
type Stepping interface {
	Steps() []kernels.Step
}

// stepping are a plant's steps.
func stepping(p Plant) []kernels.Step {
	if s, ok := p.(Stepping); ok {
		return s.Steps()
	}
	return nil
}

// fringeParts is of how many parts a pixel is thought.
const fringeParts = 4

// fringed is what a plant knows of it; false for nothing.
func fringed(p Plant, nx, ny int) (f kernels.Fringed, ok bool) {
	known, ok := p.(Fringed)
	if !ok {
		return f, false
	}
	length, top := known.Fringing()
	f = kernels.Fringed{Nx: nx, Ny: ny, Top: top}
	f.Fringe, f.Reach = kernels.Fringes(length, fringeParts)
	return f, length > 0
}

// fringe is a gradient with respect to phases of which each is shown by a pixel of its own, -2 Im(r m), as it is where they run into
// each other: r and m of one example, [Ny][Nx].
func fringe(f kernels.Fringed, gradient []float32, r, m []complex128) {
	n := len(m)
	g, u := make([]float32, 2*n), make([]float32, 2*n)
	for p := range m {
		v := 2 * cmplx.Conj(r[p])
		g[2*p], g[2*p+1], u[2*p], u[2*p+1] = float32(real(v)), float32(imag(v)), float32(real(m[p])), float32(imag(m[p]))
	}
	s := make([]float32, n*len(f.Fringe))
	f.Slopes().Each([][]float32{g, u, s}, nil)
	f.Back().Each([][]float32{s, gradient}, nil)
}

// Sloping is a Way that takes the gradient of each mask back as what shows it asks for, nil for as usual.
type Sloping interface {
	Way
	Slopes() []compute.Runner
}

// Leaking is a FieldPlant that knows how much light its phase panel leaves as it is, as a complex share of what it modulates at phase 0: behind
// the last mask a camera sees it. Light that no phase changes is in no gradient of that mask, but the amplitude changes it, and so the masks
// before.
type Leaking interface {
	ZeroOrder() complex128
}

// unmodulated is what a plant knows of it.
func unmodulated(p Plant) complex128 {
	if known, ok := p.(Leaking); ok {
		return known.ZeroOrder()
	}
	return 0
}

// compensated is what is to be made up for of it, and whether anything is.
func compensated(wanted bool, p Plant) (rho complex128, ok bool) {
	if rho = unmodulated(p); wanted && kernels.Compensable(rho) {
		return rho, true
	}
	return 0, false
}

// lessZeroOrder makes up for it in fields that are to be shown.
func lessZeroOrder(fields [][]complex128, rho complex128) {
	for _, u := range fields {
		for p, v := range u {
			if size := cmplx.Abs(v); size > 0 {
				c := rho * cmplx.Conj(v) / complex(size, 0)
				u[p] = v - rho*complex(size/(real(c)+math.Sqrt(1-imag(c)*imag(c))), 0)
			}
		}
	}
}

// addUnmodulated adds to r, what is measured of an error, what comes of light that the panel does not change beside m.
func addUnmodulated(rho complex128, r, m []complex128) {
	for p, v := range m {
		if size := cmplx.Abs(v); size > 0 {
			r[p] += complex(real(rho*r[p])/size, 0) * cmplx.Conj(v)
		}
	}
}

// slopesOn are the slopes of the cascade's masks for phases that run into each other on a plant and light that it leaves as it is, as far as it
// knows; nil if it does not.
func (c *Cascade) slopesOn(p Plant) ([]compute.Runner, error) {
	f, ok := fringed(p, c.Nx, c.Ny)
	rest := unmodulated(p)
	if _, ok := compensated(c.Compensate, p); ok {
		rest = 0
	}
	if !ok {
		if rest == 0 {
			return nil, nil
		}
		return c.slopes(c.straight, rest)
	}
	s, err := c.Device.Alloc(compute.Spec{Name: "slopes", Scope: compute.Scratch, Len: c.Nx * c.Ny * len(f.Fringe), Batch: c.Batch})
	if err != nil {
		return nil, err
	}
	last, steps := c.shown[len(c.shown)-1], stepping(p)
	return c.slopes(func(p *compute.Program, shown compute.Buffer) {
		f := f
		if shown != last { // behind which the loss is that of a frame of the first step
			f.Steps = steps
		}
		p.Add(f.Slopes(), c.light, shown, s)
		p.Add(f.Back(), s, c.rise)
	}, rest)
}
