package computetest

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testRefocus compares how light goes on from one panel to another, and what is taken off there, with the equations.
func testRefocus(t *testing.T, dev compute.Device, tol Tolerance) {
	const nx, ny, levels, steps, reach = 9, 7, 6, 64, 3
	const n = nx * ny
	b := bench{t, dev}
	level, phase := random(n, 350), random(n, 351)
	for i := range level {
		level[i], phase[i] = float32(int((level[i]+1)/2*levels)), float32(int((phase[i]+1)/2*levels))
	}
	states := random(2*levels, 353)
	light := b.run(kernels.Shone(n), sample(level), shared(states), sample(make([]float32, 2*n)))[2]
	for i, l := range level {
		z := complex(float64(states[2*int(l)]), float64(states[2*int(l)+1]))
		nearComplex(t, "shone", light[2*i:], z, tol.Linear)
	}
	h := random(2*(2*reach+1), 354)
	for _, columns := range []bool{false, true} {
		out := b.run(kernels.Along(nx, ny, reach, columns), sample(light), shared(h), sample(make([]float32, 2*n)))[2]
		for i := range n {
			var want complex128
			for j := -reach; j <= reach; j++ {
				x, y := i%nx-j, i/nx
				if columns {
					x, y = i%nx, i/nx-j
				}
				if x >= 0 && x < nx && y >= 0 && y < ny {
					want += complexAt(light, y*nx+x) * complexAt(h, j+reach)
				}
			}
			nearComplex(t, "along", out[2*i:], want, 10*tol.Linear)
		}
	}
	own, phases, table := random(levels, 355), random(levels, 356), make([]float32, steps)
	for k := range table {
		table[k] = float32(100 - k)
	}
	got := b.run(kernels.Refocused(n, steps), sample(light), sample(level), shared(own), sample(phase), shared(phases), shared(table), sample(make([]float32, n)))[6]
	for i, v := range complexes(light) {
		turn := float64(phases[int(phase[i])]) + float64(own[int(level[i])]) - cmplx.Phase(v)/(2*math.Pi)
		p := (turn - math.Floor(turn)) * steps
		// Half way between two both are right.
		if half := math.Abs(p - math.Floor(p) - 0.5); half > 1e-3 && float64(got[i]) != 100-math.Mod(math.Round(p), steps) {
			t.Errorf("refocused: phase %g of %d steps is level %g", p, steps, got[i])
		}
	}
	want := random(2*n, 358)
	sized := b.run(kernels.Sized(n), sample(want), sample(light))[1]
	for i, v := range complexes(light) {
		nearComplex(t, "sized", sized[2*i:], complex(cmplx.Abs(complexAt(want, i))/cmplx.Abs(v), 0)*v, 4*tol.Linear)
	}
	nearest := make([]float32, steps+1)
	for k := range nearest {
		nearest[k] = float32(k % levels)
	}
	relit := b.run(kernels.Relit(n, steps, 0.9), sample(want), shared(nearest), shared(states), sample(make([]float32, n)))
	for i := range n {
		at := math.Max(0, math.Min(float64(want[2*i])/0.9, 1)) * steps
		if half := math.Abs(at - math.Floor(at) - 0.5); half > 1e-3 && int(relit[3][i]) != int(math.Round(at))%levels {
			t.Errorf("relit: %g of %d steps is level %g", at, steps, relit[3][i])
		}
		nearComplex(t, "relit", relit[0][2*i:], complexAt(states, int(relit[3][i])), tol.Linear)
	}
	by := random(2, 357)
	slipped := b.run(kernels.Slipped(n), sample(by), sample(light), sample(make([]float32, len(light))))[2]
	for i, v := range complexes(light) {
		nearComplex(t, "slipped", slipped[2*i:], v*complexAt(by, 0), tol.Linear)
	}
	const parts = 5
	sums, all := b.run(kernels.Overlap(n, parts), sample(want), sample(light), sample(make([]float32, 2*parts)))[2], [parts]complex128{}
	for i, v := range complexes(light) {
		all[i%parts] += v * complexAt(want, i)
	}
	for k, v := range all {
		nearComplex(t, "overlap", []float32{sums[k], sums[parts+k]}, v, 4*tol.Linear)
	}
}

// testSlips compares the phases by which fields are turned back, between two looks, with a straight line.
func testSlips(t *testing.T, dev compute.Device, tol Tolerance) {
	const loads = 3
	sums, by := compute.Buffer(nil), compute.Buffer(nil)
	for _, b := range []*compute.Buffer{&sums, &by} {
		var err error
		if *b, err = dev.Alloc(compute.Spec{Name: "looks", Scope: compute.Sample, Len: 2, Batch: loads + 3}); err != nil {
			t.Fatal(err)
		}
	}
	for _, phases := range [][2]float64{{0.3, 0.5}, {3, -3}, {-1, -1}, {0, 0}} {
		v := random(2*(loads+2), 358)
		for k, phase := range phases {
			v[2*(loads+k)], v[2*(loads+k)+1] = float32(70*math.Cos(phase)), float32(70*math.Sin(phase))
		}
		var p compute.Program
		p.Add(kernels.Slips(), sums, by)
		run, err := dev.Compile(&p)
		if err == nil {
			err = dev.Write(sums, 0, v)
		}
		if err == nil {
			err = run.Run(loads + 2)
		}
		got := make([]float32, 2*(loads+2))
		if err == nil {
			err = dev.Read(by, 0, got)
		}
		if err != nil {
			t.Fatal(err)
		}
		for k := range loads {
			far := math.Remainder(phases[1]-phases[0], 2*math.Pi) * float64(k+1) / (loads + 1)
			nearComplex(t, "slips", got[2*k:], cmplx.Rect(1, -phases[0]-far), 4*tol.Linear)
		}
	}
}

func nearComplex(t *testing.T, name string, got []float32, want complex128, tolerance float64) {
	t.Helper()
	near(t, name, float64(got[0]), real(want), 1, tolerance)
	near(t, name, float64(got[1]), imag(want), 1, tolerance)
}
