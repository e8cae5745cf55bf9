package dante

import (
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// Of the paper's networks of single neurons its code crops and pools nothing between the layers: all of the plane that a
// camera sees is written as phases on the next light, and so is the darkness around, which becomes bright light of one phase.
// The channels of the last layer are cropped and read as those of dual neurons.
const wholePlanes = "planes"

// Planes tells whether masks learn so.
func (c *Config) Planes() bool { return c.Neurons == wholePlanes && !c.Electronic() }

// checkPlanes says what does not go with whole planes.
func (c *Config) checkPlanes(a architecture) error {
	model := network.Model(c.Light)
	switch {
	case !c.Planes():
		return nil
	case model != network.ModelFresnel && model != network.ModelSpectrum:
		return experiment.Wrong("neurons", "whole planes want light in full: add --light fresnel")
	case c.Norm:
		return experiment.Wrong("neurons", "whole planes have no channels to bring to a mean of their own: add --bias-and-scale=false")
	case a.bench:
		return experiment.Wrong("neurons", "whole planes are written as phases, and the network ", c.Network, " has amplitudes: take onn-3-3 or your own")
	}
	for i, l := range a.layers[1:] {
		if l.masks > 1 && l.branches == 1 {
			return experiment.Wrong("neurons", "layer ", i+2, " of the network ", c.Network, " has ", l.masks, " masks for channels of their own, which a whole plane has not: take onn-3-3, onn-3-7 or your own")
		}
	}
	return nil
}

// whole tells whether layer i gives all that its camera sees.
func (p *parts) whole(i int) bool { return p.c.Planes() && i < len(p.arch.layers)-1 }

// behind are the channels of each mask of layer i, and their side.
func (p *parts) behind(i int) (channels, side int) {
	if p.whole(i) {
		return 1, p.c.Samples
	}
	return p.arch.layers[i].out, p.arch.layers[i].tiling().Valid()
}

// sides are how what comes to layer i lies on its light, and samples of a side of what its camera sees.
func (p *parts) sides(i int) (from network.Tiling, camera int) {
	from, camera = p.arch.layers[i].tiling(), p.arch.layers[i].tiling().Response()
	if p.c.Planes() && i > 0 {
		from = network.Tiling{In: 1, Out: 1, Side: p.c.Samples, Kernel: 1}
	}
	if p.whole(i) {
		camera = p.c.Samples
	}
	return from, camera
}

// Outside is of each layer but the last, of whole planes, which share of the light that its cameras see lies outside the bright spot in the middle, where
// what a mask does not turn comes to an image of the first pictures: the mean over the masks, and the first n pictures of a set.
func (s *Session) Outside(set data.Examples, n int) ([]float64, error) {
	if n = min(n, set.Len()); !s.Planes() || n < 1 {
		return nil, errs.New("dante: there are whole planes and pictures to be looked at")
	}
	pass, _, err := s.looking()
	if err != nil {
		return nil, err
	}
	share := make([]float64, len(s.arch.layers)-1)
	spot := s.arch.layers[0].tiling().Block()
	for k := range n {
		set.Read(k, pass.Stage(0, set.Target(k)))
		if err := pass.Run(1); err != nil {
			return nil, err
		}
		for i := range share {
			for _, m := range s.layers[i] {
				_, _, response := m.Kept()
				all, err := pass.Read(response, 1)
				if err != nil {
					return nil, err
				}
				for _, u := range all { // of each stack that goes through the mask
					share[i] += network.OutsideSpot(intensity(u), s.Samples, spot) / float64(n*len(all)*len(s.layers[i]))
				}
			}
		}
	}
	return share, nil
}

// quarters are the paper's first networks on planes of a quarter as many samples along each side: lenses reach 301 and masks have 300, and channels are as many
// as leave each impulse response within two thirds of that.
func quarters(masks int) architecture {
	first, second := layer{1, 3, 4, 32, 0, 5, 2, 1, 1, 0}, layer{1, 4, 16, 14, 0, 3, 2, 1, 1, 0}
	if masks > 3 {
		first.masks, first.repeat, second.masks, second.branches = 3, 3, 3, 3
	}
	return colours(first, second, layer{1, 16, 49, 6, 0, 3, 2, 1, 1, 0})
}
