package virtual

import (
	"math"
	"math/cmplx"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/rig"
)

// Path is the true way of a bench from the loads that it is told to show to what it would read of them without noise, and the adjoint of
// that way: placed and flattened as the bench does by what it has found out, through all that is wrong with panels, planes and
// beams but what changes from frame to frame, and registered again. It is for tests and figures that compare, of benches of an amplitude
// panel and a phase panel without lenses.
type Path struct {
	b            *rig.Bench
	light, field *sight       // by the first camera, and by the second one of nothing but what the phase panel modulates
	beam         []complex128 // what the second camera's field is multiplied by when it is read
}

// sight is what one camera sees without a reference beam, and what takes gradients back.
type sight struct {
	*hardware
	before        *hardware // with a camera in the second panel's place
	behind, relay *taken    // from the camera to right behind that panel, and from there to right behind the first
}

// taken is a program that takes a gradient back in place.
type taken struct {
	dev     compute.Device
	run     compute.Runner // nil for nothing
	program compute.Program
	light   compute.Buffer
}

// taking is the adjoint of a hop.
func (h *hardware) taking(a, b Pose, gap float64) (*taken, error) {
	m := &maker{dev: h.ways[0].dev, batch: 1}
	way, err := m.hop(h.setup, a, b, gap, false, nil)
	if err != nil {
		return nil, err
	}
	t := &taken{dev: m.dev, light: m.alloc("gradient", compute.Sample, 2*h.setup.Plane.Len())}
	if m.err != nil {
		return nil, m.err
	}
	way.adjoint(&t.program, t.light)
	if len(t.program.Launches) > 0 {
		t.run, err = t.dev.Compile(&t.program)
	}
	return t, err
}

// back takes a gradient back.
func (t *taken) back(g []float32) ([]float32, error) {
	out := slices.Clone(g)
	if t.run == nil {
		return out, nil
	}
	if err := t.dev.Write(t.light, 0, g); err != nil {
		return nil, err
	}
	if err := t.run.Run(1); err != nil {
		return nil, err
	}
	return out, t.dev.Read(t.light, 0, out)
}

// NewPath is that of a bench that New or Of has made and that has been calibrated.
func NewPath(b *rig.Bench) (*Path, error) {
	h, err := truthOf(b)
	if err != nil {
		return nil, err
	}
	s, t := h.setup, *h.truth
	if len(s.Panels) != 2 || s.Panels[0].Kind != rig.Amplitude || s.Lenses != nil || !s.Reference || b.Reference.Beam == nil {
		return nil, errs.New("virtual: the true path is known for a calibrated bench of an amplitude panel, a phase panel and a reference beam, without lenses")
	}
	t.Faults.Flicker, t.Faults.Drift, s.Reference = 0, 0, false
	p := &Path{b: b}
	open := func(t Truth) (*sight, error) {
		one, err := Of(h.ways[0].dev, s, &t)
		if err != nil {
			return nil, err
		}
		see := &sight{hardware: one.Clock.(*hardware)}
		if see.before, err = see.upToLast(); err != nil {
			return nil, err
		}
		if see.behind, err = see.taking(t.Panels[1].Pose, t.Cameras[0].Pose, s.Panels[1].Gap); err != nil {
			return nil, err
		}
		see.relay, err = see.taking(t.Panels[0].Pose, t.Panels[1].Pose, s.Panels[0].Gap)
		return see, err
	}
	if p.light, err = open(t); err != nil {
		return nil, err
	}
	t.Panels = slices.Clone(t.Panels)
	t.Panels[1].Unmodulated = 0
	t.Cameras[0] = t.Cameras[1]
	if p.field, err = open(t); err != nil {
		return nil, err
	}
	for i, r := range h.truth.Reference {
		turns := b.Carrier[0]*s.Plane.X(i%s.Plane.Nx) + b.Carrier[1]*s.Plane.Y(i/s.Plane.Nx)
		p.beam = append(p.beam, cmplx.Conj(r)*cmplx.Rect(1/float64(b.Reference.Beam[i]), 2*math.Pi*(turns-math.Floor(turns))))
	}
	return p, nil
}

