package twin

import (
	"math"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// hop is the way from behind the panels to what the camera tells, of the fields of a buffer and in place. It is tuned by its tables
// alone: aside and along the axis by the angular spectrum; through a tilt by the light's derivative along the axis; by
// resampling to axes that are turned and stretched; and by the phases of the reading.
type hop struct {
	dev                         compute.Device
	plan                        Plan
	way, slope                  *optics.Map
	axes, depth, reading, light compute.Buffer
	aside                       compute.Buffer
	forth, back                 compute.Runner
	at                          []float64 // what it is tuned to
	read                        []complex128
}

// newHop makes one for the light of a buffer, [batch][Ny][Nx] complex.
func newHop(dev compute.Device, t *Twin, light compute.Buffer, batch int) (h *hop, err error) {
	g := t.Plan.Plane
	h = &hop{dev: dev, plan: t.Plan, light: light}
	way, slope, err := h.recipes(t)
	if err != nil {
		return nil, err
	}
	if h.way, err = optics.NewRetunable(dev, way, batch); err != nil {
		return nil, err
	}
	if h.slope, err = optics.NewRetunable(dev, slope, batch); err != nil {
		return nil, err
	}
	n := g.Len()
	alloc := func(name string, scope compute.Scope, n int) (b compute.Buffer) {
		if err == nil {
			b, err = dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: n, Batch: batch})
		}
		return b
	}
	h.axes, h.depth, h.reading = alloc("axes", compute.Shared, kernels.FrameNumbers(0)), alloc("depth", compute.Shared, 2*n), alloc("reading", compute.Shared, 2*n)
	h.aside = alloc("aside", compute.Scratch, 2*n)
	if err != nil {
		return nil, err
	}
	var forth, back compute.Program
	h.slope.Forward(&forth, light, h.aside)
	h.way.Forward(&forth, light, light)
	forth.Add(kernels.AddProduct(), h.aside, h.depth, light)
	forth.Add(kernels.Resample(g.Nx, g.Ny), light, h.axes, h.aside)
	forth.Add(kernels.ModulateTo(), h.aside, h.reading, light)
	if h.forth, err = dev.Compile(&forth); err != nil {
		return nil, err
	}
	back.Add(kernels.ModulateConj(n), light, h.reading)
	back.Add(kernels.ResampleAdjoint(g.Nx, g.Ny), light, h.axes, h.aside)
	// light = W^H aside + S^H depth aside, and depths are real.
	one := alloc("one", compute.Shared, 2*n)
	if err != nil {
		return nil, err
	}
	if err = write(dev, one, ones(n)); err != nil {
		return nil, err
	}
	back.Add(kernels.ModulateTo(), h.aside, h.depth, light)
	h.slope.Adjoint(&back, light, light)
	h.way.Adjoint(&back, h.aside, h.aside)
	back.Add(kernels.AddProduct(), h.aside, one, light)
	if h.back, err = dev.Compile(&back); err != nil {
		return nil, err
	}
	return h, h.tune(t)
}

// recipes are the ways to the camera's middle, and of the light's derivative along the axis there.
func (h *hop) recipes(t *Twin) (way, slope *optics.Recipe, err error) {
	p, v := t.Plan, t.Values
	window := optics.Window{PadX: p.Padding, PadY: p.Padding, BandLimit: true}
	way, err = optics.Space{In: p.Plane, Wavelength: p.Wavelength, Z: p.Distance + v[atDistance]}.ShiftedSpectrum(window, v[atX], v[atY])
	if err != nil {
		return nil, nil, err
	}
	copied := *way
	copied.Steps = append([]optics.Step(nil), way.Steps...)
	step, through := way.Steps[0], way.Steps[0].H
	copied.Steps[0].H = func(i, j int) complex128 { // i (kz - k) of the frequency
		f := func(i, m int, d float64) float64 {
			if 2*i >= m {
				i -= m
			}
			return float64(i) / (float64(m) * d) * p.Wavelength
		}
		u, w := f(i, step.Mx, p.Plane.Dx), f(j, step.My, p.Plane.Dy)
		q := math.Min(u*u+w*w, 1)
		return complex(0, -2*math.Pi/p.Wavelength*q/(1+math.Sqrt(1-q))) * through(i, j)
	}
	return way, &copied, nil
}

// tune makes it that of a twin, writing what has changed alone.
func (h *hop) tune(t *Twin) error {
	v, g := t.Values, t.Plan.Plane
	changed := func(from, to int) bool {
		if h.at == nil {
			return true
		}
		for i := from; i < to; i++ {
			if h.at[i] != v[i] {
				return true
			}
		}
		return false
	}
	if changed(atDistance, atRotation) {
		way, slope, err := h.recipes(t)
		if err != nil {
			return err
		}
		if err := h.way.Retune(h.dev, way); err != nil {
			return err
		}
		if err := h.slope.Retune(h.dev, slope); err != nil {
			return err
		}
	}
	if changed(atRotation, atTiltX) {
		s, c := math.Sincos(v[atRotation])
		f := 1 + v[atScale]
		axes := make([]float32, kernels.FrameNumbers(0))
		copy(axes[kernels.FrameWarp:], []float32{float32(f * c), float32(-f * s * g.Dy / g.Dx), 0, float32(f * s * g.Dx / g.Dy), float32(f * c), 0})
		if err := h.dev.Write(h.axes, 0, axes); err != nil {
			return err
		}
	}
	if changed(atTiltX, atPanelX) {
		depth := make([]complex128, g.Len())
		for i := range depth {
			depth[i] = complex(math.Tan(v[atTiltX])*g.X(i%g.Nx)+math.Tan(v[atTiltY])*g.Y(i/g.Nx), 0)
		}
		if err := write(h.dev, h.depth, depth); err != nil {
			return err
		}
	}
	if h.at == nil || !slices.Equal(t.Reading, h.read) {
		reading := t.Reading
		if reading == nil {
			reading = ones(g.Len())
		}
		if err := write(h.dev, h.reading, reading); err != nil {
			return err
		}
		h.read = slices.Clone(t.Reading)
	}
	h.at = append(h.at[:0], v...)
	return nil
}

// write writes complex numbers from the buffer's beginning on.
func write(dev compute.Device, b compute.Buffer, u []complex128) error { return writeAt(dev, b, 0, u) }

func writeAt(dev compute.Device, b compute.Buffer, field int, u []complex128) error {
	v := make([]float32, 0, 2*len(u))
	for _, c := range u {
		v = append(v, float32(real(c)), float32(imag(c)))
	}
	return dev.Write(b, field*len(v), v)
}

// readAt reads field number field of n complex numbers.
func readAt(dev compute.Device, b compute.Buffer, field, n int) ([]complex128, error) {
	v := make([]float32, 2*n)
	if err := dev.Read(b, field*len(v), v); err != nil {
		return nil, err
	}
	u := make([]complex128, n)
	for i := range u {
		u[i] = complex(float64(v[2*i]), float64(v[2*i+1]))
	}
	return u, nil
}

func ones(n int) []complex128 {
	u := make([]complex128, n)
	for i := range u {
		u[i] = 1
	}
	return u
}
