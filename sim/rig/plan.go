package rig

import (
	"context"
	"errors"

	"talbot/sim/errs"
)

// plan takes the frames of all steps of all loads, [load x step][camera], as shoot does.
func (m *measurement) plan(ctx context.Context, loads int) ([][]Taken, error) {
	b, steps := m.b, len(m.show)
	done, left := make([][]Taken, loads*steps), []int(nil)
	for i := range done {
		left = append(left, i)
	}
	b.Report.Shots += len(done)
	var last error
	for range b.Retries + 1 {
		var cameras [][]int
		for _, i := range left {
			b.seq++
			cameras = append(cameras, m.seen[i%steps])
		}
		frames, err := m.r.Plan(ctx, cameras, b.timing())
		if err != nil {
			return nil, err
		}
		var again []int
		for k, i := range left {
			bad := error(nil)
			for _, f := range frames[k] {
				b.Report.Frames++
				switch bad = f.Arrives; {
				case errors.Is(bad, ErrTimeout):
					b.Report.Lost++
				case errors.Is(bad, ErrIncomplete):
					b.Report.Incomplete++
				case bad != nil:
					b.Report.Stale++
				}
				if bad != nil {
					break
				}
			}
			if bad != nil {
				last, again = bad, append(again, i)
				continue
			}
			done[i] = frames[k]
		}
		if left = again; len(left) == 0 {
			return done, nil
		}
	}
	return nil, errs.New("rig: ", len(left), " of ", len(done), " loads could not be measured in ", b.Retries+1, " tries: ", last)
}
