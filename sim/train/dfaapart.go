package train

import (
	"talbot/sim/compute"
	"talbot/sim/network"
)

// Signals are what feedback makes of one example beside what backpropagation would.
type Signals struct {
	Loss        float64
	Logits      []float32   // with means over this example, where norms take those of a batch
	Sent, Exact [][]float32 // gradients behind each block with variables that gets one, from the first on: as it is trained, and by backpropagation
	Gradient    [][]float32 // in the variables, as it is trained
	Slope       [][]float32 // and that of the loss itself, by backpropagation
}

// Of an update that is taken apart.
type apart struct{ own, beside *network.Pass }

// Signals are those of an example x of a class. It trains nothing, and leaves no gradient in the variables: that of layers
// which are not trained would move them.
func (d *DFA) Signals(x []float32, class int) (s Signals, err error) {
	if d.apart.own == nil {
		if d.apart.own, err = d.watched(d.Blocks.Feedback, d.Blocks.LastOnly, 1); err != nil {
			return s, err
		}
		if d.apart.beside, err = d.watched(nil, false, 1); err != nil {
			return s, err
		}
	}
	if s.Loss, s.Gradient, err = d.one(d.apart.own, x, class); err != nil {
		return s, err
	}
	if s.Logits, err = d.apart.own.Logits(1); err != nil {
		return s, err
	}
	if s.Sent, err = d.apart.own.Read(network.Signal, 1); err != nil {
		return s, err
	}
	if _, s.Slope, err = d.one(d.apart.beside, x, class); err != nil {
		return s, err
	}
	if s.Exact, err = d.apart.beside.Read(network.Signal, 1); err != nil {
		return s, err
	}
	reverse(s.Exact) // tapes go down there
	if d.Blocks.Feedback == nil && !d.Blocks.LastOnly {
		reverse(s.Sent)
	}
	return s, nil
}

// Loss is that of an example with the variables as they are now.
func (d *DFA) Loss(x []float32, class int) (float64, error) {
	loss, _, err := d.one(d.apart.own, x, class)
	return loss, err
}

// one is the loss and the gradient of an example by a pass; what the pass keeps beside the variables is put back.
func (d *DFA) one(p *network.Pass, x []float32, class int) (loss float64, gradient [][]float32, err error) {
	kept, err := d.keep()
	if err != nil {
		return 0, nil, err
	}
	copy(p.Stage(0, class), x)
	p.Step = 1 // the same chances each time
	if err := p.Run(1); err != nil {
		return 0, nil, err
	}
	r, err := p.Result(1)
	if err != nil {
		return 0, nil, err
	}
	if gradient, err = Gradients(d.net.Device, d.Vars()); err != nil {
		return 0, nil, err
	}
	for i, v := range d.Vars() {
		if err := d.net.Device.Write(v.Grad, 0, make([]float32, len(gradient[i]))); err != nil {
			return 0, nil, err
		}
	}
	for i, v := range d.Kept() {
		if err := d.net.Device.Write(v.Value, 0, kept[i]); err != nil {
			return 0, nil, err
		}
	}
	return r.Loss, gradient, nil
}

// Gradients are the numbers of the gradients in some variables.
func Gradients(dev compute.Device, vars []*compute.Var) (all [][]float32, err error) {
	for _, v := range vars {
		g := make([]float32, v.Len())
		if err := dev.Read(v.Grad, 0, g); err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

func reverse(all [][]float32) {
	for i, k := 0, len(all)-1; i < k; i, k = i+1, k-1 {
		all[i], all[k] = all[k], all[i]
	}
}
