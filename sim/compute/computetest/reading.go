package computetest

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testShow compares how a field is shown, and how large, with the equations.
func testShow(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, steps, parts = 150, 64, 8
	b := bench{t, dev}
	u := random(2*n, 320)
	u[6], u[7] = 0, 0
	s := kernels.Showing{N: n, Steps: steps, Brightest: 0.8, Over: 1.25}
	most := b.run(s.Largest(parts), sample(u), sample(make([]float32, parts)))[1]
	size := b.run(s.Size(parts), sample(most), sample(make([]float32, 1)))[1]
	brightest := 0.0
	for _, v := range complexes(u) {
		brightest = math.Max(brightest, cmplx.Abs(v))
	}
	near(t, "show-size", float64(size[0]), brightest/(0.8*1.25), 1, tol.Linear)
	dark := b.run(s.Size(parts), sample(make([]float32, parts)), sample(make([]float32, 1)))[1]
	near(t, "show-size of the dark", float64(dark[0]), 1, 1, tol.Linear)
	amplitudes, phases := make([]float32, 2*(steps+1)), make([]float32, steps)
	for k := range steps + 1 {
		amplitudes[2*k], amplitudes[2*k+1] = float32(10+k), 0.3*float32(k)/steps
	}
	for k := range phases {
		phases[k] = float32(200 - k)
	}
	got := b.run(s.Levels(), sample(u), sample(size), shared(amplitudes), shared(phases), sample(make([]float32, n)), sample(make([]float32, n)))
	for i, v := range complexes(u) {
		at := math.Min(cmplx.Abs(v)/float64(size[0]), 0.8) / 0.8 * steps
		a := math.Round(at)
		turn := cmplx.Phase(v)/(2*math.Pi) - 0.3*a/steps
		p := (turn - math.Floor(turn)) * steps
		// Half way between two both are right.
		if half := math.Abs(at - math.Floor(at) - 0.5); half > 1e-3 && float64(got[4][i]) != 10+a {
			t.Errorf("show-levels: amplitude %g of %d steps is level %g", at, steps, got[4][i])
		}
		if half := math.Abs(p - math.Floor(p) - 0.5); half > 1e-3 && math.Abs(at-math.Floor(at)-0.5) > 1e-3 && float64(got[5][i]) != 200-math.Mod(math.Round(p), steps) {
			t.Errorf("show-levels: phase %g of %d steps is level %g", p, steps, got[5][i])
		}
	}
	// What is darker than the panels are is the mean of two rows.
	dim := make([]float32, 2*n)
	for i := range n {
		dim[2*i], dim[2*i+1] = 0.1, 0.05
	}
	fine := kernels.Showing{N: n, Steps: 4096, Brightest: 0.8, Over: 1, Darkest: 0.3, Nx: 10}
	for k := range 4096 {
		phases = append(phases[:k], float32(k))
	}
	got = b.run(fine.Levels(), sample(dim), sample([]float32{1}), shared(make([]float32, 2*4097)), shared(phases), sample(make([]float32, n)), sample(make([]float32, n)))
	for i := range 10 {
		mean := (cmplx.Rect(0.3, 2*math.Pi*float64(got[5][i])/4096) + cmplx.Rect(0.3, 2*math.Pi*float64(got[5][10+i])/4096)) / 2
		near(t, "show-levels of the dim", cmplx.Abs(mean-(0.1+0.05i)), 0, 1, 1e-3)
	}
	// Beside a zero order that is turned as the amplitude's level turns the light, the mean is that field too; so is what is brighter.
	const lines = 4096
	whole, bright := make([]float32, 2*n), 0.62+0.21i
	fine.Rest = -0.19 + 0.12i
	for i := range n {
		v := complex(0.1, 0.05)
		if i/10%4 > 1 {
			v = bright
		}
		whole[2*i], whole[2*i+1] = float32(real(v)), float32(imag(v))
	}
	turned := make([]float32, 2*(lines+1))
	for k := range lines + 1 {
		turned[2*k], turned[2*k+1] = float32(k), -0.1*(1-float32(k)/lines)
	}
	made := b.run(kernels.CompensateZeroOrder(n, fine.Rest), sample(whole))[0]
	got = b.run(fine.Levels(), sample(made), sample([]float32{1}), shared(turned), shared(phases), sample(make([]float32, n)), sample(make([]float32, n)))
	light := func(i int) complex128 {
		level := float64(got[4][i])
		panel := cmplx.Rect(math.Max(level/lines*fine.Brightest, fine.Darkest), 2*math.Pi*-0.1*(1-level/lines))
		return panel * (cmplx.Rect(1, 2*math.Pi*float64(got[5][i])/4096) + fine.Rest)
	}
	for i := range 10 {
		near(t, "show-levels of the dim beside a zero order", cmplx.Abs((light(i)+light(10+i))/2-(0.1+0.05i)), 0, 1, 4e-3)
		near(t, "show-levels of the bright beside a zero order", cmplx.Abs(light(20+i)-bright), 0, 1, 4e-3)
	}
	sized := b.run(s.Sized(), sample([]float32{-1.5}), sample(u))[1]
	for i, v := range u {
		near(t, "show-sized", float64(sized[i]), -1.5*float64(v), 1, tol.Linear)
	}
}

