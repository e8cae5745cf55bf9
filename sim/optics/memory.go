package optics

import (
	"math"
	"strconv"

	"talbot/sim/compute"
)

// Bytes is about how much memory r takes on a device with so many copies of a Scratch
// buffer: its tables, which are made and then copied, or kept, the planes between its steps, the
// transforms' working memory, and the light before and behind it, on the device and as a
// field.
func (r *Recipe) Bytes(scratch int) float64 {
	nx, ny := float64(r.In.Nx), float64(r.In.Ny)
	floats, work := 4*nx*ny, 0.0
	for _, s := range r.Steps {
		mx, my := float64(s.Mx), float64(s.My)
		if s.H != nil {
			floats += 4*mx*my + s.Kept/4
			work = math.Max(work, 2*ny*mx)
		} else {
			floats += 4 * math.Min(nx, float64(s.Nx)) * math.Min(ny, float64(s.Ny))
		}
		nx, ny = float64(s.Nx), float64(s.Ny)
		floats += 2 * nx * ny * float64(scratch)
	}
	return 4 * (floats + work*float64(scratch) + 4*nx*ny)
}

// fits is nil if dev has room for r, and else a *compute.MemoryError.
func (r *Recipe) fits(dev compute.Device) error {
	h, ok := dev.(compute.Hosted)
	if !ok {
		return nil
	}
	scratch, _ := h.Copies()
	need := r.Bytes(scratch)
	return compute.Fits(dev, "this propagation", need, func(room float64) string {
		mx, my := r.In.Nx, r.In.Ny
		for _, s := range r.Steps {
			mx, my = max(mx, s.Nx, s.Mx), max(my, s.Ny, s.My)
		}
		return "its window has " + size(mx, my) + " samples, and one of " + Shrunk(mx, my, room/need) + " would fit"
	})
}

// size is a number of samples along x and y.
func size(nx, ny int) string { return strconv.Itoa(nx) + "x" + strconv.Itoa(ny) }

// Shrunk is the size, as NxM, of a plane with a share of so many samples.
func Shrunk(nx, ny int, share float64) string {
	if nx == 1 || ny == 1 {
		return size(max(1, int(share*float64(nx))), max(1, int(share*float64(ny))))
	}
	side := math.Sqrt(share)
	return size(max(1, int(side*float64(nx))), max(1, int(side*float64(ny))))
}
