package virtual

import (
	"fmt"
	"math"
	"strconv"
)

const gradientHead = `# How near a measured gradient is to the true one

The cosine of what fully forward mode (plant.FFM) measures for one mask to the gradient of the loss with respect
to the phases that the panel is told to show, by the adjoint of the hidden truth (TrueGradient), with one
imperfection at a time of its mild, typical and bad size, and with all of them, of seed 1. The bench is the published
one, 400 x 400 pixels of 8 um and 0.388 m, is exposed for 0.25 ms or less, synchronised, and has been calibrated by its
own means: Bench.MeasureAll, and follows what drifts. What was measured behind an earlier form of that calibration is kept until it
is measured again: the history of gradient.cells says when. Fields are read by three steps. Pictures are two sets of bars, the loss is
the cross-entropy of the light on both halves. A dash is where a calibration fails, and a point what has not been
measured. The last row is of 96 x 96 pixels at the same Fresnel number, and is what the test measures again.

Light that is not even is taken into account between the panels since commit 821c2bd: that brought edge, typical, from 0.962 to 0.994 at
400 pixels. With all typical faults the cosine falls with the plane's size, at the same Fresnel number: 0.745 at 64 pixels and
0.837 at 96, against 0.920 at 400. Shifts, fringing and cross-talk are so many pixels on each; and at 64 the
amplitude that MeasureSymmetry finds is wrong, without which (Mount.Flat) it is 0.776. Fashion-MNIST through two masks follows:
at 32 pixels 12 % after 60 updates of 10 pictures, at 64 35 % after 40, at 400 71 % of 1,000 test pictures after 1,000, where the same recipe in
simulation has 76 %, and 6 % of them once its masks are on the bench.

What takes the most, at 128 pixels, where all typical faults leave 0.871 (of 29 November, seed 1, on a CPU), is told by leaving out one:
without fringing 0.899, without noise of photons and reading 0.886, without the range of the panels' curves or uneven light 0.883,
without shifts 0.878, without the wandering power 0.873, without hot pixels or faults along the axis 0.871, and without aberrations 0.860. Without fringing, noise,
hot pixels and faults along the axis it is 0.925. Noise can be cured on any bench: read by four steps it is 0.890, with an error shown 1.5 times as
bright as the panel can (as the presets do) 0.878, and by both 0.894; three times as bright leaves 0.842, as too much is clipped. Fringing is not cured: the
gradient is that of phases as if no pixel ran into the next.

Since then holes are told without what leaks through the rest of the dark panel, which all over the plane is as much light as a hole's: before,
Align found them ten pixels aside at 128 pixels, and so left the panels where they stood. And the mean of a dark panel's light is that of frames
that noise may make darker than dark: its amplitude is found as 0.049 where it is 0.047, not 0.066. At 128 pixels, read by four steps with an error 1.5 times as bright, that
brought all typical faults from 0.887 to 0.917, and without fringing, cross-talk and noise from 0.926 to 0.945. The error's field is shown with an overlap
of 0.95 with what is meant (0.94 before; 0.988 without fringing, cross-talk and noise), and read with 0.995. Taken back through the panel's true fringing and curve,
and with the light that a dark pixel leaks in front of the mask, the same measurement has a cosine of 0.946: so much is to be had by knowing the fringing and by having
dark pixels show the mask, which they do not.

How far phases run into each other is measured since (0.295 pixels where it is 0.3), and gradients are taken back through it. At 400 pixels, all typical faults,
the same calibrated bench with that and without, an error 1.5 times as bright: read by four steps 0.9489 and 0.9459, by three 0.9422 and 0.9374. At 96 pixels,
where a pixel's fringe is as wide as what the mask has to show, it is 0.904 and 0.911 with seed 1, 0.842 and 0.831 with seed 2. Of the table, "all" and "all, four
steps", typical, are of after this, the others of before.

The way between the panels is told apart since from the phase of the first panel's dark levels, which is known a little wrong: at 128 pixels it was found as
-0.38 mm where it is -0.10, and is now -0.23 with an error of 0.16, which is taken for none. Nothing of the table has been measured again behind that.

How near the gradients of several masks are, each of whose light is read and shown again, is told by the adjoint of the hidden truth, pass by pass from
what the bench has shown and read (Path): go test ./sim/system/forward -run FirstOfEight -v -side 128 -layers 8. Before, it was told by the loss along random
directions, and wrongly: a step of .05 rad is two levels, the rounding of what is shown again moved the loss by .34 of what the steps did at 64 pixels, and a
phase that steps over a turn moves its neighbours' fringes by all of one. So measured, fringing alone left 0.46 of the first of two masks and 0.35 of the last,
by the adjoint 0.96 and 0.98; all typical faults 0.12, by the adjoint 0.50. One imperfection at a time, typical, two masks of 64 pixels
and an error 1.5 times as bright, whose clipping leaves 0.993 and 0.990 alone, the cosines of the first and of the last mask are: aberration 0.944 and 0.985, fringing 0.961 and 0.975,
plane-shift 0.980 and 0.990, lut-depth 0.992 and 0.959, flicker 0.992 and 0.977, photons 0.989 and 0.984; axial, edge, laser-power, hot,
pixel-cross-talk, rotation, magnification, pointing, lut-spread, ripple, drift and plane-tilt 0.992 and 0.988 or more.
Unmodulated had 0.894 and 0.987, and has 0.990 and 0.987 since the zero order of the phase panel is measured
(MeasureZeroOrder) and taken back to the masks before the last: behind that a camera sees it, and the masks before make it bright.

Photons are the rest of it: exposures were those at which loads of full amplitude saturate hardly a pixel, and what a network shows is dimmer. Doubled by what
fields forth show alone (commit 611ade7, taken out by 8a21372), they spoilt errors that were brighter on their way back. Since then the cameras are exposed, behind the first update on the bench and each hundredth
behind it, for what all passes of an update show, errors and the blank wave too (Bench.Suit). On the same calibrated bench, all typical faults, two pictures, before and behind that, seeds 1, 2 and 3:
one mask of 128 pixels 0.939 and 0.965, 0.859 and 0.936, 0.096 and 0.090; the first of eight of 96 pixels 0.476 and 0.549, 0.296 and 0.543, 0.001 and 0.057, the last
0.734 and 0.885, 0.377 and 0.597, 0.320 and 0.277. Seed 3 has another fault: Align leaves its panels as they were set up, as it finds holes two pixels from where a flat panel has them.
Spots tell a phase that MeasureSymmetry begins at since, and where it ends badly, it begins at the least of all solutions as well: one mask of 96 pixels, seeds 1, 2 and 3, exposed as it has been
calibrated, before both 0.946, 0.718 and 0.429, by spots alone 0.946, 0.629 and 0.964, and now 0.946, 0.826 and 0.964; without noise, flicker and wandering power, which still leave
all faults that stay, 0.975, 0.908 and 0.440, then 0.978, 0.709 and 0.975, and now 0.978, 0.931 and 0.975.

Steps of a third of a turn (reading third-turns) take as many frames as 0, pi/2 and pi, with two thirds of the reading's noise. On the same calibrated and exposed benches, all typical
faults, 96 pixels, two pictures, means of three measurements by those three steps, by thirds of a turn and by four steps: one mask 0.967, 0.973 and 0.974 with seed 1, 0.891, 0.927 and 0.930 with
seed 2, 0.965, 0.973 and 0.973 with seed 3; the first of eight 0.718, 0.672 and 0.798 with seed 1, 0.482, 0.641 and 0.584 with seed 2, the last 0.882, 0.890 and 0.879, and 0.655, 0.790 and 0.768.
Two things were tried there that gain nothing: exposures pass by pass, since the automatic exposure has all of them at 0.5 ms already (the first of eight 0.74, 0.77 by passes, and 0.68 where the looks at the
blank wave saturate), and phases of the errors that make up for how they run into each other in each step, for pixels beside a turn stay dark (0.968 with and without for one mask; of eight 0.744 without
and 0.745 with for the first, 0.834 and 0.767 for the fifth). Without fringing on the bench the first of eight has 0.79, and 0.85 without noise.

Of the table "all, thirds of a turn", as the presets read, "all", typical, "aberration", bad, and "all, four steps", mild, are of behind all of this: "all", typical, had 0.936 before, at 400 pixels and with this seed, so that what the calibration has
gained at 96 is not gained there. What has taken that 0.014 was not looked into.

A field that is handed on is read by the phase panel's own steps, and in each its phases step over a turn, where they run into each other the long way, at other places. Both the gradients and what they were
compared to here, and in all that stands above of several masks, took the first step's places for all: but for the last mask's, behind which the loss is that of a frame of the first step. Since then both have the mean over the steps. Four masks
that are lenses, 128 pixels, all typical faults, seed 1, one picture, thirds of a turn, to that truth: the first to the last by the first step's places 0.810, 0.874, 0.858 and 0.951, by those of all steps 0.836, 0.928, 0.905 and 0.952; without noise, flicker
and wandering power 0.811, 0.876, 0.870, 0.952 and 0.832, 0.921, 0.911, 0.953; without fringing as well 0.867, 0.941, 0.931 and 0.962. Errors that are shown without fringing, on a bench that has it, are no better: 0.842, 0.923, 0.907 and 0.953.
(Measured with fields confined to what light from the mask can be.)

Light from a mask of 400 pixels has 50 x 50 numbers to tell at the camera, and a frame has 160,000: the rest is noise, and is taken from each field that is read (confine; optics.Space.Confined), with a margin of a twentieth of the mask on each side. At 400 pixels it leaves 1.8 % of white noise, at 128 19 %, and changes light from the mask by 0.6 %
and 1.1 % of its power away from the edge. Four masks that are lenses, 400 pixels, all typical faults, seed 1, one picture, on one calibrated and exposed bench, the first to the last, as they are read and confined: by 0, pi/2 and pi 0.864, 0.864, 0.880, 0.931 and 0.840, 0.902, 0.919, 0.954; by thirds of a turn 0.859, 0.880, 0.900, 0.944
and 0.852, 0.897, 0.919, 0.955; without noise, flicker and wandering power 0.838, 0.893, 0.917, 0.953 and 0.833, 0.896, 0.921, 0.954: it takes what noise does. (To the truth of before, of the first step: the last mask's is right. Without fringing as well 0.848, 0.902, 0.931, 0.955, and 0.846, 0.906, 0.939, 0.958.)
At 128 pixels, seed 2, to the right truth, means of two by thirds of a turn: 0.688, 0.852, 0.869, 0.904 and confined 0.711, 0.848, 0.874, 0.925. A bench of seed 1 that is calibrated without fringing has 0.893, 0.941, 0.948 and 0.973 there without noise, flicker and wandering power,
without faults along the axis as well 0.916, 0.954, 0.955 and 0.975, without aberration instead 0.902, 0.879, 0.962 and 0.969, and without uneven light instead 0.851, 0.923, 0.934 and 0.964: none of these is most of what is left. Smoothing a gradient over half a pixel to three pixels gains nothing at either size.

Behind both, and as they have been calibrated (-reading third-turns, with -confine and without), eight masks of 96 pixels, seed 1, have 0.69, 0.87, 0.88, 0.92, 0.88, 0.89, 0.90, 0.91, and 0.71, 0.87, 0.87, 0.91, 0.87, 0.89, 0.91, 0.92 without, so that only the first of eight is under 0.85: a third of white noise is left there, and confining gains
nothing. Nor does it at 128 pixels with masks that are lenses, where on the bench of seed 1 noise takes little any more, means of four and of two by thirds of a turn: 0.833, 0.920, 0.913, 0.952 as they are read, and 0.831, 0.916, 0.911, 0.952 confined; 0.836, 0.931, 0.921, 0.949 without noise, flicker and wandering power.

Confined here is all that is read. Since then the field behind the last mask stays as it is seen, for its loss is that of what is tested. On a bench that noise takes more of, seed 2 at 128 pixels, four masks without lenses, exposed for 0.25 and 0.125 ms for what they show, two pictures, means of three by thirds of a turn: 0.842, 0.840, 0.930 and 0.911, and confined
between masks and errors 0.878, 0.887, 0.942 and 0.939, more each time.

Masks that have learned have worse gradients than those that begin. Of ` + "`ffm-4-regions-slower`" + ` (sim/reproduce/records: four masks of 400 pixels, sixteen epochs on this bench), put on the same bench of seed 1, calibrated anew on a processor, twenty training pictures, thirds of a turn, confined, to the right truth, the first to the
last: 0.793, 0.846, 0.909 and 0.941 in batches of ten, and of the mean of all twenty 0.792, 0.848, 0.918 and 0.948, where masks that are lenses and no more have 0.852, 0.897, 0.919 and 0.955 (one picture). What is wrong is mostly another for each picture: its means over ten pictures and over ten others have a cosine of 0.18, 0.18, 0.16 and 0.16, those
of the true gradients 0.24, 0.24, 0.30 and 0.30. So more pictures make the mean no better, but neither is it worse. At 96 pixels, after 60 updates of ten Fashion-MNIST pictures by light, the four masks have 0.58, 0.67, 0.77 and 0.80 (0.84, 0.94, 0.92 and 0.93 before), without fringing 0.51, 0.65, 0.74 and 0.89, and by the adjoint of the truth they learn
62 % of their second 500 pictures, where an ideal bench has 68: why a small plane's gradients become worse so soon was not found. (Learning by the truth there was one run of another program, which exposed its cameras once and looked for no wandering; by light the same program came to 16 % of the second 500, while a training with both had 28 of 40 right behind 60 updates. go test ./sim/system/forward -run GradientsOnceLearned -v -reading third-turns -layers 4 -sets FOLDER, with -side 400 -given CHECKPOINT, with -side 96 -learned 60 and with -by truth, measures alike, not the same: its rate does not fall. Halves and what lacks fringing are by a program that is not kept.)

What was wrong with them at 400 pixels was the calibration: MeasureAxial took the way between the panels for 3.76 mm where it is -1.00, since light of its bars, of periods of 7 to 16 pixels, comes beside a camera of 400; other bars told -1.41, 2.78 and -0.57, each with a small error. Loads were refocused by that, so that amplitudes
on the phase panel answered otherwise than they were told, turned by 12 and 16 degrees for the second and the first mask. Bars are as coarse as the camera's place wants since, and a way from which finer and coarser ones differ by as much as it is long is none. Four masks that light has learned (` + "`ffm-4-regions-all`" + `, sim/reproduce/records), the same bench of seed 1, twenty training
pictures, thirds of a turn, confined: **0.923, 0.948, 0.960 and 0.967** in batches of ten, the first to the last, and 0.930, 0.950, 0.963 and 0.971 of the mean of all twenty, where a bench calibrated as before had 0.790, 0.839, 0.906 and 0.935 even without noise, flicker and wandering power. What stands above of several masks of 400 pixels, and rows by light of 400 x 400 in
sim/reproduce/records, are of benches that were calibrated as before; none has been trained since.

Two masks of 64 pixels, as calibrated, seed 1, have 0.693 and 0.633 with all typical faults (0.644 and 0.651 without noise, flicker and wandering power), where a speckle is 1.3 pixels, so that what is 0.3
pixels wide on a panel is a quarter of it: without fringing 0.786 and 0.747 (0.877 and 0.968), without aberration 0.842 and 0.672 (0.901 and 0.814), without plane-shift 0.689 and 0.320 (0.769 and 0.747),
without noise of photons and reading, flicker and wandering power 0.791 and 0.872.
Full wells alone, three masks of 64 pixels: 0.983 and 0.984 for the first, the others as before. Exposed for twice or four times as long,
the camera of the interference is what tells; the other one's exposure matters little. At 400 pixels, before the zero
order and longer exposures, two masks had 0.763 and 0.667, and 0.867 and 0.890 without noise; with the zero order and errors alone exposed four times as long 0.819 and 0.714.
A speckle is 1.3 pixels at 64, 2.6 at 128 and 8 at 400, and what is shown too dark or too bright from pixel to pixel stays in view below 128: smaller planes tell of a worse bench.

` + "`go test ./sim/rig/virtual -run TestGradientTable -update -timeout 0`" + ` writes this page and gradient.svg, on all cores; it
keeps what it has measured in gradient.cells, stops with -within, and goes on from there.

| imperfection | mild | typical | bad |
|---|---|---|---|
`

