package optics

import (
	"math"
	"sync"

	"talbot/sim/errs"
)

// ImpulseResponse is the first Rayleigh-Sommerfeld integral, summed over the samples by
// Fourier transforms (Shen and Wang, Appl. Opt. 45, 1102 (2006)): a convolution with the
// sampled Kernel, onto any number of samples of the same spacing, off the axis too. It is
// the sum of one term for every pair of samples to rounding, and exact where the samples
// resolve the kernel, which is at long distances: see ImpulseLimit.
//
// The window w is around the larger of the two planes; it must hold both, or the zero
// Window, which is made as large as that needs.
func (s Space) ImpulseResponse(w Window, out Plane) (*Recipe, error) {
	if err := s.checkWindowed(w); err != nil {
		return nil, err
	}
	if err := s.checkFar(out); err != nil {
		return nil, err
	}
	g := s.In
	stillX, stillY := g.lineX().still(out.lineX()), g.lineY().still(out.lineY())
	if out.Dx != g.Dx && !stillX && out.Nx > 1 || out.Dy != g.Dy && !stillY && out.Ny > 1 {
		return nil, errs.New("optics: the impulse response keeps the spacing of its input, ", g.Spacing())
	}
	nx, ny := max(g.Nx, out.Nx), max(g.Ny, out.Ny)
	mx, my := impulseWindow(g.Nx, out.Nx, w.PadX), impulseWindow(g.Ny, out.Ny, w.PadY)
	if mx < g.Nx+out.Nx-1 || my < g.Ny+out.Ny-1 {
		return nil, errs.New("optics: a window of ", mx, " x ", my, " samples does not hold both planes, ", g.Nx, " x ", g.Ny, " and ", out.Nx, " x ", out.Ny, ": pad more, or not at all")
	}
	if err := checkWindow(mx, my); err != nil {
		return nil, err
	}
	kernel, measure := s.Kernel(false), g.Dx*g.Dy
	switch {
	case stillX && stillY:
		kernel, measure = func(float64) complex128 { return 1 }, 1
	case stillX:
		kernel, measure = s.Kernel(true), g.Dy
	case stillY:
		kernel, measure = s.Kernel(true), g.Dx
	}
	x, y := differences(g.lineX(), out.lineX(), mx, stillX), differences(g.lineY(), out.lineY(), my, stillY)
	table := sync.OnceValue(func() []complex128 {
		h := make([]complex128, mx*my)
		for j, dy := range y {
			if same := (my - j) % my; same < j && y[same]*y[same] == dy*dy { // the kernel is even
				copy(h[j*mx:(j+1)*mx], h[same*mx:])
				continue
			}
			for i, dx := range x {
				if same := (mx - i) % mx; same < i && x[same]*x[same] == dx*dx {
					h[j*mx+i] = h[j*mx+same]
				} else {
					h[j*mx+i] = complex(measure, 0) * kernel(dx*dx+dy*dy)
				}
			}
		}
		return planeSpectrum(h, mx, my)
	})
	steps := []Step{{Nx: nx, Ny: ny, Mx: mx, My: my, H: func(i, j int) complex128 { return table()[j*mx+i] }, Kept: 16 * float64(mx) * float64(my)}}
	one := func(i, j int) complex128 { return 1 }
	if nx != g.Nx || ny != g.Ny {
		steps = append([]Step{{Nx: nx, Ny: ny, T: one}}, steps...)
	}
	if nx != out.Nx || ny != out.Ny {
		steps = append(steps, Step{Nx: out.Nx, Ny: out.Ny, T: one})
	}
	return &Recipe{"Rayleigh-Sommerfeld impulse response", g, out, steps}, nil
}

// impulseWindow is the window around n samples in and no out.
func impulseWindow(n, no, pad int) int {
	if pad > 0 {
		return max(n, no) + 2*pad
	}
	return fastWindow(max(n, no), n+no-1)
}

// differences are the sideways distances, m, of a convolution in a window of m samples,
// in the order of the transforms: how far a sample out lies beyond a sample in.
func differences(in, out line, m int, still bool) []float64 {
	d := make([]float64, m)
	if still {
		return d
	}
	for i := range d {
		k := i
		if k > out.n-1-out.n/2+in.n/2 {
			k -= m
		}
		d[i] = out.c + float64(k)*in.d
	}
	return d
}

// planeSpectrum is spectrum along both axes of h, [my][mx], in place.
func planeSpectrum(h []complex128, mx, my int) []complex128 {
	for j := range my {
		copy(h[j*mx:], spectrum(h[j*mx:(j+1)*mx]))
	}
	column := make([]complex128, my)
	for i := range mx {
		for j := range column {
			column[j] = h[j*mx+i]
		}
		for j, v := range spectrum(column) {
			h[j*mx+i] = v
		}
	}
	return h
}

// ImpulseLimit is the farthest sideways, m, that samples of the given spacing resolve the
// kernel of the Rayleigh-Sommerfeld integral over a distance of z: where its local
// frequency is half of a period a sample. Light cannot go farther either.
func ImpulseLimit(pitch, wavelength, z float64) float64 {
	s := wavelength / (2 * pitch)
	if s >= 1 {
		return math.Inf(1)
	}
	return math.Abs(z) * s / math.Sqrt(1-s*s)
}
