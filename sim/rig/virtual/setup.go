// Package virtual is a bench whose light is computed: panels, cameras and a clock that satisfy the
// interfaces of package rig, and a hidden truth about all that is wrong with them. What a lab does
// to a bench can be done to it, and no more: who measures gets frames.
//
// Setup is what the bench is meant to be, Faults how large each imperfection is, and Draw makes of them the
// Truth, by a seed. The light of many loads is one program, on any device. With no faults what the
// bench measures is the plain simulation.
package virtual

import (
	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/rig"
)

// Setup is a bench as it is planned.
type Setup struct {
	Wavelength float64     // m
	Plane      optics.Grid // of loads and cameras
	Padding    int         // samples of darkness around a plane where light travels
	Panels     []Panel     // in the order of the light
	Reference  bool        // there is a second camera, behind a reference beam
	Carrier    [2]float64  // 1/m: the reference beam's tilt
	Exposure   float64     // s
	Batch      int         // loads that are computed together
}

// Panel is one of the panels.
type Panel struct {
	Name  string
	Kind  rig.Kind
	Curve modulator.Curve // as it is meant to be
	Gap   float64         // m to what is behind it; 0 for a relay that images it onto that
}

// Free is the free-space bench of fully forward mode training (Xue et al., Nature 632, 280 (2024), Methods): an
// amplitude panel, imaged onto a phase panel of 8 um pixels, 0.388 m to the cameras, 532 nm. The published
// one has 400 x 400 pixels.
func Free(samples int) Setup {
	phase, _ := modulator.ParseCurve("phase-256")
	return Setup{
		Wavelength: 532e-9, Plane: optics.Square(samples, 8e-6), Padding: samples / 2,
		Panels: []Panel{
			{"amplitude", rig.Amplitude, Amplitudes(256, false), 0},
			{"phase", rig.Phase, phase, 0.388},
		},
		Reference: true, Exposure: 1e-3, Batch: 8,
	}
}

// Amplitudes is the curve of an amplitude panel with levels of equal steps. A liquid crystal between crossed
// polarisers that transmits sin(phi/2) turns the phase too, by phi/2: by asin of the amplitude.
func Amplitudes(levels int, turning bool) modulator.Curve {
	c := modulator.Curve{Name: "amplitude"}
	for k := range levels {
		a := float64(k) / float64(levels-1)
		s := modulator.State{Drive: float64(k), Amplitude: a}
		if turning {
			s.Phase = asin(a)
		}
		c.States = append(c.States, s)
	}
	return c
}

// Check says what of the setup cannot be.
func (s Setup) Check() error {
	if err := (optics.Space{In: s.Plane, Wavelength: s.Wavelength}).Check(); err != nil {
		return err
	}
	if len(s.Panels) == 0 || s.Padding < 0 || s.Batch < 1 {
		return errs.New("virtual: a bench wants a panel at least, padding of 0 or more and a batch of 1 or more, not ", len(s.Panels), ", ", s.Padding, " and ", s.Batch)
	}
	if !(s.Exposure >= minExposure && s.Exposure <= maxExposure) {
		return errs.New("virtual: an exposure of ", s.Exposure, " s is outside ", minExposure, " to ", maxExposure, " s")
	}
	for _, p := range s.Panels {
		if p.Curve.Levels() < 2 {
			return errs.New("virtual: panel ", p.Name, " wants two levels at least")
		}
		if !(p.Gap >= 0) {
			return errs.New("virtual: the gap behind panel ", p.Name, " must be 0 m or more, not ", p.Gap)
		}
	}
	return nil
}

// design is what the bench's users know of the setup.
func (s Setup) design() rig.Design {
	d := rig.Design{Wavelength: s.Wavelength, Plane: s.Plane}
	for _, p := range s.Panels {
		d.Gaps = append(d.Gaps, p.Gap)
	}
	return d
}
