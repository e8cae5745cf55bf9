package element_test

import (
	"fmt"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/element"
	"talbot/sim/optics"
)

// A half-wave plate at 45 degrees lets light through crossed polarisers.
func ExampleJones() {
	crossed := element.Polariser(math.Pi / 2)
	system := crossed.Times(element.WavePlate(math.Pi, math.Pi/4)).Times(element.Polariser(0))
	through := system[1][0] // from light along x to light along y
	fmt.Printf("%.3f of the power passes\n", real(through)*real(through)+imag(through)*imag(through))
	// Output: 1.000 of the power passes
}

// Noll's normalisation: mean square 1 over the disc, and no two modes alike.
func TestZernikeIsOrthonormal(t *testing.T) {
	modes := [][2]int{{0, 0}, {1, 1}, {1, -1}, {2, 0}, {2, 2}, {2, -2}, {3, 1}, {3, -3}, {4, 0}, {4, 2}, {6, -4}}
	const n = 400
	for a, p := range modes {
		for b, q := range modes[:a+1] {
			sum, count := 0.0, 0.0
			for j := range n {
				for i := range n {
					x, y := (float64(i)+0.5)*2/n-1, (float64(j)+0.5)*2/n-1
					if x*x+y*y < 1 {
						sum += element.ZernikeAt(p[0], p[1], x, y) * element.ZernikeAt(q[0], q[1], x, y)
						count++
					}
				}
			}
			want := 0.0
			if a == b {
				want = 1
			}
			// The disc of pixels has an edge of 4 n pixels, off by half of one at random:
			// 1e-3 of n^2, times the modes' values at the edge, at most 2 (n + 1).
			if math.Abs(sum/count-want) > 1e-2 {
				t.Errorf("Z%v Z%v has mean %.4f, want %g", p, q, sum/count, want)
			}
		}
	}
	if got := element.ZernikeAt(4, 0, 0.5, 0); math.Abs(got-math.Sqrt(5)*(6./16-6./4+1)) > 1e-12 {
		t.Errorf("spherical aberration at half radius: %g", got)
	}
}

// What an element does to the phase of the light beside the axis, by its sign.
func TestDirections(t *testing.T) {
	const lambda = 500e-9
	slope := func(e optics.Profile, x, y float64) (dx, dy float64) { // of the phase, in units of k: the ray's angle
		const h = 1e-8
		at := e(x, y)
		return cmplx.Phase(e(x+h, y)/at) / h * lambda / (2 * math.Pi), cmplx.Phase(e(x, y+h)/at) / h * lambda / (2 * math.Pi)
	}
	for what, c := range map[string]struct {
		e      optics.Profile
		dx, dy float64
	}{
		"lens":        {element.Lens(0.1, lambda), -1e-3 / 0.1, -2e-3 / 0.1},
		"cylinder":    {element.CylindricalLens(0.1, lambda), -1e-3 / 0.1, 0},
		"turned":      {element.At(element.CylindricalLens(0.1, lambda), 0, 0, math.Pi/2), 0, -2e-3 / 0.1},
		"moved":       {element.At(element.Lens(0.1, lambda), 1e-3, 0, 0), 0, -2e-3 / 0.1},
		"prism":       {element.Prism(3e-3, -4e-3, lambda), math.Sin(3e-3), -math.Sin(4e-3)},
		"axicon":      {element.Axicon(5e-3, lambda), -math.Sin(5e-3) / math.Sqrt(5), -2 * math.Sin(5e-3) / math.Sqrt(5)},
		"blazed":      {element.Blazed(300e-6, 2*math.Pi), lambda / 300e-6, 0},
		"lens, prism": {element.Contact(element.Lens(0.1, lambda), element.Prism(3e-3, 0, lambda)), -1e-3/0.1 + math.Sin(3e-3), -2e-3 / 0.1},
	} {
		dx, dy := slope(c.e, 1e-3, 2e-3)
		// The difference quotient is off by the curvature, h/(2 f) = 5e-8.
		if math.Abs(dx-c.dx) > 2e-7 || math.Abs(dy-c.dy) > 2e-7 {
			t.Errorf("%s turns light by %.7f, %.7f, want %.7f, %.7f", what, dx, dy, c.dx, c.dy)
		}
	}
}

