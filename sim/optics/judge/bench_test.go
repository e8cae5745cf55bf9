package judge_test

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"talbot/sim/optics"
	"talbot/sim/optics/exact"
	"talbot/sim/optics/judge"
)

// bench is a random propagation and its light. finer is the same light on samples times
// as fine, from which the Rayleigh-Sommerfeld sum is the truth at any distance.
type bench struct {
	name  string
	s     optics.Space
	out   *optics.Plane
	u     []complex128
	finer func(times int) (optics.Grid, []complex128)
}

// drawBench draws pitches from 0.4 to 20 wavelengths, planes of unequal and odd sizes and
// lines, distances from a tenth to 300 times the critical one, light of five kinds, and
// planes out of other sizes, spacings and places.
func drawBench(r *rand.Rand) bench {
	log := func(a, b float64) float64 { return a * math.Pow(b/a, r.Float64()) }
	const lambda = 600e-9
	d := lambda * log(0.4, 20)
	g := optics.Grid{Nx: 28 + r.IntN(25), Ny: 28 + r.IntN(25), Dx: d, Dy: d}
	switch r.IntN(4) {
	case 0:
		g.Nx, g.Ny, g.Dy = 60+r.IntN(141), 1, 1
	case 1:
		g.Dy = d * log(0.7, 1.4)
	}
	b := bench{s: optics.Space{In: g, Wavelength: lambda * 1.33, Index: 1.33, Z: float64(g.Nx) * d * d / lambda * log(0.15, 300)}}
	wx, wy := float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy
	if g.Ny == 1 {
		wy = math.Inf(1)
	}
	kind := r.IntN(5)
	steep := 0.3 * math.Min(1, lambda/(2*d)) / lambda * (2*r.Float64() - 1)
	beam := func(width float64) optics.Profile {
		return func(x, y float64) complex128 {
			q := x*x/(wx*wx) + y*y/(wy*wy)
			return cmplx.Rect(math.Exp(-q/(width*width)), 2*math.Pi*steep*x)
		}
	}
	b.name = []string{"hole", "beam", "tilted beam", "mask", "lens"}[kind]
	var p optics.Profile
	switch kind {
	case 0, 3: // light that fills the band: between the samples, its interpolation
		b.u = make([]complex128, g.Len())
		x0, y0 := r.IntN(g.Nx/3), r.IntN(max(1, g.Ny/3))
		for i := range b.u {
			if x, y := i%g.Nx, i/g.Nx; kind == 3 {
				b.u[i] = cmplx.Rect(1, 2*math.Pi*r.Float64())
			} else if x >= x0 && x < x0+g.Nx/2 && y >= y0 && y <= y0+g.Ny/2 {
				b.u[i] = 1
			}
		}
		b.finer = func(times int) (optics.Grid, []complex128) { return interpolate(g, b.u, times) }
	case 1:
		steep = 0
		p = beam(0.085 + 0.02*r.Float64())
	case 2:
		p = beam(0.085 + 0.02*r.Float64())
	case 4:
		steep = 0
		f := log(1, 4) * wx * 2 * d / lambda
		soft := beam(0.09)
		p = func(x, y float64) complex128 {
			if g.Ny == 1 {
				y = 0
			}
			return soft(x, y) * cmplx.Rect(1, -math.Pi*(x*x+y*y)/(lambda*f))
		}
	}
	if p != nil {
		b.u = p.Samples(g)
		b.finer = func(times int) (optics.Grid, []complex128) {
			f := fine(g, times, 1)
			return f, p.Samples(f)
		}
	}
	switch r.IntN(4) {
	case 0:
		b.out = &optics.Plane{Grid: g, X: wx * 0.4 * (2*r.Float64() - 1)}
		b.out.Nx = g.Nx/2 + r.IntN(g.Nx)
	case 1:
		b.out = &optics.Plane{Grid: g, X: wx * 0.2 * (2*r.Float64() - 1)}
		b.out.Dx *= log(0.4, 2)
		if g.Ny > 1 {
			b.out.Ny = g.Ny/2 + r.IntN(g.Ny)
			b.out.Dy = b.out.Dx
		}
	}
	return b
}

// fine is g with samples times as fine, over wide times its width; every sample of g is one.
func fine(g optics.Grid, times, wide int) optics.Grid {
	f := optics.Grid{Nx: 2*(wide*times*g.Nx/2) + 1, Ny: 2*(wide*times*g.Ny/2) + 1, Dx: g.Dx / float64(times), Dy: g.Dy / float64(times)}
	if g.Ny == 1 {
		f.Ny, f.Dy = 1, g.Dy
	}
	return f
}

// wide is how many times the plane the light between its samples takes: the tails of the
// sines of light that fills the band, or the plane alone.
func (b bench) wide() int {
	switch {
	case b.name != "hole" && b.name != "mask":
		return 1
	case b.s.In.Ny == 1:
		return 25
	}
	return 5
}

