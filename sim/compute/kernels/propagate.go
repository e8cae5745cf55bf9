package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/fft"
)

// columns is how many lines are transformed together.
const columns = fft.Columns

// Propagate takes a field from one plane to the next by its angular spectrum:
//
//	out = crop F^-1 [ H . F [ pad in ] ]
//
// with windows of Mx x My samples around the aperture of Nx x Ny, which is in the
// middle; light that leaves the aperture is dropped.
//
//	in   [Ny][Nx] complex
//	h    [My][Mx] complex   transfer function over Mx*My, in FFT order
//	out  [Ny][Nx] complex   written; may be in
//
// The plans' lengths are the window; both differences M-N must be even.
//
// Rows outside the aperture are zero on the way in and not wanted on the way out,
// so only Ny of the My rows are transformed. Both inverse transforms are forward
// ones read backwards (see fft.Plan.Forward).
func Propagate(x, y *fft.Plan, nx, ny int) compute.Kernel {
	return propagate("propagate", x, y, nx, ny, 0, 1)
}

// PropagateBand is Propagate by a transfer function that is 0 but in keep columns, those of frequencies 0 to keep/2-1 and
// -keep/2 to -1: the others are neither transformed nor kept. keep is even and at most the window's Mx, and
// 0 stands for all of it. A long way's band limit leaves that few: see optics.BandLimit.
func PropagateBand(x, y *fft.Plan, nx, ny, keep int) compute.Kernel {
	return propagate("propagate", x, y, nx, ny, keep, 1)
}

// PropagateAdjoint is the adjoint of Propagate, with the same arguments: the same
// with conj(h), because cropping is the adjoint of padding and F^-1 that of F up
// to a scale, which cancels.
func PropagateAdjoint(x, y *fft.Plan, nx, ny int) compute.Kernel {
	return propagate("propagate-adjoint", x, y, nx, ny, 0, -1)
}

// PropagateBandAdjoint is the adjoint of PropagateBand of the same arguments.
func PropagateBandAdjoint(x, y *fft.Plan, nx, ny, keep int) compute.Kernel {
	return propagate("propagate-adjoint", x, y, nx, ny, keep, -1)
}

// PropagateEach is PropagateBand of one field by several transfer functions, each into a field of its own:
//
//	out_k = crop F^-1 [ h_k . F [ pad in ] ]
//
// with the arguments in, all h, all out, as PropagateBand has them; the last of out may be in. A GPU transforms
// the field once for all of them. On a processor it is one after another, bit for bit as by PropagateBand.
func PropagateEach(x, y *fft.Plan, nx, ny, keep, fields int) compute.Kernel {
	one := PropagateBand(x, y, nx, ny, keep)
	own := func(args [][]float32, k int) [][]float32 {
		return [][]float32{args[0], args[1+k], args[1+fields+k]}
	}
	each := func(run func(args [][]float32, work []float32)) func(args [][]float32, work []float32) {
		if run == nil {
			return nil
		}
		return func(args [][]float32, work []float32) {
			for k := range fields {
				run(own(args, k), work)
			}
		}
	}
	parts := func(of []compute.Part) (all []compute.Part) {
		for k := range fields {
			for _, p := range of {
				run := p.Run
				p.Run = func(args [][]float32, work, mine []float32, from, to int) { run(own(args, k), work, mine, from, to) }
				all = append(all, p)
			}
		}
		return all
	}
	hop := *one.GPU.(*compute.Hop)
	hop.Fields = fields
	all := compute.Kernel{Name: "propagate-each", Work: one.Work, Each: each(one.Each), Parts: parts(one.Parts),
		VectorWork: one.VectorWork, Vector: each(one.Vector), VectorParts: parts(one.VectorParts), GPU: &hop}
	for k := range fields {
		all.Whole = append(all.Whole, 1+fields+k)
	}
	return all
}

func propagate(name string, x, y *fft.Plan, nx, ny, keep int, sign float32) compute.Kernel {
	p := &hop{x: x, y: y, nx: nx, ny: ny, mx: x.Len(), my: y.Len(), keep: keep, sign: sign}
	p.padX, p.padY = (p.mx-nx)/2, (p.my-ny)/2
	if p.mx != nx+2*p.padX || p.my != ny+2*p.padY || p.padX < 0 || p.padY < 0 {
		panic("kernels: propagation window must exceed the plane by an even number")
	}
	if keep < 0 || keep > p.mx || keep%2 != 0 {
		panic("kernels: a band is an even number of the window's columns")
	}
	plane, block := 2*ny*p.mx, max(x.BlockLen(columns), y.BlockLen(columns))
	k := compute.Kernel{Name: name, Work: plane + 2*block, Whole: []int{2}}
	k.Each, k.Parts = p.forms(p, columns, plane, block)
	k.GPU = &compute.Hop{Nx: nx, Ny: ny, Mx: p.mx, My: p.my, Conj: sign < 0, Keep: keep}
	if v := newVectorHop(p); v != nil {
		k.VectorWork = v.work()
		k.Vector, k.VectorParts = p.forms(v, v.lanes, v.tiles()*2*ny*v.lanes, v.block())
	}
	return k
}

type hop struct {
	x, y       *fft.Plan
	nx, ny     int // aperture
	mx, my     int // window
	padX, padY int
	keep       int     // columns that the transfer function leaves light in; 0 for all
	sign       float32 // -1 conjugates the transfer function
}

