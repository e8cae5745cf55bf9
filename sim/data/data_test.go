package data

import (
	"bytes"
	"strings"
	"testing"
)

func TestFirstAndSlice(t *testing.T) {
	s := small(12, 2, 2)
	for _, c := range []struct{ n, want int }{{-1, 0}, {0, 0}, {5, 5}, {12, 12}, {99, 12}} {
		if got := s.First(c.n); got.Len() != c.want || len(got.Images) != 4*c.want {
			t.Errorf("First(%d): %d pictures in %d bytes, want %d", c.n, got.Len(), len(got.Images), c.want)
		}
	}
	part := s.Slice(3, 5)
	if part.Len() != 2 || part.Labels[1] != 4 || !bytes.Equal(part.Image(1), s.Image(4)) {
		t.Errorf("Slice(3, 5): labels %v, picture %v, want labels [3 4], picture %v", part.Labels, part.Image(1), s.Image(4))
	}
	// Appending to a part must not write into the set.
	_ = append(part.Images, 255)
	if s.Image(5)[0] != 20 {
		t.Error("appending to a slice changed the set")
	}
	defer func() {
		if recover() == nil {
			t.Error("Slice(3, 13) of 12 did not panic")
		}
	}()
	s.Slice(3, 13)
}

func TestBalanced(t *testing.T) {
	s := small(40, 1, 1)
	s.Labels[0] = 1 // class 0 has three pictures, class 1 has five
	got, err := s.Balanced(3)
	if err != nil {
		t.Fatal(err)
	}
	count := make([]int, 10)
	for _, label := range got.Labels {
		count[label]++
	}
	for class, n := range count {
		if n != 3 {
			t.Errorf("class %d has %d pictures, want 3", class, n)
		}
	}
	if got.Images[0] != 0 || got.Images[1] != 1 || got.Images[2] != 2 {
		t.Errorf("first pictures %v, want 0 1 2: the order of the set", got.Images[:3])
	}
	if _, err = s.Balanced(4); err == nil || !strings.Contains(err.Error(), "class 0 has 3 pictures, not 4") {
		t.Errorf("Balanced(4): %v", err)
	}
}

func TestClassNames(t *testing.T) {
	if got := ClassNames("mine"); got != nil {
		t.Errorf("a set that Talbot does not know has the classes %q, want none", got)
	}
	for _, name := range Names {
		if got := ClassNames(name); len(got) != 10 {
			t.Errorf("%s has %d classes, want 10", name, len(got))
		}
	}
	if got := ClassNames("fashion-mnist")[9]; got != "Ankle boot" {
		t.Errorf("fashion-mnist's class 9 is %q, want Ankle boot", got)
	}
}
