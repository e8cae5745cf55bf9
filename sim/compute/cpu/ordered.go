package cpu

import "talbot/sim/compute"

// ordered is a copy of a buffer in another order: of its version.
type ordered struct {
	compute.Ordered
	of      *buffer
	data    []float32
	version int
}

// inOrder is the copy of b that o asks for.
func (b *buffer) inOrder(o *compute.Ordered) *ordered {
	for _, c := range b.copies {
		if c.Key == o.Key && c.Len == o.Len {
			return c
		}
	}
	c := &ordered{Ordered: *o, of: b, data: make([]float32, o.Len), version: -1}
	b.copies = append(b.copies, c)
	return c
}

// renew makes the copy anew when the buffer was written since.
func (c *ordered) renew() {
	if c.version != c.of.version {
		c.Order(c.data, c.of.data)
		c.version = c.of.version
	}
}
