package rig

import (
	"math"
	"testing"

	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A homography is found again from where it takes points, and four points on a line tell none.
func TestHomographyIsFoundAgain(t *testing.T) {
	want := Homography{1.02, 0.01, 3e-5, -0.012, 0.99, -8e-5, 4, -7, 1}
	for _, n := range []int{4, 25} {
		u := make([]float32, 2*n)
		rng.Stream{Seed: 1, Stream: 1000}.Uniform(0, u)
		var from, to [][2]float64
		for i := range n {
			x, y := (float64(u[2*i])-0.5)*3e-3, (float64(u[2*i+1])-0.5)*3e-3
			a, b := want.At(x, y)
			from, to = append(from, [2]float64{x, y}), append(to, [2]float64{a, b})
		}
		got, err := FitHomography(from, to)
		check(t, err)
		back, err := got.Inverse()
		check(t, err)
		if x, y := back.At(got.At(1e-3, -7e-4)); math.Hypot(x-1e-3, y+7e-4) > 1e-12 {
			t.Errorf("there and back a point is at (%g, %g)", x, y)
		}
		for _, p := range [][2]float64{{0, 0}, {1e-3, -1e-3}, {-1.5e-3, 1.5e-3}} {
			x, y := want.At(p[0], p[1])
			a, b := got.At(p[0], p[1])
			if math.Hypot(x-a, y-b) > 1e-11 {
				t.Errorf("of %d points: (%g, %g) goes to (%g, %g), not (%g, %g)", n, p[0], p[1], a, b, x, y)
			}
		}
	}
	line := [][2]float64{{0, 0}, {1, 1}, {2, 2}, {3, 3}}
	if _, err := FitHomography(line, line); err == nil {
		t.Error("points on a line tell a homography")
	}
	if _, err := FitHomography(line[:3], line[:3]); err == nil {
		t.Error("three points tell a homography")
	}
}

// A tag is read as it was written where each cell's light is that of its first order, is refused
// half way between two numbers, and in the dark.
func TestTag(t *testing.T) {
	const nx, cell = 60, 4
	tag := Tag{Strip: Rect{0, 2, nx, 3}, Spots: Rect{0, 0, nx, 2}}
	spots := func(kind Kind, seq uint64) []float32 {
		levels := make([]uint16, nx*5)
		tag.Write(levels, nx, 256, kind, seq)
		for i, v := range levels[:2*nx] {
			if v != 0 {
				t.Fatalf("pixel %d outside the strip shows %d", i, v)
			}
		}
		counts := make([]float32, 2*nx)
		for c := range TagCells {
			var re, im float64
			for x := range TagPeriod {
				turn := -2 * math.Pi * float64(x) / TagPeriod
				v := float64(levels[2*nx+c*cell+x])
				a, p := 1.0, 2*math.Pi*v/256
				if kind == Amplitude {
					a, p = v/255, 0
				}
				re += a * math.Cos(p+turn) / TagPeriod
				im += a * math.Sin(p+turn) / TagPeriod
			}
			for i := range 2 * cell {
				counts[i/cell*nx+c*cell+i%cell] = 7 + float32(1000*(re*re+im*im))
			}
		}
		return counts
	}
	for _, kind := range []Kind{Phase, Amplitude} {
		for seq := range uint64(1 << TagBits) {
			if seq > 5 && seq%37 != 0 {
				continue
			}
			if got, ok := tag.Read(spots(kind, seq), nx); !ok || got != seq {
				t.Errorf("%v: number %d is read as %d, %t", kind, seq, got, ok)
			}
		}
		a, b := spots(kind, 1), spots(kind, 2)
		for i := range a {
			a[i] = (a[i] + b[i]) / 2
		}
		if got, ok := tag.Read(a, nx); ok {
			t.Errorf("%v: half way between two pictures the number is %d", kind, got)
		}
	}
	if _, ok := tag.Read(make([]float32, 2*nx), nx); ok {
		t.Error("a number is read in the dark")
	}
}

// Polynomials of the fifth degree are interpolated exactly, inside the plane.
func TestSamplesBetweenSamples(t *testing.T) {
	g := optics.Square(16, 1)
	v := make([]float32, g.Len())
	p := func(x, y float64) float64 { return 1 + x - 0.3*y + 0.01*x*x*y - 1e-4*x*x*x*x*y }
	for i := range v {
		v[i] = float32(p(float64(i%16), float64(i/16)))
	}
	var out [1]float32
	for _, at := range [][2]float64{{5, 5}, {5.5, 7.25}, {9.01, 4.99}} {
		if sampleAt(v, g, 1, at[0], at[1], out[:]); math.Abs(float64(out[0])-p(at[0], at[1])) > 1e-4 {
			t.Errorf("at %v: %g, want %g", at, out[0], p(at[0], at[1]))
		}
	}
	if sampleAt(v, g, 1, -9, 3, out[:]); out[0] != 0 {
		t.Errorf("outside there is %g", out[0])
	}
}

// A phase panel that turns by a quarter four times shows what it showed.
func TestTurned(t *testing.T) {
	c, err := modulator.ParseCurve("phase-256")
	check(t, err)
	quarter := Turned(c, math.Pi/2)
	for i := range c.States {
		j := quarter[i]
		if d := math.Remainder(c.States[j].Phase-c.States[i].Phase-math.Pi/2, 2*math.Pi); math.Abs(d) > 1e-9 {
			t.Errorf("level %d turns to level %d, %g rad off", i, j, d)
		}
		if k := quarter[quarter[quarter[j]]]; int(k) != i {
			t.Errorf("level %d turns four times to level %d", i, k)
		}
	}
}
