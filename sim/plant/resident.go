package plant

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Resident is a FieldPlant whose light is computed on a device, where many loads at a time can come from and what is
// measured of them can stay: a simulation. What it tells is what Field tells of the same loads one after another, with
// the same noise, but for the rounding of float32. A real bench is none.
type Resident interface {
	FieldPlant
	// Home is the device, and how many loads are measured at a time at most. The error says what of the plant
	// must be measured by Field.
	Home() (dev compute.Device, batch int, err error)
	// Measure makes a measurement ready of levels, of each panel [batch][Ny][Nx] of scope Sample and whole numbers, whose
	// complex field, or what is asked for of it, it writes to field, [batch][Ny][Nx].
	Measure(levels []compute.Buffer, field compute.Buffer, part Part) (Measurement, error)
}

// Part is what is measured of a field.
type Part int

const (
	Whole     Part = iota // all of it
	Modulated             // what the phase panel modulates: see Separating
	Magnitude             // the root of the light, without a phase: what a camera sees in one frame
)

// Measurement measures the first loads of a batch that has been made ready.
type Measurement interface {
	Measure(ctx context.Context, loads int) error
}

// Separating is a FieldPlant that can tell the part of the field that its phase panel modulates from the rest, which is linear in
// what is shown: light that a panel does not change has no part in how the field changes.
type Separating interface {
	FieldPlant
	// Modulated is Field for that part.
	Modulated(ctx context.Context, loads []Load) ([][]float32, error)
}

// Pass shows fields that lie on a Resident's device and measures what comes of them: FFM's pass for a batch.
// Each is shown as large as the panels can, and the factor is taken off what is measured. Amplitude and phase are
// rounded to the nearest levels.
type Pass struct {
	before, after compute.Runner
	measurement   Measurement
}

// NewPass makes one ready: of in, [batch][Ny][Nx] complex, to out, which may be in. Both are of scope Sample. What is
// brighter than 1/over of the brightest is clipped, over 1 or more: see FFM.Overdrive.
func NewPass(p Resident, in, out compute.Buffer, over float64, part Part) (*Pass, error) {
	return newPass(p, in, out, over, part, 0)
}

// newPass is NewPass for fields that have been compensated for a zero order.
func newPass(p Resident, in, out compute.Buffer, over float64, part Part, rest complex128) (*Pass, error) {
	dev, batch, err := p.Home()
	if err != nil {
		return nil, err
	}
	s, err := newShower(p)
	if err != nil {
		return nil, err
	}
	if !(over >= 1) {
		return nil, errs.New("plant: a field is shown 1 time as bright as the panel can or more, not ", over)
	}
	for _, b := range []compute.Buffer{in, out} {
		if c := b.Spec(); c.Scope != compute.Sample || c.Len != 2*s.n {
			return nil, errs.New("plant: a pass wants fields of ", s.n, " samples of a batch, not ", c.Name, " of ", c.Len, " numbers")
		}
	}
	batch = min(batch, in.Spec().Batch, out.Spec().Batch)
	alloc := func(name string, scope compute.Scope, n int) (b compute.Buffer) {
		if err == nil {
			b, err = dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: n, Batch: batch})
		}
		return b
	}
	table := func(name string, v []float32) compute.Buffer {
		b := alloc(name, compute.Shared, len(v))
		if err == nil {
			err = dev.Write(b, 0, v)
		}
		return b
	}
	panels := p.Panels()
	curve := panels[s.amplitude].Curve.States
	amplitudes, phases := make([]float32, 2*len(s.amplitudes)), make([]float32, len(s.phases))
	for k, l := range s.amplitudes {
		amplitudes[2*k], amplitudes[2*k+1] = float32(l), float32(curve[l].Phase/(2*math.Pi))
	}
	for k, l := range s.phases {
		phases[k] = float32(l)
	}
	const parts, fewer = 2048, 64 // as many threads of a GPU, each of which goes through a few
	most, size := alloc("brightest", compute.Sample, parts), alloc("shown", compute.Sample, 1)
	top := alloc("brightest", compute.Scratch, fewer)
	levels := []compute.Buffer{alloc("levels", compute.Sample, s.n), alloc("levels", compute.Sample, s.n)}
	a, ph := table("amplitudes", amplitudes), table("phases", phases)
	if err != nil {
		return nil, err
	}
	show := kernels.Showing{N: s.n, Steps: steps, Brightest: s.brightest, Over: over, Darkest: s.darkest, Nx: p.Camera().Nx, Rest: rest}
	var before, after compute.Program
	before.Add(show.Largest(parts), in, most)
	before.Add(kernels.LargestOf(parts, fewer), most, top)
	before.Add(show.Size(fewer), top, size)
	before.Add(show.Levels(), in, size, a, ph, levels[s.amplitude], levels[s.phase])
	after.Add(show.Sized(), size, out)
	pass := new(Pass)
	if pass.before, err = dev.Compile(&before); err != nil {
		return nil, err
	}
	if pass.after, err = dev.Compile(&after); err != nil {
		return nil, err
	}
	pass.measurement, err = p.Measure(levels, out, part)
	return pass, err
}

// Run shows and measures the first fields of the batch.
func (p *Pass) Run(ctx context.Context, fields int) error {
	if err := p.before.Run(fields); err != nil {
		return err
	}
	if err := p.measurement.Measure(ctx, fields); err != nil {
		return err
	}
	return p.after.Run(fields)
}
