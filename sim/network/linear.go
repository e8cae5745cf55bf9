package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/multiplier"
	"talbot/sim/rng"
)

// Training says which ways of an optical multiplier go through the bench with its faults.
type Training int

const (
	AllOptical Training = iota // both, and so is the gradient of its own faults
	Hybrid                     // forward, while the gradient comes back by the matrix as it was given
	InSilico                   // neither in training: the bench meets the matrix after it
)

// Multiplier is a product with a matrix of weights, without a bias, as an optical multiplier does
// it: z = W a on the way forward, W^T d on the way back through the same weights. Of
// the weights' gradient, which electronics make of what is read, a and d are those of the bench.
// A convolution is one too, with a window.
type Multiplier struct {
	multiplier.Faults
	Training Training
	Number   int // of the multiplier in its network: of its faults and noise

	rows, cols int
	window     *kernels.Window // of a convolution
	weights    *compute.Var    // [rows][cols]
	shown      compute.Buffer  // as the bench has them; nil without faults
	errors     compute.Buffer
}

// NewLinear is a multiplier of inputs numbers by a matrix, [outputs][inputs].
func NewLinear(dev compute.Device, name string, inputs, outputs int, m Multiplier) (*Multiplier, error) {
	m.rows, m.cols = outputs, inputs
	return m.made(dev, name, []int{outputs, inputs})
}

// NewConvolution slides a matrix of square kernels, [outputs][channels][side][side], over a
// shape's channels in steps of one, without zeros around.
func NewConvolution(dev compute.Device, name string, in Shape, outputs, side int, m Multiplier) (*Multiplier, error) {
	ny, nx := in.Ny-side+1, in.Nx-side+1
	if nx < 1 || ny < 1 || in.Complex {
		return nil, errs.New("network: a kernel of ", side, " x ", side, " does not fit ", in.String())
	}
	m.rows, m.cols = outputs, in.Channels*side*side
	m.window = &kernels.Window{Channels: in.Channels, Height: in.Ny, Width: in.Nx, KernelHeight: side, KernelWidth: side,
		OutHeight: ny, OutWidth: nx, Stride: 1, Spread: 1}
	return m.made(dev, name, []int{outputs, in.Channels, side, side})
}

func (m Multiplier) made(dev compute.Device, name string, shape []int) (_ *Multiplier, err error) {
	if err := m.Faults.Check(); err != nil {
		return nil, err
	}
	if m.Range == 0 {
		m.Range = 1
	}
	n := m.rows * m.cols
	v := &compute.Var{Name: name, Shape: shape}
	if v.Value, err = dev.Alloc(compute.Spec{Name: name, Len: n}); err != nil {
		return nil, err
	}
	if v.Grad, err = dev.Alloc(compute.Spec{Name: name + " gradient", Scope: compute.Sum, Len: n}); err != nil {
		return nil, err
	}
	m.weights = v
	if m.Static == 0 && m.CrossTalk == 0 && m.Bits == 0 {
		return &m, nil
	}
	if m.shown, err = dev.Alloc(compute.Spec{Name: name + " as shown", Len: n}); err != nil {
		return nil, err
	}
	if m.errors, err = dev.Alloc(compute.Spec{Name: name + " errors", Len: n}); err != nil {
		return nil, err
	}
	return &m, dev.Write(m.errors, 0, multiplier.StaticErrors(n, m.Static, m.Seed, m.Number))
}

func (m *Multiplier) Vars() []*compute.Var { return []*compute.Var{m.weights} }

// Output is the shape of what the multiplier gives.
func (m *Multiplier) Output() Shape {
	if w := m.window; w != nil {
		return Shape{Channels: m.rows, Ny: w.OutHeight, Nx: w.OutWidth}
	}
	return Vector(m.rows)
}

func (m *Multiplier) Forward(t *Tape, in Value) (Value, Back, error) {
	want := m.cols
	if w := m.window; w != nil {
		want = w.Channels * w.Height * w.Width
	}
	if in.Len() != want {
		return in, nil, errs.New("network: a multiplier of ", want, " numbers gets ", in.String())
	}
	faulty := t.Kind != Train || m.Training != InSilico
	forward, back := m.weights.Value, m.weights.Value
	if faulty && m.shown != nil {
		t.Before.Add(kernels.ShownWeights(m.rows, m.cols, m.CrossTalk, m.Bits, m.Range), m.weights.Value, m.errors, m.shown)
		if forward = m.shown; m.Training == AllOptical {
			back = m.shown
		}
	}
	noise := func(Value, int) {}
	if faulty && m.Readout > 0 {
		d, err := newDraws(t, m.Seed)
		if err != nil {
			return in, nil, err
		}
		noise = func(v Value, use int) {
			t.Main.Add(kernels.ReadoutNoise(v.Len(), m.Readout, stream(rng.Readout, m.Number, use)), v.Buf, d.number, d.control)
		}
	}
	left, places := kernels.Samples(m.cols), kernels.Samples(m.rows)
	if w := m.window; w != nil {
		left, places = kernels.Windows(*w), kernels.Planes(m.rows, w.OutHeight*w.OutWidth)
	}
	matrix := kernels.Dense(m.rows, m.cols)
	out := t.New("product", m.Output())
	t.Main.Add(kernels.Product{Name: "multiply", A: left, B: matrix.T(), C: places}.Kernel(), in.Buf, forward, out.Buf)
	noise(out, 0)
	return out, func(g Value, input bool) (Value, error) {
		t.Main.Add(kernels.Product{Name: "multiply-weights", A: places.T(), B: left, C: matrix, Add: true}.Kernel(), g.Buf, in.Buf, m.weights.Grad)
		if !input {
			return g, nil
		}
		d := t.New("product gradient", in.Shape)
		if w := m.window; w == nil {
			t.Main.Add(kernels.Product{Name: "multiply-back", A: places, B: matrix, C: left}.Kernel(), g.Buf, back, d.Buf)
		} else {
			// Every place of the input meets the kernels turned by half a turn.
			side := w.KernelHeight
			taps := side * side
			turned := kernels.Matrix{At: taps - 1, Rows: kernels.Axis{N: m.rows * taps, Stride: -1, Inner: taps, Outer: m.cols}, Cols: kernels.Axis{N: w.Channels, Stride: taps}}
			around := kernels.Window{Channels: m.rows, Height: w.OutHeight, Width: w.OutWidth, KernelHeight: side, KernelWidth: side,
				OutHeight: w.Height, OutWidth: w.Width, Stride: 1, Pad: side - 1, Spread: 1}
			t.Main.Add(kernels.Product{Name: "convolve-back", A: kernels.Windows(around), B: turned, C: kernels.Planes(w.Channels, w.Height*w.Width)}.Kernel(), g.Buf, back, d.Buf)
		}
		if m.Training == AllOptical {
			noise(d, 1)
		}
		return d, nil
	}, nil
}

var _ Layer = (*Multiplier)(nil)
