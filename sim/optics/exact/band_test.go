package exact_test

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/optics/exact"
	"talbot/sim/source"
)

// Light of one frequency is all in the outermost tenth or not at all; that of a lens of
// which every tenth sample is steeper than 0.9 of the limit has a tenth there.
func TestBandEdge(t *testing.T) {
	g := optics.Grid{Nx: 200, Ny: 120, Dx: 8e-6, Dy: 5e-6}
	for _, c := range []struct{ u, v, x, y float64 }{{0, 0, 0, 0}, {0.44, 0, 0, 0}, {0.46, 0.1, 1, 0}, {-0.47, 0.5, 1, 1}, {0.3, -0.45, 0, 1}, {0.45, 0.2, 1, 0}} {
		x, y := exact.BandEdge(g, optics.Profile(func(x, y float64) complex128 {
			return cmplx.Rect(1, 2*math.Pi*(c.u*x/g.Dx+c.v*y/g.Dy))
		}).Samples(g))
		if math.Abs(x-c.x) > 1e-9 || math.Abs(y-c.y) > 1e-9 {
			t.Errorf("a wave of %g/dx, %g/dy has %.3g, %.3g in the outermost tenth, want %g, %g", c.u, c.v, x, y, c.x, c.y)
		}
	}
	if x, y := exact.BandEdge(g, make([]complex128, g.Len())); x != 0 || y != 0 {
		t.Errorf("darkness has %g, %g", x, y)
	}
	if x, y := exact.BandEdge(optics.Grid{Nx: 1, Ny: 1, Dx: 1, Dy: 1}, []complex128{1}); x != 0 || y != 0 {
		t.Errorf("one sample has %g, %g", x, y)
	}
}

// A lens of 10 mm on samples of 8 um has five foci, and is told, for a circle, a
// square and a line, with the axes that it is so along; light that its samples carry is
// not: lenses of long focal length, hard edges, beams, gratings.
func TestAtTheLimit(t *testing.T) {
	const red = 633e-9
	square := optics.Square(512, 8e-6)
	line := optics.Grid{Nx: 512, Ny: 1, Dx: 8e-6, Dy: 8e-6}
	column := optics.Grid{Nx: 1, Ny: 500, Dx: 8e-6, Dy: 8e-6}
	flat := optics.Grid{Nx: 512, Ny: 300, Dx: 8e-6, Dy: 1e-6}
	noise, err := element.Diffuser(square, 3, 8e-6, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		g    optics.Grid
		e    optics.Profile
		want string
	}{
		{"lens", square, element.Lens(0.01, red), "along x and y 1"},
		{"round lens", square, element.Contact(element.Circle(2e-3), element.Lens(0.01, red)), "along x and y "},
		{"negative lens", square, element.Lens(-0.01, red), "along x and y "},
		{"lens of two spacings", flat, element.Lens(0.01, red), "along x "},
		{"cylinder", square, element.CylindricalLens(0.01, red), "along x "},
		{"cylinder along y", square, element.At(element.CylindricalLens(0.01, red), 0, 0, math.Pi/2), "along y "},
		{"line", line, element.Lens(0.01, red), "along x 1"},
		{"column", column, element.Lens(0.01, red), "along y 1"},
		{"noise", square, noise, "along x and y "},
		{"steep beam", square, source.Tilted(0.038, 0, red), "along x "},
		{"lens of 100 mm", square, element.Lens(0.1, red), ""},
		{"slit", square, element.Slit(80e-6), ""},
		{"rectangle", square, element.Smooth(element.Rectangle(0.5e-3, 1e-3), square, 8), ""},
		{"circle", square, element.Circle(0.3e-3), ""},
		{"edge", square, element.KnifeEdge(), ""},
		{"grating", square, element.Ronchi(160e-6, 0.5), ""},
		{"beam", square, source.Beam{Waist: 30e-6, Wavelength: red}.Gaussian(), ""},
		{"plane wave", square, source.Tilted(0.02, 0.01, red), ""},
	} {
		note := exact.AtTheLimit(optics.Space{In: c.g, Wavelength: red, Z: 0.01}, c.e.Samples(c.g))
		if c.want == "" && note != "" || !strings.HasPrefix(note, c.want) || strings.Contains(note, "e-0") {
			t.Errorf("%s: %q, want %q", c.what, note, c.want)
		}
	}
}
