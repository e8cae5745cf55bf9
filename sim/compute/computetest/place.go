package computetest

import (
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// places are sizes of planes in and out: growing, shrinking, both, the same.
var places = []struct{ inX, inY, outX, outY int }{
	{3, 4, 8, 7}, {9, 6, 4, 5}, {5, 8, 6, 3}, {6, 5, 6, 5}, {1, 7, 4, 1},
}

// testPlace compares with the definition, sample by sample, and checks the adjoint.
func testPlace(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	for i, c := range places {
		tx, ty := min(c.inX, c.outX), min(c.inY, c.outY)
		in, tr := random(2*c.inX*c.inY, uint32(120+i)), random(2*tx*ty, uint32(130+i))
		g := random(2*c.outX*c.outY, uint32(140+i))
		out := b.run(kernels.Place(c.inX, c.inY, c.outX, c.outY), sample(in), shared(tr), sample(random(len(g), 150)))[2]
		back := b.run(kernels.PlaceAdjoint(c.inX, c.inY, c.outX, c.outY), sample(g), shared(tr), sample(random(len(in), 151)))[2]
		for y := range c.outY {
			for x := range c.outX {
				want := complex128(0)
				dx, dy := x-c.outX/2, y-c.outY/2 // from the axis
				sx, sy := c.inX/2+dx, c.inY/2+dy
				if sx >= 0 && sx < c.inX && sy >= 0 && sy < c.inY {
					want = complexAt(in, sy*c.inX+sx) * complexAt(tr, (ty/2+dy)*tx+tx/2+dx)
				}
				near(t, "place", cmplx.Abs(complexAt(out, y*c.outX+x)-want), 0, 1, tol.Linear)
			}
		}
		near(t, "place-adjoint", dot(out, g), dot(in, back), norm(out)*norm(g), tol.Linear)
	}
}
