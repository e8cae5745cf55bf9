package computetest

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// oneFrame is a frame buffer of a bench with two panels.
func oneFrame(warp [6]float32) []float32 {
	f := make([]float32, kernels.FrameNumbers(2))
	f[kernels.FrameNumber], f[kernels.FrameElectrons], f[kernels.FrameSeconds] = 70000, 5000, 0.5
	f[kernels.FrameReference], f[kernels.FrameReference+1] = 0.6, -0.8
	copy(f[kernels.FrameWarp:], warp[:])
	f[kernels.FramePhase], f[kernels.FramePhase+1] = 0.25, -0.5
	return f
}

// testPanel compares the stages of a panel with their equations.
func testPanel(t *testing.T, dev compute.Device, tol Tolerance) {
	const nx, ny, levels = 7, 5, 9
	const n = nx * ny
	b := bench{t, dev}
	fringe, reach := kernels.Fringes(0.4, 3)
	p := kernels.Panel{Nx: nx, Ny: ny, Levels: levels, Number: 1, CrossTalk: 0.03, Fringe: fringe, Reach: reach, Modulated: 0.9, Unmodulated: 0.1 + 0.2i}
	level, curve, gain := random(n, 300), random(2*levels, 301), random(n, 302)
	for i := range level {
		level[i] = (level[i] + 1) * (levels - 1) / 2 // also between levels
	}
	level[3], level[4] = -2, levels+1
	frame := oneFrame([6]float32{})
	s := b.run(p.States(), sample(level), shared(curve), shared(gain), shared(p.Ripples()), sample(frame), sample(make([]float32, 2*n)))[5]
	for i, v := range level {
		x := math.Max(0, math.Min(float64(v), levels-1))
		low := int(math.Min(math.Floor(x), levels-2))
		at := func(c int) float64 {
			return float64(curve[2*low+c]) + (x-float64(low))*(float64(curve[2*low+2+c])-float64(curve[2*low+c]))
		}
		near(t, "panel-states amplitude", float64(s[2*i]), at(0), 1, tol.Linear)
		near(t, "panel-states phase", float64(s[2*i+1]), float64(gain[i])*at(1)-0.5, 1, 3*tol.Linear)
	}
	mixed := b.run(p.Mix(), sample(s), sample(make([]float32, 2*n)))[1]
	for i := range n {
		x, y := i%nx, i/nx
		at := func(x, y int) float64 { return float64(s[2*(min(max(y, 0), ny-1)*nx+min(max(x, 0), nx-1))+1]) }
		want := at(x, y) + 0.03*(at(x-1, y)+at(x+1, y)+at(x, y-1)+at(x, y+1)-4*at(x, y))
		near(t, "panel-mix", float64(mixed[2*i+1]), want, 1, 3*tol.Linear)
	}
	for _, plain := range []bool{false, true} {
		q := p
		if plain {
			q.Fringe = nil
		}
		got := complexes(b.run(q.Transmission(), sample(mixed), sample(make([]float32, 2*n)))[1])
		for i, v := range got {
			var mean complex128
			for _, w := range fringe {
				phase := float64(mixed[2*i+1])
				if !plain {
					phase = 0
					for j, f := range w {
						phase += float64(f) * float64(mixed[2*(i/nx*nx+min(max(i%nx+j-reach, 0), nx-1))+1])
					}
				}
				mean += cmplx.Rect(1, phase) / complex(float64(len(fringe)), 0)
			}
			want := complex(0.9*float64(mixed[2*i]), 0)*mean + q.Unmodulated
			near(t, "panel-transmission", cmplx.Abs(v-want), 0, 1, tol.Elementary)
		}
	}
	// Flicker is a wave of its own for each pixel, of which the frame says where it is.
	p.Flicker, p.Seed, p.Stream = 0.3, 5, 1007
	at := func(cos, sin float32) []float32 {
		other := append([]float32(nil), frame...)
		other[kernels.FrameRipple], other[kernels.FrameRipple+1] = cos, sin
		return b.run(p.States(), sample(level), shared(curve), shared(gain), shared(p.Ripples()), sample(other), sample(make([]float32, 2*n)))[5]
	}
	first, second, both := at(1, 0), at(0, 1), at(-0.6, 0.8)
	var square, product float64
	for i := range n {
		d, e := float64(first[2*i+1]-s[2*i+1])/0.3, float64(second[2*i+1]-s[2*i+1])/0.3
		square += (d*d + e*e) / (2 * n)
		product += d * e / n
		near(t, "panel-states flicker", float64(both[2*i+1]-s[2*i+1]), 0.3*(-0.6*d+0.8*e), 1, 4*tol.Linear)
	}
	if math.Abs(square-1) > 0.6 || math.Abs(product) > 0.5 {
		t.Errorf("flicker has a variance of %.3g and a covariance a quarter of its period later of %.3g, in units of what was asked for", square, product)
	}
}

