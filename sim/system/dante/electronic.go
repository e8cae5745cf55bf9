package dante

import (
	"math"
	"strconv"

	"talbot/sim/compute/kernels"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// electronic is a layer of a network without light, which the paper compares with: a convolution of real
// numbers, or where kernel is 0 a dense layer. ReLU follows, and then the largest of squares of pool x pool.
type electronic struct{ out, kernel, pad, pool int }

// electronics are the networks without light: a linear classifier, LeNet-5 (LeCun et al., Proc. IEEE 86, 2278
// (1998)) with ReLU and the largest in place of means, and VGG11 (Simonyan and Zisserman, ICLR 2015) as is usual
// for pictures of 32 x 32, with one dense layer. Behind each convolution are bias and scale, where the network has them.
var electronics = map[string][]electronic{
	"linear":  {},
	"lenet-5": {{6, 5, 0, 2}, {16, 5, 0, 2}, {120, 0, 0, 1}, {84, 0, 0, 1}},
	"vgg-11": {{64, 3, 1, 2}, {128, 3, 1, 2}, {256, 3, 1, 1}, {256, 3, 1, 2},
		{512, 3, 1, 1}, {512, 3, 1, 2}, {512, 3, 1, 1}, {512, 3, 1, 2}},
}

// Electronic tells whether the network has no light at all.
func (c *Config) Electronic() bool { return electronics[c.Network] != nil }

// electronicNetwork is that of the settings for pictures of a shape.
func (c *Config) electronicNetwork(channels, side int) (architecture, error) {
	a := architecture{channels: channels, side: side}
	a.real = append(a.real, electronics[c.Network]...)
	if c.Network == "lenet-5" && side < 32 {
		a.real[0].pad = 2 // as pictures of 28 x 28 stand in 32 x 32 in the original
	}
	for i, s := range a.sizes() {
		if s.ny < 1 || a.real[i].kernel > 0 && s.before+2*a.real[i].pad < a.real[i].kernel {
			return a, experiment.Wrong("network", "nothing is left of pictures of ", side, " x ", side, " behind layer ", i+1, " of ", c.Network, ": take larger pictures or a smaller network")
		}
	}
	return a, nil
}

// size is what comes to an electronic layer and what leaves it.
type size struct{ in, before, out, valid, ny int } // channels and sides: before, behind the products, and behind all

// sizes are those of all electronic layers.
func (a architecture) sizes() (list []size) {
	in, side := a.channels, a.side
	for _, l := range a.real {
		s := size{in: in, before: side, out: l.out, valid: 1, ny: 1}
		if l.kernel > 0 {
			s.valid = side + 2*l.pad - l.kernel + 1
			s.ny = s.valid / l.pool
		}
		list = append(list, s)
		in, side = s.out, s.ny
	}
	return list
}

// electronicFeatures are the numbers that come to the read-out.
func (a architecture) electronicFeatures() int {
	n := a.channels * a.side * a.side
	for _, s := range a.sizes() {
		n = s.out * s.ny * s.ny
	}
	return n
}

// electronicWeights are those of all but the read-out, and the products that they take.
func (a architecture) electronicWeights() (weights []int, products float64) {
	for i, s := range a.sizes() {
		n := s.in * s.out * s.before * s.before
		if k := a.real[i].kernel; k > 0 {
			n = s.in * s.out * k * k
		}
		weights = append(weights, n)
		products += float64(n * s.valid * s.valid)
	}
	return weights, products
}

// newElectronic makes all but the read-out, with first values.
func (p *parts) newElectronic() error {
	for i, s := range p.arch.sizes() {
		l, name := p.arch.real[i], "layer "+strconv.Itoa(i+1)
		if l.kernel == 0 {
			d, err := network.NewDense(p.dev, name, s.in*s.before*s.before, s.out, true)
			if err != nil {
				return err
			}
			if err := d.Draw(uint64(p.c.Seed), uint32(i), math.Sqrt(6)); err != nil {
				return err
			}
			p.real = append(p.real, d, network.Activate{Activation: kernels.ReLU})
			continue
		}
		conv, err := network.NewConv(p.dev, name, s.in, s.out, l.kernel, 1, l.pad, true)
		if err != nil {
			return err
		}
		if err := conv.Draw(uint64(p.c.Seed), uint32(i), math.Sqrt(6)); err != nil {
			return err
		}
		p.real = append(p.real, conv)
		if p.c.Norm {
			norm, err := network.NewNorm(p.dev, name+" relay", s.out)
			if err != nil {
				return err
			}
			p.real = append(p.real, norm)
		}
		p.real = append(p.real, network.Activate{Activation: kernels.ReLU})
		if l.pool > 1 {
			p.real = append(p.real, network.MaxPool{Side: l.pool})
		}
	}
	return nil
}
