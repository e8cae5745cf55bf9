// Package plant is for methods that learn on a bench, by what is measured of it, and not
// on a model. A Plant is the bench, real or simulated. A method is a train.Gradient: SPSA and FFM are here.
package plant

import (
	"context"

	"talbot/sim/modulator"
	"talbot/sim/optics"
)

// Plant is an optical bench as a method sees it that learns by measurements: panels that
// show levels, and a camera. How the light gets from one to the other is its own affair.
//
// A simulated bench is a program: the levels of a batch are written to a buffer
// of scope Sample, become transmissions by the panels' curves, and light takes its way; so it runs on
// a CPU, in a page and on a GPU, and a batch costs one run. It may have faults of its own,
// such as a shift of the camera, that no method is told of. On a real bench a call shows one
// load after another, waits for the panels to settle, takes a frame of each, and stops between two
// frames when ctx is done.
type Plant interface {
	// Panels are what shows a load, in the order of the light.
	Panels() []Panel
	// Camera is the grid of what is measured.
	Camera() optics.Grid
	// Intensity measures the light of each load: [load][Ny][Nx] of the camera, not
	// negative, and in units that are the same in all calls. It fails when a load does not
	// fit the panels, and with ctx's error when that ends.
	Intensity(ctx context.Context, loads []Load) ([][]float32, error)
}

// FieldPlant is a plant that can also tell the complex field on its camera: a simulation, or a
// bench with an interferometer.
type FieldPlant interface {
	Plant
	// Field is Intensity for the field: [load][Ny][Nx] complex, whose squared magnitude
	// is the intensity. A phase that is common to a whole field means nothing.
	Field(ctx context.Context, loads []Load) ([][]float32, error)
}

// Panel is a plane whose pixels show levels: an input as well as a mask.
type Panel struct {
	Name  string
	Grid  optics.Grid
	Curve modulator.Curve // what each level does to the light, as far as anybody has measured
}

// Load is what all panels show at one time: the levels of each, [panel][Ny][Nx].
type Load [][]uint16
