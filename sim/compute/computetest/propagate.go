package computetest

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
)

// hops are aperture and window sizes: odd, even, square or not, padded or not; the last
// window has large prime factors.
var hops = []struct{ nx, ny, mx, my int }{
	{5, 7, 5, 7}, {6, 5, 10, 9}, {8, 8, 16, 16}, {9, 12, 15, 12}, {20, 17, 30, 21}, {11, 3, 13, 11},
}

// testPropagate compares with crop F^-1 [H F [pad in]] summed directly.
func testPropagate(t *testing.T, dev compute.Device, tol Tolerance) {
	for i, h := range hops {
		in, tr := random(2*h.nx*h.ny, uint32(10+i)), random(2*h.mx*h.my, uint32(20+i))
		k := kernels.Propagate(fft.NewPlan(h.mx), fft.NewPlan(h.my), h.nx, h.ny)
		got := bench{t, dev}.run(k, sample(in), shared(tr), sample(make([]float32, len(in))))[2]
		want := directHop(complexes(in), complexes(tr), h.nx, h.ny, h.mx, h.my)
		var num, den float64
		for j, w := range want {
			num += sq(cmplx.Abs(w - complexAt(got, j)))
			den += sq(cmplx.Abs(w))
		}
		near(t, "hop", math.Sqrt(num), 0, math.Sqrt(den), tol.Linear)

		b := bench{t, dev}
		buf, err := dev.Alloc(compute.Spec{Name: "in place", Scope: compute.Sample, Len: len(in), Batch: 1})
		b.check(err)
		hb, err := dev.Alloc(compute.Spec{Name: "h", Len: len(tr)})
		b.check(err)
		b.check(dev.Write(buf, 0, in))
		b.check(dev.Write(hb, 0, tr))
		var p compute.Program
		p.Add(k, buf, hb, buf)
		r, err := dev.Compile(&p)
		b.check(err)
		b.check(r.Run(1))
		same := make([]float32, len(in))
		b.check(dev.Read(buf, 0, same))
		for j := range same {
			if same[j] != got[j] {
				t.Fatalf("hop %d in place differs at %d", i, j)
			}
		}
	}
}

// between are apertures in front of hops and behind them, and windows: growing, shrinking, both, to one sample and
// from one.
var between = []struct {
	in, out [2]int
	mx, my  int
	even    bool
}{{[2]int{5, 4}, [2]int{12, 9}, 12, 9, true}, {[2]int{16, 15}, [2]int{6, 3}, 16, 15, true}, {[2]int{7, 10}, [2]int{10, 3}, 20, 11, false},
	{[2]int{1, 1}, [2]int{9, 8}, 10, 8, true}, {[2]int{10, 8}, [2]int{1, 2}, 10, 8, false}}

// table is a transfer function, even or not.
func table(mx, my int, even bool, stream uint32) []float32 {
	t := random(2*mx*my, stream)
	for j := 0; even && j < my; j++ {
		for i := range mx {
			copy(t[2*(j*mx+i):][:2], t[2*(min(j, my-j)*mx+min(i, mx-i)):])
		}
	}
	return t
}

// testBetween compares with a plane that holds both apertures, filled with darkness, propagated and cut.
func testBetween(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	for i, c := range between {
		in, tr, plane := random(2*c.in[0]*c.in[1], uint32(76+i)), table(c.mx, c.my, c.even, uint32(92+i)), make([]float32, 2*c.mx*c.my)
		place := func(n [2]int, y int) int { return 2 * ((y+c.my/2-n[1]/2)*c.mx + c.mx/2 - n[0]/2) }
		for y := range c.in[1] {
			copy(plane[place(c.in, y):][:2*c.in[0]], in[2*y*c.in[0]:])
		}
		px, py := fft.NewPlan(c.mx), fft.NewPlan(c.my)
		want := b.run(kernels.Propagate(px, py, c.mx, c.my), sample(plane), shared(tr), sample(make([]float32, len(plane))))[2]
		got := b.run(kernels.PropagateBetween(px, py, c.in[0], c.in[1], c.out[0], c.out[1], c.even), sample(in), shared(tr), sample(make([]float32, 2*c.out[0]*c.out[1])))[2]
		var num, den float64
		for y := range c.out[1] {
			for x, v := range want[place(c.out, y):][:2*c.out[0]] {
				num, den = num+sq(float64(got[2*y*c.out[0]+x]-v)), den+sq(float64(v))
			}
		}
		near(t, "hop between two sizes", math.Sqrt(num), 0, math.Sqrt(den), tol.Linear)
	}
}

func sq(x float64) float64 { return x * x }

// directHop sums the transforms one output at a time. The unnormalised inverse
// makes it mx*my times F^-1, as the kernel's transfer functions expect.
func directHop(in, h []complex128, nx, ny, mx, my int) []complex128 {
	px, py := (mx-nx)/2, (my-ny)/2
	wave := func(a, n int) complex128 { return cmplx.Rect(1, 2*math.Pi*float64(a%n)/float64(n)) }
	spectrum := make([]complex128, mx*my)
	for ky := range my {
		for kx := range mx {
			for y := range ny {
				for x := range nx {
					spectrum[ky*mx+kx] += in[y*nx+x] * cmplx.Conj(wave(kx*(x+px), mx)*wave(ky*(y+py), my))
				}
			}
			spectrum[ky*mx+kx] *= h[ky*mx+kx]
		}
	}
	out := make([]complex128, nx*ny)
	for y := range ny {
		for x := range nx {
			for ky := range my {
				for kx := range mx {
					out[y*nx+x] += spectrum[ky*mx+kx] * wave(kx*(x+px), mx) * wave(ky*(y+py), my)
				}
			}
		}
	}
	return out
}

