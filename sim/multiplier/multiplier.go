// Package multiplier is the optical multiplier of a matrix and a vector, by free space and
// as a matrix with the faults that benches have.
//
// Light of column i spreads over all rows; block (j, i) of a spatial light modulator has
// the transmission W_ji; a cylindrical lens brings each row together, and the sum is what
// arrives at zero spatial frequency (Spall, Guo, Lvovsky, Hybrid training of optical neural
// networks, Optica 9, 803 (2022)):
//
//	z_j = sum_i W_ji a_i,   and backwards   b_i = sum_j W_ji d_j
//
// Amplitudes have a sign, phase 0 or pi. Arrays are [row][column], [Outputs][Inputs].
package multiplier

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/element"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// Bench is the optical bench. From the columns' spots the light goes a focal length to a
// pair of crossed cylindrical lenses, and another one to the modulator: along y one lens
// makes it parallel, along x the other, of half the focal length, images. From there the
// same pair, turned, gathers along x and images along y onto the rows' spots. The way back
// begins at these and is the same light backwards.
type Bench struct {
	Inputs, Outputs int
	Samples         int     // of the square plane
	Pitch           float64 // m
	Wavelength      float64 // m
	Block           int     // samples of a block of the modulator, along either side
	Spot            int     // samples that a spot is wide along the side on which light is gathered
	Fill            int     // samples of a block that a spot covers along the other; Block or less
}

// Default is a bench of so many columns and rows, with the light of rubidium's D2 line.
func Default(inputs, outputs int) Bench {
	b := Bench{Inputs: inputs, Outputs: outputs, Samples: 256, Pitch: 8e-6, Wavelength: 780e-9, Block: 16, Spot: 3, Fill: 10}
	for b.Samples < 4*b.Block*max(inputs, outputs) {
		b.Samples *= 2
	}
	return b
}

// Focal is the focal length of the lenses, m: the one at which the samples resolve the lenses
// over the middle half of the plane, and free space.
func (b Bench) Focal() float64 { return float64(b.Samples) * b.Pitch * b.Pitch / b.Wavelength }

// Check says what is wrong with a bench.
func (b Bench) Check() error {
	switch {
	case b.Inputs < 1 || b.Outputs < 1:
		return errs.New("multiplier: a matrix has at least one column and one row")
	case b.Block < 1 || b.Spot < 1 || b.Spot > b.Block || b.Fill < 1 || b.Fill > b.Block:
		return errs.New("multiplier: blocks and spots are one sample at least, and a spot is not larger than its block")
	case !(b.Pitch > 0 && b.Wavelength > 0):
		return errs.New("multiplier: pitch and wavelength must be positive")
	case b.Samples < 2*b.Block*max(b.Inputs, b.Outputs):
		return errs.New("multiplier: ", max(b.Inputs, b.Outputs), " blocks of ", b.Block, " samples need a plane of ", 2*b.Block*max(b.Inputs, b.Outputs), ", not ", b.Samples)
	}
	return nil
}

// Multiplier is a bench with a matrix on its modulator.
type Multiplier struct {
	Bench
	dev         compute.Device
	grid        optics.Grid
	source, far half      // between spots and modulator, on either side
	field       []float32 // [y][x] pairs
	lens        []complex128
	weights     []float64
	level       []float64 // of each block, so that all pass alike: see Calibrate
	unit        complex128
}

// half is a way from spots to the modulator, or back: it is the same.
type half struct {
	in, out compute.Buffer
	run     compute.Runner
}

