package main

import (
	"math/cmplx"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talbot/sim/optics/npy"
)

// Light is read from whatever numpy.load reads numbers from, and what is not numbers is
// refused in one sentence. The files hold i, i/2, i(1-j) or i odd, by their kind.
func TestPropagateReadsNumPy(t *testing.T) {
	const data = "../../sim/optics/npy/testdata"
	files, err := filepath.Glob(data + "/*.np?")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	dir := t.TempDir()
	args := func(in string) []string {
		return []string{"propagate", "--in", in, "--out", filepath.Join(dir, filepath.Base(in)), "--force", "--pitch", "10um", "--wavelength", "532nm", "--z", "0.5mm",
			"--method", "angular-spectrum", "--device", "cpu"}
	}
	field := func(name string) []complex128 {
		works(t, args(filepath.Join(data, name))...)
		p, err := npy.ReadPlane([]byte(read(t, dir, name)))
		if err != nil {
			t.Fatal(err)
		}
		return p.U
	}
	halves := field("float64.npy")
	refused := []string{"objects.npy", "text.npy", "dates.npy", "records.npy", "longdouble.npy", "stored.npz", "mixed.npz"}
	for _, path := range files {
		name := filepath.Base(path)
		if slices.Contains(refused, name) {
			if _, text, status := call(t, args(path)...); status == 0 || strings.Count(text, "\n") != 1 || !strings.Contains(text, name) {
				t.Errorf("%s: status %d, %q", name, status, text)
			}
			continue
		}
		if name == "deflated.npz" {
			continue // two arrays as well
		}
		factor := complex(1, 0)
		switch {
		case strings.Contains(name, "c8") || strings.Contains(name, "c16") || strings.Contains(name, "complex"):
			factor = 2 * (1 - 1i)
		case strings.Contains(name, "int") || name == "version-3.npy" || strings.HasPrefix(name, "big-i") || strings.HasPrefix(name, "big-u"):
			factor = 2
		case strings.Contains(name, "bool") || name == "letter.npy":
			factor = 0 // other values
		}
		u := field(name)
		for i, v := range u {
			if factor != 0 && cmplx.Abs(v-factor*halves[i]) > 2e-6 {
				t.Errorf("%s: value %d is %v, want %v", name, i, v, factor*halves[i])
				break
			}
		}
		if factor == 0 && name != "bool.npy" && !slices.Equal(u, field("bool.npy")) {
			t.Errorf("%s is not what bool.npy is", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "stored.npz")); err == nil {
		t.Error("a file that was refused left a result")
	}
}
