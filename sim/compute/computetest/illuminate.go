package computetest

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testIlluminate compares the light behind a mask with light exp(i phi), its gradient with the difference quotient
// of L = Re <w, light exp(i phi)>, and the phases of a step of retrieval with arguments.
func testIlluminate(t *testing.T, dev compute.Device, tol Tolerance) {
	const nx, ny, n, factor = 67, 5, 67 * 5, 0.3
	b := bench{t, dev}
	phi, g := random(n, 324), random(2*n, 325)
	for i := range phi {
		phi[i] *= 20 // some turns
	}
	for _, l := range []kernels.Lit{{Nx: nx, Ny: ny}, {Nx: nx, Ny: ny, Lines: true}} {
		light := random(2*n, 326)
		lit := complexes(light)
		if l.Lines {
			light = light[:2*(nx+ny)]
			for i := range lit {
				lit[i] = complexAt(light, i%nx) * complexAt(light, nx+i/nx)
			}
		}
		out := complexes(b.run(l.Illuminate(), shared(phi), shared(light), sample(random(2*n, 327)))[2])
		d := b.run(l.Adjoint(), sample(g), shared(phi), shared(light), shared(random(n, 328)))[3]
		for i, v := range complexes(b.run(l.Shine(), shared(phi), shared(light), sample(random(2*n, 329)))[2]) {
			near(t, "light behind a mask as a step", cmplx.Abs(v-out[i]), 0, 2, tol.Elementary)
		}
		for i, v := range b.run(l.ShineAdjoint(), sample(g), shared(phi), shared(light), sum(n))[3] {
			near(t, "gradient of a lit mask as a step", float64(v), float64(d[i]), 4, tol.Elementary)
		}
		moved := b.run(l.Retrieve(factor, 0.5), sample(g), shared(light), sample([]float32{4, 2}), shared(phi))[3]
		for i, c := range lit {
			e := c * cmplx.Rect(1, float64(phi[i]))
			near(t, "light behind a mask", cmplx.Abs(out[i]-e), 0, 2, tol.Elementary)
			// dL/dphi = Re(conj(g) i e) = Im(g conj(e))
			near(t, "gradient of a lit mask", float64(d[i]), imag(complexAt(g, i)*cmplx.Conj(e)), 4, tol.Elementary)
			want := (e - 4*factor*complexAt(g, i)) * cmplx.Conj(c)
			if cmplx.Abs(want) < 0.05*cmplx.Abs(c) { // an angle of next to nothing
				continue
			}
			off := cmplx.Phase(cmplx.Rect(1, float64(moved[i])) * cmplx.Conj(want))
			near(t, "retrieved phase", math.Abs(off), 0, 1, 20*tol.Elementary*cmplx.Abs(c)*cmplx.Abs(e)/cmplx.Abs(want)+10*tol.Elementary)
		}
	}
}
