package network_test

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/network"
)

// A patch has its numbers channel by channel, patches stand line by line, and their mean goes back evenly: <y, g> =
// <x, dx> for both.
func TestPatches(t *testing.T) {
	dev := cpu.Open(1)
	in := network.Shape{Channels: 2, Ny: 5, Nx: 6}
	patches, err := network.Patches(in, 2)
	check(t, err)
	if patches.Out != network.Rows(6, 8) {
		t.Fatalf("patches are %v", patches.Out)
	}
	x := make([]float32, batch*in.Len())
	for i := range x {
		x[i] = float32(i)
	}
	g := random(batch*48, 2, 1)
	y, dx := apply(t, dev, patches, in, x, g)
	for i, v := range y[48:96] { // of the second sample
		p, c, k := i/8, i/4%2, i%4
		row, col := p/3*2+k/2, p%3*2+k%2
		if want := float32(60 + (c*5+row)*6 + col); v != want {
			t.Errorf("number %d of patch %d is %g, want %g", i%8, p, v, want)
		}
	}
	if a, b := dot(y, g), dot(x, dx); math.Abs(a-b) > 1e-5*math.Abs(a) {
		t.Errorf("<y, g> = %g, <x, dx> = %g", a, b)
	}
	rows := network.Rows(6, 8)
	x, g = random(batch*rows.Len(), 3, 1), random(batch*8, 4, 1)
	y, dx = apply(t, dev, network.MeanRows{}, rows, x, g)
	if want := (x[48] + x[56] + x[64] + x[72] + x[80] + x[88]) / 6; math.Abs(float64(y[8]-want)) > 1e-6 {
		t.Errorf("a mean is %g, want %g", y[8], want)
	}
	if a, b := dot(y, g), dot(x, dx); math.Abs(a-b) > 1e-5*math.Sqrt(dot(y, y)*dot(g, g)) {
		t.Errorf("<y, g> = %g, <x, dx> = %g", a, b)
	}
	if _, err := network.Patches(in, 7); err == nil {
		t.Error("patches larger than the picture")
	}
}
