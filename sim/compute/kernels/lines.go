package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/fft"
)

// LineHops is a way of light along one axis of a plane, which is all of it where what happens
// to the light is a product of a function of x and one of y, as in paraxial propagation, thin lenses and
// chirp-z transforms. A line of In samples is placed on a window of M, axis on axis; then
//
//	u = t_0 u;  u = t_k F^-1 [h_k F u],  k = 1 .. Hops
//
// and the Out samples in the middle are what comes out.
type LineHops struct {
	In, Out, M, Hops int
}

// Back is that of the adjoint.
func (l LineHops) Back() LineHops { return LineHops{l.Out, l.In, l.M, l.Hops} }

// Lines propagates Count lines of a plane: rows, or columns.
//
//	in     [Count][In] complex, or [In][Count] for columns
//	table  [2 Hops+1][M] complex   t_0, h_1, t_1, h_2, ...; the h in FFT order and divided by M
//	out    [Count][Out] complex, or [Out][Count]   written; must not be in
//
// Its adjoint is the same of Back with a table read backwards and conjugated.
func Lines(plan *fft.Plan, l LineHops, count int, byColumns bool) compute.Kernel {
	p := &lineHops{LineHops: l, plan: plan, count: count, byColumns: byColumns, padIn: l.M/2 - l.In/2, padOut: l.M/2 - l.Out/2}
	if l.In < 1 || l.Out < 1 || l.Hops < 1 || max(l.In, l.Out) > l.M || plan.Len() != l.M || count < 1 {
		panic("kernels: lines need a window that holds them, and a hop")
	}
	name := "line-rows"
	if byColumns {
		name = "line-columns"
	}
	k := compute.Kernel{Name: name, Whole: []int{2}}
	block := plan.BlockLen(columns)
	k.Work, k.Each, k.Parts = p.forms(columns, block, 0, p.some)
	for _, v := range fft.VectorsFor(l.M) {
		w := &vectorLines{p, v.NewPlan(l.M), v.Lanes}
		k.VectorWork, k.Vector, k.VectorParts = p.forms(v.Lanes, w.x.BlockLen(), fft.TurnLen(l.M*(2*l.Hops+1)), w.some)
		break
	}
	if compute.WithGPU {
		k.GPU = &compute.Lines{In: l.In, Out: l.Out, M: l.M, Hops: l.Hops, Count: count, Columns: byColumns}
	}
	return k
}

type lineHops struct {
	LineHops
	plan          *fft.Plan
	count         int
	byColumns     bool
	padIn, padOut int
}

// forms are some's lines from to to-1 in one call, and as a part that threads share, for some that
// takes so many lines at a time and works in two blocks and more.
func (p *lineHops) forms(lines, block, more int, some func(args [][]float32, work []float32, from, to int)) (work int, each func(args [][]float32, work []float32), parts []compute.Part) {
	work = 2*block + more
	each = func(args [][]float32, work []float32) { some(args, work, 0, p.count) }
	if compute.Threads {
		parts = []compute.Part{{N: p.count, Grain: 4 * lines, Own: work, Run: func(args [][]float32, _, own []float32, from, to int) { some(args, own, from, to) }}}
	}
	return work, each, parts
}

// some does the lines from to to-1.
func (p *lineHops) some(args [][]float32, work []float32, from, to int) {
	in, t, out := args[0], args[1], args[2]
	block := p.plan.BlockLen(columns)
	a, b := work[:block], work[block:2*block]
	for at := from; at < to; at += columns {
		lines := min(columns, to-at)
		w := 2 * lines
		clear(a[:w*p.M])
		if inside := a[w*p.padIn:]; p.byColumns {
			for i := range p.In {
				copy(inside[w*i:][:w], in[2*(i*p.count+at):])
			}
		} else {
			fft.Gather(inside, in[2*at*p.In:], lines, p.In)
		}
		turnLines(a[w*p.padIn:], t[2*p.padIn:], w, p.In)
		for k := range p.Hops {
			f := p.plan.Forward(a, b, lines)
			turnLines(f, t[2*(2*k+1)*p.M:], w, p.M)
			spare := a
			if &f[0] == &a[0] {
				spare = b
			}
			g := p.plan.Forward(f, spare, lines)
			if a = spare; &g[0] == &spare[0] {
				a = f
			}
			b = g
			for i := range p.M { // the inverse is the transform read backwards
				copy(a[w*i:][:w], g[w*((p.M-i)%p.M):])
			}
			turnLines(a, t[2*(2*k+2)*p.M:], w, p.M)
		}
		if inside := a[w*p.padOut:]; p.byColumns {
			for i := range p.Out {
				copy(out[2*(i*p.count+at):][:w], inside[w*i:])
			}
		} else {
			fft.Scatter(out[2*at*p.Out:], inside, lines, p.Out)
		}
	}
}

// turnLines multiplies n elements of w numbers each by factors.
func turnLines(block, factors []float32, w, n int) {
	for i := range n {
		fr, fi, row := factors[2*i], factors[2*i+1], block[w*i:][:w]
		for q := 0; q+1 < w; q += 2 {
			re, im := row[q], row[q+1]
			row[q] = float32(fr*re) - float32(fi*im)
			row[q+1] = float32(fr*im) + float32(fi*re)
		}
	}
}

// vectorLines does as many lines at a time as a SIMD vector has lanes.
type vectorLines struct {
	*lineHops
	x     *fft.VectorPlan
	lanes int
}

func (p *vectorLines) some(args [][]float32, work []float32, from, to int) {
	in, out, block, m := args[0], args[2], p.x.BlockLen(), p.M
	a, b := work[:block], work[block:2*block]
	t := fft.Turns(work[2*block:], args[1], m) // the last of them in the order of a transform read backwards
	for at := from; at < to; at += p.lanes {
		lines := min(p.lanes, to-at)
		p.x.Clear(a, 0, p.padIn)
		if p.byColumns {
			p.x.Fill(a, p.padIn, in[2*at:], 2*p.count, lines, p.In)
		} else {
			p.x.Gather(a, p.padIn, fft.Rows{Data: in[2*at*p.In:], Stride: 2 * p.In}, lines, p.In)
		}
		p.x.Clear(a, p.padIn+p.In, m)
		p.x.Turn(a, a, p.padIn, t.Part(0), p.In)
		for k := range p.Hops {
			f := p.x.Forward(a, b)
			p.x.Turn(f, f, 0, t.Part(2*k+1), m)
			spare := a
			if &f[0] == &a[0] {
				spare = b
			}
			g := p.x.Forward(f, spare)
			p.x.Wrap(g)
			if a, b = spare, g; &g[0] == &spare[0] {
				a = f
			}
			if k+1 < p.Hops {
				p.x.TurnBack(a, g, t.Part(2*k+2))
				continue
			}
			p.x.Turn(g, g, m-p.padOut-p.Out+1, t.Part(2*k+2), p.Out)
			if p.byColumns {
				p.x.Drain(out[2*at:], 2*p.count, lines, p.Out, g, m-p.padOut)
			} else {
				p.x.Scatter(fft.Rows{Data: out[2*at*p.Out:], Stride: 2 * p.Out}, lines, p.Out, g, m-p.padOut, true)
			}
		}
		a, b = work[:block], work[block:2*block]
	}
}
