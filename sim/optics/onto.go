package optics

import "math"

// SpectrumOnto is the angular spectrum onto any samples g around the axis, so that a hop may
// lead from a plane to one of another pitch and size:
//
//   - onto the same samples it is AngularSpectrum;
//   - onto more or fewer at the same pitch it is that too, over the larger of both planes: a
//     smaller plane stands in darkness there (zero padding), and of what arrives the plane g
//     keeps its part (cropping);
//   - onto samples of another pitch it is ScaledSpectrum, by chirp-z.
//
// The padding of w stands around the larger of both planes, in samples of In. The field
// keeps its values: the power of a plane is the sum of |U|^2 times the area of its samples.
func (s Space) SpectrumOnto(w Window, g Grid) (*Recipe, error) {
	if g == s.In {
		return s.AngularSpectrum(w)
	}
	if err := s.checkWindowed(w); err != nil {
		return nil, err
	}
	if err := g.Check(); err != nil {
		return nil, err
	}
	if g.Dx != s.In.Dx || g.Dy != s.In.Dy {
		return s.ScaledSpectrum(s.around(w, g), At(g))
	}
	wide := s
	wide.In.Nx, wide.In.Ny = max(g.Nx, s.In.Nx), max(g.Ny, s.In.Ny)
	r, err := wide.AngularSpectrum(w)
	if err != nil {
		return nil, err
	}
	place := func(to Grid) Step { return Step{Nx: to.Nx, Ny: to.Ny, T: func(i, j int) complex128 { return 1 }} }
	if s.In != wide.In {
		r.Steps = append([]Step{place(wide.In)}, r.Steps...)
	}
	if g != wide.In {
		r.Steps = append(r.Steps, place(g))
	}
	r.In, r.Out = s.In, At(g)
	return r, nil
}

// around is the padding around In that leaves the padding of w around the larger of In and g.
func (s Space) around(w Window, g Grid) Window {
	more := func(in, out line) int {
		return max(0, int(math.Ceil((float64(out.n)*out.d/in.d-float64(in.n))/2-1e-9)))
	}
	w.PadX += more(s.In.lineX(), g.lineX())
	w.PadY += more(s.In.lineY(), g.lineY())
	return w
}

// WindowOnto is how many samples of In the window of SpectrumOnto has along x and y.
func (s Space) WindowOnto(w Window, g Grid) (x, y int) {
	if g.Dx == s.In.Dx && g.Dy == s.In.Dy {
		return max(g.Nx, s.In.Nx) + 2*w.PadX, max(g.Ny, s.In.Ny) + 2*w.PadY
	}
	w = s.around(w, g)
	return s.In.Nx + 2*w.PadX, s.In.Ny + 2*w.PadY
}
