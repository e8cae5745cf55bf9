//go:build (linux || darwin) && (amd64 || arm64)

package forward

import (
	"testing"

	"talbot/sim/plant"
	"talbot/sim/rig/virtual"
)

// Behind cameras with noise, gradients of both masks have less than seven tenths of its power where nothing is left of what is handed on and of errors that no light can be;
// without noise they stay what they are. It is the same on a bench whose light stays on the device, and on one that shows loads and takes frames.
func TestConfinedGradients(t *testing.T) {
	const n = 100
	set := bars(20, 1)
	gradient := func(read float64, confine, host bool) (all [][]float32) {
		c := fashion(2)
		c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Blur, c.Distance = n, n/2, 98, 10, 0.5, c.Distance*n*n/(400*400)
		c.Bench, c.Own, c.Calibrate, c.Blank, c.Confine = own, virtual.Ideal(), false, 0, confine
		c.Own.Read = read
		s := open(t, c, set)
		check(t, s.ready(t.Context()))
		var b plant.FieldPlant = s.bench
		if host {
			b = hidden{s.bench}
		}
		all, _ = gradients(t, s, b, []int32{0, 1})
		return all
	}
	noise := func(cosine float64) float64 { return 1/(cosine*cosine) - 1 } // its power beside the gradient's
	truth, quiet := gradient(0, false, false), gradient(0, true, false)
	noisy, confined, host := gradient(15, false, false), gradient(15, true, false), gradient(15, true, true)
	for l := range truth {
		same, _ := alike(quiet[l], truth[l])
		before, _ := alike(noisy[l], truth[l])
		behind, _ := alike(confined[l], truth[l])
		shown, _ := alike(host[l], truth[l])
		t.Logf("mask %d: without noise %.4f; with noise %.4f, and confined %.4f, %.4f", l+1, same, before, behind, shown)
		if same < 0.98 {
			t.Errorf("mask %d: without noise the gradient has a cosine of %.4f to what it is where fields are left as they are read", l+1, same)
		}
		if noise(behind) > 0.7*noise(before) || noise(shown) > 0.7*noise(before) {
			t.Errorf("mask %d: the cosine is %.4f where fields are left as they are read, and %.4f, and by loads %.4f, confined", l+1, before, behind, shown)
		}
	}
}
