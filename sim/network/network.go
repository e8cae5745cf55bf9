// Package network composes sources, layers and detectors into optical networks.
//
//	image -> encode -> [ layer ] x L -> detect -> logits -> loss
//
// Several chains of layers, each with a detector, can stand side by side: each gets the
// encoded light, and the logits are made of all readings together.
//
// A Network holds what is trained and what is fixed. A Pass holds the fields of a
// batch and the programs that run it: several passes may share one network.
package network

import (
	"talbot/sim/compute"
	"talbot/sim/detect"
	"talbot/sim/errs"
	"talbot/sim/loss"
	"talbot/sim/optics"
	"talbot/sim/source"
)

// Layer takes the field from one plane to the next.
type Layer interface {
	// Vars are the layer's trainable arrays; nil when it has none.
	Vars() []*compute.Var
	// Prepare records what happens once a batch, before Forward.
	Prepare(p *compute.Program)
	// Forward records the way from in to out, the field behind the layer.
	Forward(p *compute.Program, in, out compute.Buffer)
	// Backward records the way back: the gradients of the layer's variables are
	// added to and, when input is set, g, the gradient with respect to out,
	// becomes that with respect to in. out is what Forward wrote.
	Backward(p *compute.Program, g, out compute.Buffer, input bool)
}

// Prepared is a layer that does otherwise in training than in an evaluation, and whose
// gradients are made once a batch of what the samples have summed.
type Prepared interface {
	Layer
	// PrepareTrain is Prepare for passes with a way back.
	PrepareTrain(p *compute.Program)
	// BackwardFrom is Backward, from the field in front of the layer in place of the
	// one behind it.
	BackwardFrom(p *compute.Program, g, in compute.Buffer, input bool)
	// Finish records what happens once a batch, after all samples.
	Finish(p *compute.Program)
}

// Network is an optical network: everything but the fields.
type Network struct {
	Device   compute.Device
	Light    *optics.Field // illumination of the source plane
	Encoder  source.Encoder
	Branches []Branch // one, or several side by side
	Readout  detect.Readout
	Loss     loss.Loss

	light    compute.Buffer
	readings int // of all detectors
}

// Branch is a chain of layers with its detector.
type Branch struct {
	Layers   []Layer
	Detector detect.Detector // Init sets its First
}

// Classes is the number of logits.
func (n *Network) Classes() int { return n.readings / n.Readout.Readings() }

// Vars are all trainable arrays: one branch after another, in the order of the light.
func (n *Network) Vars() []*compute.Var {
	var vars []*compute.Var
	for _, l := range n.layers() {
		vars = append(vars, l.Vars()...)
	}
	return vars
}

// layers are the layers of all branches.
func (n *Network) layers() (all []Layer) {
	for i := range n.Branches {
		all = append(all, n.Branches[i].Layers...)
	}
	return all
}

// Init checks the network and uploads its illumination.
func (n *Network) Init() error {
	if err := n.Encoder.Check(); err != nil {
		return err
	}
	n.readings = 0
	for i := range n.Branches {
		d := &n.Branches[i].Detector
		if err := d.Check(); err != nil {
			return err
		}
		d.First = n.readings
		n.readings += len(d.Regions)
	}
	if n.readings%n.Readout.Readings() != 0 {
		return errs.New("network: differential detection has two regions a class; these are ", n.readings)
	}
	var err error
	if n.light, err = n.Device.Alloc(compute.Spec{Name: "light", Len: len(n.Light.U)}); err != nil {
		return err
	}
	return n.Device.Write(n.light, 0, n.Light.U)
}
