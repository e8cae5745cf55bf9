package focus

import "math"

// squares are the examples of a Scene: one bright square each, side by side about the middle, row by row, and behind them sums of
// three. It is tested with sums of two, which are no examples.
type squares struct{ c Hidden }

func (s squares) Len() int                    { return s.count() + s.c.Threes }
func (s squares) count() int                  { return s.c.Squares * s.c.Squares }
func (s squares) Shape() (channels, h, w int) { return 1, 1, 1 }
func (s squares) Read(int, []float32)         {}
func (s squares) Target(i int) int            { return i }
func (s squares) ClassNames() []string        { return nil }

// middle is that of square i, m.
func (s squares) middle(i int) (x, y float64) {
	at := func(k int) float64 { return (float64(k) - float64(s.c.Squares-1)/2) * s.c.Side }
	return at(i % s.c.Squares), at(i / s.c.Squares)
}

// draw writes the amplitudes of example i, [Samples][Samples].
func (s squares) draw(i int, v []float32) {
	clear(v)
	for _, k := range s.of(i) {
		x, y := s.middle(k)
		s.add(v, x, y)
	}
}

// of are the squares of example i. Sums of three are taken evenly from all that there are, in their order.
func (s squares) of(i int) []int {
	if i < s.count() {
		return []int{i}
	}
	threes := threes(s.count())
	return threes[(i-s.count())*len(threes)/s.c.Threes]
}

// threes are all sets of three of so many squares.
func threes(squares int) (all [][]int) {
	for a := range squares {
		for b := range a {
			for c := range b {
				all = append(all, []int{c, b, a})
			}
		}
	}
	return all
}

// add adds a square about x, y to amplitudes.
func (s squares) add(v []float32, x, y float64) {
	n := s.c.Samples
	d := Aperture / float64(n)
	for p := range v {
		if math.Abs((float64(p%n)-float64(n)/2)*d-x) <= s.c.Side/2 && math.Abs((float64(p/n)-float64(n)/2)*d-y) <= s.c.Side/2 {
			v[p] = 1
		}
	}
}

// image writes what the camera should see of example i.
func (s squares) image(i int, v []float32) {
	s.draw(i, v)
	s.turn(v)
}

// turn makes intensities on the camera of amplitudes of an object: a lens turns its image by half a turn, about pixel Samples/2.
func (s squares) turn(v []float32) {
	n := s.c.Samples
	was := append([]float32(nil), v...)
	for p, a := range was {
		v[(n-p/n)%n*n+(n-p%n)%n] = a * a
	}
}

// pairs are those of two squares.
func (s squares) pairs() (all [][2]int) {
	for a := range s.count() {
		for b := range a {
			all = append(all, [2]int{b, a})
		}
	}
	return all
}
