package diffractive

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/fft"
	"talbot/sim/modulator"
)

// Memory is about how many bytes a session of c takes while it trains on pictures of so
// many pixels, on a device with so many copies of its Scratch and Sum buffers. What looks
// at the light (Session.Look) takes more.
func (c *Config) Memory(pixels, scratch, sum int, looks bool) float64 {
	n := float64(c.Grid().Len())
	threads, copies := float64(scratch), float64(1+sum)
	p := c.room()

	// The masks: transmission, value, gradient and what the optimiser keeps of each.
	states := 1.0
	if c.Optimiser == "adam" {
		states = 2
	}
	masks, kept := 0.0, 0.0
	curves := make([]modulator.Curve, c.Masks())
	if c.Displayed() {
		if parsed, err := c.Curves(); err == nil {
			curves = parsed
		}
	}
	for _, d := range curves {
		v, gradient := n, n*copies
		if c.Displayed() {
			gradient = n + 2*n*copies
			if c.ProcessBlur > 0 {
				masks += 3 * n // levels on their way through the process
			}
			switch c.Method {
			case MethodGumbel:
				v = n * float64(d.Levels())
				gradient = v + 2*n*copies
			case MethodNearest:
				v, gradient = 2*n, 2*n*copies
			}
		}
		masks += 2*n + v + gradient + states*v
		kept += (1 + states) * v // a checkpoint, on its way to the disk
	}

	// The passes: for training, for evaluation and for a view. Each has the fields, and
	// the transform's working memory.
	all := p.source + float64(c.Networks)*p.behind
	fields := 2*(threads*(all+2*p.largest+p.behind)+all) + 3*threads*2*p.work + threads*2*p.between
	batch := float64(2*pixels) * float64(c.Batch+evalImages)
	light := 4*p.source + 4*p.tables // the transfer functions are made, and then copied
	floats := masks + kept + fields + batch + light
	if looks {
		floats += 12*p.windows + 6*(p.source+p.behind)
	}
	return 4 * floats
}

// room is how many samples there are of what a network keeps.
type room struct {
	source, behind float64 // in the source plane, and in all other planes of one network
	largest        float64 // in the largest plane
	work           float64 // the largest plane times a side of its window, for transforms
	tables         float64 // transfer functions of all hops that differ
	between        float64 // planes between the steps of those
	windows        float64 // of those, which slices of light are made in
}

func (c *Config) room() (r room) {
	for i, h := range c.hops() {
		if i == 0 {
			r.source = float64(h.from.Len())
		}
		r.behind += float64(h.to.Len())
		r.largest = max(r.largest, float64(h.from.Len()), float64(h.to.Len()))
	}
	for _, h := range c.different() {
		windows, work, between := c.load(h)
		for _, side := range windows {
			r.tables += side * side
		}
		m := float64(c.side(h))
		r.windows += m * m
		if lines := fft.Vectors(); compute.Threads && len(lines) > 0 {
			// Two blocks of lines, half as long again where the side has a large prime factor.
			work += 3 * float64(lines[0].Lanes) * m
		}
		r.work, r.between = max(r.work, work), r.between+between
	}
	return r
}

// evalImages is how many images an evaluation takes at a time on a processor.
const evalImages = 64

// Fits is nil if dev has room for a session of c, and else a *compute.MemoryError that
// says which size would fit. NewSession asks it; a front end that looks at the light asks
// it before.
func (c *Config) Fits(dev compute.Device, pixels int, looks bool) error {
	return c.fits(dev, func(c *Config, scratch, sum int) float64 { return c.Memory(pixels, scratch, sum, looks) })
}

// FitsDeployed is Fits for a Deployment beside a session that trains nothing.
func (c *Config) FitsDeployed(dev compute.Device, pixels int) error {
	return c.fits(dev, func(c *Config, scratch, sum int) float64 {
		idle := *c
		idle.Batch = 1
		p := c.room()
		masks := 2 * float64(c.Grid().Len()) * float64(c.Masks())
		return idle.Memory(pixels, scratch, sum, false) +
			4*(masks+4*p.tables+4*p.source+float64(scratch)*(2*(p.source+p.behind)+2*p.work+2*p.between))
	})
}

// FitsHost is Fits for a session on another device, such as a GPU, of which dev, the
// processor, makes the transfer function, keeps the masks and looks at the light.
func (c *Config) FitsHost(dev compute.Device) error {
	return c.fits(dev, func(c *Config, _, _ int) float64 {
		p := c.room()
		return 4 * (16*p.tables + 10*(float64(c.Grid().Len())*float64(c.Masks())+2*p.largest))
	})
}

func (c *Config) fits(dev compute.Device, memory func(c *Config, scratch, sum int) float64) error {
	h, ok := dev.(compute.Hosted)
	if !ok {
		return nil
	}
	scratch, sum := h.Copies()
	return compute.Fits(dev, "this network", memory(c, scratch, sum), func(room float64) string {
		return c.smaller(func(c *Config) bool { return memory(c, scratch, sum) <= room })
	})
}

// smaller says which samples or padding would do, each alone or both.
func (c *Config) smaller(fits func(*Config) bool) string {
	try := func(samples, padding int) bool { // in all planes
		d := *c
		d.Samples, d.Sizes, d.Padding = samples, "", padding
		return fits(&d)
	}
	most := max(c.PlaneAt(0).Nx, c.Grid().Nx, c.last().Nx)
	least := 16
	if p, err := c.Param("samples"); err == nil {
		least = int(p.Min)
	}
	n := largest(least, most-1, func(n int) bool { return try(n, c.Padding) })
	pad := largest(0, c.Padding-1, func(pad int) bool {
		d := *c
		d.Padding = pad
		return fits(&d)
	})
	switch {
	case n >= least && pad >= 0:
		return itoa(n) + " samples would fit, or a padding of " + itoa(pad)
	case n >= least:
		return itoa(n) + " samples would fit"
	case pad >= 0:
		return "a padding of " + itoa(pad) + " would fit"
	}
	share := float64(c.Padding) / float64(most)
	along := func(n int) int { return int(math.Floor(share * float64(n))) }
	if n = largest(least, most-1, func(n int) bool { return try(n, along(n)) }); n >= least {
		return itoa(n) + " samples with a padding of " + itoa(along(n)) + " would fit"
	}
	return "no size would fit: take fewer masks, or levels"
}

// largest is the largest number from low to high that is good, if smaller ones are better;
// low-1 if there is none.
func largest(low, high int, good func(int) bool) int {
	for low <= high {
		if mid := low + (high-low)/2; good(mid) {
			low = mid + 1
		} else {
			high = mid - 1
		}
	}
	return high
}
