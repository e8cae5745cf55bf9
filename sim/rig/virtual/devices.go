package virtual

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/optics"
	"talbot/sim/rig"
	"talbot/sim/rng"
)

// slm is a panel: what it showed and what it is to show.
type slm struct {
	h      *hardware
	number int
	info   rig.SLMInfo
	seq    uint64
	from   []float32 // levels at start
	to     []uint16
	there  []float32 // to, once all pixels are there; nil before it is asked for
	start  float64   // when its pixels began to move
	closed bool
}

func (m *slm) Info() rig.SLMInfo { return m.info }

func (m *slm) Close() error {
	m.closed = true
	return nil
}

func (m *slm) Show(ctx context.Context, levels []uint16) (rig.Shown, error) {
	if m.closed {
		return rig.Shown{}, rig.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return rig.Shown{}, err
	}
	if len(levels) != m.info.Grid.Len() {
		return rig.Shown{}, errs.New("virtual: a picture of ", len(levels), " levels does not fit panel ", m.info.Name, ", which has ", m.info.Grid.Len(), " pixels")
	}
	for _, v := range levels {
		if int(v) >= m.info.Levels {
			return rig.Shown{}, errs.New("virtual: panel ", m.info.Name, " has no level ", int(v), ": the highest is ", m.info.Levels-1)
		}
	}
	m.wired().receive(m.sent(levels))
	m.seq++
	return rig.Shown{Seq: m.seq, Time: m.h.now}, nil
}

// receive makes the pixels go to these levels.
func (m *slm) receive(levels []uint16) {
	start := m.h.now + m.info.Latency
	m.from = m.drive(start)
	m.to, m.there, m.start = levels, nil, start
}

// drive is where all pixels are at a time, not to be changed: they go to their levels as exp(-t/response).
func (m *slm) drive(t float64) []float32 {
	left := 0.0
	if tau := m.h.truth.Faults.Response; t < m.start {
		left = 1
	} else if tau > 0 {
		left = fmath.Exp(-(t - m.start) / tau)
	}
	if left < forgotten {
		left = 0
	}
	if left == 0 && m.there != nil {
		return m.there
	}
	v, l := make([]float32, len(m.to)), float32(left)
	for i, to := range m.to {
		v[i] = float32(to)
		if left > 0 {
			v[i] += float32(l * (m.from[i] - v[i]))
		}
	}
	if left == 0 {
		m.there = v
	}
	return v
}

// at are the levels of the load at a time, and how bright the tag's cells are.
func (m *slm) at(t float64) (levels, cells []float32) {
	v := m.drive(t)
	nx, strip := m.info.Grid.Nx, m.h.setup.stripRows()*m.info.Grid.Nx
	if strip > 0 {
		cells = m.orders(v[:nx])
	}
	return v[strip:], cells
}

// orders are the powers of the first order of each cell's grating.
func (m *slm) orders(row []float32) []float32 {
	states := m.h.truth.Panels[m.number].Curve.States
	var sum [rig.TagCells]complex128
	var count [rig.TagCells]float64
	for x, v := range row {
		low := min(int(v), len(states)-2)
		t := float64(v) - float64(low)
		a := states[low].Amplitude + t*(states[low+1].Amplitude-states[low].Amplitude)
		p := states[low].Phase + t*(states[low+1].Phase-states[low].Phase)
		s, c := fmath.Sincos(p - 2*math.Pi*float64(x%rig.TagPeriod)/rig.TagPeriod)
		cell := rig.TagCell(x, len(row))
		if cell < 0 {
			break
		}
		sum[cell] += complex(a*c, a*s)
		count[cell]++
	}
	out := make([]float32, rig.TagCells)
	for i, v := range sum {
		out[i] = float32((real(v)*real(v) + imag(v)*imag(v)) / (count[i] * count[i]))
	}
	return out
}

// camera is one of the bench's cameras.
type camera struct {
	h        *hardware
	number   int
	exposure float64
	started  bool
	closed   bool
	last     []float32 // counts of the frame before
}

func (c *camera) Info() rig.CameraInfo {
	s, w := c.h.setup, c.h.ways[c.number]
	g := s.Plane
	return rig.CameraInfo{Name: [...]string{"object", "interference"}[c.number],
		Grid: optics.Grid{Nx: g.Nx, Ny: g.Ny + s.spotRows(), Dx: g.Dx, Dy: g.Dy},
		Bits: w.sensor.Bits, MinExposure: minExposure, MaxExposure: maxExposure, Offset: w.sensor.Offset, Readout: readout}
}

func (c *camera) Configure(ctx context.Context, k rig.CameraConfig) (rig.CameraConfig, error) {
	if err := c.ready(ctx); err != nil {
		return rig.CameraConfig{}, err
	}
	if !(k.Exposure >= minExposure && k.Exposure <= maxExposure) {
		return rig.CameraConfig{}, errs.New("virtual: an exposure of ", k.Exposure, " s is outside ", minExposure, " to ", maxExposure, " s")
	}
	c.exposure = k.Exposure
	return k, nil
}

func (c *camera) ready(ctx context.Context) error {
	if c.closed {
		return rig.ErrClosed
	}
	return ctx.Err()
}

func (c *camera) Start(ctx context.Context) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	c.started = true
	return nil
}

// Flush has nothing to drop: an exposure begins when a frame is asked for.
func (c *camera) Flush(ctx context.Context) error { return c.ready(ctx) }

func (c *camera) Grab(ctx context.Context, f *rig.Frame) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	if !c.started {
		return errs.New("virtual: camera ", c.Info().Name, " has not been started")
	}
	if err := c.h.gone(); err != nil {
		return err
	}
	j := c.h.expose(c.number, c.exposure)
	j.out.Counts = f.Counts
	if err := c.h.compute(ctx, []job{j}); err != nil {
		return err
	}
	*f = *j.out
	return c.send(f)
}

func (c *camera) Close() error {
	c.closed = true
	return nil
}

// send is the way of a frame from the camera to the computer, on which it can be lost, arrive late, which is that the
// frame before comes in its place, or lose its last rows.
func (c *camera) send(f *rig.Frame) error {
	if c.h.truth.Faults.Loss == 0 {
		return nil
	}
	before := c.last
	c.last = append([]float32(nil), f.Counts...)
	switch err := c.fate(f.ID); {
	case err == rig.ErrTimeout:
		return err
	case err == rig.ErrStale && before != nil:
		copy(f.Counts, before)
	case err != nil:
		f.Status = rig.Incomplete
		clear(f.Counts[len(f.Counts)*3/4:])
	}
	return nil
}

// fate is what the way does to a frame: nothing, or it is lost, or another comes in its place, or rows are lost.
func (c *camera) fate(id uint64) error {
	loss := c.h.truth.Faults.Loss
	b := rng.Stream{Seed: uint64(c.h.truth.Faults.Seed), Stream: rng.Transport + rng.MaskStream*uint32(c.number)}.Block(uint32(id), 0)
	switch u := float64(b[0]) / (1 << 32); {
	case u >= loss:
		return nil
	case u < loss/3:
		return rig.ErrTimeout
	case u < 2*loss/3:
		return rig.ErrStale
	}
	return rig.ErrIncomplete
}
