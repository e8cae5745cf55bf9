package network

import (
	"slices"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Shape is what a value is of: numbers [Channels][Ny][Nx], or as many pairs re, im.
type Shape struct {
	Channels, Ny, Nx int
	Complex          bool
	Dx, Dy           float64 // spacing of the samples of a plane of light, m; 0 where there is none
}

// Vector is the shape of n numbers in a row.
func Vector(n int) Shape { return Shape{Channels: n, Ny: 1, Nx: 1} }

// Plane is the shape of one field on a grid.
func Plane(g optics.Grid) Shape {
	return Shape{Channels: 1, Ny: g.Ny, Nx: g.Nx, Complex: true, Dx: g.Dx, Dy: g.Dy}
}

// Len is the number of float32 of one sample.
func (s Shape) Len() int {
	n := s.Channels * s.Ny * s.Nx
	if s.Complex {
		return 2 * n
	}
	return n
}

// Want is an error unless s has the number of channels, rows and columns of want, is
// complex where want is, and has its spacing where both have one.
func (s Shape) Want(who string, want Shape) error {
	if s.Channels == want.Channels && s.Ny == want.Ny && s.Nx == want.Nx && s.Complex == want.Complex {
		if s.Dx == 0 || want.Dx == 0 || s.Dx == want.Dx && s.Dy == want.Dy {
			return nil
		}
		return errs.New("network: ", who, " takes ", want.grid().String(), ", and what comes is ", s.grid().String())
	}
	return errs.New("network: ", who, " takes ", want.String(), ", and what comes is ", s.String())
}

func (s Shape) grid() optics.Grid { return optics.Grid{Nx: s.Nx, Ny: s.Ny, Dx: s.Dx, Dy: s.Dy} }

// String is such as "3 x 32 x 32 numbers".
func (s Shape) String() string {
	kind := " numbers"
	if s.Complex {
		kind = " complex numbers"
	}
	return itoa(s.Channels) + " x " + itoa(s.Ny) + " x " + itoa(s.Nx) + kind
}

// Value is one array for each sample of a batch: [batch][Shape.Len()].
type Value struct {
	Shape
	Buf compute.Buffer
}

// Layer is a stage of a network.
type Layer interface {
	// Vars are the layer's trainable arrays; nil when it has none.
	Vars() []*compute.Var
	// Forward records the way from in to out on the tape; nothing runs. It must not
	// write to in. On a tape of kind Train it gives the way back, on others nil may do.
	Forward(t *Tape, in Value) (out Value, back Back, err error)
}

// Back records the way back through what a layer's Forward has recorded: g is the gradient
// of the loss with respect to the layer's output. Those of the layer's variables
// become what the samples of the batch add up to and, when input is set, the result is the
// gradient with respect to the layer's input. It may be made in g itself, which is lost in
// any case. Without input the result means nothing.
type Back func(g Value, input bool) (Value, error)

// Chain is layers one after another, which is a layer again. An empty one changes nothing.
type Chain []Layer

// Vars are those of all layers, each once.
func (c Chain) Vars() (all []*compute.Var) {
	for _, l := range c {
		for _, v := range l.Vars() {
			if !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
	}
	return all
}

// Forward records all layers.
func (c Chain) Forward(t *Tape, in Value) (Value, Back, error) {
	values, back, err := c.through(t, in)
	return values[len(values)-1], back, err
}

// through is Forward with the values before and behind each layer. The way back ends at
// the first layer that has variables, where nobody asks for the gradient of the input.
func (c Chain) through(t *Tape, in Value) (values []Value, back Back, err error) {
	values, backs := make([]Value, 1, len(c)+1), make([]Back, len(c))
	values[0] = in
	first := len(c) // layer that has variables
	for i, l := range c {
		if first == len(c) && len(l.Vars()) > 0 {
			first = i
		}
		out, b, err := l.Forward(t, values[i])
		if err != nil {
			return values, nil, err
		}
		values, backs[i] = append(values, out), b
	}
	return values, func(g Value, input bool) (Value, error) {
		for i := len(backs) - 1; i >= 0 && (input || i >= first); i-- {
			if backs[i] == nil {
				return g, errs.New("network: layer ", i+1, " of ", len(c), " has no way back; it can stand only before all that is trained")
			}
			var err error
			if g, err = backs[i](g, input || i > first); err != nil {
				return g, err
			}
		}
		return g, nil
	}, nil
}
