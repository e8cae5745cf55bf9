package diffractive

import (
	"math"
	"slices"

	"talbot/sim/experiment"
	"talbot/sim/optics"
)

// gaps is the number of free spaces of a network, and of its planes less one: from the source
// to the first mask, from mask to mask, and to the detector.
func (c *Config) gaps() int { return c.Layers + 1 }

// Gap is how far it is from plane i to the next, m; the planes are those of PlaneAt.
func (c *Config) Gap(i int) float64 { return c.Gaps(c.gaps())[i] }

// Place is how far plane i is from the source, m.
func (c *Config) Place(i int) float64 {
	if c.Distances == "" {
		return float64(i) * c.Distance
	}
	z := 0.0
	for _, d := range c.Gaps(c.gaps())[:i] {
		z += d
	}
	return z
}

// PlaneAt is the grid of a plane of each network: 0 is the source's, then come the masks', and the
// detector's is number Layers + 1.
func (c *Config) PlaneAt(i int) optics.Grid {
	if !c.Uneven() {
		return optics.Square(c.Samples, c.Pitch)
	}
	return c.Grids(c.gaps() + 1)[i]
}

// Grid is the grid of the first mask, and of every plane where they are alike. All masks have as
// many samples, but each may have a pitch of its own.
func (c *Config) Grid() optics.Grid { return c.PlaneAt(1) }

// MaskGrid is the grid of a mask, counted from 0 over all networks.
func (c *Config) MaskGrid(mask int) optics.Grid { return c.PlaneAt(1 + mask%c.Layers) }

// last is the detector's plane.
func (c *Config) last() optics.Grid { return c.PlaneAt(c.gaps()) }

// checkPlanes refuses lists that are not of this bench, and masks of unequal sample numbers. It
// is no matter of light: hops go between planes of any sample numbers, as from the source and to
// the detector. It is that all masks of a network are one array, [mask][y][x]: masks.npy,
// phase.npy, amplitude.npy and levels.npy of a run, the NPZ of the page and the masks that are
// shipped, MaskBytes and MaskArray that go between engine and page, and what other programs read
// of them (NumPy has no array of unequal parts). A mask of another size has another pitch, with
// the same number of samples: 96,64,64,128 with a pitch of 36e-6,36e-6,18e-6,36e-6 is a second mask of
// half the size.
func (c *Config) checkPlanes() error {
	if err := c.CheckEach(c.gaps()); err != nil {
		return err
	}
	for l := 2; l <= c.Layers; l++ {
		if a, b := c.Grid().Nx, c.PlaneAt(l).Nx; a != b {
			return experiment.Wrong("samples", "mask 1 has ", a, " along a side and mask ", l, " has ", b,
				": all masks have as many, and only source and detector may have others; a mask's size can differ by its pitch")
		}
	}
	return nil
}

// hop is the way from one plane to the next.
type hop struct {
	from, to optics.Grid
	z        float64 // m
}

// hops are those of a network, in the light's order.
func (c *Config) hops() (all []hop) {
	for i := range c.gaps() {
		all = append(all, hop{c.PlaneAt(i), c.PlaneAt(i + 1), c.Gap(i)})
	}
	return all
}

// different are the hops that differ, each once: what is made of one serves all like it.
func (c *Config) different() (all []hop) {
	if !c.Uneven() {
		return c.hops()[:1]
	}
	for _, h := range c.hops() {
		if !slices.Contains(all, h) {
			all = append(all, h)
		}
	}
	return all
}

func (c *Config) space(h hop) optics.Space {
	return optics.Space{In: h.from, Wavelength: c.Wavelength, Z: h.z}
}

// side is how many samples of the plane it starts from the window of h has along a side.
func (c *Config) side(h hop) int {
	m, _ := c.space(h).WindowOnto(c.Window(), h.to)
	return m
}

// load is what a hop takes: the sides of the windows that its steps transform, the samples of
// the largest plane times a window's side, which the transforms work in, and the samples of
// the planes between its steps.
func (c *Config) load(h hop) (windows []float64, work, between float64) {
	n, m, k := float64(h.from.Nx), float64(c.side(h)), float64(h.to.Nx)
	switch {
	case h.from == h.to:
		return []float64{m}, n * m, 0
	case h.from.Dx == h.to.Dx:
		wide := math.Max(n, k)
		return []float64{m}, wide * m, wide * wide
	}
	// By chirp-z to the m frequencies of the window, and from there to the next plane.
	return []float64{n + m, m + k}, math.Max(math.Max(n, m)*(n+m), math.Max(m, k)*(m+k)), math.Max(n, m)*math.Max(n, m) + m*m + math.Max(m, k)*math.Max(m, k)
}

// evenly is a bench whose planes are all like those at hop i, as its window holds them.
func (c *Config) evenly(h hop) *Config {
	one := *c
	one.Samples, one.Pitch, one.Distance = c.side(h)-2*c.Padding, h.from.Dx, h.z
	one.Sizes, one.Pitches, one.Distances = "", "", ""
	return &one
}

// widest is the most samples of a plane that light is on.
func (c *Config) widest() (samples int) {
	for _, h := range c.different() {
		samples = max(samples, h.from.Len(), h.to.Len())
		if h.from.Dx != h.to.Dx {
			m := c.side(h)
			samples = max(samples, m*m)
		}
	}
	return samples
}
