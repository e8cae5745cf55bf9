package train

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/network"
)

// Backprop is the gradient by backpropagation through the simulated light: the adjoint of
// every layer in reverse order.
type Backprop struct {
	// Before, unless nil, is called before each gradient with the number of the update
	// that it is for, counted from 1, and the number of images that it is over.
	Before func(t, images int) error
	// Augment changes the pictures; the zero value changes nothing.
	Augment Augment

	net  *network.Network
	pass *network.Pass

	changed []byte // a picture that Augment has changed
}

// NewBackprop is the gradient of net's loss for batches of up to batch images.
func NewBackprop(net *network.Network, batch int) (*Backprop, error) {
	pass, err := net.NewPass(network.Train, batch)
	return &Backprop{net: net, pass: pass}, err
}

// Vars are the network's variables.
func (b *Backprop) Vars() []*compute.Var { return b.net.Vars() }

// Gradient leaves in the network's variables the gradient of the loss, summed over
// the given images of the set, for update number t.
func (b *Backprop) Gradient(set *data.Set, batch []int32, t int) (network.Result, error) {
	if err := b.start(set, batch, t); err != nil {
		return network.Result{}, err
	}
	return b.result(len(batch))
}

func (b *Backprop) start(set *data.Set, batch []int32, t int) error {
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

func (b *Backprop) later(images int) (func() (network.Result, error), error) {
	return b.pass.Later(images)
}

func (b *Backprop) result(images int) (network.Result, error) { return b.pass.Result(images) }

var (
	_ Gradient = (*Backprop)(nil)
	_ queued   = (*Backprop)(nil)
)
