package rig

import (
	"math"
	"testing"

	"talbot/sim/optics"
)

// bumps is a picture of some Gaussians, known everywhere, that lies at (x, y) samples.
func bumps(g optics.Grid, x, y, gain, even float64) []float32 {
	v := make([]float32, g.Len())
	for k := range v {
		sum := even
		for j := range 12 {
			cx, cy := math.Mod(7+float64(j)*17.3, float64(g.Nx)), math.Mod(3+float64(j*j)*5.7, float64(g.Ny))
			dx, dy := float64(k%g.Nx)-cx-x, float64(k/g.Nx)-cy-y
			sum += gain * (1 + float64(j%4)) * math.Exp(-(dx*dx+dy*dy)/18)
		}
		v[k] = float32(sum)
	}
	return v
}

func TestMoved(t *testing.T) {
	g := optics.Grid{Nx: 60, Ny: 48, Dx: 8e-6, Dy: 6e-6}
	first := bumps(g, 0, 0, 1, 0)
	for _, at := range [][2]float64{{0, 0}, {0.3, -0.7}, {-1.6, 0.04}, {2.5, 2.5}, {9.2, -7.4}, {-14, 11}} {
		now := bumps(g, at[0], at[1], 0.8, 0.1)
		now[20*g.Nx+9], now[31*g.Nx+40] = 4, 3.1 // count in the dark
		d, err := moved(g, first, now)
		if err != nil {
			t.Fatal(at, ": ", err)
		}
		if x, y := d[0]/g.Dx-at[0], d[1]/g.Dy-at[1]; math.Hypot(x, y) > 0.01 {
			t.Errorf("of (%g, %g) samples it is (%.4f, %.4f) beside", at[0], at[1], x, y)
		}
	}
	// What is full where it is brightest lies where it lay.
	full := bumps(g, 1.25, -0.5, 1, 0)
	for i := range full {
		full[i] = min(full[i], 2.5)
	}
	if d, err := moved(g, first, full); err != nil || math.Hypot(d[0]/g.Dx-1.25, d[1]/g.Dy+0.5) > 0.02 {
		t.Errorf("a full picture at (1.25, -0.5) samples is found at (%.3f, %.3f), %v", d[0]/g.Dx, d[1]/g.Dy, err)
	}
	if _, err := moved(g, first, make([]float32, g.Len())); err == nil {
		t.Error("the dark lies somewhere")
	}
}
