package main

import (
	"testing"

	"talbot/sim/system/dante"
	"talbot/sim/system/feedback"
	"talbot/sim/system/focus"
	"talbot/sim/system/forward"
)

// Every value that a run ends with is told in words, a share in per cent; one that is not known has its name.
func TestValueLines(t *testing.T) {
	for name, c := range map[string]struct {
		v    float64
		want string
	}{
		forward.FirstTen:      {0.4, "of the first ten of each class: 40.00 %\n"},
		forward.Simulated:     {0.3, "in the simulation of the bench as it is meant to be: 30.00 %\n"},
		dante.Artificial:      {0.8654, "by the convolutions that stand in for the light: 86.54 %\n"},
		framesTaken:           {3283, "cameras took 3,283 frames, also to calibrate and to test\n"},
		framesUpdates:         {1176, "masks learned by 1,176 of them\n"},
		"share":               {0.10757, "light that came to the kernels, mean over the updates of all fits: 10.76 %\n"},
		"gain":                {10, "amplitude of the masks' light must grow 10-fold (+20.0 dB) to be the kernels', mean over the updates of all fits\n"},
		feedback.Alignment(1): {0.5321, "alignment 2: a cosine of 0.532 between what feedback brings and backpropagation's\n"},
		focus.Wide:            {47.31, "focus 47.3 um wide at half its height, mean of that along x and y (that of a lens of the same aperture, with nothing in the way, 57.2 um)\n"},
		focus.Above:           {26.52, "26.5 dB of the brightest pixel above the mean of the rest\n"},
		focus.Arrives:         {0.06, "of the light in the square where it is to meet: 6.00 %\n"},
		"SSIM, still":         {0.98765, "SSIM, still 0.9877\n"},
	} {
		if got := valueLines(map[string]float64{name: c.v}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	both := "cameras took 5 frames, also to calibrate and to test\nmasks learned by 2 of them\n"
	if got := valueLines(map[string]float64{framesUpdates: 2, framesTaken: 5}); got != both {
		t.Errorf("%q", got)
	}
	if valueLines(nil) != "" {
		t.Error("nothing is told in words")
	}
}
