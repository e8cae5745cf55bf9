package exact

import (
	"talbot/sim/errs"
	"talbot/sim/optics"
)

// RayleighSommerfeld sums the first Rayleigh-Sommerfeld integral directly,
//
//	U(x', y', z) = sum U(x, y) z/(2 pi r^2) (1/r - i k) exp(i k (r - z)) dx dy
//	r = sqrt(z^2 + (x-x')^2 + (y-y')^2)
//
// (Goodman, eq. 3-41), one term for every pair of samples, without the carrier
// exp(i k z) of the axis. u is [Ny][Nx] of s.In; the result is [Ny][Nx] of out. It
// is right where the samples resolve the integrand. A plane of one row stands for
// light that does not vary along y, whose kernel is a Hankel function.
func RayleighSommerfeld(s optics.Space, u []complex128, out optics.Plane) ([]complex128, error) {
	if err := out.Check(); err != nil {
		return nil, err
	}
	at, err := Integral(s, u, out.Ny == 1, out.Nx == 1)
	if err != nil {
		return nil, err
	}
	v := make([]complex128, out.Len())
	parallel(out.Len(), func(next func() (int, bool)) {
		for p, ok := next(); ok; p, ok = next() {
			v[p] = at(out.X+out.Grid.X(p%out.Nx), out.Y+out.Grid.Y(p/out.Nx))
		}
	})
	return v, nil
}

// Integral is RayleighSommerfeld at any point: the field of u, [Ny][Nx] of s.In, at
// (x, y), m. A plane of one row, and likewise one of one column, is a line of light
// without end if row or column say so, and one sample wide if not.
func Integral(s optics.Space, u []complex128, row, column bool) (at func(x, y float64) complex128, err error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if s.Z <= 0 {
		return nil, errs.New("optics: the Rayleigh-Sommerfeld integral needs a positive distance, not ", optics.Length(s.Z))
	}
	g := s.In
	if len(u) != g.Len() {
		return nil, errs.New("optics: the field has ", len(u), " samples, the plane ", g.Nx, " x ", g.Ny)
	}
	line, measure := false, g.Dx*g.Dy
	switch {
	case g.Ny == 1 && row:
		line, measure = true, g.Dx
	case g.Nx == 1 && column:
		line, measure = true, g.Dy
	}
	kernel := s.Kernel(line)
	return func(x, y float64) complex128 {
		var sum complex128
		for j := range g.Ny {
			dy := g.Y(j) - y
			for i := range g.Nx {
				if a := u[j*g.Nx+i]; a != 0 {
					dx := g.X(i) - x
					sum += a * kernel(dx*dx+dy*dy)
				}
			}
		}
		return sum * complex(measure, 0)
	}, nil
}
