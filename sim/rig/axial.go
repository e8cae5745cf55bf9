package rig

import (
	"context"
	"math"
	"math/cmplx"

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
// and the length of H is sought for which both sides, of all loads, are most alike.
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
	g := b.Design.Plane
	one := *b
	one.Mounts = append([]Mount(nil), b.Mounts...)
	one.Mounts[holes].Axial = 0
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	nearest := nearestAmplitudes(b.Mounts[holes].Curve)
	var shown [][]complex128
	var left [][]complex128
	for i := range axialLoads {
		l := b.Blank()
		for k, a := range bars(g, uint32(i)) {
			l[holes][k] = nearest(a)
		}
		all, err := one.Modulated(ctx, []plant.Load{l})
		if err != nil {
			return err
		}
		shown = append(shown, one.Mounts[holes].lit(l[holes]))
		row := make([]complex128, len(b.probes.shown))
		for k, h := range b.probes.shown {
			for x, a := range h {
				row[k] += complex128(a * complex(all[0][2*x], all[0][2*x+1]))
			}
		}
		left = append(left, row)
	}
	alike := func(way float64) (sum float64) {
		h := fresnel(g.Dx, b.Design.Wavelength, way)
		for i, a := range shown {
			on := travelled(a, g.Nx, g.Ny, h)
			var both complex128
			power := 0.0
			for k, f := range b.probes.seen {
				var r complex128
				for x, v := range f {
					r += on[x] * complex128(v)
				}
				both += left[i][k] * cmplx.Conj(r)
				power += real(r)*real(r) + imag(r)*imag(r)
			}
			if power > 0 {
				sum += (real(both)*real(both) + imag(both)*imag(both)) / power
			}
		}
		return sum
	}
	// From the best of whole steps, halving; a step is some depths of focus of a pixel.
	step := 8 * g.Dx * g.Dx / b.Design.Wavelength
	way, best := 0.0, alike(0)
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
	// A way that explains hardly more than none is noise's, or that of something else that blurs.
	both := 0.0
	for _, row := range left {
		for _, v := range row {
			both += real(v)*real(v) + imag(v)*imag(v)
		}
	}
	if best-alike(0) < clearer*(both-alike(0)) {
		way = 0
	}
	b.Mounts[holes].Axial = way
	return nil
}

// clearer is the share of what no way leaves unexplained that a way must explain.
const clearer = 0.05

// axialLoads is how many loads MeasureAxial shows.
const axialLoads = 4

// bars are amplitudes of 0 to 1 with detail of about ten pixels, as fine as what comes to the camera.
func bars(g optics.Grid, number uint32) []float64 {
	const count = 6
	draws := make([]float32, 3*count)
	rng.Stream{Seed: 2, Stream: rng.Probe}.Uniform(number, draws)
	v := make([]float64, g.Len())
	for k := range count {
		angle, period := 2*math.Pi*float64(draws[3*k]), 7+9*float64(draws[3*k+1])
		s, c := math.Sincos(angle)
		for i := range v {
			v[i] += math.Cos(2 * math.Pi * ((float64(i%g.Nx)*c+float64(i/g.Nx)*s)/period + float64(draws[3*k+2])))
		}
	}
	for i, x := range v {
		v[i] = math.Max(0, math.Min(0.5+0.35*x, 1))
	}
	return v
}

// lit is the light of levels behind a panel, where the plane is: Flat makes all places equally bright.
func (m Mount) lit(levels []uint16) []complex128 {
	states := make([]complex128, m.Curve.Levels())
	for i, s := range m.Curve.States {
		states[i] = cmplx.Rect(s.Amplitude, s.Phase)
	}
	u := make([]complex128, len(levels))
	for i, l := range levels {
		u[i] = states[l]
	}
	return u
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
	line := func(in, out []complex128, start, step, n int) {
		for i := range n {
			var sum complex128
			for k := max(0, i-reach); k <= min(n-1, i+reach); k++ {
				sum += h[i-k+reach] * in[start+k*step]
			}
			out[start+i*step] = sum
		}
	}
	rows, all := make([]complex128, len(u)), make([]complex128, len(u))
	for y := range ny {
		line(u, rows, y*nx, 1, nx)
	}
	for x := range nx {
		line(rows, all, x, nx, ny)
	}
	return all
}
