package main

import (
	"fmt"
	"io"
	"math"

	"talbot/render/figure"
	"talbot/sim/frame"
	"talbot/sim/rig"
	"talbot/sim/rig/calibrate"
	"talbot/sim/rundir"
)

// drawWavefront writes a picture of the phase that a bench's phase panel takes off, and of the polynomials that were found.
func (b *bench) drawWavefront(name string, of *rig.Bench, r *calibrate.Result) error {
	g := of.Design.Plane
	phase := frame.Panel{ID: "phase", Shape: frame.Image, Title: "phase that the panel takes off, rad", X: planeAxis("x", g.Nx, g.Dx), Y: planeAxis("y", g.Ny, g.Dy), Nx: g.Nx, Ny: g.Ny, Hi: 2 * math.Pi, Map: frame.Phase}
	for _, p := range of.Mounts[of.Stepper].Wavefront {
		phase.Image = append(phase.Image, frame.PhaseByte(float64(p)))
	}
	found := frame.Panel{ID: "zernike", Shape: frame.Bars, Title: "Zernike's polynomials 4 to 15, by Noll's order", X: frame.Axis{Label: "polynomial"}, Y: frame.Axis{Label: "found", Unit: "rad"}, Series: make([]frame.Series, 1)}
	for i, c := range r.Zernike {
		found.Names, found.Series[0].Y = append(found.Names, fmt.Sprint(4+i)), append(found.Series[0].Y, float32(c))
	}
	for _, t := range r.Verified {
		found.Note = fmt.Sprintf("%.3f %s before, %.3f after, by other superpixels, in which a tilt does not count.", t.Before, t.Unit, t.After)
	}
	fig, err := figure.Panels("Wavefront on the phase panel", []frame.Panel{phase, found}, figure.Style{})
	if err != nil {
		return err
	}
	picture, err := figure.Encode(".png", fig)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.err, "talbot: note: %s has a picture of it\n", name)
	return rundir.WriteFile(name, func(w io.Writer) error { _, err := w.Write(picture); return err })
}
