package computetest

import (
	"math"
	"strconv"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
)

// bandsOf are bands of a window: narrow ones, such as GPUs lay in tiles and such as they do not, one that is all but whole, and whole.
func bandsOf(mx int) (all []int) {
	for _, keep := range []int{2, 4, 8, (mx - 1) / 2 * 2, mx / 2 * 2, 0} {
		if keep == 0 || keep <= mx && (len(all) == 0 || keep > all[len(all)-1]) {
			all = append(all, keep)
		}
	}
	return all
}

// within is a transfer function without what lies beside a band.
func within(tr []float32, mx, my, keep int) []float32 {
	v := append([]float32(nil), tr...)
	for i := range mx {
		for j := 0; keep > 0 && i >= keep/2 && i < mx-keep/2 && j < my; j++ {
			clear(v[2*(j*mx+i):][:2])
		}
	}
	return v
}

// testBand compares hops of a band with those by a transfer function that is 0 beside it, alone, by two functions at once, and one behind another of
// the same band and of another, which a GPU joins or not; and with their adjoints.
func testBand(t *testing.T, dev compute.Device, tol Tolerance) {
	for i, h := range append(hops[:len(hops):len(hops)], struct{ nx, ny, mx, my int }{24, 10, 48, 20}) {
		n, px, py := 2*h.nx*h.ny, fft.NewPlan(h.mx), fft.NewPlan(h.my)
		x, y, tr := random(n, uint32(500+i)), random(n, uint32(510+i)), random(2*h.mx*h.my, uint32(520+i))
		for _, keep := range bandsOf(h.mx) {
			b, name := bench{t, dev}, "band of "+strconv.Itoa(keep)+" in "+strconv.Itoa(h.mx)
			zero := func() argument { return sample(make([]float32, n)) }
			banded, cut := kernels.PropagateBand(px, py, h.nx, h.ny, keep), within(tr, h.mx, h.my, keep)
			ax := b.run(banded, sample(x), shared(cut), zero())[2]
			ay := b.run(kernels.PropagateBandAdjoint(px, py, h.nx, h.ny, keep), sample(y), shared(cut), zero())[2]
			near(t, name+", adjoint", dot(ax, y), dot(x, ay), norm(ax)*norm(y), tol.Linear)
			alike := func(what string, got, want []float32) {
				t.Helper()
				var off, all float64
				for k, w := range want {
					off, all = off+sq(float64(got[k]-w)), all+sq(float64(w))
				}
				near(t, name+", "+what, math.Sqrt(off), 0, math.Sqrt(all), tol.Linear)
			}
			alike("alone", ax, b.run(kernels.Propagate(px, py, h.nx, h.ny), sample(x), shared(cut), zero())[2])

			// Two at once, and of what they leave two hops more.
			result := func(together bool) (all [2][]float32) {
				alloc := func(name string, scope compute.Scope, v []float32) compute.Buffer {
					buf, err := dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: len(v), Batch: 1})
					b.check(err)
					b.check(dev.Write(buf, 0, v))
					return buf
				}
				other := within(random(len(tr), uint32(530+i)), h.mx, h.my, keep)
				light, aside := alloc("light", compute.Sample, x), alloc("aside", compute.Sample, make([]float32, n))
				one, two := alloc("one", compute.Shared, cut), alloc("two", compute.Shared, other)
				even := alloc("even", compute.Shared, within(other, h.mx, h.my, h.mx/2*2))
				var p compute.Program
				if together {
					p.Add(kernels.PropagateEach(px, py, h.nx, h.ny, keep, 2), light, one, two, aside, light)
					p.Add(banded, light, one, light)
					p.Add(banded, light, two, light)
					p.Add(kernels.PropagateBand(px, py, h.nx, h.ny, h.mx/2*2), light, even, light)
				} else {
					whole := kernels.Propagate(px, py, h.nx, h.ny)
					p.Add(whole, light, one, aside)
					for _, table := range []compute.Buffer{two, one, two, even} {
						p.Add(whole, light, table, light)
					}
				}
				r, err := dev.Compile(&p)
				b.check(err)
				b.check(r.Run(1))
				for k, buf := range []compute.Buffer{light, aside} {
					all[k] = make([]float32, n)
					b.check(dev.Read(buf, 0, all[k]))
				}
				return all
			}
			got, want := result(true), result(false)
			alike("one behind another", got[0], want[0])
			alike("at once", got[1], want[1])
		}
	}
}