// testSensor compares a sensor without noise with its equation, and the noise's moments with what
// electrons must have.
func testSensor(t *testing.T, dev compute.Device, tol Tolerance) {
	const n = 4096
	b := bench{t, dev}
	u, response, frame := random(2*n, 310), make([]float32, 2*n), oneFrame([6]float32{})
	for i := range n {
		response[2*i], response[2*i+1] = 0.5, 3
	}
	at := func(s kernels.Sensor, u []float32) []float32 {
		return b.run(s.Counts(), sample(u), shared(response), sample(frame), sample(make([]float32, n)))[3]
	}
	// Counts of a converter may differ by one where a mean falls half way between two.
	for _, s := range []kernels.Sensor{{Gain: 0.4, Offset: 16}, {Gain: 0.4, Offset: 16, Well: 2000}, {Gain: 0.4, Offset: 16, Well: 2000, Bits: 8, Gamma: 1 / 2.2}} {
		for i, got := range at(s, u) {
			e := cmplx.Abs(complexAt(u, i))
			e = e*e*5000*0.5 + 1.5
			if s.Well > 0 {
				e = math.Min(e, s.Well)
			}
			want, off := 16+0.4*e, 0.0
			if s.Bits > 0 {
				want, off = math.Round(255*math.Pow(math.Min(want, 255)/255, s.Gamma)), 1
			}
			if d := math.Abs(float64(got) - want); !(d <= off || d <= 4*tol.Linear*(want+1)) {
				t.Fatalf("sensor %+v counts %g of %g electrons, want %g", s, got, e, want)
			}
		}
	}
	for _, mean := range []float64{0.3, 4, 25, 400, 2000} {
		for i := range u {
			u[i] = float32((1 - float64(i%2)) * math.Sqrt(mean/2500))
		}
		for i := range n {
			response[2*i+1] = 0
		}
		var m, v float64
		counts := at(kernels.Sensor{Gain: 1, Photons: true, Seed: 9, Stream: 1008}, u)
		for _, c := range counts {
			if c != float32(math.Floor(float64(c))) {
				t.Fatalf("%g electrons are counted", c)
			}
			m += float64(c) / n
		}
		for _, c := range counts {
			v += (float64(c) - m) * (float64(c) - m) / n
		}
		if d := math.Abs(m-mean) / math.Sqrt(mean/n); d > 4 {
			t.Errorf("electrons of mean %g have mean %g: %.1f standard errors off", mean, m, d)
		}
		// The variance of the variance is 2 mean^2 + mean, over n.
		if d := math.Abs(v-mean) / math.Sqrt((2*mean*mean+mean)/n); d > 4 {
			t.Errorf("electrons of mean %g have variance %g: %.1f standard errors off", mean, v, d)
		}
	}
}

