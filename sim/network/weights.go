package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// weights is what Dense and Conv have: a matrix, and numbers that are added behind it.
type weights struct {
	W *compute.Var // [outputs][inputs of each]
	B *compute.Var // [outputs]; nil for none

	dev   compute.Device
	bench *bench // whose light multiplies by W; nil for numbers
}

// newWeights makes weights of zeros. The gradient of W is made for a whole batch by one
// product, so it is Shared: a Sum would have an array for each thread.
func newWeights(dev compute.Device, name string, shape []int, bias bool) (w weights, err error) {
	variable := func(name string, scope compute.Scope, shape ...int) *compute.Var {
		v := &compute.Var{Name: name, Shape: shape}
		if err == nil {
			v.Value, err = dev.Alloc(compute.Spec{Name: name, Len: v.Len()})
		}
		if err == nil {
			v.Grad, err = dev.Alloc(compute.Spec{Name: name + " gradient", Scope: scope, Len: v.Len()})
		}
		return v
	}
	w.dev = dev
	w.W = variable(name, compute.Shared, shape...)
	if bias {
		w.B = variable(name+" bias", compute.Sum, shape[0])
	}
	return w, err
}

// Vars are W and, if there is one, B.
func (w *weights) Vars() []*compute.Var {
	if w.B == nil {
		return []*compute.Var{w.W}
	}
	return []*compute.Var{w.W, w.B}
}

// Draw gives W random numbers, even between plus and minus size/sqrt(inputs of an output), and B zeros.
// A size of sqrt(6) keeps the mean square of what goes through layers that each
// rectify (He et al., "Delving deep into rectifiers", ICCV 2015), sqrt(3) of those that do not.
func (w *weights) Draw(seed uint64, step uint32, size float64) error {
	if compute.Counts(w.dev) {
		return nil
	}
	v := make([]float32, w.W.Len())
	rng.Stream{Seed: seed, Stream: rng.Init}.Uniform(step, v)
	most := float32(size / math.Sqrt(float64(w.W.Len()/w.W.Shape[0])))
	for i := range v {
		v[i] = most * (2*v[i] - 1)
	}
	if err := w.dev.Write(w.W.Value, 0, v); err != nil || w.B == nil {
		return err
	}
	return w.dev.Write(w.B.Value, 0, make([]float32, w.B.Len()))
}

// layout says how a layer's arrays are the matrices of its three products.
type layout struct {
	name        string         // the kind of layer, which the kernels' names begin with
	x, w, y     kernels.Matrix // y = x w^T, and the gradient of w is y^T x
	g, back, dx kernels.Matrix // dx = g back, of the gradient at y and the numbers of w
}

// forward, gradient and adjoint record the three products, for weights w and a gradient of
// them that is written, or added to.
func (l *layout) forward(t *Tape, x, w, y compute.Buffer) {
	t.Main.Add(kernels.Product{Name: l.name, A: l.x, B: l.w.T(), C: l.y}.Kernel(), x, w, y)
}

func (l *layout) gradient(t *Tape, g, x, dw compute.Buffer, add bool) {
	t.Main.Add(kernels.Product{Name: l.name + "-weights", A: l.y.T(), B: l.x, C: l.w, Add: add}.Kernel(), g, x, dw)
}

func (l *layout) adjoint(t *Tape, g, w, dx compute.Buffer) {
	t.Main.Add(kernels.Product{Name: l.name + "-input", A: l.g, B: l.back, C: l.dx}.Kernel(), g, w, dx)
}

// products records y = x W^T + B, and on the way back the gradients of W, B and x.
func (w *weights) products(t *Tape, x Value, y Shape, l layout) (Value, Back, error) {
	m, err := w.multiply(t)
	if err != nil {
		return x, nil, err
	}
	out := t.New(w.W.Name+" output", y)
	l.forward(t, x.Buf, m.forward, out.Buf)
	m.noise(t, out, 0)
	w.bias(t, out)
	return out, func(g Value, input bool) (Value, error) {
		l.gradient(t, g.Buf, x.Buf, w.W.Grad, t.Adds(w.W))
		w.biasBack(t, g)
		if !input {
			return g, nil
		}
		dx := t.New(w.W.Name+" input gradient", x.Shape)
		l.adjoint(t, g.Buf, m.back, dx.Buf)
		m.noise(t, dx, 1)
		return dx, nil
	}, nil
}

// bias records y += B, and biasBack what becomes of B's gradient.
func (w *weights) bias(t *Tape, y Value) {
	if w.B != nil {
		t.Main.Add(kernels.Bias(y.Channels, y.Ny*y.Nx), w.B.Value, y.Buf)
	}
}

func (w *weights) biasBack(t *Tape, g Value) {
	if w.B != nil {
		t.Main.Add(kernels.BiasAdjoint(g.Channels, g.Ny*g.Nx), g.Buf, w.B.Grad)
	}
}
