package measure

import (
	"talbot/sim/fft"
	"talbot/sim/optics"
)

// Spectrum is the angular spectrum of light: its power by frequency. Entry (i, j) is
// at the frequencies Grid.X(i), Grid.Y(j), whose "metres" are 1/m; light of frequency
// u travels at the angle asin(lambda u).
type Spectrum struct {
	optics.Grid
	Power []float32 // [Ny][Nx], W per entry; the sum is the field's power
}

// AngularSpectrum is the angular spectrum of a field.
func AngularSpectrum(f *optics.Field) Spectrum {
	nx, ny := f.Nx, f.Ny
	s := Spectrum{optics.Grid{Nx: nx, Ny: ny, Dx: 1 / (float64(nx) * f.Dx), Dy: 1 / (float64(ny) * f.Dy)}, make([]float32, f.Len())}
	rows, work := make([]float32, 2*f.Len()), make([]float32, 2*f.Len())
	px := fft.NewPlan(nx)
	for j := range ny {
		line := append([]float32(nil), f.U[2*j*nx:2*(j+1)*nx]...)
		copy(rows[2*j*nx:], px.Forward(line, work, 1))
	}
	u := fft.NewPlan(ny).Forward(rows, work, nx)
	scale := f.Dx * f.Dy / float64(f.Len())
	for j := range ny {
		for i := range nx {
			// Frequency 0 goes to entry n/2.
			k := 2 * ((j+ny-ny/2)%ny*nx + (i+nx-nx/2)%nx)
			re, im := float64(u[k]), float64(u[k+1])
			s.Power[j*nx+i] = float32(scale * (re*re + im*im))
		}
	}
	return s
}
