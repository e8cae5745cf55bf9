package basic

import (
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/optics"
)

// memory is about how many bytes b.Look takes with the propagation r, on a device with so
// many copies of its Scratch buffers: that of the propagation, the slicer's four windows,
// and for each plane what a frame shows and the light on its way there.
func (b *Config) memory(r *optics.Recipe, scratch int) float64 {
	n := float64(r.In.Nx) * float64(r.In.Ny)
	window := 4 * n
	if b.flat() {
		window = 2 * n
	}
	if b.Kind == "talbot" {
		window = n
	}
	planes := float64(b.Elements() + 2)
	shown := planes * 3 * float64(b.Samples) * float64(b.Samples) // bytes
	return r.Bytes(scratch) + 48*window + 40*n + shown
}

// fits is nil if dev has room for b.Look, and else a *compute.MemoryError.
func (b *Config) fits(dev compute.Device, r *optics.Recipe) error {
	h, ok := dev.(compute.Hosted)
	if !ok {
		return nil
	}
	scratch, _ := h.Copies()
	need := b.memory(r, scratch)
	return compute.Fits(dev, "this experiment", need, func(room float64) string {
		n := int(float64(b.Samples) * math.Sqrt(room/need))
		return strconv.Itoa(n-n%16) + " samples would fit"
	})
}