func TestApertures(t *testing.T) {
	for _, c := range []struct {
		what       string
		e          optics.Profile
		open, shut [2]float64
	}{
		{"circle", element.Circle(1e-3), [2]float64{0.7e-3, 0.7e-3}, [2]float64{0.8e-3, 0.8e-3}},
		{"disc", element.Disc(1e-3), [2]float64{0.8e-3, 0.8e-3}, [2]float64{0.7e-3, 0.7e-3}},
		{"rectangle", element.Rectangle(1e-3, 2e-3), [2]float64{0.4e-3, 0.9e-3}, [2]float64{0.6e-3, 0}},
		{"slit", element.Slit(1e-3), [2]float64{0.4e-3, 1}, [2]float64{0.6e-3, 0}},
		{"double slit", element.DoubleSlit(0.1e-3, 1e-3), [2]float64{-0.46e-3, 1}, [2]float64{0, 0}},
		{"knife edge", element.KnifeEdge(), [2]float64{1e-9, -1}, [2]float64{-1e-9, 1}},
		{"Ronchi", element.Ronchi(1e-3, 0.5), [2]float64{1.2e-3, 0}, [2]float64{1.3e-3, 0}},
	} {
		if c.e(c.open[0], c.open[1]) != 1 || c.e(c.shut[0], c.shut[1]) != 0 {
			t.Errorf("%s: %v where it is open, %v where it is shut", c.what, c.e(c.open[0], c.open[1]), c.e(c.shut[0], c.shut[1]))
		}
	}
	// The area of an anti-aliased circle: 16 rows a pixel find it to 1/220 of a pixel at
	// random, 800 pixels are cut.
	g := optics.Square(256, 1e-5)
	area := 0.0
	for _, v := range element.Smooth(element.Circle(1e-3), g, 16).Samples(g) {
		area += real(v)
	}
	if want := math.Pi * 1e4; math.Abs(area-want) > 3*math.Sqrt(800)/220 {
		t.Errorf("a circle of radius 100 samples has area %.3f, want %.3f", area, want)
	}
}

// A diffuser's phase has the rms and the correlation length that were asked for.
func TestDiffuser(t *testing.T) {
	const rms, length = 0.4, 60e-6
	g := optics.Grid{Nx: 512, Ny: 500, Dx: 10e-6, Dy: 12e-6}
	e, err := element.Diffuser(g, rms, length, 3, 0)
	if err != nil {
		t.Fatal(err)
	}
	phi := make([]float64, g.Len())
	var mean, square float64
	for i := range phi {
		phi[i] = cmplx.Phase(e(g.X(i%g.Nx), g.Y(i/g.Nx)))
		mean += phi[i] / float64(len(phi))
	}
	var asideX, asideY float64
	for j := range g.Ny {
		for i := range g.Nx {
			d := phi[j*g.Nx+i] - mean
			square += d * d
			asideX += d * (phi[j*g.Nx+(i+6)%g.Nx] - mean)
			asideY += d * (phi[(j+5)%g.Ny*g.Nx+i] - mean)
		}
	}
	square /= float64(len(phi))
	// There are about 512 500/(pi 6 5) = 2700 independent spots: 1/sqrt(2700/2) = 2.7 %.
	if math.Abs(math.Sqrt(square)/rms-1) > 0.08 {
		t.Errorf("rms %.3f rad, want %g", math.Sqrt(square), rms)
	}
	for _, c := range []float64{asideX, asideY} {
		if got := c / square / float64(len(phi)); math.Abs(got-math.Exp(-1)) > 0.06 {
			t.Errorf("correlation %.3f one length aside, want 1/e", got)
		}
	}
	again, _ := element.Diffuser(g, rms, length, 3, 0)
	other, _ := element.Diffuser(g, rms, length, 3, 1)
	if e(1e-4, 2e-4) != again(1e-4, 2e-4) || e(1e-4, 2e-4) == other(1e-4, 2e-4) {
		t.Error("a diffuser does not depend on seed and number alone")
	}
	if _, err := element.Diffuser(g, 1, 0, 1, 1); err == nil {
		t.Error("a length of 0 is accepted")
	}
}

