package measure_test

import (
	"fmt"
	"math"
	"testing"

	"talbot/sim/measure"
	"talbot/sim/optics"
	"talbot/sim/source"
)

func ExampleFWHM() {
	beam := source.Beam{Waist: 0.1e-3, Wavelength: 532e-9}
	f := beam.Gaussian().Field(optics.Square(64, 5e-6), beam.Wavelength)
	row := measure.Row(f.Grid, f.Intensity(), 32)
	fmt.Printf("%.1f um; sqrt(2 ln 2) w is %.1f um\n", 1e6*measure.FWHM(row, f.Dx), 1e6*math.Sqrt(2*math.Ln2)*beam.Waist)
	// Output: 117.8 um; sqrt(2 ln 2) w is 117.7 um
}

var grid = optics.Grid{Nx: 80, Ny: 60, Dx: 10e-6, Dy: 12e-6}

// spot is a Gaussian spot of waist 0.1 mm at (50, -36) um.
func spot() []float32 {
	v := make([]float32, grid.Len())
	for i := range v {
		x, y := grid.X(i%grid.Nx)-50e-6, grid.Y(i/grid.Nx)+36e-6
		v[i] = float32(math.Exp(-2 * (x*x + y*y) / 1e-8))
	}
	return v
}

func TestSpot(t *testing.T) {
	v := spot()
	if p, want := measure.Power(grid, v), math.Pi/2*1e-8; math.Abs(p/want-1) > 1e-5 {
		t.Errorf("power %g, want %g", p, want)
	}
	x, y := measure.Centroid(grid, v)
	if math.Hypot(x-50e-6, y+36e-6) > 1e-9 {
		t.Errorf("centroid %g, %g", x, y)
	}
	// 1 - exp(-2) lies within the waist; pixels are in or out by their middle, and an
	// edge of 63 pixels off by half of one at random makes 0.5 % of 314 pixels.
	if got := measure.Encircled(grid, v, x, y, 100e-6); math.Abs(got-(1-math.Exp(-2))) > 0.015 {
		t.Errorf("%.4f within the waist", got)
	}
	if r := measure.EncircledRadius(grid, v, x, y, 0.5); math.Abs(r-100e-6*math.Sqrt(math.Ln2/2)) > 3e-6 {
		t.Errorf("half of the power within %g m", r)
	}
	if w := measure.FWHM(measure.Column(grid, v, 45), grid.Dy); math.Abs(w-math.Sqrt(2*math.Ln2)*1e-4) > 1e-6 {
		t.Errorf("width %g m", w)
	}
	if !math.IsNaN(measure.FWHM([]float32{1, 2, 3}, 1)) || !math.IsNaN(measure.FWHM(nil, 1)) {
		t.Error("a line that does not fall has a width")
	}
	if x, y := measure.Centroid(grid, make([]float32, grid.Len())); x != 0 || y != 0 {
		t.Error("darkness has a centroid")
	}
}

func TestCompare(t *testing.T) {
	a := spot()
	b := make([]float32, len(a))
	for i, v := range a {
		b[i] = 0.5*v + 0.1
	}
	if c := measure.Correlation(a, b); math.Abs(c-1) > 1e-6 {
		t.Errorf("correlation %g", c)
	}
	if c := measure.Correlation(a, make([]float32, len(a))); c != 0 {
		t.Errorf("correlation with darkness %g", c)
	}
	if !math.IsInf(measure.PSNR(a, a), 1) || measure.RelMSE(a, a) != 0 {
		t.Error("a picture is not like itself")
	}
	// A constant error of 0.01 of the peak is 40 dB.
	for i, v := range a {
		b[i] = v + 0.01
	}
	if p := measure.PSNR(b, a); math.Abs(p-40) > 1e-3 {
		t.Errorf("PSNR %g dB", p)
	}
	if s := measure.Strehl(grid, a, a); s != 1 {
		t.Errorf("Strehl %g", s)
	}
}

// SSIM of flat pictures is (2 a b + c1)/(a^2 + b^2 + c1); of a picture and its negative
// about the mean it is below 0; of the same 1.
func TestSSIM(t *testing.T) {
	const n = 16
	flat := func(v float32) []float32 {
		p := make([]float32, n*n)
		for i := range p {
			p[i] = v
		}
		return p
	}
	get := func(a, b []float32) float64 {
		s, err := measure.SSIM(a, b, n, n, 1)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got, want := get(flat(0.25), flat(0.75)), (2*0.25*0.75+1e-4)/(0.0625+0.5625+1e-4); math.Abs(got-want) > 1e-6 {
		t.Errorf("flat pictures: %.7f, want %.7f", got, want)
	}
	a, b := flat(0.5), flat(0.5)
	for i := range a {
		d := float32((i*7%5)-2) / 10
		a[i], b[i] = a[i]+d, b[i]-d
	}
	if got := get(a, a); math.Abs(got-1) > 1e-9 {
		t.Errorf("the same picture: %g", got)
	}
	if got := get(a, b); got > -0.8 {
		t.Errorf("a picture and its negative: %g", got)
	}
	if _, err := measure.SSIM(a[:100], b[:100], 10, 10, 1); err == nil {
		t.Error("a picture of 10 x 10 is accepted")
	}
}

// A tilted wave is one entry of the angular spectrum, with all of the power.
func TestAngularSpectrum(t *testing.T) {
	g := optics.Grid{Nx: 30, Ny: 21, Dx: 4e-6, Dy: 5e-6}
	f := optics.Profile(func(x, y float64) complex128 {
		phi := 2 * math.Pi * (3*x/(30*4e-6) - 2*y/(21*5e-6))
		return complex(math.Cos(phi), math.Sin(phi))
	}).Field(g, 633e-9)
	s := measure.AngularSpectrum(f)
	i := (21/2-2)*30 + 15 + 3
	if math.Abs(float64(s.Power[i])/f.Power()-1) > 1e-5 {
		t.Errorf("%.6f of the power at %.0f, %.0f 1/m", float64(s.Power[i])/f.Power(), s.X(18), s.Y(8))
	}
	if math.Abs(s.X(18)-3/(30*4e-6)) > 1e-6 || math.Abs(s.Y(8)+2/(21*5e-6)) > 1e-6 {
		t.Errorf("frequencies %g, %g", s.X(18), s.Y(8))
	}
	if p := measure.Phase(f); math.Abs(float64(p[21/2*30+15])) > 1e-6 {
		t.Errorf("phase %g on the axis", p[21/2*30+15])
	}
}
