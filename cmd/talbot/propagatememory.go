package main

import (
	"math"
	"strconv"

	"talbot/cmd/internal/free"
	"talbot/sim/compute"
	"talbot/sim/optics"
	"talbot/sim/optics/judge"
)

// fits is nil if there is room for the propagation, as far as the flags alone tell, and
// else a *compute.MemoryError with the padding or the samples that would fit. It is asked
// before anything is planned; optics.NewMap asks again with all numbers known.
func (p *propagation) fits(s optics.Space, c optics.Choice, wide bool) error {
	room := free.Share * free.Memory()
	if p.force || room <= 0 {
		return nil
	}
	wrong := func(need float64, cure string) error {
		return &compute.MemoryError{What: "this propagation", Need: need, Room: room, Limit: free.Limited, Cure: cure}
	}
	if w := c.Padding; w != nil && optics.Method(p.method) != judge.Sum {
		window := func(share float64) (mx, my float64) {
			return float64(s.In.Nx) + 2*math.Floor(share*float64(w.PadX)), float64(s.In.Ny) + 2*math.Floor(share*float64(w.PadY))
		}
		if mx, my := window(1); p.windowBytes(s.In, mx, my, wide) > room {
			all := p.windowBytes(s.In, mx, my, wide)
			low, high := 0.0, 1.0
			for range 60 {
				mid := (low + high) / 2
				if mx, my := window(mid); p.windowBytes(s.In, mx, my, wide) <= room && mx*my <= optics.Most {
					low = mid
				} else {
					high = mid
				}
			}
			return wrong(all, "a padding of "+strconv.FormatFloat(math.Floor(low*float64(max(w.PadX, w.PadY))), 'f', 0, 64)+" would fit")
		}
	}
	if c.Out != nil {
		// As complex numbers on the device, as a field, in double precision, and in
		// transforms, whose window has up to twice as many samples a side. Planes of
		// 2000 x 2000 and 3950 x 3950 took 155 bytes a sample, steep light takes more.
		if need := 240 * float64(c.Out.Nx) * float64(c.Out.Ny); need > room {
			return wrong(need, "--out-samples "+optics.Shrunk(c.Out.Nx, c.Out.Ny, room/need)+" would fit")
		}
	}
	return nil
}

// windowBytes is about how much memory a transfer function takes in a window of mx x my
// samples around g. In double precision its values are made as they are needed. The truth
// that the result is held against takes twice the window, in double precision, where that
// is not too large.
func (p *propagation) windowBytes(g optics.Grid, mx, my float64, wide bool) float64 {
	double := func(mx, my float64) float64 { return 16*float64(g.Ny)*mx + 100*(mx+my) }
	need := double(mx, my)
	if !wide {
		need = 16*mx*my + 8*float64(g.Ny)*mx + 40*(mx+my)
	}
	if !p.blind && 4*mx*my <= judge.MostWindow {
		need = math.Max(need, double(2*mx, 2*my))
	}
	return need
}
