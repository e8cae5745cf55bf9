// Package data holds labelled pictures and reads them from IDX files, the format
// of MNIST and of the sets that follow it.
//
// The browser's engine links this package, so it reads bytes that others have
// fetched and unpacked: package open does so from a folder, package get from the
// world, and the page with fetch and DecompressionStream.
package data

import "talbot/sim/errs"

// Set is a set of grey pictures of one size with one label each.
type Set struct {
	Name          string // such as "mnist": for messages
	Note          string // what who read it found to say about it, or ""
	Width, Height int    // of every picture, in pixels
	Classes       []string
	Images        []byte // [n][y][x], 0 (background) to 255
	Labels        []byte // [n], each an index into Classes
}

// Len is the number of pictures.
func (s *Set) Len() int { return len(s.Labels) }

// Image is picture i, [y][x]. It aliases the set.
func (s *Set) Image(i int) []byte {
	size := s.Width * s.Height
	return s.Images[i*size : (i+1)*size : (i+1)*size]
}

// Slice is the pictures from <= i < to, which alias the set. It panics when they
// are not all there.
func (s *Set) Slice(from, to int) *Set {
	if from < 0 || to < from || to > s.Len() {
		panic("data: slice is outside the set")
	}
	size := s.Width * s.Height
	part := *s
	part.Images = s.Images[from*size : to*size : to*size]
	part.Labels = s.Labels[from:to:to]
	return &part
}

// First is the first n pictures, or all when there are fewer. They alias the set.
func (s *Set) First(n int) *Set { return s.Slice(0, max(0, min(n, s.Len()))) }

// Balanced is a copy of the first perClass pictures of each class, in the order
// in which the set has them. It fails when a class has fewer.
func (s *Set) Balanced(perClass int) (*Set, error) {
	size := s.Width * s.Height
	part := *s
	part.Images = make([]byte, 0, perClass*len(s.Classes)*size)
	part.Labels = make([]byte, 0, perClass*len(s.Classes))
	taken := make([]int, len(s.Classes))
	for i, label := range s.Labels {
		if taken[label] < perClass {
			taken[label]++
			part.Images = append(part.Images, s.Image(i)...)
			part.Labels = append(part.Labels, label)
		}
	}
	for class, n := range taken {
		if n < perClass {
			return nil, errs.New(s.Name, ": class ", s.Classes[class], " has ", n,
				" pictures, not ", perClass, ": ask for fewer")
		}
	}
	return &part, nil
}
