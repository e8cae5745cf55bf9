package train

import (
	"slices"
	"testing"
)

// Each shift is as frequent as the others, half of the pictures are mirrored, and an
// update's choice is its own.
func TestAugment(t *testing.T) {
	const w, h, trials = 7, 5, 9000
	image := make([]float32, 2*w*h)
	image[2*w+3], image[2*w+4] = 200, 100 // a bright pixel in the middle, and its right neighbour
	copy(image[w*h:], image)              // another channel with the same
	a := Augment{Shift: 1, Flip: true, Seed: 5}
	counts := map[[3]int]int{}
	both := make([]float32, 2*w*h)
	dst := both[:w*h]
	for k := range int32(trials) {
		a.apply(both, image, 2, w, 12, k)
		at := slices.Index(dst, 200)
		flip := 0
		if dst[at-1] == 100 {
			flip = 1
		} else if dst[at+1] != 100 {
			t.Fatalf("picture %d is torn: %v", k, dst)
		}
		if !slices.Equal(dst, both[w*h:]) {
			t.Fatalf("the channels of picture %d are moved apart: %v", k, both)
		}
		sum := 0
		for _, v := range dst {
			sum += int(v)
		}
		if sum != 300 {
			t.Fatalf("picture %d has a light of %d", k, sum)
		}
		counts[[3]int{at % w, at / w, flip}]++
	}
	if len(counts) != 18 {
		t.Errorf("%d places and mirrorings, want 18: %v", len(counts), counts)
	}
	for place, n := range counts {
		if n < trials/18*7/10 || n > trials/18*13/10 {
			t.Errorf("%v: %d of %d", place, n, trials)
		}
	}
	before := slices.Clone(dst)
	a.apply(both, image, 2, w, 12, trials-1)
	if !slices.Equal(before, dst) {
		t.Error("the same picture of the same update is changed in another way")
	}
	same := 0
	for step := range 100 {
		a.apply(both, image, 2, w, step, 3)
		if slices.Equal(before, dst) {
			same++
		}
	}
	if same > 20 {
		t.Errorf("%d of 100 updates change a picture in the same way", same)
	}
}
