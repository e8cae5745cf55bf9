package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/opu"
	"talbot/sim/rng"
)

// Random is Feedback by matrices of normal numbers of mean 0 and variance 1/m, m the numbers of what they
// give, which are drawn wherever they are read and never stored: see kernels.Random. Errors are
// projected as they are, or shown in parts of -1, 0 and 1.
type Random struct {
	Seed      uint64
	Show      Showing
	Threshold float64   // of the error, where it is shown by a threshold
	Relative  bool      // the threshold is a share of a row's largest number
	Unit      *opu.Unit // what multiplies, with mirrors and a camera; nil for arithmetic
}

// Showing says how an error is shown.
type Showing int

const (
	Whole       Showing = iota // as it is; no mirrors can
	ByThreshold                // its sign, where it is large: biased
	ByChance                   // its sign, by chance as often as it is large: on average the error
)

// Matrix is the matrix [n][m] of block i, row by row, but for the factor 1/sqrt(m).
func (f Random) Matrix(n, m, i int) kernels.Matrix {
	return kernels.Drawn(n, m, kernels.Random{Seed: f.Seed, Stream: rng.Feedback + rng.MaskStream*uint32(i), Deviation: 1, Fixed: true})
}

// Project records B_i g.
func (f Random) Project(t *Tape, g Value, rows int, out Shape, i int) (Value, error) {
	n, m := g.Len()/rows, out.Len()/rows
	if n*rows != g.Len() || m*rows != out.Len() || out.Complex {
		return g, errs.New("network: feedback of ", rows, " rows does not fit an error of ", g.String(), " and what a block gives, ", out.String())
	}
	s := t.New("feedback", out)
	size := 1 / math.Sqrt(float64(m))
	if f.Show == Whole {
		if f.Unit != nil {
			return g, errs.New("network: mirrors cannot show an error as it is: let it be shown by threshold or by chance")
		}
		b := f.Matrix(n, m, i)
		b.Random.Deviation = size
		t.Main.Add(kernels.Product{Name: "feedback", A: rowsOf(rows, n), B: b, C: rowsOf(rows, m)}.Kernel(), g.Buf, g.Buf, s.Buf)
		return s, nil
	}
	d, err := newDraws(t, f.Seed)
	if err != nil {
		return g, err
	}
	shows := 1 // of a row
	if f.Unit != nil {
		shows = 2
	}
	pattern, sizes := t.New("pattern", Vector(shows*rows*n)), t.New("sizes of rows", Vector(rows))
	t.Main.Add(kernels.Ternary{Rows: rows, N: n, Chance: f.Show == ByChance, Threshold: f.Threshold, Relative: f.Relative, Mirrors: f.Unit != nil,
		Stream: rng.Chance + rng.MaskStream*uint32(i)}.Kernel(), g.Buf, d.number, d.control, pattern.Buf, sizes.Buf)
	if f.Unit == nil {
		t.Main.Add(kernels.Product{Name: "feedback", A: rowsOf(rows, n), B: f.Matrix(n, m, i), C: rowsOf(rows, m)}.Kernel(), pattern.Buf, pattern.Buf, s.Buf)
	} else if err := f.scatter(t, pattern, d, rows, n, m, i, s); err != nil {
		return g, err
	}
	t.Main.Add(kernels.RowSizes(rows, m, size), s.Buf, sizes.Buf, s.Buf)
	return s, nil
}

// scatter records what the unit makes of patterns [rows][2][n]: s, [rows][m].
func (f Random) scatter(t *Tape, pattern Value, d draws, rows, n, m, i int, s Value) error {
	stream := rng.Feedback + rng.MaskStream*uint32(i)
	beam, err := t.Device.Alloc(compute.Spec{Name: "second beam", Len: 2 * f.Unit.Method.Pixels(m)})
	if err != nil {
		return err
	}
	if !compute.Counts(t.Device) {
		if err := t.Device.Write(beam, 0, f.Unit.Beam(f.Seed, stream, n, m)); err != nil {
			return err
		}
	}
	camera := f.Unit.Speckle(rows, n, m, rng.Speckle+rng.MaskStream*uint32(i)).Kernel()
	if f.Unit.Method == opu.Tilted {
		return f.holograms(t, pattern, d, rows, n, m, i, camera, beam, s)
	}
	light := t.New("scattered light", Vector(4*rows*m))
	t.Main.Add(kernels.Product{Name: "scatter", A: rowsOf(2*rows, n), B: f.Matrix(n, 2*m, i), C: rowsOf(2*rows, 2*m)}.Kernel(), pattern.Buf, pattern.Buf, light.Buf)
	t.Main.Add(camera, light.Buf, beam, d.number, d.control, s.Buf)
	return nil
}

