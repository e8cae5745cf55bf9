package rig

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rng"
)

// MeasureSymmetry finds out by which factor D of each place what is read must be multiplied so that the bench is its own
// transpose, which is what fully forward mode rests on: its way from levels to a field, W, is free space between plates, such
// as the aberrations of the panels, the brightness of the light and the phase of the reference beam,
//
//	W = R K P,  K = K^T,  so that D W = P K P for D = P/R,
//
// R the conjugate of the reference beam.
//
// Of fields h that are shown and F = W h that are read, for any two of them,
//
//	sum_x D (h_j F_i - h_i F_j) = 0,
//
// which is linear in D. Where light goes nearly straight on, its amplitude is told badly by that: D times anything smooth nearly solves it, and
// the least of all solutions may be one that is 0 but in a corner. And aberrations are steeper near the edges than few cosines can be. So D is taken
// to be near a phase that spots tell first (see leaning), and from there on to be multiplied, again and again, by a sum of cosines that is near 1 and found by
// least squares: of few along each axis at first, and of so many at last, 20 at most. That may end where no small step is better; so where
// that is not good, they also begin at the phase of the least of all solutions, and that D is taken whose phase alone leaves less; and where both are worse than
// none, at 1. D's
// phase is kept as that of the reference beam, and its amplitude, which is that of the light on the panels, as
// the Flat of the panel that makes holes: from then on loads are darker where the light is brighter. What MeasureBlank
// had found is replaced; done again after this it only follows what drifts.
//
// Loads are smooth random phases of full amplitude, between pi and 1.8 pi, so that they and their steps have no jumps of a turn, which
// panels show as a slope. It returns the root mean square of what is not symmetric, as a share
// of what each of the two sums has, before and after.
func (b *Bench) MeasureSymmetry(ctx context.Context, loads, cosines int) (before, after float64, err error) {
	_, holes, err := b.way()
	if err != nil {
		return 0, 0, err
	}
	g := b.Design.Plane
	if cosines < 1 || cosines > min(g.Nx, g.Ny) || loads*(loads-1)/2 < 2*cosines*cosines {
		return 0, 0, errs.New("rig: ", cosines, " cosines along each axis want loads of which there are ", 2*cosines*cosines, " pairs or more, and a plane of as many pixels; ", loads, " loads have ", loads*(loads-1)/2)
	}
	one := *b
	one.Reference.Phase = nil
	one.Mounts = append([]Mount(nil), b.Mounts...)
	one.Mounts[holes].Flat = nil
	shown, seen := make([][]complex64, loads), make([][]complex64, loads)
	levels, turns := LevelsOf(b.Mounts[b.Stepper].Curve), make([]complex64, b.Mounts[b.Stepper].Curve.Levels())
	for i, s := range b.Mounts[b.Stepper].Curve.States {
		turns[i] = complex64(cmplx.Rect(1, s.Phase))
	}
	var blank []float32
	for i := range shown {
		phase := wavy(g.Nx, g.Ny, uint32(i))
		l := b.Blank()
		shown[i] = make([]complex64, g.Len())
		inParts(len(phase), func(from, to int) {
			for k := from; k < to; k++ {
				level := levels.Nearest(1.4*math.Pi + math.Max(-0.4*math.Pi, math.Min(phase[k], 0.4*math.Pi)))
				l[b.Stepper][k], shown[i][k] = level, turns[level]
			}
		})
		all, err := one.Modulated(ctx, []plant.Load{l, b.Blank()})
		b.Report, b.seq = one.Report, one.seq
		if err != nil {
			return 0, 0, err
		}
		// By how much both arms have drifted against each other, the blank wave beside it tells.
		var still complex128
		if i == 0 {
			blank = all[1]
		}
		for k := range g.Len() {
			still += complex(float64(all[1][2*k]), -float64(all[1][2*k+1])) * complex(float64(blank[2*k]), float64(blank[2*k+1]))
		}
		turn := complex64(cmplx.Rect(1, cmplx.Phase(still)))
		seen[i] = make([]complex64, g.Len())
		for k := range seen[i] {
			seen[i][k] = turn * complex(all[0][2*k], all[0][2*k+1])
		}
	}
	terms, err := one.leaning(ctx)
	b.Report, b.seq = one.Report, one.seq
	if err != nil {
		return 0, 0, err
	}
	e := newEquations(g.Nx, g.Ny, max(1, min(g.Nx, g.Ny)/(4*cosines)), shown, seen)
	before = e.of(1, nil).rest(nil)
	best, ok := e.symmetrised(cosines, terms, before)
	plane, after := best.plane, best.left
	switch {
	case !ok:
		return 0, 0, errs.New("rig: the fields that are read tell nothing of the way: ", ErrUncalibrated)
	case after < before:
	case before < symmetric:
		plane, after = ones(g.Len()), before // nothing is better than to leave it
	default:
		return before, after, errs.New("rig: no factor makes the bench more symmetric: ", ErrUncalibrated)
	}
	most := 0.0
	for _, v := range plane {
		most = math.Max(most, cmplx.Abs(v))
	}
	phase, flat, mean := make([]float32, len(plane)), make([]float32, len(plane)), make([]float32, 2*len(plane))
	for i, v := range plane {
		phase[i] = float32(cmplx.Phase(v))
		mean[2*i], mean[2*i+1] = float32(cmplx.Abs(v)), 1
	}
	// Light is even over an eighth of the plane; finer is what noise makes of it.
	smooth(mean, g, max(1, min(g.Nx, g.Ny)/8))
	brightest := float32(0)
	for i := range flat {
		flat[i] = mean[2*i] / mean[2*i+1]
		brightest = max(brightest, flat[i])
	}
	for i := range flat {
		flat[i] /= brightest
	}
	b.Reference.Phase, b.Mounts[holes].Flat = phase, flattened(flat)
	for i, v := range plane {
		plane[i] = v / complex(math.Max(cmplx.Abs(v), 1e-3*most), 0)
	}
	inParts(len(seen), func(from, to int) {
		for k := from; k < to; k++ {
			// Without Flat the loads were as bright as the light is.
			for i, a := range b.Mounts[holes].Flat {
				shown[k][i] = complex(real(shown[k][i])/a, imag(shown[k][i])/a)
			}
			for i, v := range plane {
				seen[k][i] *= complex64(v)
			}
		}
	})
	b.probes = &probes{shown, seen}
	b.Reference.Still = phase
	b.Reference.Blank, err = b.blank(ctx)
	return before, after, err
}

