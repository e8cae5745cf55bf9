// Package calibrate makes calibrations of a bench one kind at a time: each is measured, verified by frames that it was not made of, and
// refused when it is no better than what was there.
package calibrate

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/rig"
)

// Kinds are the calibrations there are, in an order in which each has what it needs: how long panels take; what pixels count without
// light, what their counts stand for, and which count more than others; what levels do; where the cameras see the plane; what levels do in parts of it; the light that
// the phase panel does not change; where the first panel has what it has; and the
// phase that light has besides.
var Kinds = []string{"timing", "dark", "linearity", "flat", "curves", "registration", "tiles", "zero-order", "slm-slm", "wavefront"}

// kinds are how each is made and verified: it leaves the bench with what it has found.
var kinds = map[string]func(ctx context.Context, b *rig.Bench, r *Result) error{"timing": timing, "dark": dark, "linearity": linearity, "flat": flat,
	"curves": curves, "registration": registration, "tiles": byTiles, "zero-order": zeroOrder, "slm-slm": slmSLM, "wavefront": wavefront}

// ErrNoBetter is of a calibration that is refused.
var ErrNoBetter = errs.New("the calibration is refused: it is no better than what the bench had by a tenth, or not by more than chance")

// Better is the share of the error before that must be gone.
const Better = 0.1

// MostFull is the share of a frame's pixels that may be full while a calibration is made which does not choose its exposure: what
// full pixels tell of phases or places is wrong, and may be better than nothing all the same.
const MostFull = 0.02

// exposed are the kinds that take frames as the cameras are exposed.
var exposed = []string{"curves", "registration", "tiles", "zero-order"}

// Result is a calibration that was made and verified.
type Result struct {
	Kind     string   `json:"kind"`
	Made     string   `json:"made"` // RFC 3339; whoever keeps it says when
	Devices  []Device `json:"devices"`
	Verified []Test   `json:"verified"`
	// Wait is how long the bench waits between a picture and its frame, s, and Timing of which panels; 0 where that has not been measured.
	Wait   float64  `json:"wait,omitempty"`
	Timing []Timing `json:"timing,omitempty"`
	// Pipeline is what overlapping pictures must know; nil where that has not been measured.
	Pipeline *Pipeline `json:"pipeline,omitempty"`
	Panels   *Panels   `json:"panels,omitempty"`
	// Zernike are the polynomials 4 to 15 in Noll's order, rad, of the circle through the plane's corners, that wavefront has found
	// besides what the bench had.
	Zernike []float64 `json:"zernike,omitempty"`
	// ZeroOrder is for who shows holograms: the bench itself does nothing with it.
	ZeroOrder *ZeroOrder `json:"zeroOrder,omitempty"`
	// Calibration is all that is known of the bench, with what this kind has found.
	Calibration rig.Calibration `json:"calibration"`
}

// Device is what a panel or camera says of itself.
type Device struct {
	Name   string  `json:"name"`
	Kind   string  `json:"kind"` // phase, amplitude or camera
	Nx     int     `json:"nx"`
	Ny     int     `json:"ny"`
	Levels int     `json:"levels,omitempty"`
	Bits   int     `json:"bits,omitempty"`
	Dx     float64 `json:"dx"`
}