func TestJones(t *testing.T) {
	near := func(a, b element.Jones) bool {
		for r := range 2 {
			for c := range 2 {
				if cmplx.Abs(a[r][c]-b[r][c]) > 1e-14 {
					return false
				}
			}
		}
		return true
	}
	for _, angle := range []float64{0, 0.3, -1.2} {
		p := element.Polariser(angle)
		if !near(p.Times(p), p) || !near(p.Adjoint(), p) {
			t.Errorf("a polariser at %g is not a projection", angle)
		}
		if !near(p.Times(element.Polariser(angle+math.Pi/2)), element.Jones{}) {
			t.Errorf("crossed polarisers at %g let light pass", angle)
		}
		w := element.WavePlate(1.1, angle)
		if !near(w.Times(w.Adjoint()), element.Jones{{1, 0}, {0, 1}}) {
			t.Errorf("a wave plate at %g is not unitary", angle)
		}
	}
	// Malus: the amplitude falls as the cosine.
	if got := element.Polariser(0.7)[0][0]; math.Abs(real(got)-math.Cos(0.7)*math.Cos(0.7)) > 1e-14 {
		t.Errorf("Malus: %v", got)
	}
	// A quarter-wave plate at 45 degrees makes circular light: Ey = +i Ex, in magnitude.
	q := element.WavePlate(math.Pi/2, math.Pi/4)
	if r := q[1][0] / q[0][0]; cmplx.Abs(r+1i) > 1e-14 && cmplx.Abs(r-1i) > 1e-14 {
		t.Errorf("a quarter-wave plate makes Ey/Ex = %v", r)
	}
	ex, ey := optics.NewField(optics.Square(3, 1e-6), 1e-6), optics.NewField(optics.Square(3, 1e-6), 1e-6)
	ex.Set(1, 2, 1)
	if err := element.Polariser(math.Pi/4).Apply(ex, ey); err != nil || cmplx.Abs(ey.At(1, 2)-0.5) > 1e-7 {
		t.Errorf("through a polariser at 45 degrees Ey = %v, %v", ey.At(1, 2), err)
	}
	if element.Polariser(0).Apply(ex, optics.NewField(optics.Square(4, 1e-6), 1e-6)) == nil {
		t.Error("components on different grids are accepted")
	}
}

// Light through a volume and its adjoint: <A x, y> = <x, A^H y>.
func TestVolumeAdjoint(t *testing.T) {
	g := optics.Grid{Nx: 33, Ny: 30, Dx: 4e-6, Dy: 5e-6}
	var screens []optics.Profile
	for i := range 3 {
		e, err := element.Diffuser(g, 1, 20e-6, 7, uint32(i))
		if err != nil {
			t.Fatal(err)
		}
		screens = append(screens, e)
	}
	r, err := element.Volume(optics.Space{In: g, Wavelength: 633e-9, Z: 1e-4}, optics.Window{PadX: 6, PadY: 5}, screens...)
	if err != nil {
		t.Fatal(err)
	}
	dev := cpu.Open(1)
	m, err := optics.NewMap(dev, r, 1)
	if err != nil {
		t.Fatal(err)
	}
	x, y := element.Lens(0.01, 633e-9).Field(g, 633e-9), screens[1].Field(g, 633e-9)
	ax, err := optics.Apply(dev, m, x)
	if err != nil {
		t.Fatal(err)
	}
	ay, err := optics.ApplyAdjoint(dev, m, y)
	if err != nil {
		t.Fatal(err)
	}
	var a, b complex128
	for j := range g.Ny {
		for i := range g.Nx {
			a += cmplx.Conj(ax.At(i, j)) * y.At(i, j)
			b += cmplx.Conj(x.At(i, j)) * ay.At(i, j)
		}
	}
	if cmplx.Abs(a-b) > 1e-6*float64(g.Len()) {
		t.Errorf("<A x, y> = %v, <x, A^H y> = %v", a, b)
	}
}
