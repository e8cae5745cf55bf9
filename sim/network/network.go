// Package network composes sources, layers and detectors into optical networks.
//
//	picture -> encode -> [ layer ] x L -> detect -> logits -> loss
//
// A Layer records on a Tape what it does to a Value, and gives its way back. A Chain of
// layers is one again, and Side has branches side by side, each with its detector. A
// Network is a chain with a loss, and Optical the one of the picture above. A Network holds what is
// trained and what is fixed; a Pass holds the fields of a batch and the program
// that runs it: several passes may share one network.
//
// A Dual layer is a small convolution of complex channels to train, or a 4-f system with a mask as
// it is built: see Tiling. Between such layers stands the electronic relay: Intensity, Gain, Norm,
// pools, Shuffle, Repeat, Groups, Crop and PhaseCode.
package network

import (
	"talbot/sim/compute"
	"talbot/sim/detect"
	"talbot/sim/errs"
	"talbot/sim/loss"
	"talbot/sim/optics"
	"talbot/sim/source"
)

// Network is a chain of layers from an example to the logits of its classes.
type Network struct {
	Device compute.Device
	Input  Shape // of an example
	Layers Chain
	Loss   loss.Loss
	Loses  Criterion // in place of Loss, unless nil

	// Lean lets values that are not wanted at the same time share memory, for networks of many
	// layers, if it is Sharing: their passes give the same bits. It is a function so that
	// programs without such networks do not link it.
	Lean func(*Tape, *compute.Program)

	classes int
}

// Criterion is a loss of more than a class: of what an example itself says should come out. It records out, [2], the
// loss and 1 for a right answer, and d, the gradient with respect to the logits.
type Criterion interface {
	Record(t *Tape, in, logits, label, out, d Value) error
}

// Classes is the number of logits.
func (n *Network) Classes() int { return n.classes }

// Vars are all trainable arrays, in the order of the light.
func (n *Network) Vars() []*compute.Var { return n.Layers.Vars() }

// Init checks that the layers fit each other.
func (n *Network) Init() error {
	t := NewTape(n.Device, Eval, 1)
	logits, _, err := n.Layers.Forward(t, t.New("input", n.Input))
	if err != nil {
		return err
	}
	if logits.Complex || logits.Len() < 1 {
		return errs.New("network: the last layer gives ", logits.String(), "; a loss wants a real number for each class")
	}
	n.classes = logits.Len()
	return nil
}

// Optical is a network that takes pictures written on a light and answers by detectors.
type Optical struct {
	Network
	Light    *optics.Field // illumination of the source plane
	Encoder  source.Encoder
	Branches []Branch // one, or several side by side
	Readout  detect.Readout
}

// Init makes the network's layers of the fields, uploads its illumination and checks all.
func (n *Optical) Init() error {
	encode, err := NewEncode(n.Device, n.Encoder, n.Light)
	if err != nil {
		return err
	}
	n.Input = encode.Picture()
	n.Layers = Chain{encode, &Side{n.Branches}, Readout{n.Readout}}
	return n.Network.Init()
}
