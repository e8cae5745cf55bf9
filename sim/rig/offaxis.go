package rig

import (
	"math"
	"math/cmplx"

	"talbot/sim/fft"
)

// demodulate takes the light within half of the carrier around it, and the carrier off.
func (b *Bench) demodulate(intensity []float32) []float32 {
	g := b.Design.Plane
	x, y := fft.NewPlan(g.Nx), fft.NewPlan(g.Ny)
	u := pairs(g.Len(), func(i int) (re, im float32) { return intensity[i], 0 })
	b.untilt(u)
	transform2(u, x, y)
	limit := math.Hypot(b.Carrier[0], b.Carrier[1]) / 2
	inParts(g.Ny, func(from, to int) {
		for i := from * g.Nx; i < to*g.Nx; i++ {
			f := frequency(i%g.Nx, g.Nx) / (float64(g.Nx) * g.Dx)
			v := frequency(i/g.Nx, g.Ny) / (float64(g.Ny) * g.Dy)
			if f*f+v*v > limit*limit {
				u[2*i], u[2*i+1] = 0, 0
			}
			u[2*i+1] = -u[2*i+1] // F^-1 v = conj F conj v, over the number of samples
		}
	})
	transform2(u, x, y)
	for i := 1; i < len(u); i += 2 {
		u[i] = -u[i]
	}
	return u
}

// untilt takes the reference beam's tilt off what has been read against it.
func (b *Bench) untilt(u []float32) {
	g := b.Design.Plane
	x, y := make([]complex128, g.Nx), make([]complex128, g.Ny)
	for i := range x {
		x[i] = cmplx.Rect(1, turned(b.Carrier[0]*g.X(i)))
	}
	for i := range y {
		y[i] = cmplx.Rect(1, turned(b.Carrier[1]*g.Y(i)))
	}
	inParts(g.Ny, func(from, to int) {
		for j := from; j < to; j++ {
			row := u[2*j*g.Nx:][:2*g.Nx]
			for i, v := range x {
				v *= y[j]
				re, im := float64(row[2*i]), float64(row[2*i+1])
				row[2*i], row[2*i+1] = float32(re*real(v)-im*imag(v)), float32(re*imag(v)+im*real(v))
			}
		}
	})
}

// tilt is the phase of the reference beam's tilt at sample i.
func (b *Bench) tilt(i int) float64 {
	g := b.Design.Plane
	return turned(b.Carrier[0]*g.X(i%g.Nx) + b.Carrier[1]*g.Y(i/g.Nx))
}

// turned is the phase of so many turns, 0 to 2 pi.
func turned(turns float64) float64 { return 2 * math.Pi * (turns - math.Floor(turns)) }

func frequency(i, n int) float64 {
	if 2*i >= n {
		i -= n
	}
	return float64(i)
}

// transform2 is the two-dimensional transform, some lines at a time.
func transform2(u []float32, x, y *fft.Plan) {
	nx, ny := x.Len(), y.Len()
	along := func(p *fft.Plan, count, next, step int) {
		const most = 8
		inParts((count+most-1)/most, func(from, to int) {
			block, work := make([]float32, p.BlockLen(most)), make([]float32, p.BlockLen(most))
			for first := from * most; first < min(to*most, count); first += most {
				lines := min(most, count-first)
				for k := range p.Len() {
					for l := range lines {
						at, in := 2*((first+l)*next+k*step), 2*(k*lines+l)
						block[in], block[in+1] = u[at], u[at+1]
					}
				}
				out := p.Forward(block, work, lines)
				for k := range p.Len() {
					for l := range lines {
						at, in := 2*((first+l)*next+k*step), 2*(k*lines+l)
						u[at], u[at+1] = out[in], out[in+1]
					}
				}
			}
		})
	}
	along(x, ny, nx, 1)
	along(y, nx, 1, nx)
}