// New sets up a bench on dev, and calibrates it.
func New(dev compute.Device, b Bench) (*Multiplier, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	m := &Multiplier{Bench: b, dev: dev, grid: optics.Square(b.Samples, b.Pitch), unit: 1}
	m.field = make([]float32, 2*m.grid.Len())
	m.weights, m.level = make([]float64, b.Inputs*b.Outputs), make([]float64, b.Inputs*b.Outputs)
	// An image has the curved phase exp(2 pi i x^2/(lambda f)): a lens in its plane takes it away.
	f := b.Focal()
	m.lens = make([]complex128, b.Samples)
	for i := range m.lens {
		x := m.grid.X(i)
		s, c := fmath.Sincos(math.Mod(2*math.Pi*x*x/(b.Wavelength*f), 2*math.Pi))
		m.lens[i] = complex(c, -s)
	}
	for i := range m.level {
		m.level[i] = 1
	}
	if err := m.way(&m.source, math.Pi/2); err != nil {
		return nil, err
	}
	if err := m.way(&m.far, 0); err != nil {
		return nil, err
	}
	return m, m.Calibrate()
}

// way makes a half ready: free space, the crossed lenses, free space. The lens of the focal
// length gathers along x, turned by the angle.
func (m *Multiplier) way(h *half, angle float64) error {
	f := m.Focal()
	reach := float64(m.Samples) * m.Pitch / 4
	pair := element.Contact(
		element.At(element.CylindricalLens(f, m.Wavelength), 0, 0, angle),
		element.At(element.CylindricalLens(f/2, m.Wavelength), 0, 0, angle+math.Pi/2),
		func(x, y float64) complex128 { // their frame
			if math.Abs(x) > reach || math.Abs(y) > reach {
				return 0
			}
			return 1
		})
	free, err := optics.Space{In: m.grid, Wavelength: m.Wavelength, Z: f}.FresnelTransfer(optics.Window{})
	if err != nil {
		return err
	}
	lenses, err := optics.Screen(m.grid, pair)
	if err != nil {
		return err
	}
	system, err := optics.Join(free, lenses, free)
	if err != nil {
		return err
	}
	way, err := optics.NewMap(m.dev, system, 1)
	if err != nil {
		return err
	}
	for _, buf := range []*compute.Buffer{&h.in, &h.out} {
		if *buf, err = m.dev.Alloc(compute.Spec{Name: "light", Scope: compute.Sample, Len: len(m.field), Batch: 1}); err != nil {
			return err
		}
	}
	var p compute.Program
	way.Forward(&p, h.in, h.out)
	h.run, err = m.dev.Compile(&p)
	return err
}

// through takes the light through a half.
func (m *Multiplier) through(h *half) error {
	if err := m.dev.Write(h.in, 0, m.field); err != nil {
		return err
	}
	if err := h.run.Run(1); err != nil {
		return err
	}
	return m.dev.Read(h.out, 0, m.field)
}

// block is the first sample of block i of n along a side, and whether the order is turned: an
// image is upside down.
func (m *Multiplier) block(i, n int, turned bool) int {
	if turned {
		i = n - 1 - i
	}
	return m.Samples/2 + i*m.Block - n*m.Block/2
}

// multiply multiplies the light at sample k by t.
func (m *Multiplier) multiply(k int, t complex128) {
	u := complex(float64(m.field[2*k]), float64(m.field[2*k+1])) * t
	m.field[2*k], m.field[2*k+1] = float32(real(u)), float32(imag(u))
}

// modulate takes the light through the modulator, and the lens in contact with it.
func (m *Multiplier) modulate() {
	n := m.Samples
	row := make([]complex128, n)
	for y := range n {
		clear(row)
		if j := y - m.block(0, m.Outputs, false); j >= 0 && j < m.Outputs*m.Block {
			w := m.weights[j/m.Block*m.Inputs:]
			first := m.block(0, m.Inputs, false)
			for k := range m.Inputs * m.Block {
				row[first+k] = complex(w[k/m.Block], 0) * m.lens[first+k]
			}
		}
		for x, t := range row {
			m.multiply(y*n+x, t)
		}
	}
}