// Light is the intensity on the first camera, as it is registered, [Ny][Nx].
func (p *Path) Light(load [][]uint16) ([]float32, error) {
	_, u, err := p.on(p.light, load)
	if err != nil {
		return nil, err
	}
	light := make([]float32, len(u)/2)
	for i := range light {
		light[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
	}
	return p.b.Registered(0, light, 1), nil
}

// Field is the field that the phase panel modulates, as it is read, [Ny][Nx] complex, but for one phase that is common to all of it: by the panel's own
// steps, in each of which its phases step over a turn at other places.
func (p *Path) Field(load [][]uint16) ([]float32, error) {
	sum := make([]float32, 2*p.light.setup.Plane.Len())
	for _, step := range p.b.Steps() {
		_, u, err := p.on(p.field, p.stepped(load, step))
		if err != nil {
			return nil, err
		}
		times(u, func(i int) complex128 { return step.Share * p.beam[i] })
		for i, v := range u {
			sum[i] += v
		}
	}
	sum = p.b.Registered(1, sum, 2)
	times(sum, p.turn)
	return sum, nil
}

// stepped is a load with the phases of a step.
func (p *Path) stepped(load [][]uint16, step kernels.Step) [][]uint16 {
	m := p.b.Stepper
	table := rig.Turned(p.b.Mounts[m].Curve, -step.Late)
	all, levels := slices.Clone(load), make([]uint16, len(load[m]))
	for i, v := range load[m] {
		levels[i] = table[v]
	}
	all[m] = levels
	return all
}

// turn is what the phase of the reference beam turns the field by at place i.
func (p *Path) turn(i int) complex128 {
	if p.b.Reference.Phase == nil {
		return 1
	}
	return cmplx.Rect(1, float64(p.b.Reference.Phase[i]))
}

// LightBack takes dL/dI of Light back to the load: see FieldBack.
func (p *Path) LightBack(load [][]uint16, slope []float32) (phase []float32, amplitude []complex128, err error) {
	placed, u, err := p.on(p.light, load)
	if err != nil {
		return nil, nil, err
	}
	for i, d := range p.b.RegisteredAdjoint(0, slope, 1) {
		u[2*i], u[2*i+1] = 2*d*u[2*i], 2*d*u[2*i+1] // dL = Re<g, dU>
	}
	return p.back(p.light, load, placed, u)
}

// FieldBack takes a gradient g of Field, dL = Re<g, dF>, back to the load: dL/dphi of the phases that the second panel is told to show, and
// that of the amplitudes A that the first is told, dL = Re<amplitude, dA>, both [Ny][Nx]. Its imaginary part would be that of a phase on the
// amplitude panel.
func (p *Path) FieldBack(load [][]uint16, g []float32) (phase []float32, amplitude []complex128, err error) {
	g = slices.Clone(g)
	times(g, func(i int) complex128 { return cmplx.Conj(p.turn(i)) })
	g = p.b.RegisteredAdjoint(1, g, 2)
	phase, amplitude = make([]float32, len(g)/2), make([]complex128, len(g)/2)
	for _, step := range p.b.Steps() {
		load, part := p.stepped(load, step), slices.Clone(g)
		times(part, func(i int) complex128 { return cmplx.Conj(step.Share * p.beam[i]) })
		turned, bright, err := p.back(p.field, load, p.b.Placed(load), part)
		if err != nil {
			return nil, nil, err
		}
		for i, v := range turned {
			phase[i] += v
			amplitude[i] += bright[i]
		}
	}
	return phase, amplitude, nil
}

// on is a load as it comes on the panels, and its light on the camera.
func (p *Path) on(h *sight, load [][]uint16) (placed [][]uint16, u []float32, err error) {
	placed = p.b.Placed(load)
	u, err = h.field(floats(placed), 0)
	return placed, u, err
}

func floats(levels [][]uint16) (all [][]float32) {
	for _, l := range levels {
		v := make([]float32, len(l))
		for i, x := range l {
			v[i] = float32(x)
		}
		all = append(all, v)
	}
	return all
}

// times multiplies a field by a number of each place.
func times(u []float32, by func(i int) complex128) {
	for i := range len(u) / 2 {
		v := complex(float64(u[2*i]), float64(u[2*i+1])) * by(i)
		u[2*i], u[2*i+1] = float32(real(v)), float32(imag(v))
	}
}

// back takes a gradient of the light on the camera back.
func (p *Path) back(h *sight, load, placed [][]uint16, g []float32) (phase []float32, amplitude []complex128, err error) {
	s, t := h.setup, h.truth
	if g, err = h.behind.back(g); err != nil {
		return nil, nil, err
	}
	in, err := h.before.field(floats(placed[:1]), 0)
	if err != nil {
		return nil, nil, err
	}
	glass, through := t.Panels[1].Plate, t.transmissions(s, 1, placed[1])
	e := slices.Clone(g)
	times(e, func(i int) complex128 { return cmplx.Conj(complex(float64(in[2*i]), float64(in[2*i+1])) * glass[i]) })
	phase = t.phases(s, 1, placed[1], e, p.b.Mounts[1].Curve)
	times(g, func(i int) complex128 { return cmplx.Conj(through[i] * glass[i]) })
	if g, err = h.relay.back(g); err != nil {
		return nil, nil, err
	}
	times(g, func(i int) complex128 { return cmplx.Conj(t.Panels[0].Plate[i] * t.Light[i]) })
	return phase, p.b.PlacedAdjoint(load, t.amplitudes(s, 0, placed[0], g, p.b.Mounts[0].Curve)), nil
}

// transmissions are what a panel truly does to the light: see kernels.Panel.Transmission.
func (t *Truth) transmissions(s Setup, number int, levels []uint16) []complex128 {
	panel, truth := t.panel(s, number), t.Panels[number]
	states, mixed, out := make([]float32, 2*len(levels)), make([]float32, 2*len(levels)), make([]float32, 2*len(levels))
	for i, l := range levels {
		states[2*i], states[2*i+1] = float32(truth.Curve.States[l].Amplitude), truth.Gain[i]*float32(truth.Curve.States[l].Phase)
	}
	copy(mixed, states)
	if panel.CrossTalk > 0 {
		panel.Mix().Each([][]float32{states, mixed}, nil)
	}
	panel.Transmission().Each([][]float32{mixed, out}, nil)
	all := make([]complex128, len(levels))
	for i := range all {
		all[i] = complex(float64(out[2*i]), float64(out[2*i+1]))
	}
	return all
}

// amplitudes takes a gradient with respect to an amplitude panel's transmissions t back to the amplitudes A that it is told to show: through
// cross-talk and by t = q A exp(i turn), where a level is believed to have the amplitude A and to turn the light, which the phase panel takes
// off. That is the slope of dark levels too, which leak and of which both are far from their neighbours'.
func (t *Truth) amplitudes(s Setup, number int, levels []uint16, g []float32, believed modulator.Curve) []complex128 {
	panel, truth := t.panel(s, number), t.Panels[number]
	nx, ny, c := panel.Nx, panel.Ny, complex(panel.CrossTalk, 0)
	slopes := make([]complex128, panel.Levels)
	for l, told := range believed.States {
		if told.Amplitude > 0 {
			st := truth.Curve.States[l]
			slopes[l] = cmplx.Conj((cmplx.Rect(panel.Modulated*st.Amplitude, st.Phase) + panel.Unmodulated) / complex(told.Amplitude, 0))
		}
	}
	out := make([]complex128, len(levels))
	for i, l := range levels {
		v := slopes[l] * complex(float64(g[2*i]), float64(g[2*i+1]))
		x, y := i%nx, i/nx
		out[i] += (1 - 4*c) * v
		for _, k := range [4]int{y*nx + max(x-1, 0), y*nx + min(x+1, nx-1), max(y-1, 0)*nx + x, min(y+1, ny-1)*nx + x} {
			out[k] += c * v
		}
	}
	return out
}
