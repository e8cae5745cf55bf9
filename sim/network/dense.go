package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// Dense is a dense layer: y = W x + b of all the real numbers x that come, in a row.
type Dense struct {
	weights
	in, out int
}

// NewDense makes a dense layer of zeros, with b or without.
func NewDense(dev compute.Device, name string, in, out int, bias bool) (*Dense, error) {
	w, err := newWeights(dev, name, []int{out, in}, bias)
	return &Dense{w, in, out}, err
}

func (l *Dense) Forward(t *Tape, x Value) (Value, Back, error) {
	row := Vector(x.Len()) // however x is arranged
	row.Complex = x.Complex
	if err := row.Want("layer "+l.W.Name, Vector(l.in)); err != nil {
		return x, nil, err
	}
	in, out, w := kernels.Samples(l.in), kernels.Samples(l.out), kernels.Dense(l.out, l.in)
	m, err := l.multiply(t)
	if err != nil {
		return x, nil, err
	}
	y := t.New(l.W.Name+" output", Vector(l.out))
	t.Main.Add(kernels.Product{Name: "dense", A: in, B: w.T(), C: out}.Kernel(), x.Buf, m.forward, y.Buf)
	m.noise(t, y, 0)
	l.bias(t, y)
	return y, func(g Value, input bool) (Value, error) {
		t.Main.Add(kernels.Product{Name: "dense-weights", A: out.T(), B: in, C: w, Add: t.Adds(l.W)}.Kernel(), g.Buf, x.Buf, l.W.Grad)
		l.biasBack(t, g)
		if !input {
			return g, nil
		}
		dx := t.New(l.W.Name+" input gradient", x.Shape)
		t.Main.Add(kernels.Product{Name: "dense-input", A: out, B: w, C: in}.Kernel(), g.Buf, m.back, dx.Buf)
		m.noise(t, dx, 1)
		return dx, nil
	}, nil
}

var _ Layer = (*Dense)(nil)
