// Package source makes the light that enters a network: the illumination, and the
// sample that is written on it.
package source

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// Plane is a plane wave along the axis with intensity 1 W/m2.
func Plane(g optics.Grid, wavelength float64) *optics.Field {
	f := optics.NewField(g, wavelength)
	for i := 0; i < len(f.U); i += 2 {
		f.U[i] = 1
	}
	return f
}

// Gaussian is a Gaussian beam at its waist: amplitude exp(-r^2/waist^2), waist in
// metres, intensity 1 W/m2 on the axis.
func Gaussian(g optics.Grid, wavelength, waist float64) *optics.Field {
	f := optics.NewField(g, wavelength)
	for j := range g.Ny {
		y := float64(j-g.Ny/2) * g.Dy
		for i := range g.Nx {
			x := float64(i-g.Nx/2) * g.Dx
			f.Set(i, j, complex(fmath.Exp(-(x*x+y*y)/(waist*waist)), 0))
		}
	}
	return f
}

// Coding says what a grey value in 0..1 does to the light.
type Coding int

const (
	Amplitude Coding = iota // multiplies the field by the value
	Phase                   // delays it by the value times Encoder.Depth
)

// Encoder writes an image on the illumination, resized to a centred square of
// Span samples; outside it the value is 0.
type Encoder struct {
	Grid          optics.Grid
	Width, Height int // of the image
	Span          int // samples along each side of the image on the light
	Coding        Coding
	Depth         float64 // rad, for Phase
}

// Check returns an error when the encoder cannot work.
func (e Encoder) Check() error {
	if e.Width < 1 || e.Height < 1 {
		return errs.New("source: an image needs at least 1 x 1 pixels, not ", e.Width, " x ", e.Height)
	}
	if e.Span < 1 || e.Span > e.Grid.Nx || e.Span > e.Grid.Ny {
		return errs.New("source: an image of ", e.Span, " samples does not fit a plane of ", e.Grid.Nx, " x ", e.Grid.Ny)
	}
	return nil
}

// Record records the encoding of image ([Height][Width], 0..1) on light into field.
func (e Encoder) Record(p *compute.Program, image, light, field compute.Buffer) {
	x := Bilinear(e.Width, e.Span, e.Grid.Nx)
	y := Bilinear(e.Height, e.Span, e.Grid.Ny)
	if e.Coding == Phase {
		p.Add(kernels.EncodePhase(e.Width, e.Height, x, y, e.Depth), image, light, field)
		return
	}
	p.Add(kernels.EncodeAmplitude(e.Width, e.Height, x, y), image, light, field)
}
