package rig

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/modulator"
	"talbot/sim/plant"
)

// watch is a load as a measurement that stays ready on a device, such as the blank wave, which is measured before each update of a training: levels that
// go through the host are placed and focused there pixel by pixel, which takes longer than all the light of the update.
type watch struct {
	known known
	one   *Bench
	m     *measurement
	field compute.Buffer
}

// What is watched: the blank wave, and the waves of Recentre by each camera.
const (
	watchBlank = iota
	watchObject
	watchReference
	watchCount
)

func (b *Bench) watch(what int) *watch {
	if b.watches[what] == nil {
		b.watches[what] = new(watch)
	}
	return b.watches[what]
}

// known is all of a bench's settings that a measurement is made for; what else it depends on may change from one to the next.
type known struct {
	sequencer Sequencer
	reading   Reading
	stepper   int
	carrier   [2]float64
	mounts    [2]knownMount
	eyes      [2]knownEye
}

type knownMount struct {
	slm          SLM
	x, y         int
	curve        *modulator.State
	registration Homography
	bent         *Bent
	flat         *float32
	axial        float64
}

type knownEye struct {
	camera       Camera
	x, y         int
	registration Homography // none where it may change
	dark, beam   *float32
}

func first[T any](v []T) *T {
	if len(v) == 0 {
		return nil
	}
	return &v[0]
}

// known are the settings of a bench of two panels.
func (b *Bench) known() known {
	k := known{sequencer: b.Sequencer, reading: b.Reading, stepper: b.Stepper, carrier: b.Carrier}
	for i, m := range b.Mounts {
		k.mounts[i] = knownMount{m.SLM, m.X, m.Y, first(m.Curve.States), m.Registration, m.Bent, first(m.Flat), m.Axial}
	}
	for i, e := range []*Eye{&b.Object, &b.Reference} {
		h := e.Registration
		if b.Wanders {
			h = Homography{}
		}
		k.eyes[i] = knownEye{e.Camera, e.X, e.Y, h, first(e.Dark), first(e.Beam)}
	}
	return k
}

// watched is the field of a load, or what a part of it is, by a measurement on the device that is kept at w; false for a bench that has none. One is the
// bench with what is not to be taken off, such as the reference beam's phase.
func (w *watch) watched(ctx context.Context, one *Bench, part plant.Part, load func() (plant.Load, error)) (u []float32, ok bool, err error) {
	dev, _, err := one.home()
	if err != nil || len(one.Mounts) != 2 {
		return nil, false, nil
	}
	if w.m == nil || w.known != one.known() {
		l, err := load()
		if err != nil {
			return nil, false, err
		}
		if *w, err = newWatch(dev, one, part, l); err != nil {
			return nil, false, err
		}
	}
	*w.one = *one
	err = w.m.Measure(ctx, 1)
	*one = *w.one // what it has counted
	if err != nil {
		return nil, false, err
	}
	u = make([]float32, 2*one.Design.Plane.Len())
	return u, true, dev.Read(w.field, 0, u)
}

func newWatch(dev compute.Device, one *Bench, part plant.Part, l plant.Load) (watch, error) {
	m := &maker{dev: dev, batch: 1}
	w := watch{known: one.known(), one: new(Bench)}
	*w.one = *one
	levels := m.levels(l)
	w.field = m.alloc("field", compute.Sample, 2*one.Design.Plane.Len())
	if m.err != nil {
		return w, m.err
	}
	var err error
	w.m, err = w.one.measure(levels, w.field, nil, part)
	return w, err
}

// levels are those of a load, for all of a batch the same: of each panel [batch][Ny][Nx].
func (m *maker) levels(load plant.Load) (levels []compute.Buffer) {
	for _, l := range load {
		n := len(l)
		at, v := m.alloc("levels", compute.Sample, n), make([]float32, n)
		for i, x := range l {
			v[i] = float32(x)
		}
		for k := 0; k < m.batch && m.err == nil; k++ {
			m.err = m.dev.Write(at, k*n, v)
		}
		levels = append(levels, at)
	}
	return levels
}
