package main

import (
	"bytes"
	"encoding/json"
	"math"
	"math/cmplx"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sbinet/npyio"

	"talbot/sim/optics"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
	"talbot/sim/source"
)

// beamFile writes a Gaussian beam of 0.13 mm at its waist, 128 x 96 samples of 10 um.
func beamFile(t *testing.T, typ string) (file string, g optics.Grid) {
	t.Helper()
	g = optics.Grid{Nx: 128, Ny: 96, Dx: 10e-6, Dy: 10e-6}
	p := &npy.Plane{Nx: g.Nx, Ny: g.Ny, Dims: 2, Type: typ, U: source.Beam{Waist: 0.13e-3, Wavelength: 532e-9}.Gaussian().Samples(g)}
	file = filepath.Join(t.TempDir(), "in.npy")
	if err := rundir.WriteFile(file, p.Write); err != nil {
		t.Fatal(err)
	}
	return file, g
}

// The command against the beam's closed form, in both precisions and on other samples.
// The window cuts the beam at exp(-13.6) = 1.2e-6; it is not paraxial by k z
// (lambda/(pi w0))^4/4 = 9e-7; float32 adds 1e-6.
func TestPropagate(t *testing.T) {
	for typ, allowed := range map[string]float64{"float32": 3.1e-6, "complex64": 3.1e-6, "float64": 2.1e-6, "complex128": 2.1e-6} {
		in, g := beamFile(t, typ)
		out := filepath.Join(t.TempDir(), "out.npy")
		text := works(t, "propagate", "--in", in, "--out", out, "--pitch", "10um", "--wavelength", "532nm", "--z", "10cm", "--device", "cpu",
			"--out-samples", "60x50", "--shift", "50um,-0.1mm")
		if !strings.Contains(text, "60 x 50 samples of 10 um") || !strings.Contains(text, "Rayleigh-Sommerfeld impulse response: over 100 mm") {
			t.Errorf("it says %q", text)
		}
		p, err := npy.ReadPlane([]byte(read(t, out)))
		if err != nil {
			t.Fatal(err)
		}
		want := "complex64"
		if strings.Contains(typ, "64") && typ != "complex64" || typ == "complex128" {
			want = "complex128"
		}
		if p.Nx != 60 || p.Ny != 50 || p.Type != want {
			t.Errorf("%s became %d x %d of %s, want %s", typ, p.Nx, p.Ny, p.Type, want)
		}
		beam := source.Beam{Waist: 0.13e-3, Wavelength: 532e-9, Z: 0.1}.Gaussian()
		worst := 0.0
		for i, v := range p.U {
			x, y := float64(i%60-30)*g.Dx+50e-6, float64(i/60-25)*g.Dy-100e-6
			worst = math.Max(worst, cmplx.Abs(v-beam(x, y)))
		}
		if worst > allowed {
			t.Errorf("%s: off by %.2g, allowed %.2g", typ, worst, allowed)
		}
	}
}

// NumPy's own format, read by a library that is not ours; and the JSON line.
func TestPropagateWritesNumPy(t *testing.T) {
	in, _ := beamFile(t, "float32")
	out := filepath.Join(t.TempDir(), "out.npy")
	var line struct {
		Event, Method, Reason, Type string
		Shape                       []int
	}
	if err := json.Unmarshal([]byte(works(t, "propagate", "--in", in, "--out", out, "--pitch", "1e-5", "--wavelength", "532e-9", "--z", "-0.01",
		"--as", "intensity", "--device", "cpu", "--json")), &line); err != nil {
		t.Fatal(err)
	}
	if line.Event != "done" || line.Method != "angular-spectrum" || line.Type != "float32" || line.Shape[0] != 96 || line.Shape[1] != 128 || line.Reason == "" {
		t.Errorf("%+v", line)
	}
	r, err := npyio.NewReader(bytes.NewReader([]byte(read(t, out))))
	if err != nil {
		t.Fatal(err)
	}
	var v []float32
	if err := r.Read(&v); err != nil || len(v) != 128*96 || r.Header.Descr.Shape[0] != 96 {
		t.Errorf("npyio reads %d values of shape %v: %v", len(v), r.Header.Descr.Shape, err)
	}
}

