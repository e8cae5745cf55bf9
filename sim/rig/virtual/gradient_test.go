package virtual

import (
	"math"
	"testing"

	"talbot/sim/plant"
	"talbot/sim/rng"
)

// The true gradient is that of central differences along random directions of levels, on a bench with every fault that
// does not change from frame to frame.
func TestTrueGradient(t *testing.T) {
	s := small(0.02)
	f, err := Grade("typical")
	check(t, err)
	f.Flicker, f.CrossTalk, f.Tilt = 0, 0.02, 3
	b := open(t, s, f)
	l := random(s, 4)
	for i, v := range l[1] {
		l[1][i] = min(max(v, 2), 253)
	}
	weight := make([]float32, s.Plane.Len())
	for i := range weight {
		weight[i] = float32(math.Sin(float64(i%side)/7) + math.Cos(float64(i/side)/5))
	}
	loss := func(l plant.Load) (sum float64) {
		for i, u := range truly(t, b, l) {
			sum += float64(weight[i]) * (real(u)*real(u) + imag(u)*imag(u))
		}
		return sum
	}
	g, err := TrueGradient(ctx, b, l, func([]float32) []float32 { return weight })
	check(t, err)
	for k := range 3 {
		bits, step := make([]float32, len(g)), make([]int, len(g))
		rng.Stream{Seed: uint64(k), Stream: 1021}.Uniform(0, bits)
		want := 0.0
		for i, v := range bits {
			// Up where the gradient is, two times of three: a direction that is no accident.
			if step[i] = 1; (v < 0.67) != (g[i] > 0) {
				step[i] = -1
			}
			want += float64(g[i]) * float64(step[i]) * 2 * math.Pi / 256
		}
		up, down := append(plant.Load(nil), l...), append(plant.Load(nil), l...)
		up[1], down[1] = make([]uint16, len(g)), make([]uint16, len(g))
		for i, v := range l[1] {
			up[1][i], down[1][i] = uint16(int(v)+step[i]), uint16(int(v)-step[i])
		}
		if got := (loss(up) - loss(down)) / 2; math.Abs(got/want-1) > 0.01 {
			t.Errorf("along direction %d the loss rises by %g, want %g", k, got, want)
		}
	}
}
