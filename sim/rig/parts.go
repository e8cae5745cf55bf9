package rig

import (
	"context"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Loads are shown some at a time, as their pictures and frames are in memory meanwhile: chunk of them, or of those with one picture each as many more
// as small panels allow, because a Pipeline runs empty behind each part.
const chunk, longest, room = 64, 1024, 256 << 20

// part is how many loads with one picture each are shown at a time.
func (b *Bench) part() int {
	bytes := 0
	for _, m := range b.Mounts {
		bytes += 2 * m.SLM.Info().Grid.Len()
	}
	for _, e := range []*Eye{&b.Object, &b.Reference} {
		if e.Camera != nil {
			bytes += 4 * e.Camera.Info().Grid.Len()
		}
	}
	return min(max(chunk, room/bytes), longest)
}

// each checks loads and hands them on, so many at a time.
func (b *Bench) each(ctx context.Context, loads []plant.Load, most int, do func([]plant.Load) error) error {
	if err := b.Check(); err != nil {
		return err
	}
	for _, l := range loads {
		if len(l) != len(b.Mounts) {
			return errs.New("rig: a load has levels for ", len(l), " panels, the bench has ", len(b.Mounts))
		}
		for i, levels := range l {
			m := b.Mounts[i]
			if len(levels) != b.Design.Plane.Len() {
				return errs.New("rig: a load has ", len(levels), " levels for panel ", m.SLM.Info().Name, ", want ", b.Design.Plane.Len())
			}
			for _, v := range levels {
				if int(v) >= m.Curve.Levels() {
					return errs.New("rig: panel ", m.SLM.Info().Name, " has no level ", int(v), ": the highest is ", m.Curve.Levels()-1)
				}
			}
		}
	}
	for len(loads) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(most, len(loads))
		if err := do(loads[:n]); err != nil {
			return err
		}
		loads = loads[n:]
	}
	return nil
}
