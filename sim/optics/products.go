package optics

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// Products is FourierLens as two dense products, the matrix Fourier transform (Soummer, Pueyo,
// Sivaramakrishnan and Vanderbei, Opt. Express 15, 15935 (2007)):
//
//	out = Y in X^T,   X[x'][x] = exp(-2 pi i x x'/(lambda f)) dx/sqrt(i lambda f)
//
// and Y likewise. It takes 8 (Ny Nx Mx + Ny Mx My) operations where chirp-z transforms take
// some hundred for each sample of their window, has no window, and is the better of the two
// where one of the planes is small. It implements Propagator.
type Products struct {
	in, out Grid
	x, y    compute.Buffer // [Nx][Mx], [Ny][My] complex
	middle  compute.Buffer // [batch][Mx][Ny] complex
}

// NewProducts makes a lens of focal length s.Z, m, between its focal planes ready on dev, for
// batches of up to batch samples.
func NewProducts(dev compute.Device, s Space, out Plane, batch int) (*Products, error) {
	if err := s.checkFar(out); err != nil {
		return nil, err
	}
	m := &Products{in: s.In, out: out.Grid}
	var err error
	alloc := func(name string, scope compute.Scope, size int) compute.Buffer {
		b, e := dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: size, Batch: batch})
		if err == nil {
			err = e
		}
		return b
	}
	table := func(in, out line) compute.Buffer {
		t := make([]float32, 0, 2*in.n*out.n)
		weight := s.measure(in.d)
		for i := range in.n {
			for j := range out.n {
				v := complex(1, 0)
				if !in.still(out) {
					v = weight * phasor(-2*math.Pi/(s.InMedium()*s.Z)*in.at(i)*out.at(j))
				}
				t = append(t, float32(real(v)), float32(imag(v)))
			}
		}
		b := alloc("Fourier matrix", compute.Shared, len(t))
		if err == nil {
			err = dev.Write(b, 0, t)
		}
		return b
	}
	m.x, m.y = table(s.In.lineX(), out.lineX()), table(s.In.lineY(), out.lineY())
	m.middle = alloc("transformed rows", compute.Sample, 2*m.in.Ny*m.out.Nx)
	return m, err
}

func (m *Products) In() Grid  { return m.in }
func (m *Products) Out() Grid { return m.out }

// plane is a complex plane of each sample as a matrix with a row for each of its rows, all
// samples' in a row; turned, with a row for each of its columns.
func plane(ny, nx int, turned bool) kernels.Matrix {
	rows, cols := kernels.Axis{N: ny, Stride: 2 * nx}, kernels.Axis{N: nx, Stride: 2}
	if turned {
		rows, cols = cols, rows
	}
	rows.Sample = 2 * ny * nx
	return kernels.Matrix{Rows: rows, Cols: cols}
}

// Forward records the transform: of the rows, and then of the columns, which the first product
// has left as rows.
func (m *Products) Forward(p *compute.Program, in, out compute.Buffer) {
	p.Add(kernels.Product{Name: "transform-rows", A: plane(m.in.Ny, m.in.Nx, false), B: kernels.DensePairs(m.in.Nx, m.out.Nx),
		C: plane(m.out.Nx, m.in.Ny, true), Left: kernels.Complex, Right: kernels.Complex}.Kernel(), in, m.x, m.middle)
	p.Add(kernels.Product{Name: "transform-columns", A: plane(m.out.Nx, m.in.Ny, false), B: kernels.DensePairs(m.in.Ny, m.out.Ny),
		C: plane(m.out.Ny, m.out.Nx, true), Left: kernels.Complex, Right: kernels.Complex}.Kernel(), m.middle, m.y, out)
}

// Adjoint records the adjoint, by the conjugate matrices.
func (m *Products) Adjoint(p *compute.Program, in, out compute.Buffer) {
	p.Add(kernels.Product{Name: "transform-columns-adjoint", A: plane(m.out.Ny, m.out.Nx, true), B: kernels.DensePairs(m.in.Ny, m.out.Ny).T(),
		C: plane(m.out.Nx, m.in.Ny, false), Left: kernels.Complex, Right: kernels.Conjugate}.Kernel(), in, m.y, m.middle)
	p.Add(kernels.Product{Name: "transform-rows-adjoint", A: plane(m.out.Nx, m.in.Ny, true), B: kernels.DensePairs(m.in.Nx, m.out.Nx).T(),
		C: plane(m.in.Ny, m.in.Nx, false), Left: kernels.Complex, Right: kernels.Conjugate}.Kernel(), m.middle, m.x, out)
}

var _ Propagator = (*Products)(nil)
