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
	return l.products(t, x, Vector(l.out), layout{name: "dense", x: in, w: w, y: out, g: out, back: w, dx: in})
}

var _ Layer = (*Dense)(nil)