// dark tells whether the transfer function is 0 in all columns from from to to-1.
func (p *hop) dark(from, to int) bool {
	return p.keep > 0 && from >= p.keep/2 && to <= p.mx-p.keep/2
}

// hopSteps are the three steps of a hop, each for the lines from to to-1, from a multiple
// of those that it has in hand. Lines do not depend on each other; a and b are working memory.
type hopSteps interface {
	rowsIn(in, spectrum, a, b []float32, from, to int)   // of Ny rows
	columns(spectrum, h, a, b []float32, from, to int)   // of Mx columns
	rowsOut(spectrum, out, a, b []float32, from, to int) // of Ny rows
}

// forms are the kernel that does the steps in working memory of two blocks and a
// spectrum of plane numbers, and the same as parts, of some lines each. The blocks come first:
// behind a spectrum of, say, 64 x 64 they would lie a multiple of 4 KiB from its start,
// where reads wait for writes to the other.
func (p *hop) forms(s hopSteps, lines, plane, block int) (each func(args [][]float32, work []float32), parts []compute.Part) {
	each = func(args [][]float32, work []float32) {
		a, b, spectrum := work[:block], work[block:][:block], work[2*block:][:plane]
		s.rowsIn(args[0], spectrum, a, b, 0, p.ny)
		s.columns(spectrum, args[1], a, b, 0, p.mx)
		s.rowsOut(spectrum, args[2], a, b, 0, p.ny)
	}
	if !compute.Threads {
		return each, nil
	}
	part := func(n int, run func(args [][]float32, spectrum, a, b []float32, from, to int)) compute.Part {
		return compute.Part{N: n, Grain: 2 * lines, Own: 2 * block, Run: func(args [][]float32, work, own []float32, from, to int) {
			run(args, work[2*block:][:plane], own[:block], own[block:], from, to)
		}}
	}
	return each, []compute.Part{
		part(p.ny, func(args [][]float32, spectrum, a, b []float32, from, to int) {
			s.rowsIn(args[0], spectrum, a, b, from, to)
		}),
		part(p.mx, func(args [][]float32, spectrum, a, b []float32, from, to int) {
			s.columns(spectrum, args[1], a, b, from, to)
		}),
		part(p.ny, func(args [][]float32, spectrum, a, b []float32, from, to int) {
			s.rowsOut(spectrum, args[2], a, b, from, to)
		}),
	}
}

// rowsIn transforms rows of in, each padded to Mx, into spectrum [Ny][Mx].
func (p *hop) rowsIn(in, spectrum, a, b []float32, from, to int) {
	for y := from; y < to; y += columns {
		lines := min(columns, to-y)
		w := 2 * lines
		clear(a[:w*p.padX])
		fft.Gather(a[w*p.padX:], in[2*y*p.nx:], lines, p.nx)
		clear(a[w*(p.padX+p.nx) : w*p.mx])
		fft.Scatter(spectrum[2*y*p.mx:], p.x.Forward(a, b, lines), lines, p.mx)
	}
}

// columns transforms columns, multiplies them by the transfer function and
// transforms them back, in place, for the Ny rows of the aperture. Dark ones are 0 at once.
func (p *hop) columns(spectrum, h, a, b []float32, from, to int) {
	n, m, pad := p.ny, p.my, p.padY
	for x := from; x < to; x += columns {
		lines := min(columns, to-x)
		w := 2 * lines
		if p.dark(x, x+lines) {
			for y := range n {
				clear(spectrum[2*(y*p.mx+x):][:w])
			}
			continue
		}
		clear(a[:w*pad])
		for y := range n {
			fft.Move(a[w*(pad+y):], spectrum[2*(y*p.mx+x):], w)
		}
		clear(a[w*(pad+n) : w*m])
		f := p.y.Forward(a, b, lines)
		for k := range m {
			turnRow(f[w*k:][:w], h[2*(k*p.mx+x):], p.sign)
		}
		other := a
		if &f[0] == &a[0] {
			other = b
		}
		g := p.y.Forward(f, other, lines)
		for y := range n {
			fft.Move(spectrum[2*(y*p.mx+x):], g[w*((m-pad-y)%m):], w)
		}
	}
}

// rowsOut transforms rows of spectrum back and crops them into out.
func (p *hop) rowsOut(spectrum, out, a, b []float32, from, to int) {
	n, m := p.nx, p.mx
	for y := from; y < to; y += columns {
		lines := min(columns, to-y)
		fft.Gather(a, spectrum[2*y*m:], lines, m)
		fft.ScatterBack(out[2*y*n:], p.x.Forward(a, b, lines), lines, n, m, m-p.padX)
	}
}

// turnRow multiplies pairs of row by those of factors, whose imaginary parts count sign times.
func turnRow(row, factors []float32, sign float32) {
	if len(row) == 2*columns {
		r, f := (*[2 * columns]float32)(row), (*[2 * columns]float32)(factors)
		for i := 0; i < 2*columns-1; i += 2 {
			re, im, hr, hi := r[i], r[i+1], f[i], sign*f[i+1]
			r[i], r[i+1] = float32(re*hr)-float32(im*hi), float32(re*hi)+float32(im*hr)
		}
		return
	}
	factors = factors[:len(row)]
	for i := 0; i+1 < len(row); i += 2 {
		re, im, hr, hi := row[i], row[i+1], factors[i], sign*factors[i+1]
		row[i], row[i+1] = float32(re*hr)-float32(im*hi), float32(re*hi)+float32(im*hr)
	}
}
