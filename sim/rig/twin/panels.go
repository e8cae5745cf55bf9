package twin

import (
	"math"
	"math/cmplx"

	"talbot/sim/element"
)

// panels is what a twin's panels make of light that is meant, and back.
type panels struct {
	nx, ny int
	plate  []complex128 // beam and wavefront
	leak   complex128
	turn   float64 // phases are so many times as large
	blur   float64 // of phases
	soft   float64 // of amplitudes
	x, y   float64 // px: where the amplitudes are
}

// shown is what a load means: amplitudes, and phases from 0 to 2 pi.
type shown struct{ amplitude, phase []float64 }

// meant is light as a load is to have it.
func meant(u []complex128) shown {
	s := shown{make([]float64, len(u)), make([]float64, len(u))}
	for i, v := range u {
		s.amplitude[i], s.phase[i] = cmplx.Abs(v), cmplx.Phase(v)
		if s.phase[i] < 0 {
			s.phase[i] += 2 * math.Pi
		}
	}
	return s
}

func (t *Twin) panels() *panels {
	g, v := t.Plan.Plane, t.Values
	p := &panels{nx: g.Nx, ny: g.Ny, leak: complex(v[atLeakRe], v[atLeakIm]), turn: 1 + v[atRange], blur: v[atBlur], soft: v[atSoft], x: v[atPanelX] / g.Dx, y: v[atPanelY] / g.Dy}
	p.plate = t.wavefront()
	for i := range p.plate {
		x, y := g.X(i%g.Nx)*2/(float64(g.Nx)*g.Dx), g.Y(i/g.Nx)*2/(float64(g.Ny)*g.Dy)
		b := v[atBeam:]
		p.plate[i] *= complex(math.Max(0, 1+b[0]*x+b[1]*y+b[2]*(x*x-y*y)+b[3]*x*y+b[4]*(x*x+y*y)), 0)
		if t.Panel != nil {
			p.plate[i] *= t.Panel[i]
		}
	}
	return p
}

// wavefront is that of Zernike's polynomials, of the plane's corner circle.
func (t *Twin) wavefront() []complex128 {
	g := t.Plan.Plane
	radius := math.Hypot(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy) / 2
	phase, u := make([]float64, g.Len()), make([]complex128, g.Len())
	for k, w := range t.Values[atWavefront:] {
		if w == 0 {
			continue
		}
		for i := range phase {
			phase[i] += w * element.ZernikeAt(noll[k][0], noll[k][1], g.X(i%g.Nx)/radius, g.Y(i/g.Nx)/radius)
		}
	}
	for i, a := range phase {
		u[i] = cmplx.Rect(1, a)
	}
	return u
}

// behind is the light behind the panels, without what they do not change if only that which they change is asked for.
func (p *panels) behind(s shown, modulated bool) []complex128 {
	a, q := blurred(p, p.moved(s.amplitude, p.x, p.y), p.soft), p.turned(s)
	leak := p.leak
	if modulated {
		leak = 0
	}
	for i := range q {
		q[i] = p.plate[i] * complex(a[i], 0) * (q[i] + leak)
	}
	return q
}

// turned is the phase panel's own light.
func (p *panels) turned(s shown) []complex128 {
	q := make([]complex128, len(s.phase))
	for i, phi := range s.phase {
		q[i] = cmplx.Rect(1, p.turn*phi)
	}
	return blurred(p, q, p.blur)
}

// back takes the gradient g with respect to the light behind the panels to that with respect to the light that was meant: with
// L a real loss, dL = Re<g, dE>, and both panels' real numbers, dA and dphi, on the way.
func (p *panels) back(s shown, modulated bool, g []complex128) []complex128 {
	a, q := blurred(p, p.moved(s.amplitude, p.x, p.y), p.soft), p.turned(s)
	leak := p.leak
	if modulated {
		leak = 0
	}
	ga, gq, most := make([]float64, len(g)), make([]complex128, len(g)), 0.0
	for i, v := range g {
		ga[i] = real(v * cmplx.Conj(p.plate[i]*(q[i]+leak)))
		gq[i] = v * cmplx.Conj(p.plate[i]*complex(a[i], 0))
		most = math.Max(most, s.amplitude[i])
	}
	ga, gq = p.moved(blurred(p, ga, p.soft), -p.x, -p.y), blurred(p, gq, p.blur)
	out := make([]complex128, len(g))
	for i := range out {
		slope := real(cmplx.Conj(complex(0, p.turn)*cmplx.Rect(1, p.turn*s.phase[i])) * gq[i])
		// The dark has no phase: what lights it there comes from beside it.
		out[i] = cmplx.Rect(1, s.phase[i]) * complex(ga[i], slope/math.Max(s.amplitude[i], math.Max(dark*most, math.SmallestNonzeroFloat32)))
	}
	return out
}

// dark is the share of the largest amplitude below which a pixel's phase is taken for less than it is worth.
const dark = 1e-3

// blurred mixes each number with its four neighbours; outside it is dark. It is its own adjoint.
func blurred[T float64 | complex128](p *panels, v []T, share float64) []T {
	if share == 0 {
		return v
	}
	own, side := times[T](1-4*share), times[T](share)
	out := make([]T, len(v))
	for i := range v {
		x := i % p.nx
		var sum T
		if x > 0 {
			sum += v[i-1]
		}
		if x+1 < p.nx {
			sum += v[i+1]
		}
		if i >= p.nx {
			sum += v[i-p.nx]
		}
		if i+p.nx < len(v) {
			sum += v[i+p.nx]
		}
		out[i] = own*v[i] + side*sum
	}
	return out
}

func times[T float64 | complex128](f float64) (t T) {
	switch v := any(&t).(type) {
	case *float64:
		*v = f
	case *complex128:
		*v = complex(f, 0)
	}
	return t
}

// moved is v(x - dx, y - dy), px, by polynomials of the third degree along each axis; outside it is dark. By -dx and -dy it is the
// adjoint.
func (p *panels) moved(v []float64, dx, dy float64) []float64 {
	if dx == 0 && dy == 0 {
		return v
	}
	line := func(v []float64, by float64, n, step, lines, apart int) []float64 {
		if by == 0 {
			return v
		}
		out, whole := make([]float64, len(v)), int(math.Floor(-by))
		w := lagrange4(-by - float64(whole))
		for l := range lines {
			for i := range n {
				sum := 0.0
				for k, f := range w {
					if at := i + whole + k - 1; at >= 0 && at < n {
						sum += f * v[l*apart+at*step]
					}
				}
				out[l*apart+i*step] = sum
			}
		}
		return out
	}
	return line(line(v, dx, p.nx, 1, p.ny, p.nx), dy, p.ny, p.nx, p.nx, 1)
}

// lagrange4 are the weights of four samples, -1 to 2, of the polynomial through them at t.
func lagrange4(t float64) [4]float64 {
	return [4]float64{-t * (t - 1) * (t - 2) / 6, (t + 1) * (t - 1) * (t - 2) / 2, -(t + 1) * t * (t - 2) / 2, (t + 1) * t * (t - 1) / 6}
}
