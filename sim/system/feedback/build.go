package feedback

import (
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// colours takes the mean of each off pictures that dense layers learn, as CIFAR-10's training pictures have it: else all thousands of inputs
// are positive, and move every number behind the first layer together. Convolutions have a norm behind them.
var colours = network.Standardise{Mean: []float64{0.4914, 0.4822, 0.4465}, Deviation: []float64{1, 1, 1}}

// build makes the network on dev for examples of a shape: hidden blocks, each with its activation at the end, and the
// last layer.
func (c *Config) build(dev compute.Device, in network.Shape, classes int) (*network.Network, *network.Blocks, error) {
	b := &network.Blocks{Feedback: c.source(), LastOnly: c.Feedback == "last-layer"}
	n := &network.Network{Device: dev, Input: in, Loss: loss.Smoothed(c.Smoothing), Layers: network.Chain{network.Times{Factor: c.Scale}, b}}
	if c.Network == "mlp" && in.Channels == len(colours.Mean) {
		n.Layers = append(network.Chain{colours}, n.Layers...)
	}
	if c.Network == "vit" {
		return n, b, c.transformer(n, b, classes)
	}
	number := uint32(0)
	// He's start keeps the size of what is rectified, and that of sqrt(3) what is not.
	size := math.Sqrt(3)
	if c.Activate == "relu" {
		size = math.Sqrt(6)
	}
	draw := func(l interface {
		Draw(seed uint64, step uint32, size float64) error
	}, err error, size float64) error {
		if err == nil {
			err = l.Draw(uint64(c.Seed), number, size)
		}
		number++
		return err
	}
	inputs := in.Len()
	if c.Network == "cnn" {
		side, from, to := in.Ny, in.Channels, c.Channels
		for i := range c.Convolutions {
			if side < 2 || in.Nx != in.Ny {
				return nil, nil, errs.New("feedback: ", c.Convolutions, " convolutions, each halved, want square pictures of ", 1<<c.Convolutions, " x ", 1<<c.Convolutions, " or more, not ", in.String())
			}
			name := "kernels " + strconv.Itoa(i+1)
			l, err := network.NewConv(dev, name, from, to, 3, 1, 1, false)
			if err := draw(l, err, size); err != nil {
				return nil, nil, err
			}
			norm, err := network.NewNorm(dev, name, to)
			if err != nil {
				return nil, nil, err
			}
			b.Chain = append(b.Chain, network.Chain{l, norm, c.activation(), network.MeanPool{Side: 2}})
			side, from, to = side/2, to, 2*to
		}
		inputs = from * side * side
	}
	for i := range c.Layers {
		l, err := network.NewDense(dev, "weights "+strconv.Itoa(i+1), inputs, c.Hidden, true)
		if err := draw(l, err, size); err != nil {
			return nil, nil, err
		}
		b.Chain = append(b.Chain, network.Chain{l, c.activation()})
		inputs = c.Hidden
	}
	l, err := network.NewDense(dev, "last weights", inputs, classes, true)
	if err := draw(l, err, 1); err != nil {
		return nil, nil, err
	}
	b.Chain = append(b.Chain, l)
	if err := n.Init(); err != nil {
		return nil, nil, err
	}
	if c.Align && c.aligns() && !compute.Counts(dev) {
		err = c.align(n, classes)
	}
	return n, b, err
}

// aligns tells whether there are matrices of feedback that dense layers can agree with.
func (c *Config) aligns() bool {
	return c.Network == "mlp" && (c.Feedback == "dfa" || c.Feedback == "ternary" || c.Feedback == "ternary-unbiased")
}

// align adds to the first weights what makes the feedback that of backpropagation, to begin with and but for
// the activations: to W_{i+1} the matrix B_{i+1} B_i^T/n, and to the last one B^T, where [n][classes] B_i are
// of numbers of variance 1/n. With V = B sqrt(n), V^T V is n times the identity but for 1/sqrt(n), so that
// W_{i+1}^T B_{i+1} is B_i.
func (c *Config) align(n *network.Network, classes int) error {
	vars := n.Vars()
	matrix := func(i int) (v [][]float32) { // [classes][Hidden]
		for k := range classes {
			row := make([]float32, c.Hidden)
			rng.Stream{Seed: uint64(c.Seed), Stream: rng.Feedback + rng.MaskStream*uint32(i)}.Fixed(uint32(k), row)
			v = append(v, row)
		}
		return v
	}
	const unit = rng.FixedUnit
	for i := 1; i <= c.Layers; i++ {
		w := vars[2*i]
		x := make([]float32, w.Len())
		if err := n.Device.Read(w.Value, 0, x); err != nil {
			return err
		}
		below := matrix(i - 1)
		if i == c.Layers {
			size := float32(1 / (unit * math.Sqrt(float64(c.Hidden))))
			for k := range classes {
				for j, v := range below[k] {
					x[k*c.Hidden+j] += size * v
				}
			}
		} else {
			above, size := matrix(i), float32(1/(unit*unit*float64(c.Hidden)))
			for r := range c.Hidden {
				for k := range classes {
					for j, v := range below[k] {
						x[r*c.Hidden+j] += size * above[k][r] * v
					}
				}
			}
		}
		if err := n.Device.Write(w.Value, 0, x); err != nil {
			return err
		}
	}
	return nil
}