// spots writes or reads the amplitudes of spots: of the columns, along x at y = 0 in the
// plane of the source, or of the rows, along y at x = 0 in the far plane, behind its lens.
func (m *Multiplier) spots(rows bool, visit func(spot, sample int, lens complex128)) {
	count := m.Inputs
	if rows {
		count = m.Outputs
	}
	for s := range count {
		from := m.block(s, count, true) + (m.Block-m.Fill)/2
		// Image and object are mirrored at sample n/2, so a block begins one sample later.
		from++
		for a := from; a < from+m.Fill; a++ {
			for b := m.Samples/2 - m.Spot/2; b < m.Samples/2-m.Spot/2+m.Spot; b++ {
				if rows {
					visit(s, a*m.Samples+b, m.lens[a])
				} else {
					visit(s, b*m.Samples+a, 1)
				}
			}
		}
	}
}

// send is the light of amplitudes on one side's spots at those of the other, in complex
// amplitudes of the bench's own unit.
func (m *Multiplier) send(a []float64, back bool) ([]complex128, error) {
	clear(m.field)
	m.spots(back, func(s, k int, lens complex128) {
		u := complex(a[s], 0) * lens
		m.field[2*k], m.field[2*k+1] = float32(real(u)), float32(imag(u))
	})
	first, second, count := &m.source, &m.far, m.Outputs
	if back {
		first, second, count = second, first, m.Inputs
	}
	if err := m.through(first); err != nil {
		return nil, err
	}
	m.modulate()
	if err := m.through(second); err != nil {
		return nil, err
	}
	out := make([]complex128, count)
	m.spots(!back, func(s, k int, lens complex128) {
		out[s] += complex(float64(m.field[2*k]), float64(m.field[2*k+1])) * lens / m.unit
	})
	return out, nil
}

// Calibrate measures, block by block, what arrives of a column's light with one block open,
// and levels all to the weakest: the modulator takes less where more arrives.
func (m *Multiplier) Calibrate() error {
	m.unit = 1
	gain, weakest := make([]complex128, len(m.level)), math.Inf(1)
	var sum complex128
	for i := range m.Inputs {
		one := make([]float64, m.Inputs)
		one[i] = 1
		for k := range m.weights {
			m.weights[k] = 0
			if k%m.Inputs == i {
				m.weights[k] = 1
			}
		}
		z, err := m.send(one, false)
		if err != nil {
			return err
		}
		for j, v := range z {
			gain[j*m.Inputs+i] = v
			sum += v
		}
	}
	mean := sum / complex(float64(len(gain)), 0)
	for k, g := range gain {
		m.level[k] = real(g / mean)
		weakest = math.Min(weakest, m.level[k])
	}
	if !(weakest > 0.05) {
		return errs.New("multiplier: no light arrives from some block: the lenses' frame is too small for the blocks")
	}
	for k := range m.level {
		m.level[k] = weakest / m.level[k]
	}
	m.unit = mean * complex(weakest, 0)
	return nil
}

// Load puts a matrix on the modulator, [Outputs][Inputs] of -1 to 1.
func (m *Multiplier) Load(w []float64) error {
	if len(w) != len(m.weights) {
		return errs.New("multiplier: want ", len(m.weights), " weights, ", m.Outputs, " rows of ", m.Inputs, ", not ", len(w))
	}
	for k, v := range w {
		if !(math.Abs(v) <= 1) {
			return errs.New("multiplier: weight ", errs.Float(v), " is outside -1 to 1: scale the matrix")
		}
		m.weights[k] = v * m.level[k]
	}
	return nil
}

// Forward is z = W a, by light. The imaginary parts, which a balanced detector does not
// see, are left out.
func (m *Multiplier) Forward(a []float64) ([]float64, error) { return m.pass(a, false) }

// Backward is b = W^T d, by light in the other direction through the same matrix.
func (m *Multiplier) Backward(d []float64) ([]float64, error) { return m.pass(d, true) }

func (m *Multiplier) pass(a []float64, back bool) ([]float64, error) {
	want := m.Inputs
	if back {
		want = m.Outputs
	}
	if len(a) != want {
		return nil, errs.New("multiplier: want ", want, " amplitudes, not ", len(a))
	}
	u, err := m.send(a, back)
	out := make([]float64, len(u))
	for i, v := range u {
		out[i] = real(v)
	}
	return out, err
}
