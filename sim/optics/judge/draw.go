package judge

import (
	"math"
	"slices"
	"sync"

	"talbot/sim/optics"
	"talbot/sim/rng"
)

// draw is the truth in some samples of a plane: some drawn evenly over it, and for every
// field that is judged some by its own intensity. The sums over the plane weigh each
// sample by how likely all the draws together were to take it (Veach and Guibas,
// SIGGRAPH 95, the balance heuristic).
type draw struct {
	out    optics.Plane
	at     func(x, y float64) complex128
	count  int // samples a draw
	known  map[int]complex128
	taken  []int       // samples, with repetitions
	fields [][]float64 // chance of each sample in the draws by intensity, running sums
}

// newDraw prepares draws of a truth that costs terms a sample.
func newDraw(out optics.Plane, terms int, at func(x, y float64) complex128) *draw {
	d := &draw{out: out, at: at, count: min(max(int(3e7)/terms, 24), 400), known: map[int]complex128{}}
	n := out.Len()
	for _, at := range d.even() {
		d.taken = append(d.taken, min(n-1, int(at*float64(n))))
	}
	return d
}

// even is a random number in each of count equal parts of 0 to 1; another for every draw.
func (d *draw) even() []float64 {
	random, all := make([]float32, d.count), make([]float64, d.count)
	rng.Stream{Seed: 1896, Stream: rng.Draw}.Uniform(uint32(len(d.fields)), random)
	for i, r := range random {
		all[i] = (float64(i) + float64(r)) / float64(d.count)
	}
	return all
}

// distance estimates the sums over the plane of |v - truth|^2 and |truth|^2.
func (d *draw) distance(v []complex128) (off, all float64) {
	sums, sum := make([]float64, len(v)), 0.0
	for i, a := range v {
		sum += square(a)
		sums[i] = sum
	}
	if sum > 0 && !math.IsInf(sum, 0) {
		for i := range sums {
			sums[i] /= sum
		}
		d.fields = append(d.fields, sums)
		for _, at := range d.even() {
			k, _ := slices.BinarySearch(sums, at)
			d.taken = append(d.taken, min(k, len(v)-1))
		}
	}
	d.learn()
	for _, i := range d.taken {
		chance := 1 / float64(len(v))
		for _, f := range d.fields {
			chance += f[i]
			if i > 0 {
				chance -= f[i-1]
			}
		}
		truth, weight := d.known[i], 1/(chance*float64(d.count))
		off += weight * square(v[i]-truth)
		all += weight * square(truth)
	}
	return off, all
}

// learn sums the integral for the samples that are new.
func (d *draw) learn() {
	var want []int
	for _, i := range d.taken {
		if _, ok := d.known[i]; !ok {
			d.known[i] = 0
			want = append(want, i)
		}
	}
	got := make([]complex128, len(want))
	var wait sync.WaitGroup
	parts := 16
	for p := range parts {
		wait.Go(func() {
			for k := p; k < len(want); k += parts {
				x, y := want[k]%d.out.Nx, want[k]/d.out.Nx
				got[k] = d.at(d.out.X+d.out.Grid.X(x), d.out.Y+d.out.Grid.Y(y))
			}
		})
	}
	wait.Wait()
	for k, i := range want {
		d.known[i] = got[k]
	}
}
