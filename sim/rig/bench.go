package rig

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/plant"
)

// Bench is panels, cameras and what is known of them. It is a plant.Plant, and a plant.FieldPlant
// where it has a camera behind a reference beam.
//
// A load is shown until all panels have settled, and then a frame is taken of it. Frames that are lost,
// incomplete, or whose tag says that they show something else are taken again, up to
// Retries times, and counted in Report: no fault is hidden.
type Bench struct {
	Design    Design
	Mounts    []Mount // in the order of the light
	Object    Eye     // sees the light alone
	Reference Eye     // sees the light and the reference beam; its Camera is nil where there is none
	Clock     Clock

	Sequencer Sequencer // shows lists of loads by itself; nil for one after another
	Wait      float64   // s between a picture and its frame; 0 for the slowest panel's latency and settling
	Retries   int
	// Synchronised has each exposure begin with a picture of the panel that steps the phase, so that all of them see the
	// same of its flicker, whose period that is.
	Synchronised bool
	// Follow has fields read with a look at the load Blank before and behind those of a call, 64 at most, by which the phase that
	// both arms drift against each other meanwhile is taken off: see MeasureSymmetry, before which nothing is followed.
	Follow    bool
	Saturated float64 // largest share of a frame's pixels that may be saturated; 1 for any

	Reading Reading    // how a field is read
	Stepper int        // the panel that steps the phase
	Carrier [2]float64 // 1/m along x and y: by how much the reference beam is tilted, for OffAxis

	Report    Report
	Losing    func(bad, of int, what string) // hears once that so many of the last frames went wrong, and how, though they are taken again; may be nil
	losing    losing
	Wanders   bool // registrations may change while measurements are ready: see Recentre
	seq       uint64
	everyStep bool // the Object sees all of them
	probes    *probes
	watches   [watchCount]*watch
	turning   turning
}

// Design is what the bench is meant to be, which is all that is known of it before it is calibrated.
type Design struct {
	Wavelength float64     // m
	Plane      optics.Grid // of the loads, and of what Intensity and Field tell
	Gaps       []float64   // m from each panel to what is behind it; 0 where a relay images the one onto the other
}

// Mount is a panel and how loads come on it.
type Mount struct {
	SLM   SLM
	X, Y  int             // the panel's pixel where loads begin
	Curve modulator.Curve // what its levels do, as measured
	// Tiles are what levels of a phase panel do in each of n x n tiles of the plane, row by row; nil for the same everywhere: see MeasureTiles.
	Tiles []modulator.Curve
	Tag   Tag
	// Registration takes a place of the plane to where this panel has it, both in m from the plane's axis: see
	// Align. The zero value is for a panel that stands right. It is for panels that change the amplitude.
	Registration Homography
	Bent         *Bent // where aberrations take its light besides, near the registration; nil for nothing
	// Flat is by how much amplitudes are made less where the light is brighter, [Ny][Nx] of the plane; nil for not
	// at all: see MeasureSymmetry.
	Flat []float32
	// Axial is how far light goes on, m, from this panel to the phase panel that it is imaged onto: see MeasureAxial.
	Axial float64
	// Wavefront is the phase, rad, [Ny][Nx] of the plane, that light has on a phase panel besides what is shown, which is as much less
	// then; nil for none.
	Wavefront []float32
	// Fringing is over how many pixels along x phases of a phase panel run into each other: see MeasureFringing.
	Fringing float64
	// ZeroOrder is the light that a phase panel leaves as it is, as a complex share of what it modulates at phase 0, real and imaginary part:
	// see MeasureZeroOrder.
	ZeroOrder [2]float64
}

// Eye is a camera and what is known of it.
type Eye struct {
	Camera Camera
	X, Y   int     // the camera's pixel where the plane begins
	Unit   float64 // counts that an intensity of 1 gives in a second
	Dark   []float32
	// Even are the pixels' sensitivities, [Ny][Nx] from (X, Y) on, and Linear what their counts stand for; nil for all the same, and
	// for straight counts.
	Even   []float32
	Linear *Response
	// Registration takes a place of the plane to where the camera sees it, both in m from the
	// plane's axis. The zero value is for a camera that stands right.
	Registration Homography
	Bent         *Bent // what aberrations do to places besides; nil for nothing
	// Beam is the reference beam's amplitude, [Ny][Nx] of the camera's pixels from (X, Y) on; nil before it has been
	// measured.
	Beam []float32
	// Phase is that of the reference beam on the camera's plane, rad, [Ny][Nx] as it is
	// registered; nil before it has been measured.
	Phase []float32
	// Still is Phase as MeasureSymmetry found it, and Blank the field of the load Blank then, as it is read without
	// Phase: what the blank wave has drifted since is taken off. Nil for what is known of no symmetry.
	Still, Blank []float32
}

// Shot is one picture of all panels and the cameras that are to see it: 0 is the bench's Object, 1 its Reference.
type Shot struct {
	Levels  [][]uint16 // [panel][Ny][Nx], whole panels
	Cameras []int
}

// Sequencer shows a list of pictures and takes frames of each: hardware with a trigger line from
// the panels to the cameras, or a simulation, which does all of them at once. It waits as
// it is told between a picture and its frame. A frame that did not arrive is nil.
type Sequencer interface {
	Sequence(ctx context.Context, shots []Shot, t Timing) ([][]*Frame, error)
}

// Timing says when a frame is taken: so long after its picture, and then with the next of periods of the Clock; a period of 0
// is for at once.
type Timing struct{ Wait, Period float64 }

