package diffractive

// worth is the least work, in samples of the window over all hops, that a share of
// an update must have: 2 ms with SIMD on one core of 2026, several times what it takes
// to send the masks to another engine and the gradient back.
const worth = 1 << 16

// Shares is the number of shares for an update of batches like c's on up to so
// many engines. It depends on nothing else, as the number of shares shows in the
// last bits of the masks.
func (c *Config) Shares(engines int) int {
	window := c.Samples + 2*c.Padding
	samples := c.gaps() * window * window
	if c.Uneven() { // every update asks, and this makes garbage
		samples = 0
		for _, h := range c.hops() {
			windows, _, _ := c.load(h)
			for _, side := range windows {
				samples += int(side * side)
			}
		}
	}
	return max(1, min(engines, c.Batch, c.Batch*c.Networks*samples/worth))
}