// The direct integral of a line of light, against auto.
func TestPropagateIntegral(t *testing.T) {
	dir := t.TempDir()
	line := &npy.Plane{Nx: 300, Ny: 1, Dims: 1, Type: "complex128"}
	for i := range line.Nx {
		x := float64(i-150) / 50
		line.U = append(line.U, complex(math.Exp(-x*x), 0))
	}
	if err := rundir.WriteFile(filepath.Join(dir, "in.npy"), line.Write); err != nil {
		t.Fatal(err)
	}
	var got [2]*npy.Plane
	for i, method := range []string{"rayleigh-sommerfeld", "auto"} {
		out := filepath.Join(dir, method+".npy")
		works(t, "propagate", "--in", filepath.Join(dir, "in.npy"), "--out", out, "--pitch", "5um", "--wavelength", "633nm", "--z", "4cm", "--index", "1.33", "--method", method)
		var err error
		if got[i], err = npy.ReadPlane([]byte(read(t, out))); err != nil {
			t.Fatal(err)
		}
	}
	for i := range got[0].U {
		if e := cmplx.Abs(got[0].U[i] - got[1].U[i]); e > 1e-8 {
			t.Fatalf("sample %d: %v and %v", i, got[0].U[i], got[1].U[i])
		}
	}
	if got[0].Dims != 1 {
		t.Error("a line became a plane")
	}
}

func TestPropagateErrors(t *testing.T) {
	in, _ := beamFile(t, "complex64")
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("short.npy", []byte(read(t, in))[:1000], 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("there.npy", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   string
		status int
		want   string
	}{
		{"", misused, "propagate wants --in U.npy"},
		{"--in IN", misused, "propagate wants --out V.npy"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm", misused, "propagate wants --z"},
		{"--in IN --out v.npy --pitch 0 --wavelength 532nm --z 1", misused, "is not above 0"},
		{"--in IN --out v.npy --pitch -1um --wavelength 532nm --z 1", misused, "is not above 0"},
		{"--in IN --out v.npy --pitch nan --wavelength 532nm --z 1", misused, "is not a length"},
		{"--in IN --out v.npy --pitch 10um --wavelength -532nm --z 1", misused, "is not above 0"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z far", misused, "--z: \"far\" is not a length"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --index 0", misused, "--index: 0"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --method scaleable", misused, "did you mean scalable?"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --padding -4", misused, "--padding: -4 is below 0"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --out-samples many", misused, "--out-samples"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --shift 1mm", misused, "--shift"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --precision half", misused, "--precision"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --as phase", misused, "--as"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --method angular-spectrum", failed, "aliases the transfer function beyond"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --out-samples 100000 --force", failed, "too large"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z 1 --out-samples 4000 --method rayleigh-sommerfeld", failed, "which takes hours"},
		{"--in IN --out v.npy --pitch 10um --wavelength 532nm --z -1 --method rayleigh-sommerfeld", failed, "needs a positive distance"},
		{"--in IN --out there.npy --pitch 10um --wavelength 532nm --z 1", failed, "there.npy is there already"},
		{"--in short.npy --out v.npy --pitch 10um --wavelength 532nm --z 1", failed, "short.npy: its header promises the shape (96, 128) of complex64, but it holds 872 bytes"},
		{"--in none.npy --out v.npy --pitch 10um --wavelength 532nm --z 1", failed, "cannot read the light"},
	} {
		args := append([]string{"propagate"}, strings.Fields(strings.ReplaceAll(c.args, "IN", in))...)
		out, err, status := call(t, args...)
		if status != c.status || !strings.Contains(err, c.want) || strings.Count(err, "\n") != 1 || out != "" {
			t.Errorf("talbot propagate %s: status %d, %q; want %d, %q", c.args, status, err, c.status, c.want)
		}
	}
	if left, _ := os.ReadDir("."); len(left) != 2 {
		t.Errorf("it left %v", left)
	}
}
