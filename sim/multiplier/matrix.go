package multiplier

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/rng"
)

// Faults are what distinguishes a bench's matrix from the one that it was given.
type Faults struct {
	Static    float64 // standard deviation of the error of each block, a share of its weight; it stays
	CrossTalk float64 // share of each row's light that arrives at each of its neighbours
	Readout   float64 // standard deviation of the noise of a read-out, a share of the root mean square of what is read
	Bits      int     // of the modulator, sign included; 0: any weight
	Range     float64 // largest weight that the modulator can show, for Bits; 0: 1
	Seed      uint64
}

// Check says what is wrong with faults.
func (f Faults) Check() error {
	switch {
	case !(f.Static >= 0 && f.Static <= 1):
		return errs.New("multiplier: the static error must be 0 to 1, not ", errs.Float(f.Static))
	case !(f.CrossTalk >= 0 && f.CrossTalk <= 0.5):
		return errs.New("multiplier: the cross-talk must be 0 to 0.5, not ", errs.Float(f.CrossTalk))
	case !(f.Readout >= 0 && f.Readout <= 1):
		return errs.New("multiplier: the noise of the read-out must be 0 to 1, not ", errs.Float(f.Readout))
	case f.Bits != 0 && (f.Bits < 2 || f.Bits > 16):
		return errs.New("multiplier: a modulator has 2 to 16 bits, not ", f.Bits)
	case !(f.Range >= 0):
		return errs.New("multiplier: the range of the weights must not be negative")
	}
	return nil
}

// Matrix is a multiplier as a matrix with faults.
type Matrix struct {
	Inputs, Outputs int
	Faults
	W     []float64 // as the bench has it, [Outputs][Inputs]
	error []float64 // 1 + the static error
	reads uint32
}

// NewMatrix makes a matrix of zeros.
func NewMatrix(inputs, outputs int, f Faults) (*Matrix, error) {
	if inputs < 1 || outputs < 1 {
		return nil, errs.New("multiplier: a matrix has at least one column and one row")
	}
	if err := f.Check(); err != nil {
		return nil, err
	}
	m := &Matrix{Inputs: inputs, Outputs: outputs, Faults: f, W: make([]float64, inputs*outputs), error: make([]float64, inputs*outputs)}
	for k, v := range StaticErrors(len(m.error), f.Static, f.Seed, 0) {
		m.error[k] = float64(v)
	}
	return m, nil
}

// StaticErrors are the factors 1 + M of n blocks of multiplier number of a bench.
func StaticErrors(n int, static float64, seed uint64, number int) []float32 {
	e := make([]float32, n)
	rng.Stream{Seed: seed, Stream: rng.Static}.Normal(uint32(number), e)
	for i, v := range e {
		e[i] = 1 + float32(static)*v
	}
	return e
}

// Load sets the matrix that the bench is given.
func (m *Matrix) Load(w []float64) error {
	if len(w) != len(m.W) {
		return errs.New("multiplier: want ", len(m.W), " weights, ", m.Outputs, " rows of ", m.Inputs, ", not ", len(w))
	}
	shown := make([]float64, len(w))
	for k, v := range w {
		shown[k] = m.quantise(v) * m.error[k]
	}
	for j := range m.Outputs {
		for i := range m.Inputs {
			v := shown[j*m.Inputs+i]
			for _, other := range [...]int{j - 1, j + 1} {
				if other >= 0 && other < m.Outputs {
					v += m.CrossTalk * shown[other*m.Inputs+i]
				}
			}
			m.W[j*m.Inputs+i] = v
		}
	}
	return nil
}

// quantise is the nearest weight that the modulator has: 2^Bits - 1 of them, zero and as
// many of either sign.
func (m *Matrix) quantise(w float64) float64 {
	if m.Bits == 0 {
		return w
	}
	most := m.Range
	if most == 0 {
		most = 1
	}
	top := float64(int(1)<<(m.Bits-1) - 1)
	return math.Floor(math.Min(math.Max(w/most, -1), 1)*top+0.5) / top * most
}

// Forward is z = W a with a read-out's noise.
func (m *Matrix) Forward(a []float64) []float64 {
	z := make([]float64, m.Outputs)
	for j := range z {
		for i, v := range a {
			z[j] += m.W[j*m.Inputs+i] * v
		}
	}
	m.read(z)
	return z
}

// Backward is b = W^T d with a read-out's noise.
func (m *Matrix) Backward(d []float64) []float64 {
	b := make([]float64, m.Inputs)
	for j, v := range d {
		for i := range b {
			b[i] += m.W[j*m.Inputs+i] * v
		}
	}
	m.read(b)
	return b
}

// read adds the noise of one read-out.
func (m *Matrix) read(x []float64) {
	if m.Readout == 0 {
		return
	}
	scale := 0.0
	for _, v := range x {
		scale += v * v / float64(len(x))
	}
	scale = math.Sqrt(scale)
	noise := make([]float32, len(x))
	rng.Stream{Seed: m.Seed, Stream: rng.Readout}.Normal(m.reads, noise)
	m.reads++
	for i, v := range noise {
		x[i] += m.Readout * scale * float64(v)
	}
}