// interpolate is Whittaker's cardinal series of u: a sinc for every sample.
func interpolate(g optics.Grid, u []complex128, times int) (optics.Grid, []complex128) {
	f := fine(g, times, bench{name: "mask", s: optics.Space{In: g}}.wide())
	sinc := func(n, m int) [][]float64 { // [fine][coarse]
		w := make([][]float64, m)
		for i := range w {
			w[i] = make([]float64, n)
			for j := range n {
				x := float64(i-m/2)/float64(times) - float64(j-n/2)
				w[i][j] = 1
				if x != 0 {
					w[i][j] = math.Sin(math.Pi*x) / (math.Pi * x)
				}
			}
		}
		return w
	}
	sx, sy := sinc(g.Nx, f.Nx), [][]float64{{1}}
	if g.Ny > 1 {
		sy = sinc(g.Ny, f.Ny)
	}
	rows := make([]complex128, g.Ny*f.Nx)
	for j := range g.Ny {
		for i := range f.Nx {
			for k, w := range sx[i] {
				rows[j*f.Nx+i] += complex(w, 0) * u[j*g.Nx+k]
			}
		}
	}
	v := make([]complex128, f.Len())
	for j := range f.Ny {
		for k, w := range sy[j] {
			for i := range f.Nx {
				v[j*f.Nx+i] += complex(w, 0) * rows[k*f.Nx+i]
			}
		}
	}
	return f, v
}

// truth is the Rayleigh-Sommerfeld sum: over the samples where they resolve the kernel for
// all of their band, over finer ones nearer; how precise it is, or none where that takes
// too many terms.
func (b bench) truth(out optics.Plane) (v []complex128, precise float64, err error) {
	s, u := b.s, b.u
	precise = 1e-10
	if !b.resolves(out) {
		times := 1
		for fill := 1.0; ; { // the kernel and the band of the light together within a period a sample
			times++
			near := s
			near.In = fine(s.In, times, b.wide())
			if fill = 2 - 1/float64(times); near.Resolves(out, fill*0.95) {
				break
			}
			if times > 100 {
				return nil, 0, nil
			}
		}
		s.In, u = b.finer(times)
		precise = 2e-6 // what the beams have beyond the band and the plane
		if b.name == "hole" || b.name == "mask" {
			precise = 1e-3
		}
	}
	if float64(s.In.Len())*float64(out.Len()) > 2e8 {
		return nil, 0, nil
	}
	v, err = exact.RayleighSommerfeld(s, u, out)
	return v, precise, err
}

// resolves reports whether the lit samples resolve the kernel onto out.
func (b bench) resolves(out optics.Plane) bool {
	g := b.s.In
	x0, x1, y0, y1 := g.Nx, 0, g.Ny, 0
	for i, v := range b.u {
		if v != 0 {
			x0, x1, y0, y1 = min(x0, i%g.Nx), max(x1, i%g.Nx), min(y0, i/g.Nx), max(y1, i/g.Nx)
		}
	}
	s := b.s
	s.In.Nx, s.In.Ny = x1-x0+1, y1-y0+1
	out.X -= float64(x0+s.In.Nx/2-g.Nx/2) * g.Dx
	out.Y -= float64(y0+s.In.Ny/2-g.Ny/2) * g.Dy
	return s.Resolves(out, 1)
}

// Every method that can do it says a bound of its error that holds and is at most five
// times what is true, and auto never takes one that says more than another.
func TestFiftyBenches(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 50))
	count, most := map[string]int{}, 50
	if testing.Short() {
		most = 10
	}
	for benches := 0; benches < most; {
		b := drawBench(r)
		plans, err := b.s.Candidates(optics.Choice{Out: b.out})
		if err != nil {
			t.Fatalf("%s: nothing can do it: %v", b.name, err)
		}
		out := plans[0].Recipe.Out
		want, precise, err := b.truth(out)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			continue
		}
		benches++
		name := fmt.Sprintf("bench %d, %s on %d x %d of %.3g um over %.3g um onto %d x %d of %.3g um aside %.3g um", benches, b.name, b.s.In.Nx, b.s.In.Ny,
			1e6*b.s.In.Dx, 1e6*b.s.Z, out.Nx, out.Ny, 1e6*out.Dx, 1e6*out.X)
		do := func(m optics.Method) *judge.Result {
			got, err := judge.Task{Space: b.s, Choice: optics.Choice{Method: m, Out: &out}, U: b.u, Floor: judge.Floor64,
				Run: func(r *optics.Recipe) ([]complex128, error) { return exact.Apply(r, b.u) }}.Do()
			if err != nil {
				t.Fatalf("%s: %s: %v", name, m, err)
			}
			real := dist(got.V, want)
			if low := real - precise; !(got.Error >= low) || got.Error > 5*math.Max(real+precise, judge.Floor64) {
				t.Errorf("%s: %s says at most %.3g, and is off by %.3g (%s; truth to %.2g)", name, got.Method, got.Error, real, got.Basis, precise)
			}
			return got
		}
		auto := do(optics.Auto)
		count[string(auto.Method)]++
		for _, p := range plans {
			if one := do(p.Method); one.Error < auto.Error {
				t.Errorf("%s: auto takes %s with %.3g, and %s has %.3g", name, auto.Method, auto.Error, one.Method, one.Error)
			}
			count["tried "+string(p.Method)]++
		}
		t.Logf("%s: %s %.2g, %s", name, auto.Method, auto.Error, auto.Basis)
	}
	t.Log(count)
}

func dist(a, b []complex128) float64 {
	var n, d float64
	for i := range b {
		e := cmplx.Abs(a[i] - b[i])
		n += e * e
		d += cmplx.Abs(b[i]) * cmplx.Abs(b[i])
	}
	return math.Sqrt(n / d)
}