// holograms records what opu.OffAxis makes of them: the light of all grains of the camera's lines, that of its pixels, their
// frames, and what these have in the order that is cut out. Number j is that of column opu.OffAxis.Column(j) of the matrix.
func (f Random) holograms(t *Tape, pattern Value, d draws, rows, n, m, i int, camera compute.Kernel, beam compute.Buffer, s Value) error {
	o := opu.Holograms()
	lines, modes, pixels, per := o.Lines(m), o.Modes(), o.Pixels(), o.Numbers
	table := func(name string, x []float64, scale float64, complex bool) (compute.Buffer, error) {
		var y []float32
		for _, v := range x {
			if y = append(y, float32(scale*v)); complex {
				y = append(y, 0)
			}
		}
		buf, err := t.Device.Alloc(compute.Spec{Name: name, Len: len(y)})
		if err == nil && !compute.Counts(t.Device) {
			err = t.Device.Write(buf, 0, y)
		}
		return buf, err
	}
	spread, err := table("light between grains", o.Light(), 1, true)
	if err != nil {
		return err
	}
	cut, err := table("cut order", o.Reading(), 1/f.Unit.Amplitude(n), false)
	if err != nil {
		return err
	}
	grains, light := t.New("grains", Vector(4*rows*lines*modes)), t.New("scattered light", Vector(4*rows*lines*pixels))
	frames := t.New("frames", Vector(rows*lines*pixels))
	t.Main.Add(kernels.Product{Name: "scatter", A: rowsOf(2*rows, n), B: f.Matrix(n, 2*lines*modes, i), C: rowsOf(2*rows, 2*lines*modes)}.Kernel(), pattern.Buf, pattern.Buf, grains.Buf)
	t.Main.Add(kernels.Product{Name: "light", A: pairsOf(2*rows*lines, modes), B: kernels.DensePairs(modes, pixels), C: pairsOf(2*rows*lines, pixels), Left: kernels.Complex, Right: kernels.Complex}.Kernel(),
		grains.Buf, spread, light.Buf)
	t.Main.Add(camera, light.Buf, beam, d.number, d.control, frames.Buf)
	read := func(first, lines, numbers int) { // lines of each row, from one on, with so many numbers
		if lines == 0 || numbers == 0 {
			return
		}
		whole := o.Lines(m) * pixels
		a := kernels.Matrix{At: first * pixels, Rows: kernels.Axis{N: rows * lines, Stride: pixels, Inner: lines, Outer: whole, Sample: rows * whole}, Cols: kernels.Axis{N: pixels, Stride: 1}}
		b := kernels.Matrix{Rows: kernels.Axis{N: pixels, Stride: per}, Cols: kernels.Axis{N: numbers, Stride: 1}}
		c := kernels.Matrix{At: first * per, Rows: kernels.Axis{N: rows * lines, Stride: per, Inner: lines, Outer: m, Sample: rows * m}, Cols: kernels.Axis{N: numbers, Stride: 1}}
		t.Main.Add(kernels.Product{Name: "cut order", A: a, B: b, C: c}.Kernel(), frames.Buf, cut, s.Buf)
	}
	read(0, m/per, per)
	read(m/per, 1, m%per)
	return nil
}

// pairsOf has rows of n complex numbers for each sample.
func pairsOf(rows, n int) kernels.Matrix {
	return kernels.Matrix{Rows: kernels.Axis{N: rows, Stride: 2 * n, Sample: 2 * rows * n}, Cols: kernels.Axis{N: n, Stride: 2}}
}

// rowsOf has rows of n numbers for each sample.
func rowsOf(rows, n int) kernels.Matrix {
	return kernels.Matrix{Rows: kernels.Axis{N: rows, Stride: n, Sample: rows * n}, Cols: kernels.Axis{N: n, Stride: 1}}
}

var _ Feedback = Random{}
