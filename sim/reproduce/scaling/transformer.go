package scaling

import (
	"context"
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/network"
	"talbot/sim/optim"
)

// Text is a Transformer that learns language, and how many tokens an example of it has; a step is of one example.
type Text struct {
	Width, Blocks, Heads, Tokens, Vocabulary int
}

// BillionText has more than 1e9 numbers to train, in arrays of up to 67 MB.
var BillionText = Text{Width: 2048, Blocks: 20, Heads: 16, Tokens: 512, Vocabulary: 256}

func (s Text) String() string {
	return strconv.Itoa(s.Blocks) + " blocks of " + strconv.Itoa(s.Width) + ", " + strconv.Itoa(s.Tokens) + " tokens"
}

// build makes the network on dev, whose weights of seed 0 are zeros.
func (s Text) build(dev compute.Device, seed uint64) (*network.Network, error) {
	embed, err := network.NewEmbed(dev, "tokens", s.Vocabulary, s.Width)
	if err != nil {
		return nil, err
	}
	places, err := network.NewPositions(dev, "places", s.Tokens, s.Width)
	if err != nil {
		return nil, err
	}
	last, err := network.NewLinear(dev, "last weights", s.Width, s.Vocabulary, true)
	if err != nil {
		return nil, err
	}
	if err := embed.Draw(seed, 0, 0.5); err != nil {
		return nil, err
	}
	if err := places.Draw(seed, 1, 0.1); err != nil {
		return nil, err
	}
	if err := last.Draw(seed, 2, 1); err != nil {
		return nil, err
	}
	layers := network.Chain{embed, places}
	kind := network.Transformer{Width: s.Width, Heads: s.Heads, Hidden: 4 * s.Width, Causal: true, Blocks: s.Blocks}
	for i := range s.Blocks {
		block, err := kind.New(dev, i, seed, uint32(3+4*i))
		if err != nil {
			return nil, err
		}
		layers = append(layers, block)
	}
	norm, err := network.NewLayerNorm(dev, "last norm", s.Width)
	if err != nil {
		return nil, err
	}
	n := &network.Network{Device: dev, Input: network.Rows(1, s.Tokens), Layers: append(layers, norm, last), Loses: network.NextToken{}}
	return n, n.Init()
}

// Params is how many numbers are trained.
func (s Text) Params() float64 {
	w, block := float64(s.Width), 0.0
	block = 12*w*w + 13*w // four linear layers with their numbers to add, and two normalisations
	return float64(s.Blocks)*block + float64(2*s.Vocabulary+s.Tokens)*w + 2*w + float64(s.Vocabulary)
}

// Account is what a step by backpropagation would allocate. What a batch takes grows evenly with the blocks and with
// the width, so that it is built small, of one and of two blocks and of two widths; the rest goes by the numbers to train.
func (s Text) Account() (Memory, error) {
	var batch, rates [2][2]float64
	for i := range 2 {
		for k := range 2 {
			some, dev := s, &compute.Counter{}
			some.Blocks, some.Width = i+1, (k+1)*s.Heads
			n, err := some.build(dev, 1)
			if err != nil {
				return Memory{}, err
			}
			m, err := account(dev, n, 1)
			if err != nil {
				return Memory{}, err
			}
			batch[i][k], rates[i][k] = m.Batch, m.Moments-8*some.Params()
		}
	}
	wide := float64(s.Width)/float64(s.Heads) - 1
	var at [2]float64
	for i := range at {
		at[i] = batch[i][0] + wide*(batch[i][1]-batch[i][0])
	}
	p, w := s.Params(), float64(s.Width)
	return Memory{Weights: 4 * p, Gradients: 4 * p, Moments: 8*p + rates[0][0], Batch: at[0] + float64(s.Blocks-1)*(at[1]-at[0]),
		Longest: 4 * math.Max(4*w*w, float64(max(s.Vocabulary, s.Tokens))*w)}, nil
}

// Step makes whole steps by backpropagation on tokens that follow a rule, as Size.Step does.
func (s Text) Step(ctx context.Context, dev compute.Device, clock func() float64) (seconds float64, loss [2]float64, err error) {
	n, err := s.build(dev, 1)
	if err != nil {
		return 0, loss, err
	}
	return steps(ctx, dev, n, 1, clock, func(p *network.Pass) {
		x := p.Stage(0, s.Tokens*7%s.Vocabulary) // the token behind the last
		for i := range x {
			x[i] = float32(i * 7 % s.Vocabulary)
		}
	})
}

// account is Memory of a network's step.
func account(dev *compute.Counter, n *network.Network, batch int) (m Memory, err error) {
	for _, v := range n.Vars() {
		m.Weights += 4 * float64(v.Value.Spec().Len)
		m.Gradients += 4 * float64(v.Grad.Spec().Len)
		m.Longest = math.Max(m.Longest, 4*float64(v.Len()))
	}
	before := dev.Bytes
	if _, err := n.NewPass(network.Train, batch); err != nil {
		return m, err
	}
	m.Batch = dev.Bytes - before
	before = dev.Bytes
	_, err = optim.New(dev, optim.DefaultAdam, n.Vars())
	m.Moments = dev.Bytes - before
	return m, err
}
