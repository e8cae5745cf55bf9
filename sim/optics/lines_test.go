package optics_test

import (
	"strings"
	"testing"

	"talbot/sim/element"
	"talbot/sim/optics"
)

// Along lines comes what comes by planes: through a lens to any plane, and by free space, lens and free space between
// windows in the middle of a plane.
func TestLinesAgreeWithPlanes(t *testing.T) {
	const lambda, pitch, focus = 532e-9, 8e-6, 6e-3
	for _, c := range []struct{ in, out optics.Grid }{
		{optics.Grid{Nx: 48, Ny: 48, Dx: pitch, Dy: pitch}, optics.Grid{Nx: 20, Ny: 20, Dx: pitch, Dy: pitch}},
		{optics.Grid{Nx: 31, Ny: 40, Dx: pitch, Dy: pitch}, optics.Grid{Nx: 64, Ny: 7, Dx: pitch, Dy: pitch}},
		{optics.Grid{Nx: 1, Ny: 1, Dx: pitch, Dy: pitch}, optics.Grid{Nx: 48, Ny: 1, Dx: pitch, Dy: pitch}},
	} {
		s := optics.Space{In: c.in, Wavelength: lambda, Z: focus}
		lines, err := optics.NewLensLines(dev, s, optics.At(c.out), 2)
		check(t, err)
		recipe, err := s.FourierLens(optics.At(c.out))
		check(t, err)
		planes, err := optics.NewMap(dev, recipe, 2)
		check(t, err)
		same(t, "lens", lines, planes)

		if c.out.Ny == 1 {
			continue
		}
		plane := optics.Grid{Nx: 64, Ny: 64, Dx: pitch, Dy: pitch}
		s.In = plane
		lens := element.Lens(focus, lambda)
		lines, err = optics.NewLensPropagation(dev, s, lens, c.in, c.out, 2)
		check(t, err)
		free, err := s.FresnelTransfer(optics.Window{})
		check(t, err)
		glass, err := optics.Screen(plane, lens)
		check(t, err)
		recipe, err = optics.Join(optics.Resize(c.in, plane), free, glass, free, optics.Resize(plane, c.out))
		check(t, err)
		planes, err = optics.NewMap(dev, recipe, 2)
		check(t, err)
		same(t, "propagation", lines, planes)
	}
	wide := optics.Square(80, pitch)
	s := optics.Space{In: optics.Square(64, pitch), Wavelength: lambda, Z: focus}
	if _, err := optics.NewLensPropagation(dev, s, element.Lens(focus, lambda), wide, s.In, 1); err == nil || !strings.Contains(err.Error(), "does not hold") {
		t.Errorf("a window wider than the plane: %v", err)
	}
}

// same compares two ways of computing one propagation, for each sample of a batch, and their adjoints.
func same(t *testing.T, what string, lines, planes optics.Propagator) {
	t.Helper()
	const batch = 2
	x, y := numbers(batch*2*lines.In().Len(), 1), numbers(batch*2*lines.Out().Len(), 2)
	if d := distance(through(t, planes.Forward, x, len(y), batch), through(t, lines.Forward, x, len(y), batch)); d > 2e-6 {
		t.Errorf("%s from %v to %v: %.2g from planes", what, lines.In(), lines.Out(), d)
	}
	if d := distance(through(t, planes.Adjoint, y, len(x), batch), through(t, lines.Adjoint, y, len(x), batch)); d > 2e-6 {
		t.Errorf("%s from %v to %v: adjoint %.2g from planes", what, lines.In(), lines.Out(), d)
	}
}
