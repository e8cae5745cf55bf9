package validate_test

import (
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/validate"
)

// The claims that issue trackers and papers would check first, whatever the bounds of
// the cases say: value of a case at most this, in float64 and in float32.
var promised = map[string][2]float64{
	"square-aperture":           {1e-5, 1e-4},
	"square-band-limited":       {1e-3, 1e-3},
	"gaussian-angular-spectrum": {1e-6, 1e-6},
	"talbot":                    {1e-6, 1e-6},
	"airy":                      {3e-5, 3e-5},
	"adjoint":                   {1e-12, 1e-5},
}

// TestValidation runs every case of package validate in float64 and on the CPU
// device, with SIMD and without. Each bound comes from an estimate that the case
// states.
func TestValidation(t *testing.T) {
	slowHere(t)
	engines := []validate.Engine{validate.Float64(), validate.On(cpu.Open(0))}
	if !testing.Short() {
		engines = append(engines, validate.On(cpu.OpenScalar(0)))
	}
	for _, c := range validate.Cases() {
		t.Run(c.ID, func(t *testing.T) {
			for i, e := range engines {
				r, err := c.Check(e)
				if err != nil {
					t.Fatal(err)
				}
				if !r.OK {
					t.Errorf("%s, %s: %s is %.3g, allowed %.3g: %s", c.Claim, e.Name, c.Measure, r.Value, r.Bound, c.Estimate)
				}
				if p, ok := promised[c.ID]; ok && r.Value > p[min(i, 1)] {
					t.Errorf("%s, %s: %.3g, promised %.3g", c.Claim, e.Name, r.Value, p[min(i, 1)])
				}
			}
		})
	}
	for id := range promised {
		found := false
		for _, c := range validate.Cases() {
			found = found || c.ID == id
		}
		if !found {
			t.Errorf("there is no case %s", id)
		}
	}
}

// slowHere skips what takes a browser's processor minutes: its arithmetic is that of
// the scalar device, bit for bit.
func slowHere(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("natively only")
	}
}

// TestOnAGPU runs, on the GPU that is a program, the cases that use every kind of
// recipe, forwards and backwards. "talbot reproduce optics --device webgpu" runs all.
func TestOnAGPU(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long")
	}
	lib, err := dawn.Find()
	if err != nil {
		t.Skip(err)
	}
	gpu, err := dawn.Open(dawn.Options{Library: lib, Software: true}, webgpu.Tune{})
	if err != nil {
		t.Skip(err)
	}
	defer gpu.Close()
	e := validate.On(gpu)
	for _, c := range validate.Cases() {
		if !slices.Contains([]string{"adjoint", "chirp-z", "talbot"}, c.ID) {
			continue
		}
		r, err := c.Check(e)
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
		} else if !r.OK {
			t.Errorf("%s, %s: %s is %.3g, allowed %.3g", c.Claim, e.Name, c.Measure, r.Value, r.Bound)
		}
		t.Logf("%-12s %.2g, allowed %.2g", c.ID, r.Value, r.Bound)
	}
}

// TestSweep holds every propagator against the Rayleigh-Sommerfeld integral at
// Fresnel numbers from 30 to 0.03, where its sampling conditions are met.
func TestSweep(t *testing.T) {
	slowHere(t)
	clock := func() time.Time { return time.Time{} }
	for _, e := range []validate.Engine{validate.Float64(), validate.On(cpu.Open(0))} {
		rows, err := validate.Sweep(e, clock)
		if err != nil {
			t.Fatal(err)
		}
		held := map[string]int{}
		for _, r := range rows {
			t.Logf("%s %-30s N_F %5g  error %.2g, bound %.2g", e.Name, r.Method, r.Fresnel, r.Error, r.Bound)
			if r.Bound == 0 {
				continue
			}
			held[r.Method]++
			if !(r.Error <= r.Bound) {
				t.Errorf("%s, %s, Fresnel number %g: error %.2g, allowed %.2g", r.Method, e.Name, r.Fresnel, r.Error, r.Bound)
			}
		}
		for _, r := range rows {
			if held[r.Method] < 2 {
				t.Errorf("%s holds at %d distances of the sweep", r.Method, held[r.Method])
			}
		}
	}
}

// TestMasks holds the impulse response to the sum that it is, for light that fills its
// band, and measures that nothing else is as near.
func TestMasks(t *testing.T) {
	slowHere(t)
	for _, e := range []validate.Engine{validate.Float64(), validate.On(cpu.Open(0))} {
		rows, err := validate.Masks(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			t.Logf("%s %-36s %4g: %.2g", e.Name, r.Method, r.Times, r.Error)
			if r.Bound > 0 && !(r.Error <= r.Bound) {
				t.Errorf("%s, %s, %g critical distances: error %.2g, allowed %.2g", r.Method, e.Name, r.Times, r.Error, r.Bound)
			}
			if r.Method == "scalable angular spectrum" && r.Error < 1e-6 {
				t.Errorf("%s is right to %.2g: no text needs to warn of it", r.Method, r.Error)
			}
		}
	}
}

// The page beside the code has every case and every propagator; "talbot reproduce
// optics --page sim/validate/validation.md" writes it.
func TestPageHasEveryCase(t *testing.T) {
	b, err := os.ReadFile("validation.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for _, c := range validate.Cases() {
		if !strings.Contains(page, "| "+c.ID+" | "+strings.ReplaceAll(c.Claim, "|", "\\|")+" |") {
			t.Errorf("validation.md lacks the case %s as it is now: write it again", c.ID)
		}
	}
	if n := strings.Count(page, "\n| "); n != len(validate.Cases())+10+3+4+1 {
		t.Errorf("validation.md has %d rows", n)
	}
}
