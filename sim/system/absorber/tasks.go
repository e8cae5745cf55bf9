package absorber

import (
	"math"

	"talbot/sim/data"
	"talbot/sim/fmath"
	"talbot/sim/rng"
)

// MakePoints draws n points of a task: a disc and the ring around it; the quadrants, of equal
// signs or not; two arches that reach into each other. part tells training from
// test points of the same seed. Beside both coordinates, -1 to 1, stands a constant: light without
// a sign of its own has no other way to shift a sum.
func MakePoints(task string, n, seed, part int) *data.Table {
	u, g := make([]float32, 2*n), make([]float32, 2*n)
	s := rng.Stream{Seed: uint64(seed), Stream: rng.Table}
	s.Uniform(uint32(2*part), u)
	s.Normal(uint32(2*part+1), g)
	t := &data.Table{Name: task, Columns: []string{"x", "y", "one"}, Classes: []string{"first", "second"}}
	for i := range n {
		class, a, b := i%2, float64(u[2*i]), float64(u[2*i+1])
		var x, y float64
		switch task {
		case "rings":
			r := 0.45 * math.Sqrt(a)
			if class == 1 {
				r = math.Sqrt(0.36 + 0.64*a)
			}
			sin, cos := fmath.Sincos(2 * math.Pi * b)
			x, y = r*cos, r*sin
		case "xor":
			x, y, class = 2*a-1, 2*b-1, 0
			if x*y > 0 {
				class = 1
			}
		default:
			sin, cos := fmath.Sincos(math.Pi * a)
			x, y = cos-0.5, sin-0.25
			if class == 1 {
				x, y = -x, -y
			}
			x, y = x/1.5+0.07*float64(g[2*i]), y/1.5+0.07*float64(g[2*i+1])
		}
		t.Features, t.Labels = append(t.Features, float32(x), float32(y), 1), append(t.Labels, uint16(class))
	}
	return t
}
