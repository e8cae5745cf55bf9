package rig

import (
	"context"
	"errors"
	"slices"

	"talbot/sim/errs"
)

// shoot shows pictures and takes their frames, [shot][camera of the shot]. The levels of a shot are those
// of loads: it puts them on whole panels, with tags.
func (b *Bench) shoot(ctx context.Context, loads []Shot) ([][]*Frame, error) {
	done := make([][]*Frame, len(loads))
	b.Report.Shots += len(loads)
	left := make([]int, len(loads))
	for i := range left {
		left[i] = i
	}
	placing := b.placing()
	var last error
	var wrong []error
	for range b.Retries + 1 {
		shots, seqs := make([]Shot, len(left)), make([]uint64, len(left))
		for k, i := range left {
			b.seq++
			seqs[k] = b.seq
			shots[k] = Shot{b.picture(loads[i].Levels, b.seq, placing), loads[i].Cameras}
		}
		frames, err := b.sequence(ctx, shots)
		if err != nil {
			return nil, err
		}
		var again []int
		for k, i := range left {
			err := b.judge(frames[k], shots[k], seqs[k])
			b.went(err)
			if err != nil {
				last, wrong = err, append(wrong, err)
				again = append(again, i)
				continue
			}
			done[i] = frames[k]
		}
		if left = again; len(left) == 0 {
			return done, nil
		}
		if errors.Is(last, ErrSaturated) {
			return nil, last // another frame is no darker
		}
	}
	return nil, errs.New("rig: ", len(left), " of ", len(loads), " loads could not be measured in ", b.Retries+1, " tries (of their frames ", wrongs(wrong), "): ", last)
}

// wait is how long a picture is shown before its frame.
func (b *Bench) wait() float64 {
	if b.Wait > 0 {
		return b.Wait
	}
	w := 0.0
	for _, m := range b.Mounts {
		i := m.SLM.Info()
		w = max(w, i.Latency+i.Settle)
	}
	return w
}

// timing is when frames are taken.
func (b *Bench) timing() Timing {
	t := Timing{Wait: b.wait()}
	if b.Synchronised && b.Stepper >= 0 {
		t.Period = 1 / b.Mounts[b.Stepper].SLM.Info().Refresh
	}
	return t
}

// picture is a load on whole panels, with the number in their tags.
func (b *Bench) picture(load [][]uint16, seq uint64, placing *placing) [][]uint16 {
	g, all := b.Design.Plane, make([][]uint16, len(load))
	for i, levels := range placing.onPanels(load) {
		m := b.Mounts[i]
		info := m.SLM.Info()
		all[i] = make([]uint16, info.Grid.Len())
		for y := range g.Ny {
			copy(all[i][(y+m.Y)*info.Grid.Nx+m.X:], levels[y*g.Nx:(y+1)*g.Nx])
		}
		m.Tag.Write(all[i], info.Grid.Nx, info.Levels, info.Kind, seq)
	}
	return all
}

// judge counts the frames of a shot and says what is wrong with them.
func (b *Bench) judge(frames []*Frame, s Shot, seq uint64) error {
	for i, f := range frames {
		b.Report.Frames++
		if f == nil {
			b.Report.Lost++
			return ErrTimeout
		}
		if f.Status == Incomplete {
			b.Report.Incomplete++
			return ErrIncomplete
		}
		eye := b.eye(s.Cameras[i])
		nx := eye.Camera.Info().Grid.Nx
		for _, m := range b.Mounts {
			if m.Tag == (Tag{}) {
				continue
			}
			if got, ok := m.Tag.Read(f.Counts, nx); !ok || got != seq%(1<<TagBits) {
				b.Report.Stale++
				return ErrStale
			}
		}
		if b.Saturated < 1 && float64(f.Saturated) > b.Saturated*float64(len(f.Counts)) {
			b.Report.Saturated++
			return ErrSaturated
		}
	}
	return nil
}

func (b *Bench) eye(camera int) *Eye {
	if camera == 1 {
		return &b.Reference
	}
	return &b.Object
}

// sequence shows pictures one after another, where no sequencer does.
func (b *Bench) sequence(ctx context.Context, shots []Shot) ([][]*Frame, error) {
	if b.Sequencer != nil {
		all, err := b.Sequencer.Sequence(ctx, shots, b.timing())
		if err == nil && (len(all) != len(shots) || slices.ContainsFunc(all, func(f []*Frame) bool { return f == nil })) {
			return nil, errs.New("rig: the sequencer gave frames of ", len(all), " pictures for ", len(shots))
		}
		return all, err
	}
	all := make([][]*Frame, len(shots))
	for i, s := range shots {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := b.show(ctx, s.Levels); err != nil {
			return nil, err
		}
		t := b.timing()
		for _, c := range s.Cameras { // one after another, each with a picture of the panel where they are synchronised
			if err := b.Clock.Sleep(ctx, t.After(b.Clock.Now())-b.Clock.Now()); err != nil {
				return nil, err
			}
			t.Wait = 0
			camera := b.eye(c).Camera
			if err := camera.Flush(ctx); err != nil {
				return nil, err
			}
			f := new(Frame)
			switch err := camera.Grab(ctx, f); {
			case errors.Is(err, ErrTimeout):
				f = nil
			case err != nil:
				return nil, err
			}
			all[i] = append(all[i], f)
		}
	}
	return all, nil
}

// show shows a picture on all panels, on those that can at once.
func (b *Bench) show(ctx context.Context, levels [][]uint16) (err error) {
	var shown []func() (Shown, error)
	for k, m := range b.Mounts {
		if err != nil {
			break
		}
		s, ok := m.SLM.(Swapper)
		if !ok {
			_, err = m.SLM.Show(ctx, levels[k])
			continue
		}
		var one func() (Shown, error)
		if one, err = s.Swap(ctx, levels[k]); err == nil {
			shown = append(shown, one)
		}
	}
	for _, one := range shown { // also behind an error: an answer is not to be the next picture's
		if _, e := one(); err == nil {
			err = e
		}
	}
	return err
}
