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
	"talbot/sim/fft"
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
	// Lenses are the focal lengths, m, of lenses behind the panels, each of which takes the light to its Fourier transform on what is
	// behind, in the lens's other focal plane; then there is no gap. 0 is for no lens, and nil for none at all.
	Lenses []float64
	Stop   int // samples of a side of the square of the first panel that gets light; 0 for all of it
	// Blocked says that the light of all arms is, as for a dark frame.
	Blocked bool
}

// lens is that behind panel number i.
func (s Setup) lens(i int) float64 {
	if i < len(s.Lenses) {
		return s.Lenses[i]
	}
	return 0
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
		Wavelength: 532e-9, Plane: optics.Square(samples, 8e-6), Padding: padding(samples, samples/2),
		Panels: []Panel{
			{"amplitude", rig.Amplitude, Amplitudes(256, false), 0},
			{"phase", rig.Phase, phase, 0.388},
		},
		Reference: true, Exposure: 1e-3, Batch: 8,
	}
}

// padding is at least so much around so many samples, and makes a window that a fast transform takes: a GPU has no other.
func padding(samples, least int) int {
	for !fft.Fast(samples + 2*least) {
		least++
	}
	return least
}

// Fourier is a bench whose amplitude panel stands in the front focal plane of a lens, a phase panel in its other one, and the camera
// behind a second lens of the same focal length: what the phase panel shows is the transform of a kernel, as on DANTE's bench (Yuan
// et al., Nature Communications 14, 7110 (2023), figure 4: 532 nm, 8 um, 10 cm). A stop keeps light from the part of the amplitude
// panel that shows no picture, which would never be quite dark.
func Fourier(samples int, focus float64, stop int) Setup {
	s := Free(samples)
	s.Panels[1].Gap, s.Reference, s.Lenses, s.Padding = 0, false, []float64{focus, focus}, padding(samples, samples/8)
	s.Stop = stop
	return s
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
	if s.Stop < 0 {
		return errs.New("virtual: a stop lets light onto 1 sample or more, or is 0 for none, not ", s.Stop)
	}
	if len(s.Panels) == 0 || s.Padding < 0 || s.Batch < 1 {
		return errs.New("virtual: a bench wants a panel at least, padding of 0 or more and a batch of 1 or more, not ", len(s.Panels), ", ", s.Padding, " and ", s.Batch)
	}
	if !(s.Exposure >= minExposure && s.Exposure <= maxExposure) {
		return errs.New("virtual: an exposure of ", s.Exposure, " s is outside ", minExposure, " to ", maxExposure, " s")
	}
	for i, p := range s.Panels {
		if p.Curve.Levels() < 2 {
			return errs.New("virtual: panel ", p.Name, " wants two levels at least")
		}
		if f := s.lens(i); !(f >= 0) || f > 0 && p.Gap != 0 {
			return errs.New("virtual: behind panel ", p.Name, " is either a lens or a gap: want a focal length of 0 m or more, and no gap where it is above 0")
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
