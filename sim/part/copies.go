package part

import "fmt"

// copies is where copies stand: n x m of them, u and v apart, or a list of places.
type copies struct {
	n, m int
	u, v [2]float64
	list [][2]float64
}

// once is one copy where it is.
var once = copies{n: 1, m: 1}

// each calls f with the places of all copies.
func (r copies) each(f func(at [2]float64) error) error {
	for _, at := range r.list {
		if err := f(at); err != nil {
			return err
		}
	}
	if r.list != nil {
		return nil
	}
	for j := range r.m {
		for i := range r.n {
			a, b := float64(i), float64(j)
			if err := f([2]float64{a*r.u[0] + b*r.v[0], a*r.u[1] + b*r.v[1]}); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostShapes is how many shapes a file may have, with all that its references repeat.
const mostShapes = 1 << 26

// effort counts what it takes to draw a file, so that a few bytes cannot ask for years.
type effort struct{ shapes, pixels int }

func (e *effort) shape() error {
	if e.shapes--; e.shapes < 0 {
		return fmt.Errorf("it has more than %d shapes and references: too many to read", mostShapes)
	}
	return nil
}

func (e *effort) fill(pixels int) error {
	if e.pixels -= pixels; e.pixels < 0 {
		return fmt.Errorf("its shapes cover each other hundreds of times: merge them")
	}
	return nil
}