// dimmest is how much darker than in the light's middle loads are made at most.
const dimmest = 0.3

// flattened is by how much amplitudes are made less so that all places are as bright as the dimmest of them.
func flattened(bright []float32) []float32 {
	least := float32(1)
	for _, v := range bright {
		least = min(least, max(v, dimmest))
	}
	out := make([]float32, len(bright))
	for i, v := range bright {
		out[i] = least / max(v, least)
	}
	return out
}

// symmetric is what is left of the equations, as a share, of a bench that is its own transpose but for noise and the rounding of levels.
const symmetric = 0.1

func ones(n int) []complex128 {
	v := make([]complex128, n)
	for i := range v {
		v[i] = 1
	}
	return v
}

// wavy is a smooth random phase.
func wavy(nx, ny int, number uint32) []float64 {
	const count, periods = 12, 9
	draws := make([]float32, 3*count)
	rng.Stream{Seed: 1, Stream: rng.Probe}.Uniform(number, draws)
	v := make([]float64, nx*ny)
	for k := range count {
		fx, fy := periods*(2*float64(draws[3*k])-1), periods*(2*float64(draws[3*k+1])-1)
		addWave(v, nx, math.Sqrt(2.0/count), fx/float64(nx), fy/float64(ny), float64(draws[3*k+2]))
	}
	return v
}

// addWave adds cos(2 pi (fx x + fy y + turns)) times a number to lines of nx samples.
func addWave(v []float64, nx int, by, fx, fy, turns float64) {
	along := make([]complex128, nx)
	for x := range along {
		along[x] = cmplx.Rect(by, 2*math.Pi*(fx*float64(x)+turns))
	}
	inParts(len(v)/nx, func(from, to int) {
		for y := from; y < to; y++ {
			s, c := math.Sincos(2 * math.Pi * fy * float64(y))
			for x, w := range along {
				v[y*nx+x] += real(w)*c - imag(w)*s
			}
		}
	})
}

