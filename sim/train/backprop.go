package train

import (
	"slices"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
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

	fed    []int32 // what prepare brought to the device, nil for nothing
	room   []int32 // memory of fed
	fedFor int     // number of the update that it is for
	fedOf  data.Examples
}

// NewBackprop is the gradient of net's loss for batches of up to batch images.
func NewBackprop(net *network.Network, batch int) (*Backprop, error) {
	pass, err := net.NewPass(network.Train, batch)
	return &Backprop{net: net, pass: pass}, err
}

// Vars are the network's variables.
func (b *Backprop) Vars() []*compute.Var { return b.net.Vars() }

// Kept are the arrays that change beside the variables: see network.Tape.
func (b *Backprop) Kept() []*compute.Var { return b.pass.Kept() }

func (b *Backprop) runner() compute.Runner { return b.pass.Runner() }

// Gradient leaves in the network's variables the gradient of the loss, summed over
// the given examples, for update number t.
func (b *Backprop) Gradient(ex data.Examples, batch []int32, t int) (network.Result, error) {
	if err := b.start(ex, batch, t); err != nil {
		return network.Result{}, err
	}
	return b.result(len(batch))
}

func (b *Backprop) start(ex data.Examples, batch []int32, t int) error {
	if b.Before != nil {
		if err := b.Before(t, len(batch)); err != nil {
			return err
		}
	}
	if b.fed == nil || b.fedFor != t || b.fedOf != ex || !slices.Equal(b.fed, batch) {
		if err := b.prepare(ex, batch, t); err != nil {
			return err
		}
	}
	b.fed = nil
	b.pass.Step = t
	return b.pass.Go(len(batch))
}

// prepare brings the examples of an update to the device, so that start of the same has them there.
func (b *Backprop) prepare(ex data.Examples, batch []int32, t int) error {
	b.fed = nil
	if len(batch) < 1 || len(batch) > b.pass.Batch {
		return errs.New("train: a batch of ", len(batch), " examples does not fit a gradient for ", b.pass.Batch)
	}
	from := b.Augment.Of(ex, t)
	for i, k := range batch {
		from.Read(int(k), b.pass.Stage(i, ex.Target(int(k))))
	}
	b.fed, b.fedFor, b.fedOf = append(b.room[:0], batch...), t, ex
	b.room = b.fed
	return b.pass.Feed(len(batch))
}

func (b *Backprop) later(images int) (func() (network.Result, error), error) {
	return b.pass.Later(images)
}

func (b *Backprop) result(images int) (network.Result, error) { return b.pass.Result(images) }

var (
	_ Gradient = (*Backprop)(nil)
	_ queued   = (*Backprop)(nil)
)
