package rig

import (
	"math"

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
	for i := range g.Len() {
		f := frequency(i%g.Nx, g.Nx) / (float64(g.Nx) * g.Dx)
		v := frequency(i/g.Nx, g.Ny) / (float64(g.Ny) * g.Dy)
		if math.Hypot(f, v) > limit {
			u[2*i], u[2*i+1] = 0, 0
		}
		u[2*i+1] = -u[2*i+1] // F^-1 v = conj F conj v, over the number of samples
	}
	transform2(u, x, y)
	for i := 1; i < len(u); i += 2 {
		u[i] = -u[i]
	}
	return u
}

// untilt takes the reference beam's tilt off what has been read against it.
func (b *Bench) untilt(u []float32) {
	inParts(b.Design.Plane.Len(), func(from, to int) {
		for i := from; i < to; i++ {
			s, c := math.Sincos(b.tilt(i))
			re, im := float64(u[2*i]), float64(u[2*i+1])
			u[2*i], u[2*i+1] = float32(re*c-im*s), float32(re*s+im*c)
		}
	})
}

// tilt is the phase of the reference beam's tilt at sample i.
func (b *Bench) tilt(i int) float64 {
	g := b.Design.Plane
	turns := b.Carrier[0]*g.X(i%g.Nx) + b.Carrier[1]*g.Y(i/g.Nx)
	return 2 * math.Pi * (turns - math.Floor(turns))
}

func frequency(i, n int) float64 {
	if 2*i >= n {
		i -= n
	}
	return float64(i)
}

// transform2 is the two-dimensional transform, line by line.
func transform2(u []float32, x, y *fft.Plan) {
	nx, ny := x.Len(), y.Len()
	line, work := make([]float32, 2*max(nx, ny)), make([]float32, 2*max(nx, ny))
	along := func(p *fft.Plan, start, step int) {
		for k := range p.Len() {
			at := 2 * (start + k*step)
			line[2*k], line[2*k+1] = u[at], u[at+1]
		}
		for k, v := range p.Forward(line[:2*p.Len()], work[:2*p.Len()], 1)[:2*p.Len()] {
			u[2*(start+k/2*step)+k%2] = v
		}
	}
	for j := range ny {
		along(x, j*nx, 1)
	}
	for i := range nx {
		along(y, i, nx)
	}
}
