package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// testTernary compares patterns and sizes with the definition, by threshold and by chance, as
// numbers and as mirrors.
func testTernary(t *testing.T, dev compute.Device, tol Tolerance) {
	const rows, n, seed, step, number, stream = 3, 7, 0x123456789abcdef0, 70000, 2, rng.Chance + 2*rng.MaskStream
	control := controls(seed, step)
	x := random(rows*n, 171)
	x[4] = 0
	for k := range n { // of which a threshold as it is shows nothing
		x[n+k] *= 0.05
	}
	bits := rng.Stream{Seed: seed, Stream: stream}
	for _, q := range []kernels.Ternary{{Threshold: 0.3}, {Threshold: 0.4, Relative: true}, {Chance: true}} {
		for _, q.Mirrors = range []bool{false, true} {
			q.Rows, q.N, q.Stream = rows, n, stream
			per := 1
			if q.Mirrors {
				per = 2
			}
			out := bench{t, dev}.run(q.Kernel(), sample(x), sample([]float32{number}), shared(control), sample(make([]float32, per*rows*n)), sample(make([]float32, rows)))
			shown := 0
			for r := range rows {
				most := 0.0
				for _, v := range x[r*n : (r+1)*n] {
					most = max(most, math.Abs(float64(v)))
				}
				size := 1.0
				if q.Chance || q.Relative {
					size = most
				}
				dark := true
				for k := range n {
					v, bound := float64(x[r*n+k]), q.Threshold*size
					if q.Chance {
						b := bits.Block(step, uint32((number*rows+r)*((n+3)/4)+k/4))
						bound = most * float64(b[k%4]>>8) / (1 << 24)
					}
					want := 0.0
					if math.Abs(v) > bound {
						want = math.Copysign(1, v)
						shown++
						dark = false
					}
					got := float64(out[3][r*n+k])
					if q.Mirrors {
						got = float64(out[3][2*r*n+k]) - float64(out[3][(2*r+1)*n+k])
					}
					near(t, "part of a pattern", got, want, 1, 0)
				}
				if dark {
					size = 0
				}
				near(t, "size of a row", float64(out[4][r]), size, 1, tol.Linear)
				if dark != (r == 1 && !q.Chance && !q.Relative) {
					t.Errorf("%+v: row %d dark: %t", q, r, dark)
				}
			}
			if shown == 0 || shown == rows*n {
				t.Errorf("%+v shows %d of %d", q, shown, rows*n)
			}
		}
	}
	size := random(rows, 172)
	y := bench{t, dev}.run(kernels.RowSizes(rows, n, 0.7), sample(x), sample(size), sample(make([]float32, rows*n)))[2]
	for i, v := range y {
		near(t, "row's size", float64(v), 0.7*float64(size[i/n])*float64(x[i]), 1, tol.Linear)
	}
}

// testSpeckle compares the numbers that a camera's frames give with the formula, in float64.
func testSpeckle(t *testing.T, dev compute.Device, tol Tolerance) {
	const rows, n, seed, step, number, stream = 2, 9, 0x123456789abcdef0, 70000, 3, rng.Speckle + rng.MaskStream
	control := controls(seed, step)
	y, a := random(rows*4*n, 173), random(2*n, 174)
	for i := range a {
		a[i] *= 2
	}
	a[0], a[1] = 0.01, 0.02 // less than Least
	noise := make([]float32, 4*(number+1)*rows*n)
	rng.Stream{Seed: seed, Stream: stream}.Normal(step, noise)
	exact := kernels.Speckle{Rows: rows, N: n, Full: 20, Least: 0.3, Stream: stream}
	noisy, coarse := exact, exact
	noisy.Electrons, noisy.Read = 2000, 6
	coarse.Bits = 5
	for _, q := range []kernels.Speckle{exact, noisy, coarse} {
		for way := range 3 {
			q.Stepped, q.Single = way == 1, way == 2
			out := bench{t, dev}.run(q.Kernel(), sample(y), shared(a), sample([]float32{number}), shared(control), sample(make([]float32, rows*n)))[4]
			for i, v := range out {
				r, j := i/n, i%n
				light := func(side int, sign float64) (re, im float64) {
					at := 2 * ((2*r+side)*n + j)
					return float64(y[at]) + sign*float64(a[2*j]), float64(y[at+1]) + sign*float64(a[2*j+1])
				}
				exposed := func(re, im, normal float64) float64 {
					v := (re*re + im*im) / q.Full
					if q.Electrons > 0 {
						v += normal * math.Sqrt(v/q.Electrons+q.Read*q.Read/q.Electrons/q.Electrons)
					}
					if q.Bits > 0 {
						levels := float64(int(1)<<q.Bits - 1)
						v = math.Floor(max(0, min(1, v))*levels+0.5) / levels
					}
					return v * q.Full
				}
				anchor := math.Hypot(float64(a[2*j]), float64(a[2*j+1]))
				want := 0.0
				for side, sign := range []float64{1, -1} {
					at := 4*(number*rows*n+i) + 2*side
					re, im := light(side, 1)
					s := exposed(re, im, float64(noise[at]))
					if q.Single {
					} else if q.Stepped {
						re, im = light(side, -1)
						s = (s - exposed(re, im, float64(noise[at+1]))) / (4 * anchor)
					} else {
						re, im = light(side, 0)
						s = (s - exposed(re, im, float64(noise[at+1])) - anchor*anchor) / (2 * max(anchor, q.Least))
					}
					want += sign * s
				}
				scale := q.Full / max(anchor, 0.3)
				if q.Stepped {
					scale = q.Full / anchor
				}
				if q.Single {
					scale = q.Full
				}
				near(t, "linear number", float64(v), want, scale, 4*tol.Elementary)
			}
		}
	}
}

// controls are those of a seed and a step.
func controls(seed uint64, step uint32) []float32 {
	c := make([]float32, kernels.Controls)
	kernels.PutControl(c, kernels.ControlSeed, uint32(seed))
	kernels.PutControl(c, kernels.ControlSeed+2, uint32(seed>>32))
	kernels.PutControl(c, kernels.ControlStep, step)
	return c
}

// testExact: patterns of -1, 0 and 1 times drawn whole numbers are exact on every device, whatever the order
// of its sums.
func testExact(t *testing.T, dev compute.Device, _ Tolerance) {
	const rows, depth, cols = 3, 700, 150
	r := kernels.Random{Seed: 0xfedcba9876543210, Stream: rng.Feedback, Deviation: 1, Fixed: true}
	x := random(rows*depth, 175)
	for i, v := range x {
		x[i] = float32(math.Round(1.4 * float64(v)))
	}
	p := kernels.Product{Name: "exact", A: kernels.Dense(rows, depth), B: kernels.Drawn(depth, cols, r), C: kernels.Dense(rows, cols)}
	got := bench{t, dev}.run(p.Kernel(), shared(x), shared([]float32{0}), shared(make([]float32, rows*cols)))[2]
	want, row := make([]float64, rows*cols), make([]float32, cols)
	for k := range depth {
		rng.Stream{Seed: r.Seed, Stream: r.Stream}.Fixed(uint32(k), row)
		for i := range want {
			want[i] += float64(x[i/cols*depth+k]) * float64(row[i%cols]) / rng.FixedUnit
		}
	}
	for i, v := range got {
		near(t, "exact sum", float64(v), want[i], 1, 0)
	}
}
