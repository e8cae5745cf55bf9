package data

import (
	"math"

	"talbot/sim/errs"
)

// Table is a set of rows of numbers with one label each, such as Fisher's irises or
// points of a plane.
type Table struct {
	Name     string // for messages
	Columns  []string
	Features []float32 // [n][len(Columns)]
	Labels   []uint16  // [n], each an index into Classes
	Classes  []string
}

// Len is the number of rows.
func (t *Table) Len() int { return len(t.Labels) }

// Shape is (1, 1, number of columns).
func (t *Table) Shape() (channels, height, width int) { return 1, 1, len(t.Columns) }

// Row is row i, which aliases the table.
func (t *Table) Row(i int) []float32 {
	k := len(t.Columns)
	return t.Features[i*k : (i+1)*k : (i+1)*k]
}

// Read writes row i.
func (t *Table) Read(i int, dst []float32) { copy(dst[:len(t.Columns)], t.Row(i)) }

// Target is the class of row i.
func (t *Table) Target(i int) int { return int(t.Labels[i]) }

// ClassNames is t.Classes.
func (t *Table) ClassNames() []string { return t.Classes }

// Pick is a copy of the rows of these numbers, in their order.
func (t *Table) Pick(numbers []int) *Table {
	part := *t
	part.Features, part.Labels = nil, nil
	for _, i := range numbers {
		part.Features = append(part.Features, t.Row(i)...)
		part.Labels = append(part.Labels, t.Labels[i])
	}
	return &part
}

// Scale makes grey values of a table's features, for light to carry.
type Scale struct {
	Low, High []float32 // of each column: they become 0 and 255, and what is beyond them too
	Grey      bool      // all features are grey values already: whole numbers of 0 to 255, some above 127
}

// Scale finds the range of each column of t; a table of grey values keeps them.
func (t *Table) Scale() Scale {
	k := len(t.Columns)
	s := Scale{make([]float32, k), make([]float32, k), true}
	for c := range k {
		s.Low[c], s.High[c] = float32(math.Inf(1)), float32(math.Inf(-1))
	}
	bright := false
	for i, v := range t.Features {
		c := i % k
		s.Low[c], s.High[c] = min(s.Low[c], v), max(s.High[c], v)
		s.Grey = s.Grey && v >= 0 && v <= 255 && v == float32(int(v))
		bright = bright || v > 127
	}
	s.Grey = s.Grey && bright // small whole numbers are counts, and would hardly be seen
	return s
}

// Side is the number of pixels along a row of the picture that so many features make: as
// near to a square as holds them all.
func Side(features int) int {
	side := 1
	for side*side < features {
		side++
	}
	return side
}

// Pictures are the rows of t as grey pictures of Side(columns) pixels a row, filled line
// by line, and dark where the features end.
func (t *Table) Pictures(s Scale) (*Set, error) {
	k := len(t.Columns)
	if k == 0 || len(s.Low) != k {
		return nil, errs.New(t.Name, ": a scale of ", len(s.Low), " columns does not fit a table of ", k)
	}
	w := Side(k)
	h := (k + w - 1) / w
	set := &Set{Name: t.Name, Width: w, Height: h, Channels: 1, Classes: t.Classes, Labels: t.Labels, Images: make([]byte, t.Len()*w*h)}
	for i := range t.Labels {
		image := set.Images[i*w*h:]
		for c, v := range t.Row(i) {
			image[c] = s.grey(c, v)
		}
	}
	return set, nil
}

// grey is the grey value of v in column c; a column of one value is dark.
func (s Scale) grey(c int, v float32) byte {
	low, high := float64(s.Low[c]), float64(s.High[c])
	if s.Grey {
		low, high = 0, 255
	}
	if !(high > low) {
		return 0
	}
	return byte(255*math.Min(1, math.Max(0, (float64(v)-low)/(high-low))) + 0.5)
}
