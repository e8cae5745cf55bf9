package optics

import (
	"math"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fft"
)

// Lines is propagation that is a product of a way along x and one along y, as all paraxial propagation
// between planes on one axis is: it takes each line from one plane to the other at once, rows and then columns,
// without the planes between. What is dark on one plane, or not wanted on the other, takes no time. It
// implements Propagator.
type Lines struct {
	in, out Grid
	x, y    lineWay
	between compute.Buffer // rows and columns
}

// lineWay is the way along an axis.
type lineWay struct {
	kernels.LineHops
	table, adjoint compute.Buffer
}

// NewLensLines is Space.FourierLens by chirp-z transforms along lines, for batches of up to batch samples.
func NewLensLines(dev compute.Device, s Space, out Plane, batch int) (*Lines, error) {
	if err := s.checkFar(out); err != nil {
		return nil, err
	}
	way := func(c chirps) (kernels.LineHops, [][]complex128) {
		m := len(c.h)
		l := kernels.LineHops{In: c.in.n, Out: c.out.n, M: m, Hops: 1}
		return l, [][]complex128{inWindow(c.pre, m), c.h, inWindow(c.post, m)}
	}
	return newLines(dev, s.In, out.Grid, batch, func(x bool) (kernels.LineHops, [][]complex128) {
		if x {
			return way(s.fourierLine(s.In.lineX(), out.lineX()))
		}
		return way(s.fourierLine(s.In.lineY(), out.lineY()))
	})
}

// NewLensPropagation is paraxial propagation over s.Z, the lens, and over s.Z again, by transfer functions on
// the plane s.In: from the samples of in in its middle to those of out. The lens must be a product of a function
// of x and one of y that are 1 on the axis, as a thin lens is.
func NewLensPropagation(dev compute.Device, s Space, lens Profile, in, out Grid, batch int) (*Lines, error) {
	if err := s.checkWindowed(Window{}); err != nil {
		return nil, err
	}
	for _, g := range []Grid{in, out} {
		if g.Nx > s.In.Nx || g.Ny > s.In.Ny || g.Dx != s.In.Dx || g.Dy != s.In.Dy {
			return nil, errs.New("optics: a plane of ", s.In.String(), " does not hold one of ", g.String())
		}
	}
	way := func(in, out int, plane line, profile func(x float64) complex128) (kernels.LineHops, [][]complex128) {
		m := plane.n
		h, glass, open := make([]complex128, m), make([]complex128, m), make([]complex128, m)
		for i, f := range frequencies(m, plane.d) {
			h[i] = phasor(-math.Pi * s.InMedium() * s.Z * f * f)
			glass[i], open[i] = profile(plane.at(i)), 1
		}
		return kernels.LineHops{In: in, Out: out, M: m, Hops: 2}, [][]complex128{open, h, glass, h, open}
	}
	return newLines(dev, in, out, batch, func(x bool) (kernels.LineHops, [][]complex128) {
		if x {
			return way(in.Nx, out.Nx, s.In.lineX(), func(x float64) complex128 { return lens(x, 0) })
		}
		return way(in.Ny, out.Ny, s.In.lineY(), func(y float64) complex128 { return lens(0, y) })
	})
}

// inWindow is factors in the middle of a window of m, 0 around.
func inWindow(f []complex128, m int) []complex128 {
	w := make([]complex128, m)
	copy(w[m/2-len(f)/2:], f)
	return w
}

func newLines(dev compute.Device, in, out Grid, batch int, way func(x bool) (kernels.LineHops, [][]complex128)) (*Lines, error) {
	l := &Lines{in: in, out: out}
	var err error
	alloc := func(name string, scope compute.Scope, size int) compute.Buffer {
		b, e := dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: size, Batch: batch})
		if err == nil {
			err = e
		}
		return b
	}
	load := func(x bool) (w lineWay) {
		hops, rows := way(x)
		w.LineHops = hops
		table := make([]float32, 0, 2*len(rows)*hops.M)
		for k, row := range rows {
			scale := 1.0
			if k%2 == 1 {
				scale = 1 / float64(hops.M)
			}
			for _, v := range row {
				table = append(table, float32(scale*real(v)), float32(scale*imag(v)))
			}
		}
		home := make([]float32, 0, len(table))
		for row := range slices.Backward(rows) {
			for i := range hops.M {
				at := 2 * (row*hops.M + i)
				home = append(home, table[at], -table[at+1])
			}
		}
		w.table, w.adjoint = alloc("factors of lines", compute.Shared, len(table)), alloc("factors of lines", compute.Shared, len(table))
		if err == nil {
			err = dev.Write(w.table, 0, table)
		}
		if err == nil {
			err = dev.Write(w.adjoint, 0, home)
		}
		return w
	}
	l.x, l.y = load(true), load(false)
	l.between = alloc("propagated rows", compute.Scratch, 2*in.Ny*out.Nx)
	return l, err
}

func (l *Lines) In() Grid  { return l.in }
func (l *Lines) Out() Grid { return l.out }

// Forward records the propagation: of rows, and then of columns.
func (l *Lines) Forward(p *compute.Program, in, out compute.Buffer) {
	p.Add(kernels.Lines(fft.NewPlan(l.x.M), l.x.LineHops, l.in.Ny, false), in, l.x.table, l.between)
	p.Add(kernels.Lines(fft.NewPlan(l.y.M), l.y.LineHops, l.out.Nx, true), l.between, l.y.table, out)
}

// Adjoint records the adjoint: of columns, and then of rows.
func (l *Lines) Adjoint(p *compute.Program, in, out compute.Buffer) {
	p.Add(kernels.Lines(fft.NewPlan(l.y.M), l.y.LineHops.Back(), l.out.Nx, true), in, l.y.adjoint, l.between)
	p.Add(kernels.Lines(fft.NewPlan(l.x.M), l.x.LineHops.Back(), l.in.Ny, false), l.between, l.x.adjoint, out)
}

var _ Propagator = (*Lines)(nil)
