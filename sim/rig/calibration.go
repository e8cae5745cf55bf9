package rig

import (
	"context"
	"math"
	"strconv"

	"talbot/sim/errs"
	"talbot/sim/modulator"
)

// Calibration is all that has been found out about a bench, as plain data that can be kept and given to it again.
type Calibration struct {
	Panels  []PanelCalibration
	Cameras [2]EyeCalibration // Object and Reference
}

// PanelCalibration is what is known of a panel: see Mount.
type PanelCalibration struct {
	Curve        modulator.Curve
	Tiles        []modulator.Curve `json:",omitempty"`
	Registration Homography
	Bent         *Bent      `json:",omitempty"`
	Flat         []float32  `json:",omitempty"`
	Axial        float64    `json:",omitempty"`
	Wavefront    []float32  `json:",omitempty"`
	Fringing     float64    `json:",omitempty"`
	ZeroOrder    [2]float64 `json:",omitzero"`
}

// EyeCalibration is what is known of a camera: see Eye.
type EyeCalibration struct {
	Unit         float64
	Registration Homography
	Bent         *Bent     `json:",omitempty"`
	Dark         []float32 `json:",omitempty"`
	Even         []float32 `json:",omitempty"`
	Linear       *Response `json:",omitempty"`
	Beam         []float32 `json:",omitempty"`
	Phase        []float32 `json:",omitempty"`
	Still        []float32 `json:",omitempty"`
	Blank        []float32 `json:",omitempty"`
}

// Calibration is what is known of the bench now.
func (b *Bench) Calibration() Calibration {
	var c Calibration
	for _, m := range b.Mounts {
		c.Panels = append(c.Panels, PanelCalibration{m.Curve, m.Tiles, m.Registration, m.Bent, m.Flat, m.Axial, m.Wavefront, m.Fringing, m.ZeroOrder})
	}
	for i, e := range []*Eye{&b.Object, &b.Reference} {
		c.Cameras[i] = EyeCalibration{e.Unit, e.Registration, e.Bent, e.Dark, e.Even, e.Linear, e.Beam, e.Phase, e.Still, e.Blank}
	}
	return c
}

// Calibrate gives a bench what has been found out before. It is an error, and nothing changes, when it is about other panels or
// another plane.
func (b *Bench) Calibrate(c Calibration) error {
	if len(c.Panels) != len(b.Mounts) {
		return errs.New("rig: the calibration is of ", len(c.Panels), " panels, the bench has ", len(b.Mounts))
	}
	n := b.Design.Plane.Len()
	one := *b
	one.Mounts = append([]Mount(nil), b.Mounts...)
	for i, p := range c.Panels {
		m := &one.Mounts[i]
		m.Curve, m.Tiles, m.Registration, m.Bent, m.Flat, m.Axial, m.Wavefront, m.Fringing, m.ZeroOrder = p.Curve, p.Tiles, p.Registration, p.Bent, p.Flat, p.Axial, p.Wavefront, p.Fringing, p.ZeroOrder
		if err := p.Bent.check(); err != nil {
			return err
		}
		if across := int(math.Round(math.Sqrt(float64(len(p.Tiles))))); across*across != len(p.Tiles) || across > min(b.Design.Plane.Nx, b.Design.Plane.Ny) {
			return errs.New("rig: the calibration has ", len(p.Tiles), " tiles, which are no square of the bench's plane")
		}
		for _, c := range p.Tiles {
			if c.Levels() != p.Curve.Levels() {
				return errs.New("rig: the calibration has a tile of ", c.Levels(), " levels, and a curve of ", p.Curve.Levels())
			}
		}
		if p.Flat != nil && len(p.Flat) != n || p.Wavefront != nil && len(p.Wavefront) != n {
			return errs.New("rig: the calibration is of a plane of ", max(len(p.Flat), len(p.Wavefront)), " pixels, the bench has ", b.Design.Plane.String())
		}
	}
	for i, e := range []*Eye{&one.Object, &one.Reference} {
		k := c.Cameras[i]
		if e.Camera == nil {
			continue
		}
		for _, v := range []struct {
			name string
			have []float32
			want int
		}{{"dark", k.Dark, e.Camera.Info().Grid.Len()}, {"evenness", k.Even, n}, {"beam", k.Beam, n}, {"phase", k.Phase, n}, {"still", k.Still, n}, {"blank", k.Blank, 2 * n}} {
			if v.have != nil && len(v.have) != v.want {
				return errs.New("rig: the calibration's ", v.name, " has ", len(v.have), " numbers, and the bench wants ", v.want)
			}
		}
		if err := k.Bent.check(); err != nil {
			return err
		}
		if k.Linear != nil {
			if err := k.Linear.check(); err != nil {
				return err
			}
		}
		for _, v := range k.Even {
			if !(v > 0) {
				return errs.New("rig: the calibration has a pixel of sensitivity ", float64(v), ": want one above 0")
			}
		}
		e.Unit, e.Registration, e.Bent, e.Dark, e.Even, e.Linear = k.Unit, k.Registration, k.Bent, k.Dark, k.Even, k.Linear
		e.Beam, e.Phase, e.Still, e.Blank = k.Beam, k.Phase, k.Still, k.Blank
	}
	if err := one.Check(); err != nil {
		return err
	}
	b.Mounts, b.Object, b.Reference = one.Mounts, one.Object, one.Reference
	return nil
}

// MeasureAll calibrates a bench with a reference beam in the order that each step needs: exposures at which
// no light is too bright; the panels' curves, where that beam is tilted; where both cameras see the plane; the
// beam's amplitude; the symmetry, by loads of which there are twice as many pairs as unknown numbers; where the
// amplitude panel has the plane, and if that cannot be told; how far the light goes on from there; how much light the phase panel leaves as
// it is; and how far phases run into each other. Each step is said before it begins, unless said is nil.
func (b *Bench) MeasureAll(ctx context.Context, said func(what string)) error {
	if said == nil {
		said = func(string) {}
	}
	said("exposure")
	if err := b.Expose(ctx, 1e-4); err != nil {
		return err
	}
	if b.Carrier != [2]float64{} {
		said("curves")
		if err := b.MeasureCurves(ctx, 16, 4); err != nil {
			return err
		}
	}
	for c, name := range [...]string{"camera of the light", "camera of the interference"} {
		said(name)
		if _, err := b.Register(ctx, c); err != nil {
			return err
		}
	}
	said("reference beam")
	if err := b.MeasureBeam(ctx, 8); err != nil {
		return err
	}
	said("symmetry")
	cosines := min(28, b.Design.Plane.Nx/3, b.Design.Plane.Ny/3)
	if _, _, err := b.MeasureSymmetry(ctx, 2*cosines+8, cosines); err != nil {
		return err
	}
	said("panels")
	far, err := b.Align(ctx)
	if err != nil {
		return err
	}
	if pixel := math.Max(b.Design.Plane.Dx, b.Design.Plane.Dy); far > pixel {
		said("panels: kept as they were set up, for holes are seen " + strconv.FormatFloat(far/pixel, 'f', 1, 64) + " px from where a flat panel has them")
	}
	said("between the panels")
	if err := b.MeasureAxial(ctx); err != nil {
		return err
	}
	said("zero order")
	if err := b.MeasureZeroOrder(ctx, 4); err != nil {
		return err
	}
	if _, top := b.Fringing(); top < leastTop {
		said("fringing: not measured, for the panel's phases end at " + strconv.FormatFloat(top/math.Pi, 'f', 2, 64) + " pi")
		return nil
	}
	said("fringing")
	return b.MeasureFringing(ctx, 4)
}
