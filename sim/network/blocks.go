package network

import (
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Blocks is a chain whose blocks get the error each for itself: direct feedback alignment
// (Nokland, "Direct feedback alignment provides learning in deep neural networks", NeurIPS 2016).
// The last block that has variables gets the gradient g at the end of the chain, and every other one
//
//	B_i g
//
// behind it, B_i a fixed random matrix, in place of what would come back through the blocks above. A block is a Layer,
// such as a Chain that ends with its activation; within one the gradient goes its usual way. What stands behind
// the chain, such as a projection to a vocabulary, is trained by backpropagation, and g is what comes out of it.
type Blocks struct {
	Chain
	Feedback Feedback // nil for backpropagation
	LastOnly bool     // no other block is trained, whatever the Feedback
	Rows     int      // of g and of what blocks give, such as the tokens of a text, that are projected each for itself; 0 for 1
	Watch    bool     // in training the gradient behind each block with variables is kept: see Signal
}

// Signal is the name under which a watched tape keeps the gradients: of backpropagation from the last block to the first,
// of feedback from the first to the last.
const Signal = "signal"

// Behind is the name under which a tape of kind View keeps what blocks with variables give.
const Behind = "behind block"

// Feedback is a source of B_i g.
type Feedback interface {
	// Project records out = B_i g for each of so many rows of g, block number i from 0; g stays.
	Project(t *Tape, g Value, rows int, out Shape, i int) (Value, error)
}

// Forward records all blocks.
func (b *Blocks) Forward(t *Tape, in Value) (Value, Back, error) {
	values, backs := []Value{in}, make([]Back, len(b.Chain))
	last := -1 // block with variables
	for i, l := range b.Chain {
		out, back, err := l.Forward(t, values[i])
		if err != nil {
			return in, nil, err
		}
		if len(l.Vars()) > 0 {
			last = i
		}
		if len(l.Vars()) > 0 && t.Kind == View {
			t.Keep(Behind, out)
		}
		values, backs[i] = append(values, out), back
	}
	out := values[len(values)-1]
	if last < 0 && t.Kind == Train {
		return out, nil, errs.New("network: none of ", len(b.Chain), " blocks has anything to train")
	}
	return out, func(g Value, input bool) (Value, error) {
		var err error
		for i := len(backs) - 1; i > last; i-- {
			if g, err = backs[i](g, true); err != nil {
				return g, err
			}
		}
		if b.Feedback == nil && !b.LastOnly {
			return b.backpropagate(t, backs[:last+1], g, input)
		}
		var first *Value
		for i := range last {
			if len(b.Chain[i].Vars()) == 0 || b.LastOnly {
				continue
			}
			s, err := b.Feedback.Project(t, g, max(1, b.Rows), values[i+1].Shape, i)
			if err != nil {
				return g, err
			}
			b.watch(t, s)
			if s, err = backs[i](s, input && i == 0); err != nil {
				return g, err
			}
			if i == 0 {
				first = &s
			}
		}
		b.watch(t, g)
		g, err = backs[last](g, input && last == 0)
		if last == 0 || err != nil || !input {
			return g, err
		}
		if first == nil {
			return g, errs.New("network: layers before blocks without feedback cannot be trained: make them the first block")
		}
		return *first, nil
	}, nil
}

func (b *Blocks) backpropagate(t *Tape, backs []Back, g Value, input bool) (Value, error) {
	first := 0
	for !input && len(b.Chain[first].Vars()) == 0 {
		first++
	}
	for i := len(backs) - 1; i >= first; i-- {
		if len(b.Chain[i].Vars()) > 0 {
			b.watch(t, g)
		}
		var err error
		if g, err = backs[i](g, input || i > first); err != nil {
			return g, err
		}
	}
	return g, nil
}

// watch keeps a copy of a gradient, as what follows may write over it.
func (b *Blocks) watch(t *Tape, g Value) {
	if !b.Watch {
		return
	}
	c := t.New(Signal, g.Shape)
	t.Keep(Signal, c)
	t.Main.Add(kernels.Times(g.Len(), 1), g.Buf, c.Buf)
}

// Measured is Feedback from outside of the program, such as a bench: Measure gets g, [rows][n] of all rows of
// a batch, and fills s, [rows][len(s)/rows], for block i.
type Measured struct {
	Measure func(g []float32, rows, n, i int, s []float32) error
}

// Project stops the program for a measurement.
func (m Measured) Project(t *Tape, g Value, rows int, out Shape, i int) (Value, error) {
	s := t.New("measured feedback", out)
	t.Keep("", g)
	t.Keep("", s)
	from, to := make([]float32, t.Batch*g.Len()), make([]float32, t.Batch*out.Len())
	t.Stop(func(batch int) error {
		from, to := from[:batch*g.Len()], to[:batch*out.Len()]
		if err := t.Device.Read(g.Buffer(), 0, from); err != nil {
			return err
		}
		if err := m.Measure(from, batch*rows, g.Len()/rows, i, to); err != nil {
			return err
		}
		return t.Device.Write(s.Buffer(), 0, to)
	})
	return s, nil
}

var (
	_ Layer    = (*Blocks)(nil)
	_ Feedback = Measured{}
)