// testLinearMaps checks <A x, y> = <x, A^H y> for every linear kernel with its
// adjoint. A new linear kernel gets a row.
func testLinearMaps(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	check := func(name string, x, ax, y, ay []float32) {
		t.Helper()
		near(t, name, dot(ax, y), dot(x, ay), norm(ax)*norm(y), tol.Linear)
	}
	for i, h := range hops {
		n := 2 * h.nx * h.ny
		x, y, tr := random(n, uint32(30+i)), random(n, uint32(40+i)), random(2*h.mx*h.my, uint32(50+i))
		px, py := fft.NewPlan(h.mx), fft.NewPlan(h.my)
		ax := b.run(kernels.Propagate(px, py, h.nx, h.ny), sample(x), shared(tr), sample(make([]float32, n)))[2]
		ay := b.run(kernels.PropagateAdjoint(px, py, h.nx, h.ny), sample(y), shared(tr), sample(make([]float32, n)))[2]
		check("propagate", x, ax, y, ay)
	}
	for i, c := range between {
		in, out := 2*c.in[0]*c.in[1], 2*c.out[0]*c.out[1]
		x, y, tr := random(in, uint32(64+i)), random(out, uint32(70+i)), table(c.mx, c.my, c.even, uint32(84+i))
		px, py := fft.NewPlan(c.mx), fft.NewPlan(c.my)
		ax := b.run(kernels.PropagateBetween(px, py, c.in[0], c.in[1], c.out[0], c.out[1], c.even), sample(x), shared(tr), sample(make([]float32, out)))[2]
		ay := b.run(kernels.PropagateBetweenAdjoint(px, py, c.in[0], c.in[1], c.out[0], c.out[1], c.even), sample(y), shared(tr), sample(make([]float32, in)))[2]
		check("propagate between", x, ax, y, ay)
	}
	const n = 33
	x, y, tr := random(2*n, 60), random(2*n, 61), random(2*n, 62)
	ax := b.run(kernels.Modulate(), sample(x), shared(tr))[0]
	for _, k := range []compute.Kernel{kernels.ModulatePhaseAdjoint(), kernels.ModulateAmplitudeAdjoint(1)} {
		ay := b.run(k, sample(y), sample(ax), shared(tr), sum(n))[0]
		check(k.Name, x, ax, y, ay)
	}
	r, d := random(n, 63), random(n, 64)
	ar := b.run(kernels.Scale(n, 2.5), sample(r), sample(make([]float32, n)))[1]
	ad := b.run(kernels.ScaleAdjoint(n, 2.5), sample(r), sample(d), sample(make([]float32, n)))[2]
	check("scale", r, ar, d, ad)
}

// testEach compares a field that goes by three transfer functions at once, between launches that are joined to it on a GPU, with one that goes by
// one after another.
func testEach(t *testing.T, dev compute.Device, tol Tolerance) {
	const batch, fields = 3, 3
	for i, h := range hops {
		b, n := bench{t, dev}, 2*h.nx*h.ny
		px, py := fft.NewPlan(h.mx), fft.NewPlan(h.my)
		result := func(together bool) (all [][]float32) {
			alloc := func(name string, scope compute.Scope, v []float32) compute.Buffer {
				buf, err := dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: len(v) / map[compute.Scope]int{compute.Sample: batch, compute.Shared: 1}[scope], Batch: batch})
				b.check(err)
				b.check(dev.Write(buf, 0, v))
				return buf
			}
			light := alloc("light", compute.Sample, random(batch*n, uint32(310+i)))
			mask, depth := alloc("mask", compute.Shared, random(n, 320)), alloc("depth", compute.Shared, random(n, 321))
			var tables, out []compute.Buffer
			for k := range fields {
				tables = append(tables, alloc("h", compute.Shared, random(2*h.mx*h.my, uint32(330+k))))
				out = append(out, alloc("out", compute.Sample, make([]float32, batch*n)))
			}
			out[fields-1] = light
			var p compute.Program
			p.Add(kernels.Modulate(), light, mask)
			if together {
				p.Add(kernels.PropagateEach(px, py, h.nx, h.ny, 0, fields), append(append([]compute.Buffer{light}, tables...), out...)...)
			} else {
				for k := range fields {
					p.Add(kernels.Propagate(px, py, h.nx, h.ny), light, tables[k], out[k])
				}
			}
			for k := range fields - 1 {
				p.Add(kernels.AddProduct(), out[k], depth, light)
			}
			p.Add(kernels.Propagate(px, py, h.nx, h.ny), light, tables[0], light)
			r, err := dev.Compile(&p)
			b.check(err)
			b.check(r.Run(batch))
			for _, buf := range out {
				v := make([]float32, batch*n)
				b.check(dev.Read(buf, 0, v))
				all = append(all, v)
			}
			return all
		}
		got := result(true)
		for k, want := range result(false) {
			var off, all float64
			for j, w := range want {
				off, all = off+sq(float64(got[k][j]-w)), all+sq(float64(w))
			}
			near(t, "field", math.Sqrt(off), 0, math.Sqrt(all), tol.Linear)
		}
	}
}