// Test is how far the bench's frames are from what was believed before, and from what was found.
type Test struct {
	Name   string  `json:"name"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
	Unit   string  `json:"unit"`
	// Noise is by how much both must differ to tell anything; 0 where nothing does.
	Noise float64 `json:"noise,omitempty"`
}

// Devices are the bench's.
func Devices(b *rig.Bench) (all []Device) {
	for _, m := range b.Mounts {
		i := m.SLM.Info()
		all = append(all, Device{i.Name, i.Kind.String(), i.Grid.Nx, i.Grid.Ny, i.Levels, 0, i.Grid.Dx})
	}
	for _, e := range []*rig.Eye{&b.Object, &b.Reference} {
		if e.Camera != nil {
			i := e.Camera.Info()
			all = append(all, Device{i.Name, "camera", i.Grid.Nx, i.Grid.Ny, 0, i.Bits, i.Grid.Dx})
		}
	}
	return all
}

// Make makes a calibration of a kind, verifies it, and leaves the bench with it. When it fails or is no better, which is
// ErrNoBetter, the bench has what it had. The tests are told in both cases. Frames of which more than MostFull is full are
// rig.ErrSaturated, but for kinds that choose their own exposure.
func Make(ctx context.Context, b *rig.Bench, kind string) (r Result, err error) {
	make := kinds[kind]
	if make == nil {
		return r, errs.New("calibrate: there is no calibration ", kind, ": want one of ", strings.Join(Kinds, ", "))
	}
	if err := b.Check(); err != nil {
		return r, err
	}
	before, wait := b.Calibration(), b.Wait
	overlap, _ := b.Sequencer.(*rig.Pipeline)
	var had rig.Pipeline
	if overlap != nil {
		had = rig.Pipeline{Late: overlap.Late, Lead: overlap.Lead, Unknown: overlap.Unknown}
	}
	defer func() {
		if err != nil {
			_, b.Wait = b.Calibrate(before), wait // which it has had
			if overlap != nil {
				overlap.Late, overlap.Lead, overlap.Unknown = had.Late, had.Lead, had.Unknown
			}
		}
	}()
	defer func(was float64) { b.Saturated = was }(b.Saturated)
	if slices.Contains(exposed, kind) {
		b.Saturated = min(b.Saturated, MostFull)
	}
	r = Result{Kind: kind, Devices: Devices(b), Wait: wait}
	if err = make(ctx, b, &r); err != nil {
		return r, err
	}
	for _, t := range r.Verified {
		if !(t.After <= (1-Better)*t.Before && t.Before-t.After >= t.Noise) {
			return r, ErrNoBetter
		}
	}
	r.Calibration = b.Calibration()
	return r, nil
}

// every is how far the levels are apart at which curves are measured, and times how often.
const every, times = 16, 4

func curves(ctx context.Context, b *rig.Bench, r *Result) error {
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) {
		return errs.New("calibrate: no panel of the bench turns the phase")
	}
	was := b.Mounts[b.Stepper].Curve
	if err := b.MeasureCurves(ctx, every, times); err != nil {
		return err
	}
	e, err := b.CurveErrors(ctx, every, times, was, b.Mounts[b.Stepper].Curve)
	if err != nil {
		return err
	}
	r.Verified = append(r.Verified, Test{Name: "phase panel", Before: e[0], After: e[1], Unit: "rad rms"})
	return nil
}

// tilesOf is how many tiles lie side by side, of 16 pixels or more, and repeats how often each level is looked at in them, as they have less light.
const tilesOf, repeats = 8, 8

func byTiles(ctx context.Context, b *rig.Bench, r *Result) error {
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) {
		return errs.New("calibrate: no panel of the bench turns the phase")
	}
	g := b.Design.Plane
	across := max(1, min(tilesOf, g.Nx/16, g.Ny/16))
	if err := b.MeasureTiles(ctx, every, repeats, across); err != nil {
		return err
	}
	m := b.Mounts[b.Stepper]
	one, each, err := b.TileErrors(ctx, every, repeats, m.Curve, m.Tiles)
	r.Verified = append(r.Verified, Test{Name: "phase panel by tiles", Before: one, After: each, Unit: "rad rms"})
	return err
}

func registration(ctx context.Context, b *rig.Bench, r *Result) error {
	for c, eye := range []*rig.Eye{&b.Object, &b.Reference} {
		if eye.Camera == nil {
			continue
		}
		was := *eye
		if _, err := b.Register(ctx, c); err != nil {
			return err
		}
		e, err := b.RegistrationErrors(ctx, c, was, *eye)
		if err != nil {
			return err
		}
		dx := b.Design.Plane.Dx
		r.Verified = append(r.Verified, Test{Name: [...]string{"camera of the light", "camera of the interference"}[c], Before: e[0] / dx, After: e[1] / dx, Unit: "px rms"})
	}
	return nil
}

// Found is what the calibration has found besides what is in its tests, a line each.
func (r Result) Found() (lines []string) {
	for _, t := range r.Timing {
		lines = append(lines, t.text())
	}
	if r.Pipeline != nil {
		lines = append(lines, r.Pipeline.text())
	}
	if r.Panels != nil {
		lines = append(lines, r.Panels.text())
	}
	if r.ZeroOrder != nil {
		lines = append(lines, r.ZeroOrder.text())
	}
	return lines
}

func round(v float64, digits int) float64 {
	p := math.Pow(10, float64(digits))
	return math.Round(v*p) / p
}

// Curve is the phase panel's of the calibration, whose CSV trains a network for this panel.
func (r Result) Curve(b *rig.Bench) modulator.Curve { return r.Calibration.Panels[b.Stepper].Curve }

// Read reads a calibration and gives it to the bench, whose devices must be those that it is of.
func Read(b *rig.Bench, file []byte) (r Result, err error) {
	if err := json.Unmarshal(file, &r); err != nil {
		return r, errs.New("this is no calibration, or not all of one: ", err, ": want a file that talbot rig calibrate or a run has written")
	}
	if r.Kind == "" || len(r.Devices) == 0 {
		return r, errs.New("this is no calibration: want a file that talbot rig calibrate or a run has written")
	}
	if !slices.Equal(r.Devices, Devices(b)) {
		return r, errs.New("the calibration of ", r.Made, " is of other devices than the bench has: make it again with talbot rig calibrate ", r.Kind)
	}
	if err := b.Calibrate(r.Calibration); err != nil {
		return r, err
	}
	if r.Wait > 0 {
		b.Wait = r.Wait
	}
	if r.Pipeline != nil {
		r.Pipeline.give(b)
	}
	return r, nil
}
