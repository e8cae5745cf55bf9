package dfa

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/rng"
)

// The distance of normal numbers with independent parts is that of their means and deviations, of a distribution from
// itself none, and the same the other way round.
func TestDistance(t *testing.T) {
	const n, wide = 20000, 3
	draw := func(step uint32, mean, size [wide]float64) *moments {
		x := make([]float32, n*wide)
		rng.Stream{Seed: 1, Stream: 1000}.Normal(step, x)
		rows := make([]float64, len(x))
		for i, v := range x {
			rows[i] = mean[i%wide] + size[i%wide]*float64(v)
		}
		m, err := momentsOf(rows, wide)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	a, b := draw(1, [wide]float64{0, 1, 2}, [wide]float64{1, 2, 0.5}), draw(2, [wide]float64{1, 1, 0}, [wide]float64{3, 2, 1})
	there, err := a.distance(b)
	if err != nil {
		t.Fatal(err)
	}
	back, err := b.distance(a)
	if err != nil || math.Abs(there-back) > 1e-9*there {
		t.Errorf("%g there, %g back, %v", there, back, err)
	}
	if want := 1 + 0 + 4 + 4 + 0 + 0.25; math.Abs(there-want) > 0.15 {
		t.Errorf("distance %g, want %g", there, want)
	}
	if same, err := a.distance(a); err != nil || math.Abs(same) > 1e-9 {
		t.Errorf("distance from itself %g, %v", same, err)
	}
	if _, err := momentsOf([]float64{1, 2}, 2); err == nil {
		t.Error("one row has moments")
	}
}

// The judge learns, and noise is further from pictures than other pictures are.
func TestJudge(t *testing.T) {
	draw := func(step int) *data.Set {
		s := &data.Set{Name: "squares", Width: 8, Height: 8, Classes: data.Numbered(10)}
		u := make([]float32, 600*64)
		rng.Stream{Seed: 2, Stream: 1000}.Uniform(uint32(step), u)
		for i := range 600 {
			for k := range 64 {
				v := 80 * u[64*i+k]
				if k/6 == i%10 {
					v += 150
				}
				s.Images = append(s.Images, byte(v))
			}
			s.Labels = append(s.Labels, uint16(i%10))
		}
		return s
	}
	learn, test := draw(1), draw(2)
	j, err := openJudge(cpu.Open(1), learn, test)
	if err != nil {
		t.Fatal(err)
	}
	of, err := j.moments(test)
	if err != nil {
		t.Fatal(err)
	}
	x := make([]float32, 600*64)
	rng.Stream{Seed: 3, Stream: 1000}.Uniform(1, x)
	distance := func(set *data.Set) float64 {
		m, err := j.moments(set)
		if err != nil {
			t.Fatal(err)
		}
		d, err := m.distance(of)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if near, far := distance(learn), distance(pictures(x, 8)); j.accuracy < 0.9 || !(near < far/5) {
		t.Errorf("the judge is right of %.2f; other pictures are %g away, noise %g", j.accuracy, near, far)
	}
}
