package feedback

import (
	"math"

	"talbot/sim/network"
)

// transformer adds the blocks of a vision Transformer to b (Dosovitskiy et al., "An image is worth 16x16 words", ICLR
// 2021): patches, each made a token and told its place; blocks of attention and two dense layers of twice the numbers of
// a token; and the mean of all tokens, of which a dense layer makes the answer. Each gets the error as a whole, the same for
// all tokens.
func (c *Config) transformer(n *network.Network, b *network.Blocks, classes int) error {
	patches, err := network.Patches(n.Input, c.Patch)
	if err != nil {
		return err
	}
	if b.Feedback != nil {
		b.Feedback = network.ForRows{Feedback: b.Feedback}
	}
	dev, seed := n.Device, uint64(c.Seed)
	tokens, numbers := patches.Out.Ny, patches.Out.Nx
	embed, err := network.NewLinear(dev, "patches", numbers, c.Hidden, true)
	if err == nil {
		err = embed.Draw(seed, 0, math.Sqrt(3))
	}
	if err != nil {
		return err
	}
	places, err := network.NewPositions(dev, "places", tokens, c.Hidden)
	if err == nil {
		err = places.Draw(seed, 1, 0.3)
	}
	if err != nil {
		return err
	}
	b.Chain = append(b.Chain, network.Chain{patches, embed, places})
	kind := network.Transformer{Width: c.Hidden, Heads: c.Heads, Hidden: 2 * c.Hidden, Blocks: c.Layers}
	for i := range c.Layers {
		block, err := kind.New(dev, i, seed, uint32(3+4*i))
		if err != nil {
			return err
		}
		b.Chain = append(b.Chain, block)
	}
	norm, err := network.NewLayerNorm(dev, "last norm", c.Hidden)
	if err != nil {
		return err
	}
	last, err := network.NewDense(dev, "last weights", c.Hidden, classes, true)
	if err == nil {
		err = last.Draw(seed, 2, 1)
	}
	if err != nil {
		return err
	}
	b.Chain = append(b.Chain, network.Chain{norm, network.MeanRows{}, last})
	return n.Init()
}
