// Package datatest has sets of pictures that tests learn from.
package datatest

import (
	"talbot/sim/data"
	"talbot/sim/rng"
)

// Squares is a set of n grey pictures, side x side, of so many classes in turn: noise of 0 to 60 of 255, and what tells the class, a cell brighter by
// 150, of so many columns and rows of them, line by line. Sets of other steps have other noise.
func Squares(side, columns, rows, classes, n, step int) *data.Set {
	s := &data.Set{Name: "squares", Width: side, Height: side, Classes: data.Numbered(classes)}
	noise := make([]float32, n*side*side)
	rng.Stream{Seed: 4, Stream: 1000}.Uniform(uint32(step), noise)
	for i := range n {
		class := i % classes
		for k := range side * side {
			v := 60 * noise[i*side*side+k]
			if y, x := k/side, k%side; y/(side/rows) == class/columns && x/(side/columns) == class%columns {
				v += 150
			}
			s.Images = append(s.Images, byte(v))
		}
		s.Labels = append(s.Labels, uint16(class))
	}
	return s
}
