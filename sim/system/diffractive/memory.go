package diffractive

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/modulator"
)

// Memory is about how many bytes a session of c takes while it trains on pictures of so
// many pixels, on a device with so many copies of its Scratch and Sum buffers. What looks
// at the light (Session.Look) takes more.
func (c *Config) Memory(pixels, scratch, sum int, looks bool) float64 {
	n := float64(c.Samples) * float64(c.Samples)
	side := float64(c.Samples + 2*c.Padding)
	window := side * side
	threads, copies := float64(scratch), float64(1+sum)
	planes := float64(c.Layers + 1)

	// The masks: transmission, value, gradient and what the optimiser keeps of each.
	states := 1.0
	if c.Optimiser == "adam" {
		states = 2
	}
	masks, kept := 0.0, 0.0
	curves := make([]modulator.Curve, c.Masks())
	if c.Device() {
		if parsed, err := c.Curves(); err == nil {
			curves = parsed
		}
	}
	for _, d := range curves {
		v, gradient := n, n*copies
		if c.Device() {
			gradient = n + 2*n*copies
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
	all := 1 + float64(c.Networks)*planes
	fields := 2*n*(threads*(all+1+1+planes)+all) + 3*threads*2*float64(c.Samples)*side
	batch := float64(2*pixels) * float64(c.Batch+evalImages)
	light := 4*n + 4*window // the transfer function is made, and then copied
	floats := masks + kept + fields + batch + light
	if looks {
		floats += 12*window + (planes+1)*6*n
	}
	return 4 * floats
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
		n, side := float64(c.Samples)*float64(c.Samples), float64(c.Samples+2*c.Padding)
		planes := float64(c.Layers + 2)
		masks := 2 * n * float64(c.Masks())
		return idle.Memory(pixels, scratch, sum, false) +
			4*(masks+4*side*side+4*n+float64(scratch)*(2*n*planes+2*float64(c.Samples)*side))
	})
}

// FitsHost is Fits for a session on another device, such as a GPU, of which dev, the
// processor, makes the transfer function, keeps the masks and looks at the light.
func (c *Config) FitsHost(dev compute.Device) error {
	return c.fits(dev, func(c *Config, _, _ int) float64 {
		n, side := float64(c.Samples)*float64(c.Samples), float64(c.Samples+2*c.Padding)
		return 4 * (16*side*side + 10*n*float64(c.Masks()+2))
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
	try := func(samples, padding int) bool {
		d := *c
		d.Samples, d.Padding = samples, padding
		return fits(&d)
	}
	least := 16
	if p, err := c.Param("samples"); err == nil {
		least = int(p.Min)
	}
	n := largest(least, c.Samples-1, func(n int) bool { return try(n, c.Padding) })
	pad := largest(0, c.Padding-1, func(pad int) bool { return try(c.Samples, pad) })
	switch {
	case n >= least && pad >= 0:
		return itoa(n) + " samples would fit, or a padding of " + itoa(pad)
	case n >= least:
		return itoa(n) + " samples would fit"
	case pad >= 0:
		return "a padding of " + itoa(pad) + " would fit"
	}
	share := float64(c.Padding) / float64(c.Samples)
	along := func(n int) int { return int(math.Floor(share * float64(n))) }
	if n = largest(least, c.Samples-1, func(n int) bool { return try(n, along(n)) }); n >= least {
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
