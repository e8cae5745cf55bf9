package rig

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/plant"
)

// leanDegree is the degree of the polynomials that spots tell of aberrations: that of Zernike's 4 to 15.
const leanDegree = 4

// leaning is a phase that is nearly that of MeasureSymmetry's D = P/R, as a polynomial's terms (see monomials), which Register's 25 spots tell: light
// that has gone through P to one of them lies aside by the mean of P's slope over its lens, times its way, and the field there has the slope of R besides.
func (b *Bench) leaning(ctx context.Context) ([]float64, error) {
	z, _, err := b.way()
	if err != nil {
		return nil, err
	}
	g := b.Design.Plane
	if z == 0 {
		return make([]float64, len(monomials(0, 0))), nil
	}
	halfX, halfY := float64(g.Nx)*g.Dx/2, float64(g.Ny)*g.Dy/2
	radius, wave := lensShare*2*math.Min(halfX, halfY), 2*math.Pi/(b.Design.Wavelength*z)
	var rows [2][][]float64 // of P and R
	var right [2][]float64
	for j := range spotsAcross {
		for i := range spotsAcross {
			x, y := math.Round(place(i)*float64(g.Nx))*g.Dx, math.Round(place(j)*float64(g.Ny))*g.Dy
			l, err := b.spot(x, y)
			if err != nil {
				return nil, err
			}
			all, err := b.Modulated(ctx, []plant.Load{l})
			if err != nil {
				return nil, err
			}
			cx, cy, sx, sy, ok := slopesAt(g, all[0])
			if !ok {
				return nil, errs.New("rig: spot ", j*spotsAcross+i+1, " is not seen: ", ErrUncalibrated)
			}
			for axis, v := range [2][3]float64{{cx - x, sx, halfX}, {cy - y, sy, halfY}} {
				slope := wave * v[0]
				mean := make([]float64, len(monomials(0, 0)))
				n := 0.0
				for q := -4; q <= 4; q++ {
					for p := -4; p <= 4; p++ {
						if p*p+q*q > 16 {
							continue
						}
						for t, w := range slopeRow((x+float64(p)/4.5*radius)/halfX, (y+float64(q)/4.5*radius)/halfY, axis) {
							mean[t] += w
						}
						n++
					}
				}
				for t := range mean {
					mean[t] /= n
				}
				rows[0], right[0] = append(rows[0], mean), append(right[0], slope*v[2])
				rows[1], right[1] = append(rows[1], slopeRow(cx/halfX, cy/halfY, axis)), append(right[1], (v[1]-slope)*v[2])
			}
		}
	}
	terms, ok := LeastSquares(rows[0], right[0])
	of, also := LeastSquares(rows[1], right[1])
	if !ok || !also {
		return nil, errs.New("rig: these spots tell no aberrations: ", ErrUncalibrated)
	}
	for t := range terms {
		terms[t] -= of[t]
	}
	return terms, nil
}

// slopesAt is where a field has its brightest spot, m, and its phase's slopes there, rad/m.
func slopesAt(g optics.Grid, u []float32) (x, y, sx, sy float64, ok bool) {
	power := make([]float32, g.Len())
	for k := range power {
		power[k] = u[2*k]*u[2*k] + u[2*k+1]*u[2*k+1]
	}
	x, y, ok = centre(g, power)
	if !ok {
		return 0, 0, 0, 0, false
	}
	const reach = 2
	var ax, ay complex128
	at := func(k int) complex128 { return complex(float64(u[2*k]), float64(u[2*k+1])) }
	col, row := int(math.Round(x/g.Dx))+g.Nx/2, int(math.Round(y/g.Dy))+g.Ny/2
	for j := max(row-reach, 0); j <= min(row+reach, g.Ny-2); j++ {
		for i := max(col-reach, 0); i <= min(col+reach, g.Nx-2); i++ {
			k := j*g.Nx + i
			ax += cmplx.Conj(at(k)) * at(k+1)
			ay += cmplx.Conj(at(k)) * at(k+g.Nx)
		}
	}
	return x, y, cmplx.Phase(ax) / g.Dx, cmplx.Phase(ay) / g.Dy, true
}

// monomials of the first degree to leanDegree, of a place between -1 and 1.
func monomials(x, y float64) (all []float64) {
	for degree := 1; degree <= leanDegree; degree++ {
		for b := range degree + 1 {
			all = append(all, math.Pow(x, float64(degree-b))*math.Pow(y, float64(b)))
		}
	}
	return all
}

// slopeRow are the slopes of all monomials along an axis.
func slopeRow(x, y float64, axis int) (row []float64) {
	const h = 1e-3
	hx, hy := h*float64(1-axis), h*float64(axis)
	row = monomials(x+hx, y+hy)
	for t, q := range monomials(x-hx, y-hy) {
		row[t] = (row[t] - q) / (2 * h)
	}
	return row
}

