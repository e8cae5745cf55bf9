// Package scaling measures how long a step of training takes by backpropagation and by direct feedback alignment as a
// network grows in width and in depth, fits a law to that, and predicts where a step with an optical
// processing unit would be the shorter one (after Wang et al., "Optical training of large-scale Transformers and
// deep neural networks with direct feedback alignment", arXiv 2409.12965).
//
// A shorter step is not a shorter training: the loss of both is measured beside the time, and the maker of the unit
// found no regime in which direct feedback alignment makes up in computation for its higher loss (Filipovich
// et al., "Scaling laws beyond backpropagation", arXiv 2210.14593).
package scaling

import (
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/network"
)

// ID and Title are those of the experiment.
const (
	ID    = "dfa-scaling"
	Title = "Step times by width and depth, and where the optical step wins"
)

// Inputs and Classes are those of the networks: of MNIST.
const Inputs, Classes = 784, 10

// Size is that of a network of dense layers, Inputs - Width x Depth - Classes with tanh, and of a step's batch.
type Size struct {
	Width, Depth, Batch int
}

func (s Size) String() string {
	return strconv.Itoa(s.Depth) + " layers of " + strconv.Itoa(s.Width) + ", batch " + strconv.Itoa(s.Batch)
}

// Weights is how many numbers the matrices have: so many products a forward pass makes for each example.
func (s Size) Weights() float64 {
	w, d := float64(s.Width), float64(s.Depth)
	return Inputs*w + (d-1)*w*w + Classes*w
}

// Params is how many numbers are trained.
func (s Size) Params() float64 { return s.Weights() + float64(s.Width*s.Depth) + Classes }

// WidthOf is the width with which so many layers have about so many numbers to train.
func WidthOf(params float64, depth int) int {
	a, b := float64(depth-1), float64(Inputs+Classes+depth)
	if depth == 1 {
		return max(1, int(math.Round(params/b)))
	}
	return max(1, int(math.Round((math.Sqrt(b*b+4*a*params)-b)/(2*a))))
}

// build makes the network on dev; feedback is nil for backpropagation. Weights of seed 0 are zeros.
func (s Size) build(dev compute.Device, feedback network.Feedback, seed uint64) (*network.Network, error) {
	b := &network.Blocks{Feedback: feedback}
	inputs := Inputs
	for i := range s.Depth + 1 {
		outputs, size := s.Width, math.Sqrt(3)
		if i == s.Depth {
			outputs, size = Classes, 1
		}
		l, err := network.NewDense(dev, "weights "+strconv.Itoa(i+1), inputs, outputs, true)
		if err == nil && seed != 0 {
			err = l.Draw(seed, uint32(i), size)
		}
		if err != nil {
			return nil, err
		}
		if i == s.Depth {
			b.Chain = append(b.Chain, l)
		} else {
			b.Chain = append(b.Chain, network.Chain{l, network.Activate{Activation: kernels.Tanh}})
		}
		inputs = outputs
	}
	n := &network.Network{Device: dev, Input: network.Vector(Inputs), Layers: network.Chain{b}}
	return n, n.Init()
}

// Memory is the account of a step, in bytes.
type Memory struct {
	Weights   float64 `json:"weights"`
	Gradients float64 `json:"gradients"`
	Moments   float64 `json:"moments"` // two of Adam
	Batch     float64 `json:"batch"`   // what a pass keeps of a batch, by backpropagation
	Longest   float64 `json:"longest"` // array
}

// All is the sum.
func (m Memory) All() float64 { return m.Weights + m.Gradients + m.Moments + m.Batch }

// Account builds the network and its step where nothing is computed, and adds up what would be allocated.
func (s Size) Account() (m Memory, err error) {
	dev := &compute.Counter{}
	n, err := s.build(dev, nil, 0)
	if err != nil {
		return m, err
	}
	return account(dev, n, s.Batch)
}
