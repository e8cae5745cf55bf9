package rig

import (
	"context"
	"math"
	"math/cmplx"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rng"
)

// A relay that stands a millimetre wrong images the amplitude panel beside the phase panel, and light between goes on by as much:
// fine amplitudes a arrive as H a. What its phase is the phase panel takes off. That its amplitude be the one that is wanted the
// amplitude panel shows another, by Gerchberg and Saxton's projections ("A practical algorithm for the determination of phase from
// image and diffraction plane pictures", Optik 35, 237 (1972)): what arrives gets the wanted amplitude, goes back, and
// is made real and not negative, which is all that the panel can show. H is Fresnel's, one sum along each axis.

// MeasureAxial finds out how far the light goes on between the panel that makes holes and the phase panel, and keeps it as the
// mount's Axial. It wants what Align wants, and is done behind it: of loads a of fine bars, by the equation of Align,
//
//	sum_x h D (W H a) = sum_x H a D (W h),
//
// and the length of H is sought for which both sides, of all loads, are most alike. Finer and coarser bars are shown besides: a way from which
// theirs differ by as much as it is long, or that is within twice its error, or so short that it changes nothing, is none.
func (b *Bench) MeasureAxial(ctx context.Context) error {
	z, holes, err := b.way()
	if err != nil {
		return err
	}
	if z == 0 {
		return nil // the camera sees it sharp
	}
	if b.probes == nil {
		return errs.New("rig: measure the symmetry before the way between the panels: ", ErrUncalibrated)
	}
	one := *b
	one.Mounts = append([]Mount(nil), b.Mounts...)
	one.Mounts[holes].Axial = 0
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	g := b.Design.Plane
	scale := coarseness(g, b.Design.Wavelength, z)
	way, variance := 0.0, 0.0
	for i, times := range barSets {
		w, off, err := one.axialBy(ctx, holes, [2]float64{times * scale * barPeriods[0], times * scale * barPeriods[1]})
		if err != nil {
			return err
		}
		if i == 0 {
			way, variance = w, off*off
			continue
		}
		variance = math.Max(variance, (w-way)*(w-way)/4)
	}
	if d := g.Dx * g.Dx / b.Design.Wavelength; !(math.Abs(way) > math.Max(2*math.Sqrt(variance), d/4)) {
		way = 0
	}
	b.Mounts[holes].Axial = way
	return nil
}

// coarseness is how many times as long as barPeriods bars have to be for their light to come to a camera z behind the plane.
func coarseness(g optics.Grid, wavelength, z float64) float64 {
	return math.Max(1, wavelength*z/(0.37*float64(g.Nx)*g.Dx)/(barPeriods[0]*g.Dx))
}

// axialBy is the way that bars of such periods tell, and off, its error by what single loads tell.
func (b *Bench) axialBy(ctx context.Context, holes int, periods [2]float64) (way, off float64, err error) {
	g := b.Design.Plane
	nearest := nearestAmplitudes(b.Mounts[holes].Curve)
	var shown [][]complex128
	var left [][]complex128
	for i := range axialLoads {
		l := b.Blank()
		for k, a := range bars(g, uint32(i), periods) {
			l[holes][k] = nearest(a)
		}
		all, err := b.Modulated(ctx, []plant.Load{l})
		if err != nil {
			return 0, 0, err
		}
		shown = append(shown, b.Mounts[holes].lit(l[holes]))
		left = append(left, b.probes.left(all[0]))
	}
	// What the panel shows is a mean and detail, and by how much the detail is fainter than the levels say, or turned, as a curve that is measured
	// a little wrong has it, counts as nothing: the way shows in how the phase grows with the fineness.
	flat := make([]complex128, g.Len())
	for i := range flat {
		flat[i] = 1
	}
	means := b.probes.sums(flat)[0]
	for i, a := range shown {
		shown[i] = detail(a)
	}
	each := func(way float64) (all []float64) {
		h := fresnel(g.Dx, b.Design.Wavelength, way)
		there := make([][]complex128, len(shown))
		for i, a := range shown {
			there[i] = travelled(a, g.Nx, g.Ny, h)
		}
		for i, sums := range b.probes.sums(there...) {
			all = append(all, explained(left[i], means, sums))
		}
		return all
	}
	alike := func(way float64) (sum float64) {
		for _, v := range each(way) {
			sum += v
		}
		return sum
	}
	// From the best of whole steps, halving; a step is some depths of focus of a pixel.
	step := 8 * g.Dx * g.Dx / b.Design.Wavelength
	best := alike(0)
	for k := -6; k <= 6; k++ {
		if a := alike(float64(k) * step); a > best {
			way, best = float64(k)*step, a
		}
	}
	for least := step / 64; step > least; step /= 2 {
		for _, d := range [2]float64{-step / 2, step / 2} {
			if a := alike(way + d); a > best {
				way, best = way+d, a
				break
			}
		}
	}
	// A way is told by several loads, of which each would have it a little elsewhere.
	slopes, bend, d := 0.0, 0.0, g.Dx*g.Dx/b.Design.Wavelength
	before, at, behind := each(way-d), each(way), each(way+d)
	for i, v := range at {
		slope := (behind[i] - before[i]) / (2 * d)
		slopes, bend = slopes+slope*slope, bend+(behind[i]-2*v+before[i])/(d*d)
	}
	return way, math.Sqrt(slopes) / math.Abs(bend), nil
}

