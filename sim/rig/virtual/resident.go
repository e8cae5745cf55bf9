package virtual

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/rig"
)

// Home is where the light is computed: see rig.Resident. Frames stay there where the panels have forgotten the picture
// before, so that one frame does not depend on another.
func (h *hardware) Home(wait float64) (compute.Device, int, error) {
	f := h.truth.Faults
	switch {
	case f.Response > 0 && fmath.Exp(-(wait-f.Latency/refresh)/f.Response) > forgotten:
		return nil, 0, errs.New("virtual: after ", wait, " s the panels still show some of the picture before: wait for ",
			f.Latency/refresh+14*f.Response, " s, so that frames do not depend on each other")
	case f.Response == 0 && wait < f.Latency/refresh:
		return nil, 0, errs.New("virtual: after ", wait, " s the panels still show the picture before: wait for ", f.Latency/refresh, " s")
	case f.Link != Links[0]:
		return nil, 0, errs.New("virtual: the graphics card changes pictures on their way, which is done one by one")
	case f.Loss > 0 && h.setup.spotRows() == 0:
		return nil, 0, errs.New("virtual: frames get lost, and a plane of ", h.setup.Plane.String(), " has no room for tags by which late ones are told")
	}
	return h.ways[0].dev, h.setup.Batch, nil
}

// forgotten is how much of the picture before is as nothing.
const forgotten = 1e-6

// Ports are where levels are put and counts are left.
func (h *hardware) Ports() (levels []compute.Buffer, counts []compute.Buffer) {
	for _, w := range h.ways {
		if w != nil {
			counts = append(counts, w.counts)
		}
	}
	return h.ways[0].levels, counts
}

// Plan takes frames whose light is computed later.
func (h *hardware) Plan(ctx context.Context, cameras [][]int, wait rig.Timing) ([][]rig.Taken, error) {
	all := make([][]rig.Taken, len(cameras))
	for i, seen := range cameras {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h.now = wait.After(h.now)
		start, end := h.now, h.now
		for _, c := range seen {
			if err := h.gone(); err != nil {
				return nil, err
			}
			h.now = start
			eye := h.cameras[c]
			t := rig.Taken{Exposure: eye.exposure, Numbers: h.numbers(c, eye.exposure)}
			if h.truth.Faults.Loss > 0 {
				t.Arrives = eye.fate(uint64(h.taken))
			}
			all[i] = append(all[i], t)
			end = max(end, h.now)
		}
		h.now = end
	}
	return all, nil
}

// Compute computes frames of the cameras, whose levels are in the ports. Light is taken as far as it is the same once: in front of the
// last panel where only that has changed, and behind it for cameras that expose together.
func (h *hardware) Compute(ctx context.Context, frames [][]rig.Taken, changed int) error {
	from, last := lit, len(h.slms)-1
	if changed < last {
		h.ways[0].stem.darken()
	}
	for c, taken := range frames {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(taken) == 0 {
			continue
		}
		numbers := make([][]float32, len(taken))
		for i, f := range taken {
			numbers[i] = f.Numbers
		}
		if err := h.ways[c].expose(numbers, from); err != nil {
			return err
		}
		from = behind
	}
	return nil
}