// After is when the frame of a picture begins that was shown at a time.
func (t Timing) After(shown float64) float64 {
	at := shown + t.Wait
	if t.Period > 0 {
		at = math.Ceil(at/t.Period-1e-6) * t.Period
	}
	return at
}

// Report counts what a bench has done since it was set up.
type Report struct {
	Shots, Frames                      int // pictures that were wanted, and frames that were taken for them
	Lost, Incomplete, Stale, Saturated int
}

// Panels are the mounted panels, as large as their loads.
func (b *Bench) Panels() (all []plant.Panel) {
	for _, m := range b.Mounts {
		all = append(all, plant.Panel{Name: m.SLM.Info().Name, Grid: b.Design.Plane, Curve: m.Curve})
	}
	return all
}

// Camera is the plane that the camera is registered to.
func (b *Bench) Camera() optics.Grid { return b.Design.Plane }

// Check says what of the bench does not fit together.
func (b *Bench) Check() error {
	g := b.Design.Plane
	if err := g.Check(); err != nil {
		return err
	}
	if len(b.Mounts) == 0 || b.Object.Camera == nil || b.Clock == nil {
		return errs.New("rig: a bench wants a panel, a camera and a clock at least")
	}
	if len(b.Design.Gaps) != len(b.Mounts) {
		return errs.New("rig: ", len(b.Mounts), " panels have ", len(b.Design.Gaps), " gaps behind them: want as many")
	}
	for _, m := range b.Mounts {
		i := m.SLM.Info()
		if m.X < 0 || m.Y < 0 || m.X+g.Nx > i.Grid.Nx || m.Y+g.Ny > i.Grid.Ny {
			return errs.New("rig: loads of ", g.String(), " do not fit panel ", i.Name, ", which has ", i.Grid.String())
		}
		if h := m.Registration; h != (Homography{}) {
			if _, err := h.Inverse(); err != nil {
				return err
			}
		}
		if m.Curve.Levels() != i.Levels {
			return errs.New("rig: panel ", i.Name, " has ", i.Levels, " levels, and its curve ", m.Curve.Levels())
		}
	}
	for _, e := range []*Eye{&b.Object, &b.Reference} {
		if e.Camera == nil {
			continue
		}
		i := e.Camera.Info()
		if e.X < 0 || e.Y < 0 || e.X+g.Nx > i.Grid.Nx || e.Y+g.Ny > i.Grid.Ny {
			return errs.New("rig: a plane of ", g.String(), " does not fit camera ", i.Name, ", which has ", i.Grid.String())
		}
		if !(e.Unit > 0) {
			return errs.New("rig: say how much camera ", i.Name, " counts at intensity 1: its unit must be above 0")
		}
	}
	return nil
}

// Intensity measures each load. Darker than dark, as noise can be, is 0.
func (b *Bench) Intensity(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	all, err := b.intensities(ctx, loads)
	for _, v := range all {
		for i, x := range v {
			v[i] = max(x, 0)
		}
	}
	return all, err
}

// intensities is Intensity with what is darker than dark as it was counted.
func (b *Bench) intensities(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	all := make([][]float32, 0, len(loads))
	err := b.each(ctx, loads, b.part(), func(part []plant.Load) error {
		shots := make([]Shot, len(part))
		for i, l := range part {
			shots[i] = Shot{l, []int{0}}
		}
		frames, err := b.shoot(ctx, shots)
		if err != nil {
			return err
		}
		for _, f := range frames {
			all = append(all, b.register(&b.Object, b.light(&b.Object, f[0]), 1))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// light is a frame in intensities, of the part of the sensor where the plane is.
func (b *Bench) light(e *Eye, f *Frame) []float32 {
	g, nx := b.Design.Plane, e.Camera.Info().Grid.Nx
	out := b.dark(e)
	scale := 1 / (e.Unit * f.Exposure)
	inParts(g.Ny, func(from, to int) {
		for y := from; y < to; y++ {
			for x := range g.Nx {
				k := y*g.Nx + x
				v := float64(f.Counts[(y+e.Y)*nx+x+e.X]) - float64(out[k])
				if e.Linear != nil {
					v = e.Linear.At(v)
				}
				if e.Even != nil {
					v /= float64(e.Even[k])
				}
				out[k] = float32(v * scale)
			}
		}
	})
	return out
}

// dark is what the pixels of the plane count without light.
func (b *Bench) dark(e *Eye) []float32 {
	g, info := b.Design.Plane, e.Camera.Info()
	out := make([]float32, g.Len())
	for i := range out {
		out[i] = float32(info.Offset)
		if e.Dark != nil {
			out[i] = e.Dark[(i/g.Nx+e.Y)*info.Grid.Nx+i%g.Nx+e.X]
		}
	}
	return out
}

// register resamples what a camera saw to the plane: numbers of per parts, 2 for a complex one.
func (b *Bench) register(e *Eye, v []float32, per int) []float32 {
	h := e.Registration
	if h == (Homography{}) || h == Same {
		return v
	}
	g := b.Design.Plane
	out := make([]float32, len(v))
	inParts(g.Ny, func(from, to int) {
		for y := from; y < to; y++ {
			for x := range g.Nx {
				u, w := h.At(g.X(x), g.Y(y))
				sampleAt(v, g, per, u/g.Dx+float64(g.Nx/2), w/g.Dy+float64(g.Ny/2), out[per*(y*g.Nx+x):][:per])
			}
		}
	})
	return out
}

var _ plant.FieldPlant = (*Bench)(nil)
