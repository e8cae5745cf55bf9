package virtual

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// way is the light's way to one camera: levels of all panels in, counts out. It has two programs, of which the first, to right
// behind the last panel, is the same for all cameras.
type way struct {
	*stem
	camera  int
	frame   compute.Buffer // [batch][FrameNumbers]
	counts  compute.Buffer // [batch][Ny][Nx]
	run     compute.Runner
	sensor  kernels.Sensor
	program compute.Program
	hop     *hop           // from behind the last panel
	seeing  compute.Runner // of one load, the light on the camera without the reference beam; nil until it is asked for
	seen    compute.Buffer
}

// maker makes buffers until one fails.
type maker struct {
	dev   compute.Device
	batch int
	err   error
}

func (m *maker) alloc(name string, scope compute.Scope, n int) compute.Buffer {
	if m.err != nil {
		return nil
	}
	b, err := m.dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: n, Batch: m.batch})
	m.err = err
	return b
}

func (m *maker) table(name string, v []float32) compute.Buffer {
	b := m.alloc(name, compute.Shared, len(v))
	if m.err == nil {
		m.err = m.dev.Write(b, 0, v)
	}
	return b
}

func (m *maker) plane(name string, u []complex128) compute.Buffer {
	v := make([]float32, 0, 2*len(u))
	for _, c := range u {
		v = append(v, float32(real(c)), float32(imag(c)))
	}
	return m.table(name, v)
}

// newWay writes the program of camera number c down and makes it ready.
func newWay(dev compute.Device, s Setup, t *Truth, c int, stem *stem) (*way, error) {
	n, last := s.Plane.Len(), len(s.Panels)-1
	m, w := &maker{dev: dev, batch: s.Batch}, &way{stem: stem, camera: c, sensor: t.sensor(c)}
	p := &w.program
	w.frame = m.alloc("frame", compute.Sample, kernels.FrameNumbers(len(s.Panels)))
	light := m.alloc("light", compute.Scratch, 2*n)
	w.counts = m.alloc("counts", compute.Sample, n)
	if m.err != nil {
		return nil, m.err
	}
	var err error
	if w.hop, err = m.hop(s, t.Panels[last].Pose, t.Cameras[c].Pose, s.Panels[last].Gap, t.Faults.Drift > 0, w.frame); err != nil {
		return nil, err
	}
	w.hop.forward(p, stem.behind, light)
	if c == 1 {
		reference := m.plane("reference", t.Reference)
		if m.err != nil {
			return nil, m.err
		}
		p.Add(kernels.AddReference(), reference, w.frame, light)
	}
	response := m.table("pixels", t.Cameras[c].Response)
	if m.err != nil {
		return nil, m.err
	}
	p.Add(w.sensor.Counts(), light, response, w.frame, w.counts)
	w.run, err = dev.Compile(p)
	return w, err
}

// see is the light on the camera of the load that has been exposed last, without the reference beam.
func (w *way) see() ([]float32, error) {
	u := make([]float32, 2*w.hop.nx*w.hop.ny)
	if w.seeing == nil {
		m := &maker{dev: w.dev, batch: 1}
		if w.seen = m.alloc("light", compute.Sample, len(u)); m.err != nil {
			return nil, m.err
		}
		var p compute.Program
		w.hop.forward(&p, w.behind, w.seen)
		var err error
		if w.seeing, err = w.dev.Compile(&p); err != nil {
			return nil, err
		}
	}
	if err := w.seeing.Run(1); err != nil {
		return nil, err
	}
	return u, w.dev.Read(w.seen, 0, u)
}

// blackLevel is the count of a dark pixel as a share of the largest.
const blackLevel = 1.0 / 64

// sensor is camera number c.
func (t *Truth) sensor(c int) kernels.Sensor {
	f := t.Faults
	s := kernels.Sensor{Photons: f.Photons, Read: f.Read, Well: f.Well, Gain: 1, Bits: f.Bits,
		Seed: uint64(f.Seed), Stream: rng.Electrons + rng.MaskStream*uint32(c)}
	if f.Bits > 0 {
		s.Offset = math.Round(s.Most() * blackLevel)
		s.Gain = (s.Most() - s.Offset) / wellOf(f)
	}
	if f.Compressed {
		s.Gamma = 1 / 2.2
	}
	return s
}

// wellOf is what the largest count stands for, electrons.
func wellOf(f Faults) float64 {
	if f.Well > 0 {
		return f.Well
	}
	return 10500
}