// detail is a field without its mean.
func detail(a []complex128) []complex128 {
	var mean complex128
	for _, v := range a {
		mean += v / complex(float64(len(a)), 0)
	}
	out := make([]complex128, len(a))
	for i, v := range a {
		out[i] = v - mean
	}
	return out
}

// sums are those of fields' products with the fields of the probes, [field][probe].
func (p *probes) sums(fields ...[]complex128) [][]complex128 {
	out := make([][]complex128, len(fields))
	for i := range out {
		out[i] = make([]complex128, len(p.seen))
	}
	const some = 1 << 10 // of a probe stay in a processor's cache
	inTurn(len(p.seen), func() func(int) {
		return func(k int) {
			for from := 0; from < len(p.seen[k]); from += some {
				part := p.seen[k][from:min(from+some, len(p.seen[k]))]
				for i, u := range fields {
					var re, im float64
					for x, v := range u[from:][:len(part)] {
						a, b := float64(real(part[x])), float64(imag(part[x]))
						re, im = re+a*real(v)-b*imag(v), im+a*imag(v)+b*real(v)
					}
					out[i][k] += complex(re, im)
				}
			}
		}
	})
	return out
}

// explained is the power of a row of numbers that some share of one row and some share of another make up.
func explained(row, one, other []complex128) (power float64) {
	dot := func(a, b []complex128) (sum complex128) {
		for i, v := range a {
			sum += cmplx.Conj(v) * b[i]
		}
		return sum
	}
	along := func(e []complex128) {
		if size := real(dot(e, e)); size > 0 {
			c := dot(e, row)
			power += (real(c)*real(c) + imag(c)*imag(c)) / size
		}
	}
	along(one)
	if size := dot(one, one); size != 0 {
		c, rest := dot(one, other)/size, make([]complex128, len(other))
		for i, v := range other {
			rest[i] = v - c*one[i]
		}
		other = rest
	}
	along(other)
	return power
}

// axialLoads is how many loads MeasureAxial shows of each set of bars.
const axialLoads = 8

// barPeriods are the shortest and the longest period of MeasureAxial's bars, in pixels, unless those would come beside the camera: a period p sends light
// aside by the wavelength times the way to the camera over p, of which 0.37 of the plane's width is the most. barSets are how many times as long they
// are in the set that tells the way, and in those that it is compared with.
var (
	barPeriods = [2]float64{7, 16}
	barSets    = [...]float64{1, 0.7, 1.5}
)

// bars are amplitudes of 0 to 1 with detail of periods so long.
func bars(g optics.Grid, number uint32, periods [2]float64) []float64 {
	const count = 6
	draws := make([]float32, 3*count)
	rng.Stream{Seed: 2, Stream: rng.Probe}.Uniform(number, draws)
	v := make([]float64, g.Len())
	for k := range count {
		angle, period := 2*math.Pi*float64(draws[3*k]), periods[0]+(periods[1]-periods[0])*float64(draws[3*k+1])
		s, c := math.Sincos(angle)
		addWave(v, g.Nx, 1, c/period, s/period, float64(draws[3*k+2]))
	}
	for i, x := range v {
		v[i] = math.Max(0, math.Min(0.5+0.35*x, 1))
	}
	return v
}

// lit is the light of levels behind a panel, where the plane is: Flat makes all places equally bright.
func (m Mount) lit(levels []uint16) []complex128 {
	states, u := m.states(), make([]complex128, len(levels))
	for i, l := range levels {
		u[i] = states[l]
	}
	return u
}

// states are what levels do to the light.
func (m Mount) states() []complex128 {
	states := make([]complex128, m.Curve.Levels())
	for i, s := range m.Curve.States {
		states[i] = cmplx.Rect(s.Amplitude, s.Phase)
	}
	return states
}

// fresnel is the response to a sample of light that goes on along the axis, for each axis of the plane, up to where it ends.
func fresnel(dx, wavelength, way float64) []complex128 {
	reach := int(math.Ceil(math.Abs(way)*wavelength/(2*dx*dx))) + 6
	const fine = 512
	h := make([]complex128, 2*reach+1)
	for j := range h {
		for k := range fine {
			f := ((float64(k)+0.5)/fine - 0.5) / dx
			h[j] += cmplx.Rect(1.0/fine, -math.Pi*wavelength*way*f*f+2*math.Pi*f*float64(j-reach)*dx)
		}
		// It ends softly.
		if t := math.Abs(float64(j-reach)) - float64(reach-5); t > 0 {
			h[j] *= complex(math.Pow(math.Cos(math.Pi/2*t/6), 2), 0)
		}
	}
	return h
}

// travelled is light after the way of a response.
func travelled(u []complex128, nx, ny int, h []complex128) []complex128 {
	reach := len(h) / 2
	h = slices.Clone(h)
	slices.Reverse(h)
	rows, all := make([]complex128, len(u)), make([]complex128, len(u))
	inParts(ny, func(from, to int) {
		for y := from; y < to; y++ {
			in := u[y*nx:][:nx]
			for x := range nx {
				var sum complex128
				low := max(0, x-reach)
				w := h[low-x+reach:]
				for k, v := range in[low:min(nx, x+reach+1)] {
					sum += w[k] * v
				}
				rows[y*nx+x] = sum
			}
		}
	})
	inParts(ny, func(from, to int) {
		for y := from; y < to; y++ {
			out := all[y*nx:][:nx]
			for k := max(0, y-reach); k < min(ny, y+reach+1); k++ {
				w := h[k-y+reach]
				for x, v := range rows[k*nx:][:nx] {
					out[x] += w * v
				}
			}
		}
	})
	return all
}