// steep is exp(i phase) at each place, of a polynomial's terms.
func steep(terms []float64, nx, ny int) []complex128 {
	out := make([]complex128, nx*ny)
	inParts(ny, func(from, to int) {
		for y := from; y < to; y++ {
			v := (2*float64(y) + 1 - float64(ny)) / float64(ny)
			// What the row has of each power of x.
			var row [leanDegree + 1]float64
			t := 0
			for degree := 1; degree <= leanDegree; degree++ {
				for b := range degree + 1 {
					row[degree-b] += terms[t] * math.Pow(v, float64(b))
					t++
				}
			}
			for x := range nx {
				u, phase := (2*float64(x)+1-float64(nx))/float64(nx), 0.0
				for k := leanDegree; k >= 0; k-- {
					phase = phase*u + row[k]
				}
				out[y*nx+x] = cmplx.Rect(1, phase)
			}
		}
	})
	return out
}

const (
	finest    = 20   // cosines along each axis of MeasureSymmetry's last rounds
	mostTurns = 40   // rounds
	pull      = 0.01 // of a factor to 1, as a share of the normal matrix's mean eigenvalue
	wellFound = 0.4  // left of the equations by a phase, as a share, that is good: typical benches leave 0.39 to 0.66, where it is wrong 0.7 to 1.4
)

// found is a factor, what it leaves of the equations, as a share, and what its phase alone leaves: a factor that is dark but where little light is
// leaves little too.
type found struct {
	plane       []complex128
	left, alone float64
}

// converged is the factor that a phase near it goes to, by rounds of least squares near 1, of which the phase is kept, of 4 cosines, 6 and so on, two rounds
// each, and of the most as long as they gain a fiftieth.
func (e *equations) converged(cosines int, plane []complex128) (found, bool) {
	most := min(finest, cosines)
	phaseOnly := math.Inf(1)
	for round := 0; ; round++ {
		m := min(4+round/2*2, most)
		s := e.of(m, plane)
		d, ok := s.near(pull)
		if !ok {
			return found{}, false
		}
		alone := s.rest(nil)
		last := m == most && alone > 0.98*phaseOnly || round == mostTurns
		if phaseOnly = math.Inf(1); m == most {
			phaseOnly = alone
		}
		if last { // its amplitude counts too
			if d, ok = s.near(pull / 100); !ok {
				return found{}, false
			}
		}
		by := s.plane(d)
		inParts(len(by), func(from, to int) {
			for k := from; k < to; k++ {
				v := by[k]
				if !last {
					size := math.Max(cmplx.Abs(v), 1e-9)
					v = complex(real(v)/size, imag(v)/size)
				}
				plane[k] *= v
			}
		})
		if last {
			return found{plane, s.rest(d), alone}, true
		}
	}
}

// near is the factor that solves the equations and is near 1: the least of what is left of them and of pull times how far it is from 1, both squared.
func (s *symmetry) near(pull float64) ([]complex128, bool) {
	n := len(s.normal)
	mean := 0.0
	for i := range n {
		mean += real(s.normal[i][i]) / float64(n)
	}
	if !(mean > 0) {
		return nil, false
	}
	// A product of cosines has the mean square 1 where both are constant, and half of it for each that is not.
	norm := func(i int) float64 {
		w := 4 * pull * mean
		if i%s.m > 0 {
			w /= 2
		}
		if i/s.m > 0 {
			w /= 2
		}
		return w
	}
	l, ok := cholesky(s.normal, norm)
	if !ok {
		return nil, false
	}
	d := make([]complex128, n)
	d[0] = complex(norm(0), 0)
	l.solve(d)
	return d, true
}

// symmetrised is the best of the factors that rounds go to from the phase that spots tell and from that of the least of all solutions, the first
// alone where that is good; or from 1, where neither leaves less than before.
func (e *equations) symmetrised(cosines int, terms []float64, before float64) (best found, ok bool) {
	for k, from := range []func() []complex128{
		func() []complex128 { return steep(terms, e.nx, e.ny) },
		func() []complex128 {
			s := e.of(min(finest, cosines), nil)
			d, ok := s.least()
			if !ok {
				return nil
			}
			plane := s.plane(d)
			for k, v := range plane {
				plane[k] = cmplx.Rect(1, cmplx.Phase(v))
			}
			return plane
		},
		func() []complex128 { return ones(e.nx * e.ny) },
	} {
		if ok && (best.alone < wellFound || k == 2 && best.left < before) {
			break
		}
		start := from()
		if start == nil {
			continue
		}
		f, good := e.converged(cosines, start)
		if good && (!ok || f.alone < best.alone) {
			best, ok = f, true
		}
	}
	return best, ok
}
