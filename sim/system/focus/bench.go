package focus

import (
	"context"
	"math"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/element"
	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// Bench is the virtual bench with a scatterer on the way to its camera, that no method is told of. Its panels are those
// that change amplitude and phase.
type Bench struct {
	Rig   *rig.Bench
	still []uint16 // of the scatterer's plane: it changes nothing by itself; nil where there is none
	at    int      // which of the planes that is
}

// Scatterers are the plates that there are: none, random phases that are correlated over 80 um, and smooth ones, as
// of adhesive tape, over 400 um; Waves are their root mean squares in rad.
var Scatterers = []string{"none", "plate", "tape"}

// Plate is scatterer number i of a kind as a profile on g.
func Plate(kind string, g optics.Grid, seed uint64, i uint32) (optics.Profile, error) {
	switch kind {
	case "plate":
		return element.Diffuser(g, 2, 80e-6, seed, i)
	case "tape":
		return element.Diffuser(g, 3, 400e-6, seed, i)
	}
	return func(_, _ float64) complex128 { return 1 }, nil
}

// NewBench makes a bench of samples x samples pixels along 3.2 mm, with a scatterer at a share of the way to the camera.
func NewBench(dev compute.Device, samples int, kind string, at float64, f virtual.Faults) (*Bench, error) {
	panels := virtual.Free(samples).Panels
	panels[1].Gap = at * Distance
	return Chain(dev, samples, append(panels, Scattering(Distance-at*Distance)), kind, f)
}

// scatterer is the name of its plane.
const scatterer = "scatterer"

// Scattering is the scatterer as a plane of a Chain, so many m in front of what comes behind it.
func Scattering(gap float64) virtual.Panel {
	return virtual.Panel{Name: scatterer, Kind: rig.Phase, Gap: gap}
}

// Chain makes a bench of planes of samples x samples pixels along 3.2 mm, in the order of the light, of which one at most is the scatterer:
// see Scattering. Faults are those of panels and cameras, and their seed that of the scatterer too.
func Chain(dev compute.Device, samples int, planes []virtual.Panel, kind string, f virtual.Faults) (*Bench, error) {
	s := virtual.Free(samples)
	s.Plane, s.Batch, s.Panels = optics.Square(samples, Aperture/float64(samples)), 2, planes
	b := &Bench{at: slices.IndexFunc(planes, func(p virtual.Panel) bool { return p.Name == scatterer })}
	if b.at >= 0 {
		b.still = make([]uint16, s.Plane.Len())
		curve, err := modulator.ParseCurve("phase-2")
		if err != nil {
			return nil, err
		}
		planes[b.at].Curve = curve
	}
	if err := f.Check(); err != nil {
		return nil, err
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	t := virtual.Draw(s, f)
	if b.at >= 0 {
		plate, err := Plate(kind, s.Plane, uint64(f.Seed), 0)
		if err != nil {
			return nil, err
		}
		// The scatterer is a thin plate and no panel: of the panels' faults it has none.
		p := &t.Panels[b.at]
		*p = virtual.PanelTruth{Pose: p.Pose, Curve: planes[b.at].Curve, Gain: p.Gain, Plate: plate.Samples(s.Plane)}
	}
	var err error
	if b.Rig, err = virtual.Of(dev, s, t); err != nil {
		return nil, err
	}
	for i := range b.Rig.Mounts {
		b.Rig.Mounts[i].Tag = rig.Tag{} // its spots are as bright as one exposure wants them, and here exposures change
	}
	return b, nil
}

// Aperture is the width of all planes, m, and Wavelength and Distance, m, those of the published bench.
const (
	Aperture   = 3.2e-3
	Distance   = 0.388
	Wavelength = 532e-9
)

// Panels are those that show something.
func (b *Bench) Panels() []plant.Panel {
	all := b.Rig.Panels()
	if b.still == nil {
		return all
	}
	return slices.Delete(slices.Clone(all), b.at, b.at+1)
}

// Camera is the camera's plane.
func (b *Bench) Camera() optics.Grid { return b.Rig.Camera() }

// Intensity measures what the camera sees.
func (b *Bench) Intensity(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	return b.Rig.Intensity(ctx, b.whole(loads))
}

// Field measures the complex field there, each load with exposures of its own: what is to be seen is a speckle
// at first, and then a thousand times as bright in one place; and light that the error goes forwards with is dim.
func (b *Bench) Field(ctx context.Context, loads []plant.Load) (fields [][]float32, err error) {
	for _, l := range b.whole(loads) {
		if err := b.meter(ctx, l); err != nil {
			return nil, err
		}
		f, err := b.Rig.Field(ctx, []plant.Load{l})
		if err != nil {
			return nil, err
		}
		fields = append(fields, f...)
	}
	return fields, nil
}

// bright is the largest count that is exposed for, as a share of the camera's; the shortest and the longest exposure are in
// seconds.
const (
	bright            = 0.7
	shortest, longest = 1e-5, 0.1
)

// meter sets the exposures of both cameras by a frame of one: as long as neither is full. The camera behind the
// reference beam sees at most (1 + |U|)^2 of a beam of intensity 1.
func (b *Bench) meter(ctx context.Context, load plant.Load) error {
	eye := &b.Rig.Object
	bits := eye.Camera.Info().Bits
	if bits == 0 {
		return nil // counts any number
	}
	most := bright * float64(int(1)<<bits-1)
	exposure := 1e-3
	for {
		if _, err := eye.Camera.Configure(ctx, rig.CameraConfig{Exposure: exposure}); err != nil {
			return err
		}
		seen, err := b.Rig.Intensity(ctx, []plant.Load{load})
		if err != nil {
			return err
		}
		brightest := float64(slices.Max(seen[0]))
		if brightest*eye.Unit*exposure > most/bright*0.95 && exposure > shortest {
			exposure = max(shortest, exposure/10)
			continue
		}
		for _, c := range []struct {
			eye  *rig.Eye
			most float64
		}{{eye, brightest}, {&b.Rig.Reference, math.Pow(1+math.Sqrt(max(brightest, 0)), 2)}} {
			exposure := min(max(most/(c.eye.Unit*max(c.most, 1e-9)), shortest), longest)
			if _, err := c.eye.Camera.Configure(ctx, rig.CameraConfig{Exposure: exposure}); err != nil {
				return err
			}
		}
		return nil
	}
}

// Seen is the light on the camera as it is, without noise: for tests and figures.
func (b *Bench) Seen(load plant.Load) ([]float32, error) {
	u, err := virtual.TrueField(context.Background(), b.Rig, b.whole([]plant.Load{load})[0], 0)
	if err != nil {
		return nil, err
	}
	v := make([]float32, len(u)/2)
	for i := range v {
		v[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
	}
	return v, nil
}

// Frames is how many frames have been taken.
func (b *Bench) Frames() int { return b.Rig.Report.Frames }

func (b *Bench) whole(loads []plant.Load) (all []plant.Load) {
	if b.still == nil {
		return loads
	}
	for _, l := range loads {
		all = append(all, slices.Insert(slices.Clone(l), b.at, b.still))
	}
	return all
}

var _ plant.FieldPlant = (*Bench)(nil)
