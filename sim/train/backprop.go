package train

import (
	"talbot/sim/data"
	"talbot/sim/network"
	"talbot/sim/optim"
)

// Backprop trains by backpropagation through the simulated light: the adjoint of
// every layer in reverse order.
type Backprop struct {
	// Before, unless nil, is called before each gradient with the number of the update
	// that it is for, counted from 1, and the number of images that it is over.
	Before func(t, images int) error
	// Augment changes the pictures; the zero value changes nothing.
	Augment Augment

	net  *network.Network
	pass *network.Pass
	opt  *optim.Optimiser
	sum  bool

	changed []byte // a picture that Augment has changed
}

// NewBackprop trains net in batches of up to batch images. The update uses the
// mean gradient of the batch, or its sum when sum is set.
func NewBackprop(net *network.Network, rule optim.Rule, batch int, sum bool) (*Backprop, error) {
	pass, err := net.NewPass(network.Train, batch)
	if err != nil {
		return nil, err
	}
	opt, err := optim.New(net.Device, rule, net.Vars())
	return &Backprop{net: net, pass: pass, opt: opt, sum: sum}, err
}

// Step makes one update.
func (b *Backprop) Step(set *data.Set, batch []int32, t int, rate float64) (network.Result, error) {
	r, err := b.Gradient(set, batch, t)
	if err != nil {
		return r, err
	}
	return r, b.Apply(r.Count, t, rate)
}

// Gradient leaves in the network's variables the gradient of the loss, summed over
// the given images of the set, for update number t.
func (b *Backprop) Gradient(set *data.Set, batch []int32, t int) (network.Result, error) {
	if b.Before != nil {
		if err := b.Before(t, len(batch)); err != nil {
			return network.Result{}, err
		}
	}
	for i, k := range batch {
		image := set.Image(int(k))
		if b.Augment.Shift > 0 || b.Augment.Flip {
			if len(b.changed) != len(image) {
				b.changed = make([]byte, len(image))
			}
			b.Augment.apply(b.changed, image, set.Width, t, k)
			image = b.changed
		}
		b.pass.Set(i, image, int(set.Labels[k]))
	}
	if err := b.pass.Run(len(batch)); err != nil {
		return network.Result{}, err
	}
	return b.pass.Result(len(batch))
}

// Apply makes update number t by the gradients in the network's variables, which
// are sums over count images.
func (b *Backprop) Apply(count, t int, rate float64) error {
	scale := 1.0
	if !b.sum {
		scale /= float64(count)
	}
	return b.opt.Step(t, rate, scale)
}

// Arrays are the variables and the optimiser's state.
func (b *Backprop) Arrays() []Array {
	var a []Array
	for _, v := range b.net.Vars() {
		a = append(a, Array{v.Name, v.Shape, v.Value})
	}
	for _, s := range b.opt.States() {
		a = append(a, Array{s.Name, []int{s.Len}, s.Buffer})
	}
	return a
}

var _ Method = (*Backprop)(nil)