// symmetry is the least-squares problem of MeasureSymmetry. Its factor is the same all over a cell of pixels, of
// which the finest cosine has eight a period.
type symmetry struct {
	nx, ny, m, cell int
	cx, cy          int         // cells along each axis
	x, y            [][]float64 // cosines along each axis, [m][cells]
	normal          [][]complex128
	power           []float64 // of the fields that were read, in each cell
}

func newSymmetry(nx, ny, cell, m int) *symmetry {
	s := &symmetry{nx: nx, ny: ny, m: m, cell: cell, cx: (nx + cell - 1) / cell, cy: (ny + cell - 1) / cell}
	s.x, s.y, s.power = cosinesOf(m, s.cx, nx, cell), cosinesOf(m, s.cy, ny, cell), make([]float64, s.cx*s.cy)
	for range m * m {
		s.normal = append(s.normal, make([]complex128, m*m))
	}
	return s
}

// cosinesOf are m of them at the middles of cells, [m][cells], of which n pixels have cells of so many.
func cosinesOf(m, cells, n, cell int) (all [][]float64) {
	for p := range m {
		row := make([]float64, cells)
		for i := range row {
			row[i] = math.Cos(math.Pi * float64(p) * (float64(i) + 0.5) * float64(cell) / float64(n))
		}
		all = append(all, row)
	}
	return all
}

// analysed are the sums of a plane of cells with all products of cosines, [y][x].
func (s *symmetry) analysed(u []complex128) []complex128 {
	row, line := make([]complex128, s.m*s.m), make([]complex128, s.m)
	for y := range s.cy {
		for p, w := range s.x {
			var re, im float64
			for x, v := range u[y*s.cx : (y+1)*s.cx] {
				re, im = re+w[x]*real(v), im+w[x]*imag(v)
			}
			line[p] = complex(re, im)
		}
		for q := range s.m {
			w := s.y[q][y]
			for p, v := range line {
				row[q*s.m+p] += complex(w*real(v), w*imag(v))
			}
		}
	}
	return row
}

// rest is what a factor leaves of the equations, root mean square, as a share; nil is the factor 1.
func (s *symmetry) rest(d []complex128) float64 {
	if d == nil {
		d = make([]complex128, len(s.normal))
		d[0] = 1
	}
	sum := 0.0
	for i, row := range s.normal {
		for k := 0; k < i; k++ {
			sum += 2 * real(cmplx.Conj(d[i])*row[k]*d[k])
		}
		sum += real(row[i]) * (real(d[i])*real(d[i]) + imag(d[i])*imag(d[i]))
	}
	power := 0.0
	for i, v := range s.cells(d) {
		power += (real(v)*real(v) + imag(v)*imag(v)) * s.power[i]
	}
	return math.Sqrt(math.Max(sum, 0) / power)
}

// cells is a factor in each cell.
func (s *symmetry) cells(d []complex128) []complex128 { return synthesised(d, s.x, s.y) }

// plane is a factor at each place.
func (s *symmetry) plane(d []complex128) []complex128 {
	return synthesised(d, cosinesOf(s.m, s.nx, s.nx, 1), cosinesOf(s.m, s.ny, s.ny, 1))
}

// synthesised is a sum of products of cosines, [y][x].
func synthesised(d []complex128, xs, ys [][]float64) []complex128 {
	m, nx, ny := len(xs), len(xs[0]), len(ys[0])
	out, lines := make([]complex128, nx*ny), make([]complex128, m*nx)
	inParts(m, func(from, to int) {
		for q := from; q < to; q++ {
			for p := range m {
				addTimes(lines[q*nx:][:nx], xs[p], d[q*m+p])
			}
		}
	})
	inParts(ny, func(from, to int) {
		for y := from; y < to; y++ {
			row := out[y*nx:][:nx]
			for q := range m {
				w := ys[q][y]
				for x, v := range lines[q*nx:][:nx] {
					row[x] += complex(w*real(v), w*imag(v))
				}
			}
		}
	})
	return out
}

// addTimes adds real numbers times a complex one.
func addTimes(to []complex128, w []float64, by complex128) {
	for x, a := range w[:len(to)] {
		to[x] += complex(a*real(by), a*imag(by))
	}
}
