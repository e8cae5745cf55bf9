package virtual

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// way is the light's way to one camera as a program: levels of all panels in, counts out.
type way struct {
	dev     compute.Device
	levels  []compute.Buffer // of each panel, [batch][Ny][Nx], between levels too
	frame   compute.Buffer   // [batch][FrameNumbers]
	light   compute.Buffer   // [batch][Ny][Nx] complex: on the camera, without the reference beam
	counts  compute.Buffer   // [batch][Ny][Nx]
	run     compute.Runner
	sensor  kernels.Sensor
	program compute.Program
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
func newWay(dev compute.Device, s Setup, t *Truth, c int) (*way, error) {
	n := s.Plane.Len()
	m, w := &maker{dev: dev, batch: s.Batch}, &way{dev: dev, sensor: t.sensor(c)}
	p := &w.program
	w.frame = m.alloc("frame", compute.Sample, kernels.FrameNumbers(len(s.Panels)))
	w.light, w.counts = m.alloc("light", compute.Sample, 2*n), m.alloc("counts", compute.Sample, n)
	states, other := m.alloc("panel", compute.Scratch, 2*n), m.alloc("panel", compute.Scratch, 2*n)
	for i := range s.Panels {
		truth, panel := &t.Panels[i], t.panel(s, i)
		curve := make([]float32, 0, 2*panel.Levels)
		for _, st := range truth.Curve.States {
			curve = append(curve, float32(st.Amplitude), float32(st.Phase))
		}
		plate := append([]complex128(nil), truth.Plate...)
		if i == 0 {
			multiply(plate, t.Light)
		}
		levels, shared, gain, glass := m.alloc("levels", compute.Sample, n), m.table("curve", curve), m.table("gain", truth.Gain), m.plane("plate", plate)
		if m.err != nil {
			return nil, m.err
		}
		w.levels = append(w.levels, levels)
		p.Add(panel.States(), levels, shared, gain, w.frame, states)
		from, to := states, other
		if panel.CrossTalk > 0 {
			p.Add(panel.Mix(), from, to)
			from, to = to, from
		}
		p.Add(panel.Transmission(), from, to)
		if i == 0 {
			p.Add(kernels.ModulateTo(), to, glass, w.light)
		} else {
			p.Add(kernels.Modulate(), w.light, to)
			p.Add(kernels.Modulate(), w.light, glass)
		}
		next, frame := t.Cameras[c].Pose, w.frame
		if i+1 < len(s.Panels) {
			next = t.Panels[i+1].Pose
			frame = nil
		}
		if err := m.hop(p, s, truth.Pose, next, s.Panels[i].Gap, t.Faults.Drift > 0 && frame != nil, frame, w.light); err != nil {
			return nil, err
		}
	}
	seen := w.light
	if c == 1 {
		both, ones := m.alloc("interference", compute.Scratch, 2*n), make([]complex128, n)
		for i := range ones {
			ones[i] = 1
		}
		one, reference := m.plane("one", ones), m.plane("reference", t.Reference)
		if m.err != nil {
			return nil, m.err
		}
		p.Add(kernels.ModulateTo(), w.light, one, both)
		p.Add(kernels.AddReference(n), reference, w.frame, both)
		seen = both
	}
	response := m.table("pixels", t.Cameras[c].Response)
	if m.err != nil {
		return nil, m.err
	}
	p.Add(w.sensor.Counts(n), seen, response, w.frame, w.counts)
	var err error
	w.run, err = dev.Compile(p)
	return w, err
}

// hop takes light from one plane to the next, in place: to the side and along the axis exactly, by the angular
// spectrum; through a tilt by the light's first and second derivative along the axis, which is right where the
// tilted plane lies less than some depths of focus of the finest pixels before or behind; and by resampling to
// axes that are turned and stretched. Where the image wanders, and for a camera, its axes are the frame's.
func (m *maker) hop(p *compute.Program, s Setup, a, b Pose, gap float64, wanders bool, frame, light compute.Buffer) error {
	g := s.Plane
	matrix, x, y := Between(a, b)
	z := gap + b.Z - a.Z
	window := optics.Window{PadX: s.Padding, PadY: s.Padding, BandLimit: true}
	tx, ty := math.Tan(b.TiltX-a.TiltX), math.Tan(b.TiltY-a.TiltY)
	tilted := tx != 0 || ty != 0
	var slopes [2]compute.Buffer
	if z != 0 || x != 0 || y != 0 || tilted {
		r, err := optics.Space{In: g, Wavelength: s.Wavelength, Z: z}.ShiftedSpectrum(window, x, y)
		if err != nil {
			return err
		}
		for k := range slopes {
			if !tilted {
				break
			}
			slopes[k] = m.alloc("tilt", compute.Scratch, 2*g.Len())
			way, err := optics.NewMap(m.dev, derivative(r, s.Wavelength, k+1), s.Batch)
			if err != nil {
				return err
			}
			if m.err != nil {
				return m.err
			}
			way.Forward(p, light, slopes[k])
		}
		way, err := optics.NewMap(m.dev, r, s.Batch)
		if err != nil {
			return err
		}
		way.Forward(p, light, light)
	}
	for k := range slopes {
		if !tilted {
			break
		}
		depth := make([]complex128, g.Len())
		for i := range depth {
			d := tx*g.X(i%g.Nx) + ty*g.Y(i/g.Nx)
			depth[i] = complex(d, 0)
			if k == 1 {
				depth[i] = complex(d*d/2, 0)
			}
		}
		table := m.plane("depth", depth)
		if m.err != nil {
			return m.err
		}
		p.Add(kernels.AddProduct(g.Len()), slopes[k], table, light)
	}
	if matrix == [4]float64{1, 0, 0, 1} && !wanders {
		return nil
	}
	if frame == nil {
		warp := make([]float32, kernels.FrameNumbers(len(s.Panels)))
		copy(warp[kernels.FrameWarp:], warpOf(g, matrix, 0, 0))
		frame = m.table("axes", warp)
	}
	seen, ones := m.alloc("resampled", compute.Scratch, 2*g.Len()), make([]complex128, g.Len())
	for i := range ones {
		ones[i] = 1
	}
	one := m.plane("one", ones)
	if m.err != nil {
		return m.err
	}
	p.Add(kernels.Resample(g.Nx, g.Ny), light, frame, seen)
	p.Add(kernels.ModulateTo(), seen, one, light)
	return nil
}

// derivative is a recipe of one convolution for the light's derivative of some order along the axis.
func derivative(r *optics.Recipe, wavelength float64, order int) *optics.Recipe {
	step := r.Steps[0]
	h, g := step.H, r.In
	frequency := func(i, m int, d float64) float64 {
		if 2*i >= m {
			i -= m
		}
		return float64(i) / (float64(m) * d) * wavelength
	}
	step.H = func(i, j int) complex128 {
		u, v := frequency(i, step.Mx, g.Dx), frequency(j, step.My, g.Dy)
		q := min(u*u+v*v, 1)
		slope := complex(0, -2*math.Pi/wavelength*q/(1+math.Sqrt(1-q))) // i (kz - k)
		t := h(i, j)
		for range order {
			t *= slope
		}
		return t
	}
	return &optics.Recipe{Method: "slope along the axis", In: r.In, Out: r.Out, Steps: []optics.Step{step}}
}

// warpOf are the numbers of kernels.Resample of a matrix in metres and a shift in samples.
func warpOf(g optics.Grid, m [4]float64, x, y float64) []float32 {
	return []float32{float32(m[0]), float32(m[1] * g.Dy / g.Dx), float32(x), float32(m[2] * g.Dx / g.Dy), float32(m[3]), float32(y)}
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
