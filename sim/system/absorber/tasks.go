package absorber

import (
	"math"

	"talbot/sim/fmath"
	"talbot/sim/rng"
)

// Points are made-up points of the square -1 to 1 by -1 to 1, and their classes, 0 or 1.
type Points struct {
	XY    [][2]float32
	Class []int
}

// MakePoints draws n points of a task: a disc and the ring around it; the quadrants, of equal
// signs or not; two arches that reach into each other. part tells training from
// test points of the same seed.
func MakePoints(task string, n, seed, part int) Points {
	u, g := make([]float32, 2*n), make([]float32, 2*n)
	s := rng.Stream{Seed: uint64(seed), Stream: rng.Table}
	s.Uniform(uint32(2*part), u)
	s.Normal(uint32(2*part+1), g)
	var p Points
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
		p.XY, p.Class = append(p.XY, [2]float32{float32(x), float32(y)}), append(p.Class, class)
	}
	return p
}

// Shape, Read and Target are what a network takes of points: both coordinates, and a constant,
// as light without a sign has no other way to shift a sum.
func (p Points) Len() int                { return len(p.Class) }
func (p Points) Read(i int, x []float32) { x[0], x[1], x[2] = p.XY[i][0], p.XY[i][1], 1 }
func (p Points) Target(i int) int        { return p.Class[i] }