// testResample compares with a polynomial, which is resampled exactly, and light that is added with sums.
func testResample(t *testing.T, dev compute.Device, tol Tolerance) {
	const nx, ny = 20, 18
	b := bench{t, dev}
	f := func(x, y float64) complex128 {
		return complex(1+0.1*x-0.02*y*y, 0.3*y+0.01*x*y-1e-3*x*x*x)
	}
	in := make([]float32, 2*nx*ny)
	for i := range nx * ny {
		v := f(float64(i%nx-nx/2), float64(i/nx-ny/2))
		in[2*i], in[2*i+1] = float32(real(v)), float32(imag(v))
	}
	for _, w := range [][6]float32{{1, 0, 0, 0, 1, 0}, {0.99, 0.02, 0.3, -0.02, 1.01, -0.7}} {
		got := complexes(b.run(kernels.Resample(nx, ny), sample(in), sample(oneFrame(w)), sample(make([]float32, len(in))))[2])
		for i, v := range got {
			x, y := float64(i%nx-nx/2), float64(i/nx-ny/2)
			if math.Abs(x) > 5 || math.Abs(y) > 4 {
				continue // reads beyond the plane
			}
			sx, sy := float64(w[0])*x+float64(w[1])*y+float64(w[2]), float64(w[3])*x+float64(w[4])*y+float64(w[5])
			near(t, "resample", cmplx.Abs(v-f(sx, sy)), 0, 5, 4*tol.Linear)
		}
	}
	// What is read at other samples may be written right behind.
	{
		const side = 64
		w, x := [6]float32{0.99, 0.02, 0.3, -0.02, 1.01, -0.7}, random(2*side*side, 370)
		ones := make([]float32, 2*side*side)
		for i := 0; i < len(ones); i += 2 {
			ones[i] = 1
		}
		want := b.run(kernels.Resample(side, side), sample(x), sample(oneFrame(w)), sample(make([]float32, len(x))))[2]
		var bufs []compute.Buffer
		for _, v := range [][]float32{x, oneFrame(w), make([]float32, len(x)), ones} {
			buf, err := dev.Alloc(compute.Spec{Name: "resampled", Scope: compute.Sample, Len: len(v), Batch: 1})
			b.check(err)
			b.check(dev.Write(buf, 0, v))
			bufs = append(bufs, buf)
		}
		var p compute.Program
		p.Add(kernels.Resample(side, side), bufs[0], bufs[1], bufs[2])
		p.Add(kernels.ModulateTo(), bufs[2], bufs[3], bufs[0])
		r, err := dev.Compile(&p)
		b.check(err)
		b.check(r.Run(1))
		got := make([]float32, len(x))
		b.check(dev.Read(bufs[0], 0, got))
		for i, v := range want {
			near(t, "resampled in place", float64(got[i]), float64(v), 5, tol.Linear)
		}
	}
	// <resample x, y> = <x, adjoint y>, also of planes that are mirrored, far larger or smaller, or nothing but a line.
	for i, w := range [][6]float32{{1, 0, 0, 0, 1, 0}, {0.99, 0.02, 0.3, -0.02, 1.01, -0.7}, {-1.05, 0.03, 1.4, -0.02, 0.97, -2.6}, {0.1, 0.9, -3.5, -1.1, 0.2, 2.25}, {0.3, 0.05, 0, 0.02, 0.4, 1}, {3, 0.4, 0.5, -0.2, 2.5, 0}, {1, 1, 0.4, 0.5, 0.5, 0}} {
		x, y := random(len(in), uint32(340+i)), random(len(in), uint32(350+i))
		ax := b.run(kernels.Resample(nx, ny), sample(x), sample(oneFrame(w)), sample(make([]float32, len(in))))[2]
		ay := b.run(kernels.ResampleAdjoint(nx, ny), sample(y), sample(oneFrame(w)), sample(random(len(in), 360)))[2]
		near(t, "resample-adjoint", dot(ax, y), dot(x, ay), norm(ax)*norm(y), 4*tol.Linear)
	}
	const n = nx * ny
	x, tr, y := random(2*n, 320), random(2*n, 321), random(2*n, 322)
	sum := complexes(b.run(kernels.AddProduct(), sample(x), shared(tr), sample(y))[2])
	back := b.run(kernels.AddProductAdjoint(), sample(y), shared(tr), sample(make([]float32, 2*n)))[2]
	ref := complexes(b.run(kernels.AddReference(), shared(x), sample(oneFrame([6]float32{})), sample(y))[2])
	forward := b.run(kernels.AddProduct(), sample(x), shared(tr), sample(make([]float32, 2*n)))[2]
	for i := range n {
		near(t, "add-product", cmplx.Abs(sum[i]-complexAt(y, i)-complexAt(tr, i)*complexAt(x, i)), 0, 1, 4*tol.Linear)
		near(t, "add-reference", cmplx.Abs(ref[i]-complexAt(y, i)-(0.6-0.8i)*complexAt(x, i)), 0, 1, 4*tol.Linear)
	}
	near(t, "add-product-adjoint", dot(forward, y), dot(x, back), norm(forward)*norm(y), tol.Linear)
}
