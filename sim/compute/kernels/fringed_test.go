package kernels

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/rng"
)

// Slopes of phases that run into each other are central differences of what Panel.Transmission does to light, also at the ends of rows.
func TestFringedSlopes(t *testing.T) {
	const nx, ny = 12, 2
	f := Fringed{Nx: nx, Ny: ny, Top: 1.8 * math.Pi}
	f.Fringe, f.Reach = Fringes(0.3, 4)
	panel := Panel{Nx: nx, Ny: ny, Levels: 2, Modulated: 1, Fringe: f.Fringe, Reach: f.Reach}
	draws := make([]float32, 4*nx*ny)
	rng.Stream{Seed: 1, Stream: rng.Table}.Uniform(0, draws)
	s, m, g, y := make([]float32, 2*nx*ny), make([]float32, 2*nx*ny), make([]float32, 2*nx*ny), make([]float32, 2*nx*ny)
	for i := range nx * ny {
		s[2*i], s[2*i+1] = draws[4*i], float32(0.1+1.6*math.Pi*float64(draws[4*i+1]))
		g[2*i], g[2*i+1] = draws[4*i+2]-0.5, draws[4*i+3]-0.5
		sin, cos := math.Sincos(float64(s[2*i+1]))
		m[2*i], m[2*i+1] = s[2*i]*float32(cos), s[2*i]*float32(sin)
	}
	loss := func() (sum float64) {
		panel.Transmission().Each([][]float32{s, y}, nil)
		for i, v := range y {
			sum += float64(g[i]) * float64(v)
		}
		return sum
	}
	slopes, d := make([]float32, nx*ny*len(f.Fringe)), make([]float32, nx*ny)
	f.Slopes().Each([][]float32{g, m, slopes}, nil)
	f.Back().Each([][]float32{slopes, d}, nil)
	const step = 1.0 / 64
	for i, got := range d {
		was := s[2*i+1]
		s[2*i+1] = was + step
		up := loss()
		s[2*i+1] = was - step
		down := loss()
		s[2*i+1] = was
		if want := (up - down) / (2 * step); math.Abs(float64(got)-want) > 2e-4 {
			t.Errorf("pixel %d has a slope of %.5f, by differences %.5f", i, got, want)
		}
	}
	for _, c := range []struct{ phase, want float32 }{{-0.1, 0}, {float32(-0.15 * math.Pi), float32(f.Top)}, {1, 1}, {-2, 2*math.Pi - 2}} {
		if got := f.shown(c.phase); math.Abs(float64(got-c.want)) > 1e-6 {
			t.Errorf("a phase of %g is shown as %g, want %g", c.phase, got, c.want)
		}
	}
}

// Of a field that is read by steps, the slopes are central differences of the sum of what is shown in each: thirds of a turn, and 0, pi/2 and pi with
// the shares that they are read with.
func TestFringedSlopesOfSteps(t *testing.T) {
	const nx, ny = 16, 3
	third := 2 * math.Pi / 3
	for _, steps := range [][]Step{
		{{0, 1. / 3}, {third, cmplx.Rect(1./3, third)}, {2 * third, cmplx.Rect(1./3, 2*third)}},
		{{0, 0.25 - 0.25i}, {math.Pi / 2, 0.5i}, {math.Pi, -0.25 - 0.25i}},
	} {
		f := Fringed{Nx: nx, Ny: ny, Top: 2 * math.Pi, Steps: steps}
		f.Fringe, f.Reach = Fringes(0.4, 4)
		panel := Panel{Nx: nx, Ny: ny, Levels: 2, Modulated: 1, Fringe: f.Fringe, Reach: f.Reach}
		draws := make([]float32, 4*nx*ny)
		rng.Stream{Seed: 2, Stream: rng.Table}.Uniform(0, draws)
		size, phases, m, g := make([]float32, nx*ny), make([]float64, nx*ny), make([]float32, 2*nx*ny), make([]float32, 2*nx*ny)
		const step = 1.0 / 64
		for i := range size {
			size[i], phases[i] = draws[4*i], 2*math.Pi*float64(draws[4*i+1])
			for _, s := range steps { // none goes around between both differences
				if d := math.Remainder(phases[i]-s.Late, 2*math.Pi); math.Abs(d) < 2*step {
					phases[i] += 4 * step
				}
			}
			g[2*i], g[2*i+1] = draws[4*i+2]-0.5, draws[4*i+3]-0.5
			m[2*i], m[2*i+1] = size[i]*float32(math.Cos(phases[i])), size[i]*float32(math.Sin(phases[i]))
		}
		loss := func() (sum float64) {
			s, y := make([]float32, 2*nx*ny), make([]float32, 2*nx*ny)
			for _, k := range steps {
				for i, phase := range phases {
					p := phase - k.Late
					s[2*i], s[2*i+1] = size[i], float32(p-2*math.Pi*math.Floor(p/(2*math.Pi)))
				}
				panel.Transmission().Each([][]float32{s, y}, nil)
				for i := range phases {
					seen := k.Share * complex(float64(y[2*i]), float64(y[2*i+1]))
					sum += float64(g[2*i])*real(seen) + float64(g[2*i+1])*imag(seen)
				}
			}
			return sum
		}
		slopes, d := make([]float32, nx*ny*len(f.Fringe)), make([]float32, nx*ny)
		f.Slopes().Each([][]float32{g, m, slopes}, nil)
		f.Back().Each([][]float32{slopes, d}, nil)
		for i, got := range d {
			was := phases[i]
			phases[i] = was + step
			up := loss()
			phases[i] = was - step
			down := loss()
			phases[i] = was
			if want := (up - down) / (2 * step); math.Abs(float64(got)-want) > 3e-4 {
				t.Errorf("%d steps, pixel %d has a slope of %.5f, by differences %.5f", len(steps), i, got, want)
			}
		}
	}
}
