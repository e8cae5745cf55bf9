package rig

import (
	"context"
	"math"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Resident is a Sequencer whose light is computed on a device, and whose frames can stay there.
type Resident interface {
	Sequencer
	// Home is the device, and how many frames of a camera it computes at a time; the error says why pictures must be shown
	// one after another, after a wait.
	Home(wait float64) (dev compute.Device, batch int, err error)
	// Ports are where the levels of each panel are put, and where the counts of each camera are left: [batch][Ny][Nx] of the
	// plane alone.
	Ports() (levels, counts []compute.Buffer)
	// Plan takes frames of pictures that are shown one after another, each by its cameras: those that Sequence would
	// take. It says of each whether it arrives whole, and lets the time pass.
	Plan(ctx context.Context, cameras [][]int, wait Timing) ([][]Taken, error)
	// Compute computes frames, [camera][load], number i of levels i; none for a camera that does not look. The levels of panels in
	// front of number changed, and how many there are, are those of the call before.
	Compute(ctx context.Context, frames [][]Taken, changed int) error
}

// Taken is a frame that has been taken, and whose light is not yet computed.
type Taken struct {
	Arrives  error // nil, ErrTimeout, ErrIncomplete or ErrStale
	Exposure float64
	Numbers  []float32 // the sequencer's own
}

// Home is the device that a bench's light is computed on: see plant.Resident.
func (b *Bench) Home() (compute.Device, int, error) {
	dev, room, err := b.home()
	if err != nil || !b.Follow {
		return dev, room, err
	}
	if room <= looks {
		return nil, 0, errs.New("rig: of ", room, " loads that are computed at a time ", looks, " are looks at the blank wave, and none is left")
	}
	return dev, room - looks, nil
}

// home is Home with the places of looks.
func (b *Bench) home() (compute.Device, int, error) {
	if err := b.Check(); err != nil {
		return nil, 0, err
	}
	r, ok := b.Sequencer.(Resident)
	switch {
	case !ok:
		return nil, 0, errs.New("rig: this bench's light is not computed, and stays nowhere")
	case b.Saturated < 1:
		return nil, 0, errs.New("rig: frames that stay on the device are not looked at for saturated pixels: let any number pass")
	case b.Object.Even != nil || b.Object.Linear != nil || b.Reference.Even != nil || b.Reference.Linear != nil:
		return nil, 0, errs.New("rig: frames that stay on the device are taken as they count: the sensitivities of pixels, and what their counts stand for, are not known there")
	case slices.ContainsFunc(b.Mounts, func(m Mount) bool { return m.Wavefront != nil || m.Tiles != nil }):
		return nil, 0, errs.New("rig: levels that stay on the device are shown without a panel's wavefront taken off, and by one curve")
	case b.Reading == OffAxis:
		return nil, 0, errs.New("rig: fields that stay on the device are read by steps, not off axis")
	case b.Reference.Camera == nil || b.Stepper < 0 || b.Stepper >= len(b.Mounts):
		return nil, 0, errs.New("rig: no camera sees a reference beam, or no panel steps the phase: ", ErrUncalibrated)
	}
	return r.Home(b.wait())
}

// measurement is a field reading as programs.
type measurement struct {
	b      *Bench
	r      Resident
	begin  compute.Runner      // what all steps show
	show   []compute.Runner    // of each step
	read   [][2]compute.Runner // of each step, by the cameras that look
	finish compute.Runner
	seen   [][]int // of each step, which cameras do
	scale  [2]compute.Buffer
	scales [2]float32 // as they have been written
	turn   compute.Buffer
	phase  *float32 // which phase of the reference beam has been written there
	maps   []*placed
	dev    compute.Device
	batch  int
}

// Measure makes a measurement of levels ready: see plant.Resident. What is known of the bench by calibration is as
// it is now, but for the phase of the reference beam, which may be measured again and again.
func (b *Bench) Measure(levels []compute.Buffer, field compute.Buffer, part plant.Part) (plant.Measurement, error) {
	if b.follows() && part != plant.Magnitude {
		return b.measureFollowed(levels, field, part)
	}
	m, err := b.measure(levels, field, nil, part)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// measure is Measure without looks. Of the modulated part it leaves all of the field in whole, unless that is nil.
func (b *Bench) measure(levels []compute.Buffer, field, whole compute.Buffer, part plant.Part) (*measurement, error) {
	dev, batch, err := b.home()
	if err != nil {
		return nil, err
	}
	batch, err = b.fits(batch, levels, field)
	if err != nil {
		return nil, err
	}
	n := b.Design.Plane.Len()
	m := &maker{dev: dev, batch: batch}
	out := &measurement{b: b, r: b.Sequencer.(Resident), dev: dev, batch: m.batch}
	for c := range out.scale {
		out.scale[c] = m.alloc("scale", compute.Shared, 1)
	}
	light, u := m.alloc("light", compute.Sample, 2*n), m.alloc("interference", compute.Sample, 2*n)
	dark := [2]compute.Buffer{m.table("dark", b.dark(&b.Object)), m.table("dark", b.dark(&b.Reference))}
	var beats compute.Buffer
	coefficients := b.Reading.coefficients()
	out.seen = make([][]int, len(coefficients))
	for k := range coefficients {
		out.seen[k] = b.cameras(k)
	}
	switch {
	case part == plant.Magnitude:
		coefficients, out.seen = coefficients[:1], [][]int{{0}}
	case b.separates():
		beats = m.alloc("zero order", compute.Sample, 2*n)
	}
	ports, counts := out.r.Ports()
	var begin compute.Program
	step := b.send(m, &begin, levels, ports)
	out.begin = m.compile(&begin)
	for k, c := range coefficients {
		var p compute.Program
		step(&p, k)
		var read [2]compute.Runner
		for _, camera := range out.seen[k] {
			var q compute.Program
			if m.err != nil {
				return nil, m.err
			}
			add := func(c complex64, to compute.Buffer) {
				q.Add(kernels.Stepped(n, float64(real(c)), float64(imag(c)), k == 0), counts[camera], dark[camera], out.scale[camera], to)
			}
			if camera == 1 {
				add(c, u)
			} else if beats != nil {
				add(c, beats)
			}
			if camera == 0 && k == 0 {
				add(1, light)
			}
			read[camera] = m.compile(&q)
		}
		out.show, out.read = append(out.show, m.compile(&p)), append(out.read, read)
	}
	var p compute.Program
	out.turn = b.join(m, &p, light, u, beats, field, whole, part)
	out.finish, out.maps = m.compile(&p), m.maps
	return out, m.err
}

// fits is how many loads there is room for, batch at most, in buffers of levels and of a field.
func (b *Bench) fits(batch int, levels []compute.Buffer, field compute.Buffer) (int, error) {
	if len(levels) != len(b.Mounts) {
		return 0, errs.New("rig: levels are for ", len(levels), " panels, the bench has ", len(b.Mounts))
	}
	n := b.Design.Plane.Len()
	for _, l := range levels {
		s := l.Spec()
		if s.Scope != compute.Sample || s.Len != n {
			return 0, errs.New("rig: levels of ", s.Len, " numbers do not fit a plane of ", b.Design.Plane.String())
		}
		batch = min(batch, s.Batch)
	}
	s := field.Spec()
	if s.Scope != compute.Sample || s.Len != 2*n {
		return 0, errs.New("rig: a field of ", s.Len, " numbers does not fit a plane of ", b.Design.Plane.String())
	}
	return min(batch, s.Batch), nil
}

// join is what field does, for a batch, or separated where there are beats. It returns where the turn of the reference
// beam is.
func (b *Bench) join(m *maker, p *compute.Program, light, u, beats, field, whole compute.Buffer, part plant.Part) compute.Buffer {
	g := b.Design.Plane
	n := g.Len()
	if part == plant.Magnitude {
		one := m.table("one", pairs(n, func(int) (re, im float32) { return 1, 0 }))
		if light = b.registered(m, p, &b.Object, light); m.err == nil {
			p.Add(kernels.Joined(n), light, one, one, field)
		}
		return nil
	}
	if beats != nil {
		crossed := beats
		if b.Wanders || b.across() != nil {
			t, out := m.follow(b, b.acrossAll), m.alloc("crossed", compute.Scratch, 2*n)
			if m.err != nil {
				return nil
			}
			p.Add(kernels.Looked(g.Nx, g.Ny), beats, t, out)
			crossed = out
		}
		minus := m.table("minus", pairs(n, func(int) (re, im float32) { return -1, 0 }))
		beam := m.table("beam", pairs(n, func(i int) (re, im float32) { return 1 / (4 * b.Reference.Beam[i]), 0 }))
		if m.err != nil {
			return nil
		}
		p.Add(kernels.AddProduct(), crossed, minus, u)
		p.Add(kernels.Modulate(), u, beam)
	}
	if b.Carrier != [2]float64{} {
		tilt := make([]float32, 2*n)
		for i := range n {
			s, c := math.Sincos(b.tilt(i))
			tilt[2*i], tilt[2*i+1] = float32(c), float32(s)
		}
		if t := m.table("tilt", tilt); m.err == nil {
			p.Add(kernels.Modulate(), u, t)
		}
	}
	u = b.registered(m, p, &b.Reference, u)
	t := m.table("turn", b.turns())
	if m.err != nil {
		return nil
	}
	if beats != nil && part == plant.Modulated {
		p.Add(kernels.ModulateTo(), u, t, field)
		if whole == nil {
			return t
		}
		field = whole
	}
	light = b.registered(m, p, &b.Object, light)
	if beats != nil {
		beats = b.registered(m, p, &b.Object, beats)
	}
	if m.err != nil {
		return nil
	}
	if beats != nil {
		p.Add(kernels.Added(n), beats, u)
	}
	p.Add(kernels.Joined(n), light, u, t, field)
	return t
}

// registered is what an eye sees, resampled to the plane.
func (b *Bench) registered(m *maker, p *compute.Program, e *Eye, v compute.Buffer) compute.Buffer {
	if !b.Wanders && (e.Registration == (Homography{}) || e.Registration == Same) {
		return v
	}
	g := b.Design.Plane
	at, out := m.follow(b, func() []float32 { return places(g, e.Registration.orSame().At) }), m.alloc("registered", compute.Scratch, 2*g.Len())
	if m.err == nil {
		p.Add(kernels.Looked(g.Nx, g.Ny), v, at, out)
	}
	return out
}

// Measure measures the first loads of the batch: each shown with all its steps, and again where a frame is lost.
func (m *measurement) Measure(ctx context.Context, loads int) error {
	if err := m.allows(loads); err != nil {
		return err
	}
	frames, err := m.plan(ctx, loads)
	if err != nil || loads == 0 {
		return err
	}
	return m.compute(ctx, frames)
}

func (m *measurement) allows(loads int) error {
	if loads < 0 || loads > m.batch {
		return errs.New("rig: ", loads, " loads are more than the ", m.batch, " that this measurement has been made for")
	}
	return nil
}

// compute computes what has been taken of so many loads, [load x step][camera].
func (m *measurement) compute(ctx context.Context, frames [][]Taken) error {
	steps := len(m.show)
	loads := len(frames) / steps
	for i, c := range m.seen[0] {
		scale := float32(1 / (m.b.eye(c).Unit * frames[0][i].Exposure))
		if m.scales[c] == scale {
			continue
		}
		if err := m.dev.Write(m.scale[c], 0, []float32{scale}); err != nil {
			return err
		}
		m.scales[c] = scale
	}
	if p := m.b.Reference.Phase; m.turn != nil && len(p) > 0 && &p[0] != m.phase {
		m.phase = &p[0]
		if err := m.dev.Write(m.turn, 0, m.b.turns()); err != nil {
			return err
		}
	}
	if err := m.place(); err != nil {
		return err
	}
	if err := m.begin.Run(loads); err != nil {
		return err
	}
	for k := range steps {
		var all [2][]Taken
		for c := range all {
			if m.read[k][c] == nil {
				continue
			}
			for i := range loads {
				all[c] = append(all[c], frames[i*steps+k][slices.Index(m.seen[k], c)])
			}
		}
		if err := m.show[k].Run(loads); err != nil {
			return err
		}
		changed := 0
		if k > 0 {
			changed = m.b.Stepper
		}
		if err := m.r.Compute(ctx, all[:], changed); err != nil {
			return err
		}
		for _, read := range m.read[k] {
			if read == nil {
				continue
			}
			if err := read.Run(loads); err != nil {
				return err
			}
		}
	}
	return m.finish.Run(loads)
}
