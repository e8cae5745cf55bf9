package absorber

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// build makes the network on dev for examples of a shape.
func (c *Config) build(dev compute.Device, in network.Shape, classes int) (*network.Network, error) {
	n := &network.Network{Device: dev, Input: in, Layers: network.Chain{network.Times{Factor: c.Scale}}}
	if c.Loss == "mean-squares" {
		n.Loss = loss.MeanSquares
	}
	number := 0
	add := func(l network.Layer, on func(network.Multiplier) error, err error) error {
		if err == nil {
			err = on(c.faults(number))
		}
		number++
		n.Layers = append(n.Layers, l)
		return err
	}
	activate := func() {
		if a := c.activation(); a != nil {
			n.Layers = append(n.Layers, mark{before}, a, mark{behind})
		}
	}
	dense := func(name string, inputs, outputs int) error {
		l, err := network.NewDense(dev, name, inputs, outputs, false)
		return add(l, l.On, err)
	}
	inputs, hidden := in.Len(), c.Layers
	if c.Network == "cnn" {
		side := in.Ny
		for i, channels := range []int{in.Channels, 32} {
			if side < 6 || in.Nx != in.Ny {
				return nil, errs.New("absorber: two convolutions of 5 x 5 with means of 2 x 2 want square pictures of 16 x 16 or more, not ", in.String())
			}
			l, err := network.NewConv(dev, []string{"first kernels", "second kernels"}[i], channels, 32*(i+1), 5, 1, 0, false)
			if err := add(l, l.On, err); err != nil {
				return nil, err
			}
			activate()
			n.Layers = append(n.Layers, network.MeanPool{Side: 2})
			side = (side - 4) / 2
		}
		n.Layers = append(n.Layers, network.Dropout{Share: c.Dropout, Seed: uint64(c.Seed)})
		inputs, hidden = 64*side*side, 1
	}
	for i := range hidden {
		if err := dense("weights "+strconv.Itoa(i+1), inputs, c.Hidden); err != nil {
			return nil, err
		}
		activate()
		inputs = c.Hidden
	}
	if err := dense("last weights", inputs, classes); err != nil {
		return nil, err
	}
	if err := n.Init(); err != nil {
		return nil, err
	}
	return n, c.start(n)
}

// start gives the weights their first values: normal, as in the paper's code, of standard
// deviation 0.1 (of the convolutional network's dense layers 0.01), or above a
// depth of 30 of 0.15 around plus and minus 0.05; of points 1 and then 0.5.
func (c *Config) start(n *network.Network) error {
	for i, v := range n.Vars() {
		x := make([]float32, v.Len())
		s := rng.Stream{Seed: uint64(c.Seed), Stream: rng.Init}
		s.Normal(uint32(2*i), x)
		sign := make([]float32, len(x))
		s.Uniform(uint32(2*i+1), sign)
		size, middle := float32(0.1), float32(0)
		switch {
		case c.Planar():
			size = 1 / float32(i+1)
		case c.Network == "cnn" && len(v.Shape) == 2:
			size = 0.01
		case c.Depth > 30 && c.Activate == "absorber":
			size, middle = 0.15, 0.05
		}
		for k := range x {
			x[k] = middle + size*x[k]
			if middle != 0 && sign[k] < 0.5 {
				x[k] = -x[k]
			}
		}
		if err := n.Device.Write(v.Value, 0, x); err != nil {
			return err
		}
	}
	return nil
}
