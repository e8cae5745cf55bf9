package scatter

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
	"talbot/sim/source"
	"talbot/sim/system/focus"
)

// benches are three of the same faults and scatterer, as a laboratory has them one after another.
type benches struct {
	whole *focus.Bench // picture, scatterer, masks, camera
	front *focus.Bench // picture and scatterer, the camera where the first mask stands; phases in front of the picture are for the steps by which a field is read
	back  *focus.Bench // one mask behind any light that two panels show: each mask in turn, and what carries errors
}

func (c *Config) benches(dev compute.Device) (b benches, err error) {
	f := c.Faults
	f.Seed += c.Seed - 1 // another scatterer for each
	panels := virtual.Free(c.Samples).Panels
	picture, mask := panels[0], panels[1]
	picture.Name, picture.Gap = "picture", c.At*focus.Distance
	amplitude := panels[0]
	steps := virtual.Panel{Name: "steps", Kind: rig.Phase, Curve: mask.Curve}
	plate := focus.Scattering(focus.Distance - c.At*focus.Distance)
	all := []virtual.Panel{picture, plate}
	for l := range c.Layers {
		m := mask
		m.Name = "mask " + itoa(l+1)
		all = append(all, m)
	}
	for _, p := range []struct {
		to     **focus.Bench
		planes []virtual.Panel
	}{{&b.whole, all}, {&b.front, []virtual.Panel{steps, picture, plate}}, {&b.back, []virtual.Panel{amplitude, mask}}} {
		if *p.to, err = focus.Chain(dev, c.Samples, p.planes, c.Scatterer, f); err != nil {
			return b, err
		}
	}
	return b, nil
}

// drawer writes pictures on the light as amplitudes.
type drawer struct {
	dev            compute.Device
	run, on        compute.Runner // on takes the field to the first mask with nothing in the way
	picture, field compute.Buffer
	x, u           []float32
}

func (c *Config) drawer(dev compute.Device, width, height int) (*drawer, error) {
	g := c.grid()
	e := source.Encoder{Grid: g, Width: width, Height: height, Span: c.ImageSize}
	if err := e.Check(); err != nil {
		return nil, err
	}
	d := &drawer{dev: dev, x: make([]float32, width*height), u: make([]float32, 2*g.Len())}
	light, err := dev.Alloc(compute.Spec{Name: "light", Len: 2 * g.Len()})
	if err == nil {
		err = dev.Write(light, 0, source.Plane(g, focus.Wavelength).U)
	}
	if err == nil {
		d.picture, err = dev.Alloc(compute.Spec{Name: "picture", Scope: compute.Sample, Len: len(d.x), Batch: 1})
	}
	if err == nil {
		d.field, err = dev.Alloc(compute.Spec{Name: "field", Scope: compute.Sample, Len: len(d.u), Batch: 1})
	}
	if err != nil {
		return nil, err
	}
	var p compute.Program
	e.Record(&p, d.picture, light, d.field)
	if d.run, err = dev.Compile(&p); err != nil {
		return nil, err
	}
	hop, err := c.hop(dev, 1)
	if err != nil {
		return nil, err
	}
	var on compute.Program
	hop.Forward(&on, d.field, d.field)
	d.on, err = dev.Compile(&on)
	return d, err
}

// hop is the way from one mask to the next, and from the picture to the first with nothing in the way.
func (c *Config) hop(dev compute.Device, batch int) (*optics.Map, error) {
	pad := virtual.Free(c.Samples).Padding
	r, err := optics.Space{In: c.grid(), Wavelength: focus.Wavelength, Z: focus.Distance}.AngularSpectrum(optics.Window{PadX: pad, PadY: pad, BandLimit: true})
	if err != nil {
		return nil, err
	}
	return optics.NewMap(dev, r, batch)
}

// draw is picture x, [height][width] of 0 to 1, as amplitudes of light, [Ny][Nx]; they stay until the next.
func (d *drawer) draw(x []float32) ([]float32, error) {
	if len(x) != len(d.x) {
		return nil, errs.New("scatter: a picture of ", len(x), " pixels, where this session takes those of ", len(d.x))
	}
	if err := d.dev.Write(d.picture, 0, x); err != nil {
		return nil, err
	}
	if err := d.run.Run(1); err != nil {
		return nil, err
	}
	if err := d.dev.Read(d.field, 0, d.u); err != nil {
		return nil, err
	}
	a := make([]float32, len(d.u)/2)
	for i := range a {
		a[i] = d.u[2*i]
	}
	return a, nil
}

// far is the light of the picture that was drawn last, a hop further.
func (d *drawer) far() ([]float32, error) {
	if err := d.on.Run(1); err != nil {
		return nil, err
	}
	u := make([]float32, len(d.u))
	return u, d.dev.Read(d.field, 0, u)
}

// levels are those of an amplitude panel for amplitudes of 0 to 1.
func levels(p plant.Panel, amplitudes []float32) []uint16 {
	v, most := make([]uint16, len(amplitudes)), float64(len(p.Curve.States)-1)
	for i, a := range amplitudes {
		v[i] = uint16(math.Round(float64(a) * most))
	}
	return v
}

// lights are pictures as the light that comes of them in front of the first mask, [2 Ny Nx]: as it was measured there, or as it would be with
// nothing in the way.
type lights struct {
	of     data.Examples
	n      int
	fields [][]float32 // [example], each nil before it is known
}

func newLights(of data.Examples, n int) *lights {
	return &lights{of, n, make([][]float32, of.Len())}
}

func (l *lights) Len() int                    { return l.of.Len() }
func (l *lights) Shape() (channels, h, w int) { return 2, l.n, l.n }
func (l *lights) Target(i int) int            { return l.of.Target(i) }
func (l *lights) ClassNames() []string        { return l.of.ClassNames() }

// Read needs know to have been called.
func (l *lights) Read(i int, dst []float32) { copy(dst, l.fields[i]) }

// know finds the light of all examples, in their order, by what finds that of one picture's amplitudes.
func (l *lights) know(ctx context.Context, d *drawer, find func(ctx context.Context, amplitudes []float32) ([]float32, error), said func(done int)) error {
	x := make([]float32, len(d.x))
	for i := range l.fields {
		if err := ctx.Err(); err != nil {
			return err
		}
		if l.fields[i] != nil {
			continue
		}
		l.of.Read(i, x)
		a, err := d.draw(x)
		if err != nil {
			return err
		}
		if l.fields[i], err = find(ctx, a); err != nil {
			return err
		}
		said(i + 1)
	}
	return nil
}

// measured is the light in front of the first mask as it is measured there.
func (s *Session) measured(ctx context.Context, amplitudes []float32) ([]float32, error) {
	fields, err := s.front.Field(ctx, []plant.Load{s.inFront(amplitudes)})
	if err != nil {
		return nil, err
	}
	return fields[0], nil
}

// inFront is the load of the bench in front of the masks.
func (s *Session) inFront(amplitudes []float32) plant.Load {
	return plant.Load{make([]uint16, len(amplitudes)), levels(s.front.Panels()[1], amplitudes)}
}

// clear is the light there as a simulation has it, with nothing in the way, of the picture that was drawn last.
func (s *Session) clear(context.Context, []float32) ([]float32, error) { return s.drawer.far() }
