package data

import (
	"slices"
	"testing"
)

// The first of each class stay in their order, with their pictures.
func TestFirstOfEach(t *testing.T) {
	s := &Set{Width: 2, Height: 1, Labels: []uint16{1, 0, 1, 1, 0}, Images: []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}
	some := s.FirstOfEach(2)
	if !slices.Equal(some.Labels, []uint16{1, 0, 1, 0}) || !slices.Equal(some.Images, []byte{0, 1, 2, 3, 4, 5, 8, 9}) {
		t.Errorf("classes %v, pictures %v", some.Labels, some.Images)
	}
	if s.FirstOfEach(0) != s {
		t.Error("0 is not all")
	}
}
