package optics

import "math"

// ScaledSpectrum is the angular spectrum onto any plane: with other spacing,
// another number of samples, and off the axis (Muffoletto, Tyler and Tohline,
// Opt. Express 15, 5631 (2007); the band limit off the axis is that of
// Matsushima, Opt. Express 18, 18453 (2010)). One chirp-z transform takes the light
// to its spectrum, as finely sampled as the window w asks, one takes it back.
//
// The window repeats: the out plane must lie within it.
func (s Space) ScaledSpectrum(w Window, out Plane) (*Recipe, error) {
	if err := s.checkWindowed(w); err != nil {
		return nil, err
	}
	if err := out.Check(); err != nil {
		return nil, err
	}
	g := s.In
	mx, my := g.Nx+2*w.PadX, g.Ny+2*w.PadY
	bx, by := trapezoid(mx, 1/(float64(mx)*g.Dx)), trapezoid(my, 1/(float64(my)*g.Dy))
	there := func(l, b line, m int) chirps {
		return newChirps(l, b, 1).before(constant(1 / float64(m))).halfEnds(m)
	}
	back := func(b, l line) chirps { return newChirps(b, l, -1) }
	inX, inY := s.limits(mx, g.Dx, out.X, w), s.limits(my, g.Dy, out.Y, w)
	h := func(i, j int) complex128 {
		u, v := bx.at(i), by.at(j)
		if !inX.holds(u) || !inY.holds(v) {
			return 0
		}
		re, im := transferAt(u, v, s.InMedium(), s.Z)
		return complex(re, im)
	}
	first, err := transform(there(g.lineX(), bx, mx), there(g.lineY(), by, my), h)
	if err != nil {
		return nil, err
	}
	second, err := transform(back(bx, out.lineX()), back(by, out.lineY()), nil)
	return &Recipe{"angular spectrum by chirp-z", g, out, append(first, second...)}, err
}

func constant(c float64) func(float64) complex128 {
	return func(float64) complex128 { return complex(c, 0) }
}

// ScalableSpectrum is the scalable angular spectrum for long distances (Heintzmann,
// Loetgering and Wechsler, Optica 10, 1407 (2023)): a convolution with the part of
// the transfer function that is not paraxial, in a window twice the plane, and one
// Fresnel integral, which does the rest. It is not paraxial, and right to rounding for light
// that leaves the edge of its band dark; for light that fills it, it is off by 1e-5 to
// 3e-3. Its plane grows with the distance; see ScalablePitch for its natural
// spacing and ScalableLimit for its longest distance.
func (s Space) ScalableSpectrum(out Plane) (*Recipe, error) {
	if err := s.checkFar(out); err != nil {
		return nil, err
	}
	g := s.In
	double := func(n int) int {
		if n == 1 {
			return 1
		}
		return 2 * n
	}
	wide := Grid{double(g.Nx), double(g.Ny), g.Dx, g.Dy}
	mx, my := fastWindow(wide.Nx, wide.Nx), fastWindow(wide.Ny, wide.Ny)
	if err := checkWindow(mx, my); err != nil {
		return nil, err
	}
	lambda, z := s.InMedium(), s.Z
	fx, fy := frequencies(mx, g.Dx), frequencies(my, g.Dy)
	reachX, reachY := float64(wide.Nx)*g.Dx/2/math.Abs(z), float64(wide.Ny)*g.Dy/2/math.Abs(z)
	precompensate := func(i, j int) complex128 {
		u, v := lambda*fx[i], lambda*fy[j]
		ss := u*u + v*v
		if ss >= 1 || outside(u, v, reachX) && wide.Nx > 1 || outside(v, u, reachY) && wide.Ny > 1 {
			return 0
		}
		// kz - k + k s/2 without cancellation: -k s/(1+q) + k s/2 = -k s^2/(2 (1+q)^2).
		q := 1 + math.Sqrt(1-ss)
		return phasor(-math.Pi / lambda * z * ss * ss / (q * q))
	}
	// The first sample of the window has no mirror image about the axis: it stays dark.
	integral := func(in, out line) chirps {
		c := s.fresnelLine(in, out)
		if in.n > 1 {
			c.pre[0] = 0
		}
		return c
	}
	steps, err := transform(integral(wide.lineX(), out.lineX()), integral(wide.lineY(), out.lineY()), nil)
	if err != nil {
		return nil, err
	}
	one := func(i, j int) complex128 { return 1 }
	return &Recipe{"scalable angular spectrum", g, out, append([]Step{
		{Nx: wide.Nx, Ny: wide.Ny, T: one},
		{Nx: wide.Nx, Ny: wide.Ny, H: precompensate, Mx: mx, My: my},
	}, steps...)}, nil
}

// outside reports whether direction cosine a, beside b, leaves the part of the
// spectrum that the precompensation can sample (eq. 13 of the paper): tan reach is
// half of the window over the distance.
func outside(a, b, reach float64) bool {
	t := reach + math.Abs(a)
	return a*a*(1+t*t)/(t*t)+b*b > 1
}

// ScalablePitch is the spacing at which the light of a plane of n samples fills as
// many samples after the scalable angular spectrum.
func ScalablePitch(n int, pitch, wavelength, z float64) float64 {
	return wavelength * math.Abs(z) / (2 * float64(n) * pitch)
}

// ScalableLimit is the longest distance, m, for which a window of 2n samples can
// sample the part of the transfer function that is not paraxial, at the corner of
// the band.
func ScalableLimit(n int, pitch, wavelength float64) float64 {
	s := wavelength / (2 * pitch)
	if 2*s*s >= 1 {
		return 0
	}
	return float64(n) * pitch / (s/math.Sqrt(1-2*s*s) - s)
}
