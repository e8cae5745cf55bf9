package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Rows is the shape of rows of n numbers, such as the tokens of a text or the patches of a picture.
func Rows(rows, n int) Shape { return Shape{Channels: 1, Ny: rows, Nx: n} }

// wantRows is an error unless what comes is rows of n numbers.
func wantRows(who string, in Shape, n int) error { return in.Want(who, Rows(in.Ny, n)) }

// newVar makes a variable of numbers, with a gradient.
func newVar(dev compute.Device, name string, scope compute.Scope, fill float32, shape ...int) (*compute.Var, error) {
	v := &compute.Var{Name: name, Shape: shape}
	x := make([]float32, v.Len())
	for i := range x {
		x[i] = fill
	}
	var err error
	if v.Value, err = dev.Alloc(compute.Spec{Name: name, Len: len(x)}); err != nil {
		return v, err
	}
	if err = dev.Write(v.Value, 0, x); err != nil {
		return v, err
	}
	v.Grad, err = dev.Alloc(compute.Spec{Name: name + " gradient", Scope: scope, Len: len(x)})
	return v, err
}

// Linear is a dense layer for each row alone: y_r = W x_r + b.
type Linear struct {
	weights
	Bias    *compute.Var // [out]; nil for none
	in, out int
}

// NewLinear makes a layer of zeros, with b or without.
func NewLinear(dev compute.Device, name string, in, out int, bias bool) (*Linear, error) {
	w, err := newWeights(dev, name, []int{out, in}, false)
	l := &Linear{weights: w, in: in, out: out}
	if err == nil && bias {
		l.Bias, err = newVar(dev, name+" bias", compute.Sum, 0, out)
	}
	return l, err
}

// Vars are W and, if there is one, Bias.
func (l *Linear) Vars() []*compute.Var {
	if l.Bias == nil {
		return []*compute.Var{l.W}
	}
	return []*compute.Var{l.W, l.Bias}
}

func (l *Linear) Forward(t *Tape, x Value) (Value, Back, error) {
	if err := wantRows("layer "+l.W.Name, x.Shape, l.in); err != nil {
		return x, nil, err
	}
	rows := x.Ny
	in, out, w := rowsOf(rows, l.in), rowsOf(rows, l.out), kernels.Dense(l.out, l.in)
	y, back, err := l.products(t, x, Rows(rows, l.out), layout{name: "linear", x: in, w: w, y: out, g: out, back: w, dx: in})
	if err != nil || l.Bias == nil {
		return y, back, err
	}
	t.Main.Add(kernels.RowBias(rows, l.out), l.Bias.Value, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		t.Main.Add(kernels.RowBiasAdjoint(rows, l.out), g.Buf, l.Bias.Grad)
		return back(g, input)
	}, nil
}

// LayerNorm is layer normalisation of rows: see kernels.NormaliseRows.
type LayerNorm struct {
	Scale, Shift *compute.Var // [n]

	name string
	n    int
}

// NewLayerNorm makes a normalisation to mean 0 and variance 1.
func NewLayerNorm(dev compute.Device, name string, n int) (*LayerNorm, error) {
	l := &LayerNorm{name: name, n: n}
	var err error
	if l.Scale, err = newVar(dev, name+" scale", compute.Sum, 1, n); err == nil {
		l.Shift, err = newVar(dev, name+" shift", compute.Sum, 0, n)
	}
	return l, err
}

// Vars are Scale and Shift.
func (l *LayerNorm) Vars() []*compute.Var { return []*compute.Var{l.Scale, l.Shift} }

func (l *LayerNorm) Forward(t *Tape, x Value) (Value, Back, error) {
	if err := wantRows("layer "+l.name, x.Shape, l.n); err != nil {
		return x, nil, err
	}
	rows := x.Ny
	s, y := t.New("statistics of rows", Rows(rows, 2)), t.New("normalised", x.Shape)
	t.Main.Add(kernels.NormaliseRows(rows, l.n, normEpsilon), x.Buf, l.Scale.Value, l.Shift.Value, s.Buf, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		t.Main.Add(kernels.NormaliseRowsGradient(rows, l.n), x.Buf, s.Buf, g.Buf, l.Scale.Grad, l.Shift.Grad)
		if input {
			t.Main.Add(kernels.NormaliseRowsAdjoint(rows, l.n), x.Buf, s.Buf, l.Scale.Value, g.Buf, g.Buf)
		}
		return g, nil
	}, nil
}

// GELU is the Gaussian error linear unit of each number: see kernels.GELU.
type GELU struct{}

func (GELU) Vars() []*compute.Var { return nil }

func (GELU) Forward(t *Tape, in Value) (Value, Back, error) {
	out := t.New("activations", in.Shape)
	t.Main.Add(kernels.GELU(in.Len()), in.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if input {
			t.Main.Add(kernels.GELUAdjoint(in.Len()), in.Buf, g.Buf, g.Buf)
		}
		return g, nil
	}, nil
}

// Residual adds to what comes what its layers make of it: y = x + f(x).
type Residual struct{ Chain }

func (r Residual) Forward(t *Tape, in Value) (Value, Back, error) {
	y, back, err := r.Chain.Forward(t, in)
	if err == nil && y.Shape != in.Shape {
		err = errs.New("network: what is added to ", in.String(), " is ", y.String())
	}
	if err != nil {
		return in, nil, err
	}
	out := t.New("sum", in.Shape)
	n := in.Len()
	t.Main.Add(kernels.Times(n, 1), in.Buf, out.Buf)
	t.Main.Add(kernels.AddTo(n), y.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if !input {
			return back(g, false)
		}
		d := t.New("gradient of what is added", in.Shape) // its way back may write over it
		t.Main.Add(kernels.Times(n, 1), g.Buf, d.Buf)
		d, err := back(d, true)
		if err == nil {
			t.Main.Add(kernels.AddTo(n), d.Buf, g.Buf)
		}
		return g, err
	}, nil
}

var (
	_ Layer = (*Linear)(nil)
	_ Layer = (*LayerNorm)(nil)
	_ Layer = GELU{}
	_ Layer = Residual{}
)
