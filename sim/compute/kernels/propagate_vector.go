package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/fft"
)

// vectorHop is a hop with as many lines in hand as a SIMD vector has lanes.
//
// The spectrum between the passes is kept in tiles of that many columns, tile by
// tile: [tile][y][lanes] pairs. So the column pass reads and writes memory in order,
// and no stride of a plane can make its rows compete for the same part of a cache.
type vectorHop struct {
	*hop
	x, y  *fft.VectorPlan
	lanes int
}

// newVectorHop is nil where there is no SIMD.
func newVectorHop(p *hop) *vectorHop {
	for _, v := range fft.VectorsFor(max(p.mx, p.my)) {
		return &vectorHop{hop: p, x: v.NewWindow(p.mx, p.padX), y: v.NewWindow(p.my, p.padY), lanes: v.Lanes}
	}
	return nil
}

func (p *vectorHop) block() int { return max(p.x.BlockLen(), p.y.BlockLen()) }
func (p *vectorHop) tiles() int { return (p.mx + p.lanes - 1) / p.lanes }
func (p *vectorHop) work() int  { return p.tiles()*2*p.ny*p.lanes + 2*p.block() }

// rows are those of the spectrum from y on, columns is one tile of it.
func (p *vectorHop) rows(spectrum []float32, y int) fft.Rows {
	return fft.Rows{Data: spectrum[2*y*p.lanes:], Stride: 2 * p.lanes, Tile: 2 * p.ny * p.lanes}
}

func (p *vectorHop) tile(spectrum []float32, t int) []float32 {
	return spectrum[2*t*p.ny*p.lanes:][:2*p.ny*p.lanes]
}

func (p *vectorHop) rowsIn(in, spectrum, a, b []float32, from, to int) {
	for y := from; y < to; y += p.lanes {
		lines := min(p.lanes, to-y)
		src := fft.Rows{Data: in[2*y*p.nx:], Stride: 2 * p.nx}
		if p.padX == 0 {
			p.x.Transform(p.rows(spectrum, y), src, lines, false, a, b)
			continue
		}
		if compute.Threads && p.x.Spread(p.rows(spectrum, y), src, lines, p.nx, a, b) {
			continue
		}
		p.x.Clear(a, 0, p.padX)
		p.x.Gather(a, p.padX, src, lines, p.nx)
		p.x.Clear(a, p.padX+p.nx, p.mx)
		p.x.Scatter(p.rows(spectrum, y), lines, p.mx, p.x.Forward(a, b), 0, false)
	}
}

func (p *vectorHop) columns(spectrum, h, a, b []float32, from, to int) {
	for t := from / p.lanes; t*p.lanes < to; t++ {
		tile, x := p.tile(spectrum, t), t*p.lanes
		if p.dark(x, min(x+p.lanes, p.mx)) {
			clear(tile)
			continue
		}
		if compute.Threads && p.mx-x >= p.lanes && p.y.Filter(tile, p.padY, h[2*x:], 2*p.mx, p.sign, a, b) {
			continue
		}
		p.y.Clear(a, 0, p.padY)
		p.y.Fill(a, p.padY, tile, 2*p.lanes, p.lanes, p.ny)
		p.y.Clear(a, p.padY+p.ny, p.my)
		f := p.y.Forward(a, b)
		p.y.Mul(f, h[2*x:], 2*p.mx, min(p.lanes, p.mx-x), p.sign)
		other := a
		if &f[0] == &a[0] {
			other = b
		}
		g := p.y.Forward(f, other)
		p.y.Wrap(g)
		p.y.Drain(tile, 2*p.lanes, p.lanes, p.ny, g, p.my-p.padY)
	}
}

func (p *vectorHop) rowsOut(spectrum, out, a, b []float32, from, to int) {
	for y := from; y < to; y += p.lanes {
		lines := min(p.lanes, to-y)
		dst := fft.Rows{Data: out[2*y*p.nx:], Stride: 2 * p.nx}
		if p.padX == 0 {
			p.x.Transform(dst, p.rows(spectrum, y), lines, true, a, b)
			continue
		}
		if compute.Threads && p.x.Cut(dst, p.rows(spectrum, y), lines, p.nx, a, b) {
			continue
		}
		p.x.Gather(a, 0, p.rows(spectrum, y), lines, p.mx)
		f := p.x.Forward(a, b)
		p.x.Wrap(f)
		p.x.Scatter(dst, lines, p.nx, f, p.mx-p.padX, true)
	}
}
