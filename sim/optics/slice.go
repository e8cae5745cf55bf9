package optics

import (
	"math"

	"talbot/sim/fft"
	"talbot/sim/fmath"
)

// Slicer computes x-z slices: the intensity on the row y = 0 at equally spaced
// depths of a gap. One slice costs one two-dimensional transform and, for each
// depth, one pass over the spectrum and one line transform, because only one row
// is wanted.
type Slicer struct {
	// Background is light that fills the plane evenly and travels with that of the
	// field, such as a plane wave around an obstacle: Slice adds it.
	Background float32

	grid        Grid
	mx, my      int
	padX, padY  int
	x, y        *fft.Plan
	first, step []float32 // transfer functions of half a step and of a step
	steps       int
	spectrum    []float32
	work        []float32
	line, other []float32 // blocks of one row
}

// NewSlicer makes a slicer for gaps of z metres and the given number of depths,
// which lie in the middle of as many equal steps. Arguments otherwise as for
// NewAngularSpectrum. For y-z slices give it the grid of Field.Transposed, and those
// fields.
func NewSlicer(g Grid, wavelength, z float64, w Window, steps int) (*Slicer, error) {
	s := &Slicer{grid: g, mx: g.Nx + 2*w.PadX, my: g.Ny + 2*w.PadY, padX: w.PadX, padY: w.PadY, steps: steps}
	dz := z / float64(steps)
	var err error
	if s.first, err = transfer(g, wavelength, dz/2, Window{w.PadX, w.PadY, false}); err != nil {
		return nil, err
	}
	if s.step, err = transfer(g, wavelength, dz, Window{w.PadX, w.PadY, false}); err != nil {
		return nil, err
	}
	s.x, s.y = fft.NewPlan(s.mx), fft.NewPlan(s.my)
	for i := range s.step {
		s.step[i] *= float32(s.mx * s.my)
	}
	s.spectrum, s.work = make([]float32, s.y.BlockLen(s.mx)), make([]float32, s.y.BlockLen(s.mx))
	s.line, s.other = make([]float32, s.x.BlockLen(1)), make([]float32, s.x.BlockLen(1))
	return s, nil
}

// Slice writes the intensity to dst, [steps][Nx], for the field u, [Ny][Nx] pairs,
// at the start of the gap.
func (s *Slicer) Slice(u, dst []float32) {
	g := s.grid
	// Rows: the window's rows lie one after the other, so each is a line.
	plane := s.spectrum[:2*s.mx*s.my]
	clear(plane)
	for j := range g.Ny {
		clear(s.line)
		copy(s.line[2*s.padX:], u[2*j*g.Nx:2*(j+1)*g.Nx])
		copy(plane[2*(s.padY+j)*s.mx:][:2*s.mx], s.x.Forward(s.line, s.other, 1))
	}
	f := s.y.Forward(plane, s.work, s.mx)[:2*s.mx*s.my]
	// Shift the row y = 0 (sample Ny/2 of the aperture) to the window's row 0,
	// where the inverse transform is a plain sum over ky.
	s.shift(f, s.padY+g.Ny/2)
	f = s.fold(f)
	line := s.line[:2*s.mx]
	for k := range s.steps {
		h := s.first
		if k > 0 {
			h = s.step
		}
		clear(line)
		for j := 0; j < len(f); j += len(line) {
			multiplyAdd(f[j:][:len(line)], h[j:][:len(line)], line)
		}
		r := s.x.Forward(s.line, s.other, 1)
		out := dst[k*g.Nx:][:g.Nx]
		for i := range out {
			n := 2 * ((2*s.mx - s.padX - i) % s.mx)
			re, im := r[n]+s.Background, r[n+1]
			out[i] = float32(re*re) + float32(im*im)
		}
	}
}

// LimitBand drops the angles that the window cannot sample over the whole gap of z
// metres.
func (s *Slicer) LimitBand(wavelength, z float64) {
	limitX, limitY := BandLimit(s.mx, s.grid.Dx, wavelength, z), BandLimit(s.my, s.grid.Dy, wavelength, z)
	fx, fy := frequencies(s.mx, s.grid.Dx), frequencies(s.my, s.grid.Dy)
	for j, v := range fy {
		for i, u := range fx {
			if math.Abs(u) > limitX || math.Abs(v) > limitY {
				k := 2 * (j*s.mx + i)
				s.first[k], s.first[k+1] = 0, 0
			}
		}
	}
}

func (s *Slicer) shift(f []float32, row int) {
	for j := range s.my {
		c, d := unit(j*row, s.my)
		line := f[2*j*s.mx:][:2*s.mx]
		for i := 0; i+1 < len(line); i += 2 {
			re, im := line[i], line[i+1]
			line[i] = float32(re*c) - float32(im*d)
			line[i+1] = float32(re*d) + float32(im*c)
		}
	}
}

// fold adds the rows of negative ky to those of positive, whose transfer functions are the same, and gives the rows that are left.
func (s *Slicer) fold(f []float32) []float32 {
	n := 2 * s.mx
	for j := 1; 2*j < s.my; j++ {
		row := f[j*n:][:n]
		for i, v := range f[(s.my-j)*n:][:n] {
			row[i] += v
		}
	}
	return f[:(s.my/2+1)*n]
}

// multiplyAdd multiplies f by h, pair by pair, and adds the products to sum.
func multiplyAdd(f, h, sum []float32) {
	h, sum = h[:len(f)], sum[:len(f)]
	for i := 0; i+1 < len(f); i += 2 {
		re, im, hr, hi := f[i], f[i+1], h[i], h[i+1]
		re, im = float32(re*hr)-float32(im*hi), float32(re*hi)+float32(im*hr)
		f[i], f[i+1] = re, im
		sum[i] += re
		sum[i+1] += im
	}
}

// unit is exp(2 pi i k/n).
func unit(k, n int) (re, im float32) {
	s, c := fmath.Sincos(2 * math.Pi * float64(k%n) / float64(n))
	return float32(c), float32(s)
}
