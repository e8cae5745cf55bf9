package dante

import (
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// most is the largest phase that the paper's code writes: a little less than a turn.
const most = 1.999 * math.Pi

// Steps of the random numbers that things begin with: of kernels and phases from 0 on by their number.
const (
	readOutNumber = 1 << 20
	mixNumber     = 1<<20 + 1
	fitNumbers    = 1 << 21 // of the masks that are fitted
)

// Mask is one mask of the network: a dual layer, and where it stands.
type Mask struct {
	*network.Dual
	Name  string // "2.3" for the third of layer 2
	Layer int    // from 0
}

// Masks are those of all layers, the first layer's first.
func (p *parts) Masks() []Mask { return p.masks }

// parts are what the networks of a session are made of: both faces share all but the read-out.
type parts struct {
	c       *Config
	dev     compute.Device
	arch    architecture
	masks   []Mask
	layers  [][]Mask // the same by layer
	gains   []*network.Gain
	norms   []*network.Norm
	mixes   []*network.Conv
	real    network.Chain // of a network without light
	classes int
}

// newParts makes all but the read-out, with first values.
func newParts(c *Config, dev compute.Device, in network.Shape, classes int) (*parts, error) {
	if in.Nx != in.Ny {
		return nil, errs.New("dante: pictures must be square, and these are of ", in.Nx, " x ", in.Ny)
	}
	a, err := c.architecture(in.Channels, in.Ny)
	if err != nil {
		return nil, err
	}
	p := &parts{c: c, dev: dev, arch: a, classes: classes}
	if c.Electronic() {
		return p, p.newElectronic()
	}
	for i, l := range a.layers {
		number := strconv.Itoa(i + 1)
		var row []Mask
		for k := range l.masks {
			name := number
			if l.masks > 1 {
				name += "." + strconv.Itoa(k+1)
			}
			d, err := network.NewDual(dev, "layer "+name, l.tiling(), c.system())
			if err != nil {
				return nil, err
			}
			m := Mask{d, name, i}
			if err := p.begin(m, len(p.masks)); err != nil {
				return nil, err
			}
			row, p.masks = append(row, m), append(p.masks, m)
		}
		p.layers = append(p.layers, row)
		var gain *network.Gain
		var norm *network.Norm
		var mix *network.Conv
		if c.Norm {
			norm, err = network.NewNorm(dev, "layer "+number+" relay", l.outputs())
			if err == nil && c.Dual() && !a.bench {
				err = expect(dev, norm, l)
			}
		} else if c.Dual() { // the gain of a single neuron is its mask's own
			gain, err = network.NewGain(dev, "layer "+number+" relay", 1)
		}
		if err == nil && l.branches > 1 {
			if mix, err = network.NewConv(dev, "layer "+number+" mix", l.masks*l.branches, 1, 1, 1, 0, true); err == nil {
				err = p.even(mix)
			}
		}
		if err != nil {
			return nil, err
		}
		p.gains, p.norms, p.mixes = append(p.gains, gain), append(p.norms, norm), append(p.mixes, mix)
	}
	return p, nil
}

// expect has a normalisation begin with the intensities of random kernels and light of amplitude 1: behind n of both the field is
// normal, with a mean square of n, and intensities have an exponential distribution. Without, scores of a network that has learned nothing look certain.
func expect(dev compute.Device, norm *network.Norm, l layer) error {
	n := float64(l.in * l.kernel * l.kernel)
	return norm.Expect(dev, n, n*n)
}

// begin gives kernel or mask number i its first values. Single neurons begin with the paper's phases, and a
// gain with which the light comes to the size of the kernels' at theirs.
func (p *parts) begin(m Mask, i int) error {
	if p.c.Dual() {
		return p.dev.Write(m.Conv.K.Value, 0, p.firstKernels(m, i))
	}
	if err := m.Show(network.FaceOptical); err != nil {
		return err
	}
	if _, none := p.dev.(*compute.Counter); none {
		return nil
	}
	x := make([]float32, m.System.Mask*m.System.Mask)
	rng.Stream{Seed: uint64(p.c.Seed), Stream: rng.Init}.Normal(uint32(i), x)
	for k, v := range x {
		x[k] = float32(most / (1 + math.Exp(-float64(v))))
	}
	if err := p.dev.Write(m.Mask.Var().Value, 0, x); err != nil {
		return err
	}
	if p.c.Planes() {
		return nil // 1, as in SinglePlanes
	}
	energy := float64(m.In * m.Out * m.Tiling.Kernel * m.Tiling.Kernel)
	return p.dev.Write(m.Gain.W.Value, 0, []float32{float32(0.1 * math.Sqrt(energy/0.3))})
}

// firstKernels are those that mask number i begins with.
func (p *parts) firstKernels(m Mask, i int) []float32 {
	k := m.Conv.Drawn(uint64(p.c.Seed), uint32(i), 1)
	if p.arch.bench {
		clear(darkKernels(m, k))
	}
	return k
}

// even begins a mix of stacks with their mean.
func (p *parts) even(mix *network.Conv) error {
	w := make([]float32, mix.W.Len())
	for i := range w {
		w[i] = 1 / float32(len(w))
	}
	return p.dev.Write(mix.W.Value, 0, w)
}

// optical is the other face of a dual layer.
type optical struct{ *network.Dual }

func (o optical) Vars() []*compute.Var { return []*compute.Var{o.Mask.Var(), o.Gain.W} }

func (o optical) Forward(t *network.Tape, in network.Value) (network.Value, network.Back, error) {
	old := o.Face()
	if err := o.Show(network.FaceOptical); err != nil {
		return in, nil, err
	}
	out, back, err := o.Dual.Forward(t, in)
	if again := o.Show(old); err == nil {
		err = again
	}
	return out, back, err
}

// network is the chain of one face, with its read-out. Only what is trained varies pictures.
func (p *parts) network(face network.Face, in network.Shape, read *network.Dense) (*network.Network, error) {
	return p.chain(in, read, func(i int, code network.Chain) network.Chain { return append(code, p.lit(face, i)...) })
}

// lit is a layer's light up to the intensities, by one face.
func (p *parts) lit(face network.Face, i int) network.Chain {
	c := network.Chain{p.light(face, i)}
	if p.gains[i] != nil {
		// The paper's gain begins at 0.1. Adam's steps of 0.01 would take that to 0, from where it does
		// not come back, before the kernels have learned: the number that is trained begins at 1.
		c = append(c, network.Times{Factor: 0.1}, p.gains[i])
	}
	return append(c, network.Intensity{})
}

// chain is the network whose layers see what see says: of layer i, from the numbers that it writes on its light by code, the
// intensities of all masks' channels.
func (p *parts) chain(in network.Shape, read *network.Dense, see func(i int, code network.Chain) network.Chain) (*network.Network, error) {
	c := p.c
	n := &network.Network{Device: p.dev, Input: in, Loss: loss.Smoothed(c.Smoothing), Lean: network.Sharing}
	if !p.arch.bench {
		n.Layers = network.Chain{standard(in.Channels)}
	}
	if c.Mirror > 0 || c.Erase > 0 || c.Move > 0 {
		n.Layers = append(n.Layers, network.Vary{Mirror: c.Mirror, Move: c.Move, Seed: uint64(c.Seed),
			Erase: network.Erase{Share: c.Erase, Least: 0.04, Most: 0.2, LeastAspect: 0.5, LargeAspect: 2}})
	}
	n.Layers = append(n.Layers, p.real...)
	before := 1
	for i, l := range p.arch.layers {
		if c.Shuffle && before > 1 && l.masks > 1 {
			n.Layers = append(n.Layers, network.Shuffle{Groups: before})
		}
		if l.repeat > 1 {
			n.Layers = append(n.Layers, network.Repeat{Times: l.repeat})
		}
		front, code := p.write(i)
		n.Layers = append(append(append(n.Layers, front...), mark{markIn, i}), see(i, code)...)
		n.Layers = append(n.Layers, mark{markOut, i})
		if p.mixes[i] != nil {
			stacks := l.masks * l.branches
			out, side := p.behind(i)
			n.Layers = append(n.Layers, as{network.Shape{Channels: stacks, Ny: out * side, Nx: side}}, p.mixes[i],
				as{network.Shape{Channels: out, Ny: side, Nx: side}})
		}
		if l.dark > 0 {
			n.Layers = append(n.Layers, undark(l))
		}
		if p.norms[i] != nil {
			n.Layers = append(n.Layers, p.norms[i])
		}
		if l.pool > 1 && !p.whole(i) {
			n.Layers = append(n.Layers, network.MeanPool{Side: l.pool})
		}
		before = l.masks
	}
	n.Layers = append(n.Layers, mark{markFeatures, 0}, read)
	return n, n.Init()
}

// light is the masks of a layer, side by side.
func (p *parts) light(face network.Face, i int) network.Layer {
	var row network.Groups
	for _, m := range p.layers[i] {
		if p.c.Planes() {
			row = append(row, network.Single{Dual: m.Dual, First: i == 0, Last: !p.whole(i)})
		} else if face == network.FaceOptical {
			row = append(row, optical{m.Dual})
		} else {
			row = append(row, m.Dual)
		}
	}
	l := p.arch.layers[i]
	switch {
	case l.branches > 1: // each stack goes through all masks
		var all network.Groups
		for range l.branches {
			all = append(all, network.Chain{network.Repeat{Times: l.masks}, row})
		}
		return all
	case l.masks > 1:
		return row
	}
	return row[0]
}

// standard brings pictures to mean 0 and deviation 1: colours by the numbers of ImageNet, as the paper's
// code does, and grey by those of MNIST.
func standard(channels int) network.Standardise {
	if channels == 3 {
		return network.Standardise{Mean: []float64{0.485, 0.456, 0.406}, Deviation: []float64{0.229, 0.224, 0.225}}
	}
	s := network.Standardise{}
	for range channels {
		s.Mean, s.Deviation = append(s.Mean, 0.1307), append(s.Deviation, 0.3081)
	}
	return s
}

// readOut makes a dense layer; networks with bias and scale and those without light have a bias here too.
func (p *parts) readOut(name string) (*network.Dense, error) {
	d, err := network.NewDense(p.dev, name, p.arch.features(), p.classes, p.c.Norm || p.c.Electronic())
	if err != nil {
		return nil, err
	}
	return d, d.Draw(uint64(p.c.Seed), readOutNumber, 1)
}
