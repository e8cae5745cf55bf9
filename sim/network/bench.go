package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/multiplier"
	"talbot/sim/rng"
)

// Through says which ways of a product go through an optical bench with its faults.
type Through int

const (
	Both    Through = iota // forward and back: all optical
	Forward                // forward, while the gradient comes back by the matrix as it was given: hybrid
	Neither                // none in training: the bench meets the matrix after it, in silico
)

// Multiplier is an optical multiplier that does the product of a layer. Of the gradient of its
// weights, which electronics make of what is read, both factors are those of the bench.
type Multiplier struct {
	multiplier.Faults
	Through Through
	Number  int // of the multiplier in its network: of its faults and noise
}

// bench is a Multiplier ready on a device.
type bench struct {
	Multiplier
	shown, errors compute.Buffer // as W; nil without faults that stay
}

// On has the layer's product done by an optical multiplier.
func (w *weights) On(m Multiplier) (err error) {
	if err := m.Check(); err != nil {
		return err
	}
	if m.Range == 0 {
		m.Range = 1
	}
	b := &bench{Multiplier: m}
	if n := w.W.Len(); m.Static > 0 || m.CrossTalk > 0 || m.Bits > 0 {
		if b.shown, err = w.dev.Alloc(compute.Spec{Name: w.W.Name + " as shown", Len: n}); err != nil {
			return err
		}
		if b.errors, err = w.dev.Alloc(compute.Spec{Name: w.W.Name + " errors", Len: n}); err != nil {
			return err
		}
		if err = w.dev.Write(b.errors, 0, multiplier.StaticErrors(n, m.Static, m.Seed, m.Number)); err != nil {
			return err
		}
	}
	w.bench = b
	return nil
}

// product is what a layer multiplies by on a tape.
type product struct {
	forward, back compute.Buffer
	bench         *bench // with noise on this tape
	draws         draws
}

// multiply records what comes before the products of a layer.
func (w *weights) multiply(t *Tape) (p product, err error) {
	p.forward, p.back = w.W.Value, w.W.Value
	b := w.bench
	if b == nil || t.Kind == Train && b.Through == Neither {
		return p, nil
	}
	if b.shown != nil {
		rows := w.W.Shape[0]
		t.Before.Add(kernels.ShownWeights(rows, w.W.Len()/rows, b.CrossTalk, b.Bits, b.Range), w.W.Value, b.errors, b.shown)
		if p.forward = b.shown; b.Through == Both {
			p.back = b.shown
		}
	}
	if b.Readout > 0 {
		p.bench = b
		p.draws, err = newDraws(t, b.Seed)
	}
	return p, err
}

// noise adds the read-out's to the result of the way forward, use 0, or back, use 1.
func (p *product) noise(t *Tape, v Value, use int) {
	if b := p.bench; b != nil && (use == 0 || b.Through == Both) {
		t.Main.Add(kernels.ReadoutNoise(v.Len(), b.Readout, stream(rng.Readout, b.Number, use)), v.Buf, p.draws.number, p.draws.control)
	}
}
