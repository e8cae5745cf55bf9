// Package twin is the digital twin of a bench: a simulation of it with its faults, as far as frames tell them. Random patterns are
// shown and seen (Capture), the numbers of a model are fitted to them (Fit), and what comes of it is a way of light (Way) on
// which a network learns without the bench.
//
// The model is the bench's plan, an amplitude panel imaged onto a phase panel, free space, and a camera, with what may be
// otherwise: with A and phi the amplitude and the phase, 0 to 2 pi, that a load means,
//
//	E  = beam exp(i wavefront) (soft A(x - aside)) (blur exp(i range phi) + leak)
//	y  = E, the distance on, as a camera sees it that stands aside, turned, tilted and too near
//
// and where fields are read, with two plates of any shape, one on the phase panel and one in the reading (FitPlates).
//
// Loads are meant as package rig has them: what a calibration moves or makes less is the bench's, so that a twin of a
// bench that has been calibrated tells what the calibration has left.
package twin

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Plan is what a bench is meant to be.
type Plan struct {
	Wavelength float64     // m
	Plane      optics.Grid // of loads and of what is seen
	Distance   float64     // m from the phase panel to the camera
	Padding    int         // samples of darkness around the plane where light travels
}

// Number is one of those that are fitted. Zero is for a bench as it is planned.
type Number struct {
	Name string `json:"name"`
	Unit string `json:"unit,omitempty"` // m, rad, or none for a share
	Doc  string `json:"doc"`

	step, most float64 // by how much it is changed to see what it does; how large it may well be
}

// Where numbers begin.
const (
	atDistance = iota
	atX
	atY
	atRotation
	atScale
	atTiltX
	atTiltY
	atPanelX
	atPanelY
	atLeakRe
	atLeakIm
	atRange
	atBlur      // of phases
	atSoft      // of amplitudes
	atBeam      // 5: x, y, x^2 - y^2, xy, x^2 + y^2, each 1 at the end of the plane's half
	atWavefront = atBeam + 5
	numbers     = atWavefront + zernikes
)

// noll are Zernike's polynomials 4 to 15 of Noll's order, as (n, m): 2 and 3 are a camera aside.
var noll = [...][2]int{{2, 0}, {2, -2}, {2, 2}, {3, -1}, {3, 1}, {3, -3}, {3, 3}, {4, 0}, {4, 2}, {4, -2}, {4, 4}, {4, -4}}

const zernikes = len(noll)

// Numbers are all that the model has, in the order of Twin.Values.
func (p Plan) Numbers() []Number {
	half := float64(min(p.Plane.Nx, p.Plane.Ny)) * math.Min(p.Plane.Dx, p.Plane.Dy) / 2
	px := math.Min(p.Plane.Dx, p.Plane.Dy)
	deep := px * px / p.Wavelength // by which the finest light turns by pi/4 or so
	all := []Number{
		{"distance", "m", "further from phase panel to camera than planned", deep / 4, math.Max(5e-3, p.Distance/10)},
		{"camera-x", "m", "the camera is so far aside along x", px / 50, 20 * px},
		{"camera-y", "m", "and along y", px / 50, 20 * px},
		{"camera-rotation", "rad", "the camera is turned about the axis, from x to y", px / 50 / half, 0.02},
		{"camera-scale", "", "share by which the camera's pixels are further apart", px / 50 / half, 0.02},
		{"camera-tilt-x", "rad", "the camera's +x side is so much further away", deep / 4 / half, 0.05},
		{"camera-tilt-y", "rad", "and its +y side", deep / 4 / half, 0.05},
		{"panel-x", "m", "the amplitude panel is imaged so far aside on the phase panel along x", px / 20, 5 * px},
		{"panel-y", "m", "and along y", px / 20, 5 * px},
		{"leak-re", "", "amplitude that the phase panel does not change, as a share", 0.01, 0.3},
		{"leak-im", "", "and a quarter of a period late", 0.01, 0.3},
		{"range", "", "share by which phases are larger than their levels mean", 0.005, 0.2},
		{"phase-blur", "", "share of its light that a pixel of the phase panel has from each of four neighbours", 0.002, 0.03},
		{"amplitude-blur", "", "the same of amplitudes", 0.002, 0.05},
	}
	for _, n := range []string{"x", "y", "x2-y2", "xy", "x2+y2"} {
		all = append(all, Number{"beam-" + n, "", "slope of the light's amplitude from the middle to the plane's edge", 0.01, 0.5})
	}
	for i := range noll {
		all = append(all, Number{"wavefront-" + itoa(i+4), "rad", "Zernike's polynomial of this number, Noll's order, root mean square, on the phase panel", 0.02, 2})
	}
	return all
}

// Twin is a plan with its numbers.
type Twin struct {
	Plan   Plan
	Values []float64 // as Plan.Numbers has them
	// Panel and Reading are what light meets on the phase panel besides, and in the fields that are read: see FitPlates. [Ny][Nx];
	// nil for nothing.
	Panel, Reading []complex128
}

// New is a bench as it is planned.
func New(p Plan) (*Twin, error) {
	if err := p.Plane.Check(); err != nil {
		return nil, err
	}
	if !(p.Distance > 0) || p.Padding < 0 {
		return nil, errs.New("twin: want a way of light behind the phase panel, and padding of 0 or more, not ", p.Distance, " m and ", p.Padding)
	}
	return &Twin{Plan: p, Values: make([]float64, numbers)}, nil
}

// aside is the twin with a number changed.
func (t *Twin) aside(number int, by float64) *Twin {
	c := *t
	c.Values = append([]float64(nil), t.Values...)
	c.Values[number] += by
	return &c
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}
