package main

import (
	"encoding/json"
	"math"
	"math/cmplx"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/optics/closed"
	"talbot/sim/optics/exact"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
)

// told is the JSON line of propagate.
type told struct {
	Method, Reason string
	Error          *float64  `json:"error_bound"`
	Basis          string    `json:"error_against"`
	Inside         float64   `json:"power_in_plane"`
	Pitch          []float64 `json:"pitch_m"`
	Tried          []struct{ Method string }
	Warnings       []string
}

// shine writes light of the given type and propagates it.
func shine(t *testing.T, g optics.Grid, u []complex128, typ string, args ...string) ([]complex128, told) {
	t.Helper()
	in := fieldFile(t, g, u, typ)
	out := filepath.Join(filepath.Dir(in), "out.npy")
	var line told
	text := works(t, append([]string{"propagate", "--in", in, "--out", out, "--json", "--device", "cpu"}, args...)...)
	if err := json.Unmarshal([]byte(text), &line); err != nil {
		t.Fatalf("%v: %q", err, text)
	}
	p, err := npy.ReadPlane([]byte(read(t, out)))
	if err != nil {
		t.Fatal(err)
	}
	return p.U, line
}

func fieldFile(t *testing.T, g optics.Grid, u []complex128, typ string) string {
	t.Helper()
	dims := 2
	if g.Ny == 1 {
		dims = 1
	}
	in := filepath.Join(t.TempDir(), "in.npy")
	if err := rundir.WriteFile(in, (&npy.Plane{Nx: g.Nx, Ny: g.Ny, Dims: dims, Type: typ, U: u}).Write); err != nil {
		t.Fatal(err)
	}
	return in
}

// off is the relative L2 distance.
func off(a, b []complex128) float64 {
	var num, den float64
	for i := range b {
		num += math.Pow(cmplx.Abs(a[i]-b[i]), 2)
		den += math.Pow(cmplx.Abs(b[i]), 2)
	}
	return math.Sqrt(num / den)
}

// holds fails unless the bound that line tells is one for e, and at most five times it
// where that is above rounding.
func holds(t *testing.T, line told, e, floor float64) {
	t.Helper()
	if line.Error == nil || *line.Error < e || *line.Error > 5*math.Max(e, floor) {
		t.Errorf("%s says at most %v, and is off by %.3g", line.Method, line.Error, e)
	}
}