// gradientPage is the table of cells.
func gradientPage(cells map[string]string) string {
	page := gradientHead
	for _, name := range append(gradientRows(), againRow) {
		page += "| " + name
		for _, grade := range Grades[1:] {
			value := cells[name+" "+grade]
			if value == "" {
				value = "."
			}
			page += " | " + value
		}
		page += " |\n"
	}
	return page
}

// gradientFigure draws them: a bar for each imperfection and grade.
func gradientFigure(cells map[string]string) string {
	const left, row, width = 150, 22, 420
	names := gradientRows()
	height := row*len(names) + 60
	out := fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", left+width+30, height)
	for k := range 6 {
		x := left + width*k/5
		out += fmt.Sprintf("<path d=\"M%d 20V%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"14\" text-anchor=\"middle\">%.1f</text>\n", x, height-36, x, float64(k)/5)
	}
	colours := [...]string{"#9ecae1", "#3182bd", "#08306b"}
	for i, name := range names {
		y := 24 + row*i
		out += fmt.Sprintf("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left-6, y+12, name)
		for g, grade := range Grades[1:] {
			if c, err := strconv.ParseFloat(cells[name+" "+grade], 64); err == nil {
				out += fmt.Sprintf("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"5\" fill=\"%s\"/>\n", left, y+6*g, math.Max(c, 0)*width, colours[g])
			}
		}
	}
	for g, grade := range Grades[1:] {
		out += fmt.Sprintf("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>\n", left+90*g, height-26, colours[g], left+90*g+14, height-17, grade)
	}
	return out + fmt.Sprintf("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">cosine to the true gradient</text>\n</svg>\n", left+width, height-17)
}
