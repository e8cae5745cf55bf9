package computetest

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testVary compares changed pictures with those made number by number, and the way back by
// the dot product.
func testVary(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	const channels, ny, nx = 2, 5, 7
	x, g := random(channels*ny*nx, 190), random(channels*ny*nx, 191)
	for _, how := range [][]float32{
		{0, 0, 0, 0, 0, 0, 0},
		{2, -1, 0, 0, 0, 0, 0},
		{-3, 4, 1, 1, 0, 4, 3},
		{0, 0, 1, 0, 0, 7, 5}, // all erased
		{9, 0, 0, 2, 2, 3, 3}, // all moved out
		{1, 1, 1, 3, 1, 7, 2},
	} {
		y := b.run(kernels.Vary(channels, ny, nx), sample(x), sample(how), sample(random(len(x), 192)))[2]
		for i, got := range y {
			col, row, want := i%nx-int(how[0]), i/nx%ny-int(how[1]), float32(0)
			inside := col >= 0 && col < nx && row >= 0 && row < ny
			if erased := col >= int(how[3]) && col < int(how[5]) && row >= int(how[4]) && row < int(how[6]); inside && !erased {
				if how[2] > 0 {
					col = nx - 1 - col
				}
				want = x[(i/(nx*ny)*ny+row)*nx+col]
			}
			if got != want {
				t.Fatalf("%v: number %d is %g, want %g", how, i, got, want)
			}
		}
		gi := b.run(kernels.VaryAdjoint(channels, ny, nx), sample(g), sample(how), sample(random(len(x), 193)))[2]
		near(t, "vary's adjoint", dot(x, gi), dot(y, g), norm(x)*norm(g), 4*tol.Linear)
	}
	factor, offset := []float32{2, -0.5}, []float32{0.25, 3}
	y := b.run(kernels.Affine(ny*nx, factor, offset), sample(x), sample(random(len(x), 194)))[1]
	for i, got := range y {
		c := i / (ny * nx)
		near(t, "affine", float64(got), float64(factor[c])*float64(x[i])+float64(offset[c]), 4, tol.Linear)
	}
}
