package experiment

import "talbot/sim/modulator"

// Screen is a trained mask as a display shows it, with what a bench must know of it.
type Screen struct {
	Name   string // such as "2.3" for the third one of layer 2
	Nx, Ny int
	Pitch  float64   // m
	Phase  []float32 // [Ny][Nx] rad
	Levels []uint16  // [Ny][Nx], of the curve; nil for free phases
	Facts  []Amount
}

// Screens are all masks of a session, which one display may show one after another.
type Screens struct {
	Wavelength float64          // m
	Curve      *modulator.Curve // of the display, nil for free phases
	Note       string           // how the masks stand, and how they are read
	Masks      []Screen
}

// Screened is a session whose masks leave it for displays in this way: those that are fitted one by one.
type Screened interface{ Screens() (*Screens, error) }
