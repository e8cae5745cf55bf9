package opu

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/rng"
)

// Matrix is a transmission matrix [Mirrors][Pixels] of complex numbers that is not stored: row i is what
// rng.Stream.Fixed gives for step i over rng.FixedUnit, re, im pairs.
type Matrix struct {
	Mirrors, Pixels int
	Seed            uint64
	Stream          uint32
}

// Rows gives, for the pixels from to to-1, the numbers of each mirror in turn: re, im pairs, lost with the
// next.
func (m Matrix) Rows(from, to int, each func(mirror int, row []float32)) {
	row := make([]float32, 2*to)
	for i := range m.Mirrors {
		rng.Stream{Seed: m.Seed, Stream: m.Stream}.Fixed(uint32(i), row)
		for j := range row {
			row[j] /= rng.FixedUnit
		}
		each(i, row[2*from:])
	}
}

// Field is T x at the pixels from to to-1, in float64: of patterns of -1, 0 and 1 to the last bit what a
// Projector gives.
func (m Matrix) Field(x []float32, from, to int) []complex128 {
	y := make([]complex128, to-from)
	m.Rows(from, to, func(i int, row []float32) {
		if v := float64(x[i]); v != 0 {
			for j := range y {
				y[j] += complex(v*float64(row[2*j]), v*float64(row[2*j+1]))
			}
		}
	})
	return y
}

// Projector multiplies patterns by a Matrix on a device, which holds the patterns and the light alone.
type Projector struct {
	Matrix
	Patterns int // at a time, at most

	dev  compute.Device
	x, y compute.Buffer
	run  compute.Runner
}

// NewProjector makes it ready for up to so many patterns at a time.
func NewProjector(dev compute.Device, m Matrix, patterns int) (*Projector, error) {
	if m.Mirrors < 1 || m.Pixels < 1 || patterns < 1 {
		return nil, errs.New("opu: a projection has one mirror, one pixel and one pattern at least")
	}
	p := &Projector{Matrix: m, Patterns: patterns, dev: dev}
	if err := compute.Fits(dev, "a projection of "+errs.New(m.Mirrors, " x ", m.Pixels).Error(), p.Bytes(), func(float64) string { return "project fewer patterns at a time" }); err != nil {
		return nil, err
	}
	var err error
	if p.x, err = dev.Alloc(compute.Spec{Name: "patterns", Scope: compute.Sample, Len: m.Mirrors, Batch: patterns}); err != nil {
		return nil, err
	}
	if p.y, err = dev.Alloc(compute.Spec{Name: "light", Scope: compute.Sample, Len: 2 * m.Pixels, Batch: patterns}); err != nil {
		return nil, err
	}
	r := kernels.Random{Seed: m.Seed, Stream: m.Stream, Deviation: 1, Fixed: true}
	var prog compute.Program
	prog.Add(kernels.Product{Name: "project", A: kernels.Samples(m.Mirrors), B: kernels.Drawn(m.Mirrors, 2*m.Pixels, r), C: kernels.Samples(2 * m.Pixels)}.Kernel(), p.x, p.x, p.y)
	p.run, err = dev.Compile(&prog)
	return p, err
}

// Bytes is what the device holds.
func (p *Projector) Bytes() float64 { return 4 * float64(p.Patterns) * float64(p.Mirrors+2*p.Pixels) }

// Project is y = T x for patterns x, [patterns][Mirrors]: [patterns][Pixels] complex. The numbers of y are
// multiples of 1/rng.FixedUnit and the same on every device for -1, 0 and 1, up to 16384 large.
func (p *Projector) Project(x, y []float32) error {
	n := len(x) / p.Mirrors
	if n < 1 || n > p.Patterns || n*p.Mirrors != len(x) || len(y) != 2*n*p.Pixels {
		return errs.New("opu: ", len(x), " numbers of patterns and ", len(y), " of light do not fit ", p.Mirrors, " mirrors and ", p.Pixels, " pixels")
	}
	if err := p.dev.Write(p.x, 0, x); err != nil {
		return err
	}
	if err := p.run.Run(n); err != nil {
		return err
	}
	return p.dev.Read(p.y, 0, y)
}

// Runner and Light are the program and what it writes, for who measures it.
func (p *Projector) Runner() (compute.Runner, compute.Buffer) { return p.run, p.y }