// sum is the Rayleigh-Sommerfeld sum over the samples.
func sum(t *testing.T, s optics.Space, u []complex128, out optics.Plane) []complex128 {
	t.Helper()
	v, err := exact.RayleighSommerfeld(s, u, out)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A ring of millimetre waves: auto is not paraxial at angles of 60 degrees.
func TestAutoAtWideAngles(t *testing.T) {
	g := optics.Square(200, 0.4e-3)
	u := make([]complex128, g.Len())
	for i := range u {
		if r := math.Hypot(float64(i%200-100), float64(i/200-100)); r > 31 && r < 49 {
			u[i] = 1
		}
	}
	v, line := shine(t, g, u, "complex64", "--pitch", "0.4mm", "--wavelength", "0.75mm", "--z", "90mm")
	// Some columns of the sum, which has 1.6e9 terms.
	s := optics.Space{In: g, Wavelength: 0.75e-3, Z: 0.09}
	var got, want []complex128
	for _, i := range []int{0, 40, 100, 137, 199} {
		column := optics.Plane{Grid: g, X: g.X(i)}
		column.Nx = 1
		want = append(want, sum(t, s, u, column)...)
		for j := range g.Ny {
			got = append(got, v[j*g.Nx+i])
		}
	}
	holds(t, line, off(got, want), 1e-6)
	if off(got, want) > 1e-6 {
		t.Errorf("%s is off by %.2g", line.Method, off(got, want))
	}
	in := fieldFile(t, g, u, "complex64")
	text := works(t, "propagate", "--in", in, "--out", filepath.Join(t.TempDir(), "o.npy"), "--pitch", "0.4mm", "--wavelength", "0.75mm", "--z", "90mm", "--device", "cpu")
	if !strings.Contains(text, "\nerror: at most 1e-06 of the field, held against the Rayleigh-Sommerfeld sum over the samples\npower: 2.64 % leaves the plane\n") {
		t.Errorf("it says %q", text)
	}
}

// Auto finds the method that can: other samples where one axis is near and one far, and a
// tilted beam followed aside.
func TestAutoFindsOne(t *testing.T) {
	g := optics.Grid{Nx: 40, Ny: 60, Dx: 8e-6, Dy: 8e-6}
	u := optics.Profile(func(x, y float64) complex128 { return complex(math.Exp(-(x*x+y*y)/(60e-6*60e-6)), 0) }).Samples(g)
	s := optics.Space{In: g, Wavelength: 532e-9, Z: 0.01} // between 2 N dx^2/lambda of x, 9.6 mm, and of y
	v, line := shine(t, g, u, "complex128", "--pitch", "8um", "--wavelength", "532nm", "--z", "1cm", "--out-pitch", "4um", "--out-samples", "40")
	holds(t, line, off(v, sum(t, s, u, optics.At(optics.Square(40, 4e-6)))), 1e-9)

	g = optics.Grid{Nx: 400, Ny: 1, Dx: 1e-6, Dy: 1e-6}
	u = optics.Profile(func(x, _ float64) complex128 {
		return cmplx.Rect(math.Exp(-x*x/(50e-6*50e-6)), 2*math.Pi/532e-9*math.Sin(10*math.Pi/180)*x)
	}).Samples(g)
	v, line = shine(t, g, u, "complex128", "--pitch", "1um", "--wavelength", "532nm", "--z", "2mm", "--shift", "352.654um,0")
	var moment, all float64
	for i, a := range v {
		moment += g.X(i) * math.Pow(cmplx.Abs(a), 2)
		all += math.Pow(cmplx.Abs(a), 2)
	}
	if x := 352.654e-6 + moment/all; math.Abs(x-352.655e-6) > 0.01e-6 || line.Inside < 0.9999 {
		t.Errorf("%s: the beam is at %.4g um with %.4g of its power", line.Method, 1e6*x, line.Inside)
	}
	fine := optics.Space{In: optics.Grid{Nx: 4000, Ny: 1, Dx: 0.1e-6, Dy: 1}, Wavelength: 532e-9, Z: 2e-3}
	want := sum(t, fine, optics.Profile(func(x, _ float64) complex128 {
		return cmplx.Rect(math.Exp(-x*x/(50e-6*50e-6)), 2*math.Pi/532e-9*math.Sin(10*math.Pi/180)*x)
	}).Samples(fine.In), optics.Plane{Grid: g, X: 352.654e-6})
	if e := off(v, want); e > 1e-6 {
		t.Errorf("%s: off by %.2g", line.Method, e)
	}
}

// Far away: two-step refuses what it would fold back, and does the rest right; band-limited
// says that it keeps almost nothing; every bound holds.
func TestFarAway(t *testing.T) {
	g := optics.Square(64, 4e-6)
	u := optics.Profile(func(x, y float64) complex128 {
		x, y = x-4e-6, y+4e-6
		return complex(math.Exp(-(x*x+y*y)/math.Pow(4e-6*64/6, 2)), 0)
	}).Samples(g)
	for _, z := range []string{"10cm", "30cm"} {
		args := []string{"--pitch", "4um", "--wavelength", "633nm", "--z", z}
		zm, _ := metres(z)
		s := optics.Space{In: g, Wavelength: 633e-9, Z: zm}
		want := sum(t, s, u, optics.At(g))
		for _, m := range []string{"auto", "chirp-z", "scalable", "band-limited", "scaled-spectrum", "impulse-response", "fresnel-impulse"} {
			v, line := shine(t, g, u, "complex128", append(args, "--method", m)...)
			holds(t, line, off(v, want), 1e-9)
			if m == "band-limited" && !strings.Contains(strings.Join(line.Warnings, "\n"), "far from the truth") {
				t.Errorf("%s of %s says %q", m, z, line.Warnings)
			}
			if left := 1 - line.Inside; left < 0.8 {
				t.Errorf("%s of %s: %.3g leaves the plane", m, z, left)
			}
		}
		in := fieldFile(t, g, u, "complex128")
		_, err, status := call(t, append([]string{"propagate", "--in", in, "--out", in + "2", "--method", "two-step"}, args...)...)
		if status != failed || !strings.Contains(err, "would fold it back") || !strings.Contains(err, "use chirp-z") {
			t.Errorf("two-step of %s: status %d, %q", z, status, err)
		}
		wide := optics.At(optics.Square(64, zm*2e-4))
		v, line := shine(t, g, u, "complex128", append(args, "--method", "two-step", "--out-pitch", strconv.FormatFloat(zm*2e-4, 'g', -1, 64))...)
		holds(t, line, off(v, sum(t, s, u, wide)), 1e-9)
		other, _ := shine(t, g, u, "complex128", append(args, "--method", "chirp-z", "--out-pitch", strconv.FormatFloat(zm*2e-4, 'g', -1, 64))...)
		if e := off(v, other); e > 1e-5 { // both are paraxial; the plane between ends with the band, where the beam's cut edge has a little light
			t.Errorf("two-step of %s onto samples of %g m: %.2g from chirp-z", z, wide.Dx, e)
		}
	}
}

// A hole whose light leaves the plane: how much is told, and the bound is true. The truth
// is the angular spectrum in a window of 3000 samples.
func TestPowerThatLeaves(t *testing.T) {
	g := optics.Grid{Nx: 300, Ny: 200, Dx: 8e-6, Dy: 8e-6}
	u := make([]complex128, g.Len())
	for i := range u {
		if x, y := i%300, i/300; x >= 120 && x < 180 && y >= 70 && y < 130 {
			u[i] = 1
		}
	}
	s := optics.Space{In: g, Wavelength: 532e-9, Z: 0.03}
	r, err := s.AngularSpectrum(optics.Window{PadX: 700, PadY: 700})
	if err != nil {
		t.Fatal(err)
	}
	want, err := exact.Apply(r, u)
	if err != nil {
		t.Fatal(err)
	}
	inside := 0.0
	for _, a := range want {
		inside += math.Pow(cmplx.Abs(a), 2) / 3600
	}
	for _, typ := range []string{"complex64", "complex128"} {
		v, line := shine(t, g, u, typ, "--pitch", "8um", "--wavelength", "532nm", "--z", "3cm")
		holds(t, line, off(v, want), 1e-9)
		if math.Abs(line.Inside-inside) > 1e-5 || strings.Contains(line.Reason, "exact") || strings.Contains(line.Reason, "all light") {
			t.Errorf("%s has %.6f of the power in the plane, want %.6f: %s", typ, line.Inside, inside, line.Reason)
		}
	}
}

// The integral warns along both axes.
func TestIntegralWarnsAlongBothAxes(t *testing.T) {
	for _, n := range [][2]int{{400, 8}, {8, 400}} {
		g := optics.Grid{Nx: n[0], Ny: n[1], Dx: 2e-6, Dy: 2e-6}
		u := make([]complex128, g.Len())
		for i := range u {
			u[i] = 1
		}
		_, line := shine(t, g, u, "complex64", "--pitch", "2um", "--wavelength", "532nm", "--z", "100um", "--method", "rayleigh-sommerfeld")
		axis := map[bool]string{true: "along x samples of 2 um resolve the integrand beyond", false: "along y samples of 2 um resolve the integrand beyond"}[n[0] > n[1]]
		if !strings.Contains(strings.Join(line.Warnings, "\n"), axis) || *line.Error < 1 {
			t.Errorf("%d x %d: %q, error %v", n[0], n[1], line.Warnings, *line.Error)
		}
	}
}

// Light that repeats: without padding a few periods of a grating are its Talbot image at
// any distance, by auto, angular-spectrum and fresnel; methods without a window refuse.
func TestPaddingZeroRepeats(t *testing.T) {
	const period, lambda = 200e-6, 532e-9
	g := optics.Grid{Nx: 48, Ny: 32, Dx: period / 16, Dy: period / 16}
	u := element.AmplitudeGrating(period, 0.5).Samples(g)
	for _, times := range []float64{1, 7, 40} {
		z := times * closed.TalbotDistance(period, lambda)
		args := []string{"--pitch", "12.5um", "--wavelength", "532nm", "--z", strconv.FormatFloat(z, 'g', -1, 64), "--padding", "0"}
		for _, m := range []string{"auto", "angular-spectrum", "fresnel"} {
			v, line := shine(t, g, u, "complex128", append(args, "--method", m)...)
			allowed := 1e-9 * times
			if m == "fresnel" { // k z (lambda/period)^4/8
				allowed = 2 * math.Pi / lambda * z * math.Pow(lambda/period, 4) / 8
			}
			back := v[0] / u[0] // the phase of one order over the Talbot distance is a whole turn
			for i := range v {
				v[i] /= back / complex(cmplx.Abs(back), 0)
			}
			if e := off(v, u); e > 2*allowed {
				t.Errorf("%s, %g Talbot distances: off by %.2g, allowed %.2g", m, times, e, allowed)
			}
			if !strings.Contains(strings.Join(line.Warnings, "\n"), "repeats beyond it without end") || line.Basis != "the angular spectrum of light that repeats" || *line.Error > 1e-2 {
				t.Errorf("%s: %+v", m, line)
			}
		}
		in := fieldFile(t, g, u, "complex128")
		for _, m := range []string{"scalable", "chirp-z", "two-step", "lens", "fraunhofer", "rayleigh-sommerfeld"} {
			_, err, status := call(t, append([]string{"propagate", "--in", in, "--out", in + "2", "--method", m}, args...)...)
			if status != failed || !strings.Contains(err, m+" has no window to pad") {
				t.Errorf("%s takes --padding: status %d, %q", m, status, err)
			}
		}
	}
}

func TestNoEstimate(t *testing.T) {
	g := optics.Square(32, 8e-6)
	u := make([]complex128, g.Len())
	u[500] = 1
	_, line := shine(t, g, u, "complex64", "--pitch", "8um", "--wavelength", "532nm", "--z", "1cm", "--no-estimate")
	if line.Error != nil || line.Method != "impulse-response" || line.Basis != "not asked for" {
		t.Errorf("%+v", line)
	}
}
