package optics

// Profile is a complex function of a plane's coordinates, in metres: the field of
// a source, or the transmission of an element.
type Profile func(x, y float64) complex128

// Field samples p on g as light of the given wavelength.
func (p Profile) Field(g Grid, wavelength float64) *Field {
	f := NewField(g, wavelength)
	for j := range g.Ny {
		for i := range g.Nx {
			f.Set(i, j, p(g.X(i), g.Y(j)))
		}
	}
	return f
}

// Samples is p on g in float64, [Ny][Nx].
func (p Profile) Samples(g Grid) []complex128 {
	u := make([]complex128, g.Len())
	for j := range g.Ny {
		for i := range g.Nx {
			u[j*g.Nx+i] = p(g.X(i), g.Y(j))
		}
	}
	return u
}

// X is the coordinate of sample i along x, m.
func (g Grid) X(i int) float64 { return float64(i-g.Nx/2) * g.Dx }

// Y is the coordinate of sample j along y, m.
func (g Grid) Y(j int) float64 { return float64(j-g.Ny/2) * g.Dy }
