package optics_test

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/optics/closed"
	"talbot/sim/rng"
	"talbot/sim/source"
)

var dev = cpu.Open(0)

func propagate(t *testing.T, f *optics.Field, z float64, w optics.Window) *optics.Field {
	t.Helper()
	p, err := optics.NewAngularSpectrum(dev, f.Grid, f.Wavelength, z, w)
	if err != nil {
		t.Fatal(err)
	}
	out, err := optics.Apply(dev, p, f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func noise(g optics.Grid, wavelength float64) *optics.Field {
	f := optics.NewField(g, wavelength)
	rng.Stream{Seed: 5, Stream: 1001}.Uniform(uint32(g.Nx), f.U)
	for i := range f.U {
		f.U[i] = 2*f.U[i] - 1
	}
	return f
}

// worst is the largest |f - want| over the plane.
func worst(f *optics.Field, want func(x, y float64) complex128) float64 {
	e := 0.0
	for j := range f.Ny {
		for i := range f.Nx {
			x, y := float64(i-f.Nx/2)*f.Dx, float64(j-f.Ny/2)*f.Dy
			e = math.Max(e, cmplx.Abs(f.At(i, j)-want(x, y)))
		}
	}
	return e
}

// squareError propagates a square aperture of 1 mm, m samples wide in a window of
// n, at 800 nm over 50 mm (Fresnel number 6.25), and returns the relative mean
// squared error of the intensity behind the aperture against Fresnel integrals.
func squareError(t *testing.T, m, n int, limit bool) float64 {
	const w, lambda, z = 1e-3, 800e-9, 0.05
	g := optics.Square(n, w/float64(m))
	in := optics.NewField(g, lambda)
	for j := (n - m) / 2; j < (n+m)/2; j++ {
		for i := (n - m) / 2; i < (n+m)/2; i++ {
			in.Set(i, j, 1)
		}
	}
	intensity := propagate(t, in, z, optics.Window{BandLimit: limit}).Intensity()
	// Samples lie half a pixel from the aperture's centre.
	line := make([]float64, m)
	for i := range line {
		line[i] = closed.Intensity(closed.Slit((float64(i-m/2)+0.5)*g.Dx, w, lambda, z))
	}
	var num, den float64
	for j := range m {
		for i := range m {
			want := line[i] * line[j]
			d := float64(intensity[((n-m)/2+j)*n+(n-m)/2+i]) - want
			num += d * d
			den += want * want
		}
	}
	return num / den
}

// Without padding nothing is lost, and the way back undoes the way there.
func TestEnergyAndReturn(t *testing.T) {
	in := noise(optics.Grid{Nx: 60, Ny: 48, Dx: 8e-6, Dy: 10e-6}, 633e-9)
	out := propagate(t, in, 0.02, optics.Window{})
	if p := out.Power() / in.Power(); math.Abs(p-1) > 1e-6 {
		t.Errorf("power changes by %.2g", p-1)
	}
	back := propagate(t, out, -0.02, optics.Window{})
	e := worst(back, func(x, y float64) complex128 {
		return in.At(int(math.Round(x/in.Dx))+30, int(math.Round(y/in.Dy))+24)
	})
	if e > 3e-6 {
		t.Errorf("there and back is off by %.2g, allowed 3e-6", e)
	}
	same := propagate(t, in, 0, optics.Window{PadX: 4, PadY: 2})
	e = worst(same, func(x, y float64) complex128 {
		return in.At(int(math.Round(x/in.Dx))+30, int(math.Round(y/in.Dy))+24)
	})
	if e > 2e-6 {
		t.Errorf("no distance changes the field by %.2g", e)
	}
}

// A tilted wave moves along +x: exp(+i k sin(a) x) with a > 0 travels to larger x.
func TestTiltDirection(t *testing.T) {
	const lambda, n = 532e-9, 256
	f := source.Gaussian(optics.Square(n, 10e-6), lambda, 200e-6)
	angle := 8 * lambda / (n * f.Dx) // eight cycles across the window
	for j := range n {
		for i := range n {
			f.Set(i, j, f.At(i, j)*cmplx.Rect(1, 2*math.Pi/lambda*angle*float64(i-n/2)*f.Dx))
		}
	}
	const z = 0.1
	intensity := propagate(t, f, z, optics.Window{}).Intensity()
	var mean, total float64
	for i, v := range intensity {
		mean += float64(v) * float64(i%n-n/2) * f.Dx
		total += float64(v)
	}
	if want := z * angle; math.Abs(mean/total-want) > 0.01*want {
		t.Errorf("the beam moved %.4g m, want %.4g m", mean/total, want)
	}
}

// Waves beyond the wavelength's limit decay and do not grow on the way back.
func TestEvanescentWavesDecay(t *testing.T) {
	const lambda = 500e-9
	in := noise(optics.Square(32, 100e-9), lambda)
	for _, z := range []float64{1e-6, -1e-6} {
		if p := propagate(t, in, z, optics.Window{}).Power() / in.Power(); p >= 1 {
			t.Errorf("z = %g m: power grows to %g", z, p)
		}
	}
}

func TestBadInputIsRefused(t *testing.T) {
	good := optics.Square(8, 1e-5)
	for _, c := range []struct {
		g         optics.Grid
		lambda, z float64
		w         optics.Window
	}{
		{optics.Grid{}, 532e-9, 1, optics.Window{}},
		{optics.Square(8, 0), 532e-9, 1, optics.Window{}},
		{optics.Square(8, math.NaN()), 532e-9, 1, optics.Window{}},
		{good, -1, 1, optics.Window{}},
		{good, math.NaN(), 1, optics.Window{}},
		{good, 532e-9, math.Inf(1), optics.Window{}},
		{good, 532e-9, 1, optics.Window{PadX: -1}},
	} {
		if _, err := optics.NewAngularSpectrum(dev, c.g, c.lambda, c.z, c.w); err == nil {
			t.Errorf("%+v: no error", c)
		}
	}
	p, err := optics.NewAngularSpectrum(dev, good, 532e-9, 1, optics.Window{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := optics.Apply(dev, p, optics.NewField(optics.Square(9, 1e-5), 532e-9)); err == nil {
		t.Error("a field of another size is accepted")
	}
}

// Every depth of a slice is the row y = 0 of the field propagated there.
func TestSlicerAgreesWithPropagation(t *testing.T) {
	g := optics.Grid{Nx: 30, Ny: 21, Dx: 9e-6, Dy: 8e-6}
	in := noise(g, 532e-9)
	const z, steps = 0.004, 5
	// Windows of 40 x 27, and of 38 x 29, which have large prime factors.
	for _, w := range []optics.Window{{PadX: 5, PadY: 3}, {PadX: 4, PadY: 4}} {
		s, err := optics.NewSlicer(g, in.Wavelength, z, w, steps)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float32, steps*g.Nx)
		for range 2 { // the second time shows that nothing is left over from the first
			s.Slice(in.U, got)
			for k := range steps {
				want := propagate(t, in, (float64(k)+0.5)*z/steps, w).Intensity()[g.Ny/2*g.Nx:][:g.Nx]
				for i := range want {
					if d := math.Abs(float64(got[k*g.Nx+i] - want[i])); d > 1e-5 {
						t.Fatalf("padding %d: depth %d, sample %d: %g, want %g", w.PadX, k, i, got[k*g.Nx+i], want[i])
					}
				}
			}
		}
	}
}

// A y-z slice is the x-z slice of the transposed field: its depths are columns x = 0.
// The background is a plane wave that travels with the light.
func TestSliceAlongYWithBackground(t *testing.T) {
	g := optics.Grid{Nx: 26, Ny: 31, Dx: 9e-6, Dy: 8e-6}
	in := noise(g, 532e-9)
	tr := in.Transposed()
	if tr.At(7, 3) != in.At(3, 7) || tr.Grid != (optics.Grid{Nx: 31, Ny: 26, Dx: 8e-6, Dy: 9e-6}) {
		t.Fatal("not transposed")
	}
	const z, steps, background = 0.003, 4, 0.6
	s, err := optics.NewSlicer(tr.Grid, in.Wavelength, z, optics.Window{PadX: 4, PadY: 6}, steps)
	if err != nil {
		t.Fatal(err)
	}
	s.Background = background
	got := make([]float32, steps*g.Ny)
	s.Slice(tr.U, got)
	for k := range steps {
		out := propagate(t, in, (float64(k)+0.5)*z/steps, optics.Window{PadX: 6, PadY: 4})
		for j := range g.Ny {
			u := out.At(g.Nx/2, j) + background
			if want := real(u)*real(u) + imag(u)*imag(u); math.Abs(float64(got[k*g.Ny+j])-want) > 1e-5 {
				t.Fatalf("depth %d, sample %d: %g, want %g", k, j, got[k*g.Ny+j], want)
			}
		}
	}
}

// A slice along a line of light, with the band limited to what the window can sample.
func TestSliceOfALine(t *testing.T) {
	g := optics.Grid{Nx: 64, Ny: 1, Dx: 10e-6, Dy: 1}
	f := source.Beam{Waist: 80e-6, Wavelength: 532e-9}.Gaussian().Field(g, 532e-9)
	s, err := optics.NewSlicer(g, f.Wavelength, 0.02, optics.Window{PadX: 32}, 3)
	if err != nil {
		t.Fatal(err)
	}
	s.LimitBand(f.Wavelength, 0.02)
	got := make([]float32, 3*64)
	s.Slice(f.U, got)
	for k := range 3 {
		// In one dimension the beam's intensity falls as w0/w.
		b := source.Beam{Waist: 80e-6, Wavelength: 532e-9, Z: (float64(k) + 0.5) * 0.02 / 3}
		if want := b.Waist / b.Radius(); math.Abs(float64(got[k*64+32])-want) > 1e-4 {
			t.Errorf("depth %d: %g on the axis, want %g", k, got[k*64+32], want)
		}
	}
}

// The aliasing that the band limit repairs is there without it: peers reach 1.6e-3.
func TestAliasingWithoutBandLimit(t *testing.T) {
	if e := squareError(t, 256, 1024, false); e < 1e-3 {
		t.Errorf("this case should alias, but its error is %.2g", e)
	}
}

// A plane of one row is light that does not vary along y: the same as a plane whose
// rows are all equal.
func TestOneDimension(t *testing.T) {
	const n = 96
	line := optics.Grid{Nx: n, Ny: 1, Dx: 8e-6, Dy: 8e-6}
	square := optics.Grid{Nx: n, Ny: 32, Dx: 8e-6, Dy: 8e-6}
	u := noise(line, 633e-9)
	v := optics.NewField(square, 633e-9)
	for j := range square.Ny {
		copy(v.U[2*j*n:], u.U)
	}
	a := propagate(t, u, 0.03, optics.Window{PadX: 20})
	b := propagate(t, v, 0.03, optics.Window{PadX: 20})
	for i := range n {
		if d := a.At(i, 0) - b.At(i, 17); math.Hypot(real(d), imag(d)) > 3e-6 {
			t.Fatalf("sample %d: %v on a line, %v on a plane", i, a.At(i, 0), b.At(i, 17))
		}
	}
}
