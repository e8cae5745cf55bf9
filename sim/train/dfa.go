package train

import (
	"math"

	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
)

// DFA is the gradient by direct feedback alignment: see network.Blocks. With Feedback that is
// nil it is backpropagation, and with LastOnly that of the last block alone.
type DFA struct {
	*Backprop
	Blocks *network.Blocks

	net         *network.Network
	own, beside *network.Pass // for angles: as it is trained, and by backpropagation
	apart       apart
	batch       int
}

// NewDFA is the gradient of net's loss, for batches of up to batch examples; blocks is one of net's layers.
func NewDFA(net *network.Network, blocks *network.Blocks, batch int) (*DFA, error) {
	if at(net, blocks) < 0 {
		return nil, errs.New("train: the blocks that get feedback are not among the layers of the network")
	}
	b, err := NewBackprop(net, batch)
	return &DFA{Backprop: b, Blocks: blocks, net: net, batch: batch}, err
}

func at(net *network.Network, blocks *network.Blocks) int {
	for i, l := range net.Layers {
		if l == network.Layer(blocks) {
			return i
		}
	}
	return -1
}

// watched is a pass for so many examples that keeps the gradients behind the blocks, by some feedback.
func (d *DFA) watched(f network.Feedback, lastOnly bool, batch int) (*network.Pass, error) {
	net, blocks := *d.net, *d.Blocks
	blocks.Feedback, blocks.LastOnly, blocks.Watch = f, lastOnly, true
	net.Layers = append(network.Chain{}, d.net.Layers...)
	net.Layers[at(d.net, d.Blocks)] = &blocks
	return net.NewPass(network.Train, batch)
}

// Cosines are how near the feedback is to what backpropagation brings, behind each block with variables but the
// last, from the first on: the cosine of the angle between both gradients of an example (Launay et al.,
// "Principled training of neural networks with direct feedback alignment", arXiv 1906.04554), in the mean over examples
// from to from+count-1, step by step of the largest batch. Examples whose gradient is zero do not count.
// It trains nothing, but leaves a gradient in the variables. There are none without feedback.
func (d *DFA) Cosines(ex data.Examples, from, count int) ([]float64, error) {
	if d.Blocks.Feedback == nil || d.Blocks.LastOnly || count < 1 {
		return nil, nil
	}
	if d.own == nil {
		var err error
		if d.own, err = d.watched(d.Blocks.Feedback, false, d.batch); err != nil {
			return nil, err
		}
		if d.beside, err = d.watched(nil, false, d.batch); err != nil {
			return nil, err
		}
	}
	kept, err := d.keep()
	if err != nil {
		return nil, err
	}
	var sums, counts []float64
	for done := 0; done < count; done += d.batch {
		n := min(d.batch, count-done)
		got, err := d.signals(d.own, ex, from+done, n)
		if err != nil {
			return nil, err
		}
		want, err := d.signals(d.beside, ex, from+done, n)
		if err != nil {
			return nil, err
		}
		blocks := len(got) - 1
		if sums == nil {
			sums, counts = make([]float64, blocks), make([]float64, blocks)
		}
		for i := range blocks {
			a, b := got[i], want[len(want)-1-i] // in the order of the tapes: up here, down there
			size := len(a) / n
			for k := range n {
				if c, ok := cosine(a[k*size:(k+1)*size], b[k*size:(k+1)*size]); ok {
					sums[i], counts[i] = sums[i]+c, counts[i]+1
				}
			}
		}
	}
	for i, n := range counts {
		sums[i] /= max(1, n)
	}
	for i, v := range d.Kept() {
		if err := d.net.Device.Write(v.Value, 0, kept[i]); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// keep are the numbers of what passes change beside the variables.
func (d *DFA) keep() (all [][]float32, err error) {
	for _, v := range d.Kept() {
		x := make([]float32, v.Len())
		if err := d.net.Device.Read(v.Value, 0, x); err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// signals are the gradients behind the blocks for some examples.
func (d *DFA) signals(p *network.Pass, ex data.Examples, from, n int) ([][]float32, error) {
	for i := range n {
		ex.Read(from+i, p.Stage(i, ex.Target(from+i)))
	}
	p.Step = 1 // the same chances each time
	if err := p.Run(n); err != nil {
		return nil, err
	}
	return p.Read(network.Signal, n)
}

func cosine(a, b []float32) (float64, bool) {
	var ab, aa, bb float64
	for i, v := range a {
		x, y := float64(v), float64(b[i])
		ab, aa, bb = ab+float64(x*y), aa+float64(x*x), bb+float64(y*y)
	}
	if aa == 0 || bb == 0 {
		return 0, false
	}
	return ab / math.Sqrt(aa*bb), true
}

var (
	_ Gradient = (*DFA)(nil)
	_ queued   = (*DFA)(nil)
)