// testReading compares how a field is read from frames with the equations.
func testReading(t *testing.T, dev compute.Device, tol Tolerance) {
	const nx, ny, levels, steps = 9, 7, 6, 50
	const n = nx * ny
	b := bench{t, dev}
	level, at := make([]float32, n), make([]float32, 2*n)
	x, y := random(n, 330), random(n, 331)
	for i := range level {
		level[i] = float32(int((x[i] + 1) / 2 * levels))
		at[2*i], at[2*i+1] = float32(i%nx)+1.5*x[i], float32(i/nx)+1.5*y[i]
	}
	table := random(levels, 332)
	found := b.run(kernels.LookUp(n), sample(level), shared(table), sample(make([]float32, n)))[2]
	for i, l := range level {
		near(t, "look-up", float64(found[i]), float64(table[int(l)]), 1, tol.Linear)
	}
	amplitude, nearest := make([]float32, levels), make([]float32, steps+1)
	for k := range amplitude {
		amplitude[k] = 0.9 * float32(k*k) / ((levels - 1) * (levels - 1))
	}
	for k := range nearest {
		nearest[k] = float32(3 * k)
	}
	flat := random(n, 338)
	for i := range flat {
		flat[i] = 0.75 + flat[i]/4
	}
	placed := b.run(kernels.Placing(nx, ny, steps, 0.9), sample(level), shared(at), shared(amplitude), shared(nearest), shared(flat), sample(make([]float32, n)))[5]
	for i := range n {
		u, v := float64(at[2*i]), float64(at[2*i+1])
		a := 0.0
		for c := range nx {
			for r := range ny {
				a += math.Max(0, 1-math.Abs(u-float64(c))) * math.Max(0, 1-math.Abs(v-float64(r))) * float64(amplitude[int(level[r*nx+c])])
			}
		}
		k := a * float64(flat[i]) / 0.9 * steps
		if math.Abs(k-math.Floor(k)-0.5) > 1e-3 && float64(placed[i]) != 3*math.Round(k) {
			t.Errorf("placing: amplitude %g is step %g, want %g", a, placed[i]/3, k)
		}
	}
	counts, dark, u := random(n, 333), random(n, 334), random(2*n, 335)
	for _, first := range []bool{true, false} {
		got := complexes(b.run(kernels.Stepped(n, 2, -0.5, first), sample(counts), shared(dark), shared([]float32{1.5}), sample(u))[3])
		for i, v := range got {
			want := complex(1.5*(float64(counts[i])-float64(dark[i])), 0) * (2 - 0.5i)
			if !first {
				want += complexAt(u, i)
			}
			near(t, "stepped", cmplx.Abs(v-want), 0, 1, 4*tol.Linear)
		}
	}
	// A polynomial of the third degree is looked at exactly where all samples are on the plane.
	cubic := func(x, y float64) complex128 { return complex(0.01*x*x*x-0.1*x*y+0.2*y, 0.03*y*y*x-0.1) }
	plane := make([]float32, 2*n)
	for i := range n {
		v := cubic(float64(i%nx), float64(i/nx))
		plane[2*i], plane[2*i+1] = float32(real(v)), float32(imag(v))
	}
	seen := complexes(b.run(kernels.Looked(nx, ny), sample(plane), shared(at), sample(make([]float32, 2*n)))[2])
	inside := 0
	for i, v := range seen {
		x, y := float64(at[2*i]), float64(at[2*i+1])
		if x < 2 || y < 2 || x > nx-4 || y > ny-4 {
			continue
		}
		inside++
		near(t, "looked", cmplx.Abs(v-cubic(x, y)), 0, 5, 4*tol.Linear)
	}
	if inside == 0 {
		t.Fatal("no place is inside the plane")
	}
	beats := random(2*n, 339)
	added := complexes(b.run(kernels.Added(n), sample(beats), sample(u))[1])
	for i, v := range added {
		c, w := complexAt(beats, i), complexAt(u, i)
		near(t, "added", cmplx.Abs(v-w*(w*cmplx.Conj(w)+cmplx.Conj(c)/4)), 0, 1, 4*tol.Linear)
	}
	light, turn := random(2*n, 336), random(2*n, 337)
	u[4], u[5] = 0, 0
	joined := complexes(b.run(kernels.Joined(n), sample(light), sample(u), shared(turn), sample(make([]float32, 2*n)))[3])
	for i, v := range joined {
		d := complexAt(u, i)
		if d == 0 {
			d = 1
		}
		want := complex(math.Sqrt(math.Max(float64(light[2*i]), 0))/cmplx.Abs(d), 0) * d * complexAt(turn, i)
		near(t, "joined", cmplx.Abs(v-want), 0, 1, 4*tol.Linear)
	}
}
