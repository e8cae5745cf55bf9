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
	// last gives the result of the last step, which its device may still be at.
	last func() (network.Result, error)

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

// Step makes one update. On a device that works while the host does other things it
// does not wait: the result is that of the step before, or of no image.
func (b *Backprop) Step(set *data.Set, batch []int32, t int, rate float64) (r network.Result, err error) {
	// All writes come first, so that the device can do the rest in one go.
	if err := b.opt.Prepare(t, rate, b.scale(len(batch))); err != nil {
		return r, err
	}
	if err := b.run(set, batch, t); err != nil {
		return r, err
	}
	if err := b.opt.Run(); err != nil {
		return r, err
	}
	next, err := b.pass.Later(len(batch))
	if err != nil {
		return r, err
	}
	if next == nil {
		return b.pass.Result(len(batch))
	}
	r, err = b.Flush()
	b.last = next
	return r, err
}

// Flush waits for the last step and gives its result, if Step did not.
func (b *Backprop) Flush() (network.Result, error) {
	last := b.last
	b.last = nil
	if last == nil {
		return network.Result{}, nil
	}
	return last()
}

// Gradient leaves in the network's variables the gradient of the loss, summed over
// the given images of the set, for update number t.
func (b *Backprop) Gradient(set *data.Set, batch []int32, t int) (network.Result, error) {
	if err := b.run(set, batch, t); err != nil {
		return network.Result{}, err
	}
	return b.pass.Result(len(batch))
}

func (b *Backprop) run(set *data.Set, batch []int32, t int) error {
	if b.Before != nil {
		if err := b.Before(t, len(batch)); err != nil {
			return err
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
	b.pass.Step = t
	return b.pass.Run(len(batch))
}

// Apply makes update number t by the gradients in the network's variables, which
// are sums over count images.
func (b *Backprop) Apply(count, t int, rate float64) error {
	return b.opt.Step(t, rate, b.scale(count))
}

// scale is the factor that makes what the update uses of sums over count images.
func (b *Backprop) scale(count int) float64 {
	if b.sum {
		return 1
	}
	return 1 / float64(count)
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
