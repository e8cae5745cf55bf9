package calibrate

import (
	"context"
	"errors"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Timing is how a panel's pixels move behind a swap: not at all for Latency, and then as 1 - exp(-t/Response). Both are of the slower
// way, there or back.
type Timing struct {
	Panel    string  `json:"panel"`
	Latency  float64 `json:"latency"`  // s
	Response float64 `json:"response"` // s
	Settle   float64 `json:"settle"`   // s until they are within 2 % of where they go
	// Soonest is how long they stay as they were at least, s, and Late how long behind a call a frame's exposure began at most.
	Soonest float64 `json:"soonest"`
	Late    float64 `json:"late"`
}

// Pipeline is what a bench must know that goes to the next picture while a frame is read out: see rig.Pipeline.
type Pipeline struct {
	Late float64 `json:"late"` // s
	Lead float64 `json:"lead"` // s
}

func (p Pipeline) text() string {
	return errs.New("pictures that overlap: exposures begin at most ", round(p.Late, 4), " s late, and swaps may lead by ", round(p.Lead, 4), " s").Error()
}

// within is how exactly a latency is found, s: by so much less a swap may lead; and still how far pixels may have gone that stay as they were.
const within, still = 1e-3, 0.05

// settled is how many time constants pass until pixels are within 2 % of where they go.
var settled = math.Log(50)

// moved is how far a panel has gone, from 0 to 1, so long behind the swap.
type moved struct {
	t, x float64
	end  float64 // when the exposure was over
}

// timing measures latency and settling of each panel: it swaps between two loads, takes frames at times of which the clock tells
// how far they are behind the swap, and finds in each how far the pixels have gone, by frames of levels between, that have settled. The
// bench then waits as long as its slowest panel needs. Where its pictures overlap, a swap leads by what all panels' pixels stay as they were in all frames.
func timing(ctx context.Context, b *rig.Bench, r *Result) error {
	panels := func(phase float64, found func(t Timing)) (wait float64, p Pipeline, err error) {
		p.Lead = math.Inf(1)
		for i := range b.Mounts {
			t, err := slowest(ctx, b, i, phase)
			if err != nil {
				return 0, p, err
			}
			t.Panel = panelName(b, i)
			found(t)
			wait = max(wait, t.Latency+t.Settle)
			p.Late, p.Lead = max(p.Late, t.Late), max(0, min(p.Lead, t.Soonest-within))
		}
		return wait, p, nil
	}
	wait, p, err := panels(0, func(t Timing) { r.Timing = append(r.Timing, t) })
	if err != nil {
		return err
	}
	was := b.Waits()
	again, q, err := panels(0.5, func(Timing) {})
	if err != nil {
		return err
	}
	before, after := math.Abs(was-again), math.Abs(wait-again)
	name := "wait, beside what new frames ask for"
	if had, ok := b.Sequencer.(*rig.Pipeline); ok {
		name = "wait and lead, beside what new frames ask for"
		before, after = before+math.Abs(had.Lead-q.Lead), after+math.Abs(p.Lead-q.Lead)
	}
	r.Pipeline = &Pipeline{max(p.Late, q.Late), min(p.Lead, q.Lead)}
	b.Wait, r.Wait = wait, wait
	r.Pipeline.give(b)
	r.Verified = append(r.Verified, Test{name, 1e3 * before, 1e3 * after, "ms", 1})
	return nil
}

// give gives it to a bench whose pictures overlap.
func (p Pipeline) give(b *rig.Bench) {
	if q, ok := b.Sequencer.(*rig.Pipeline); ok {
		q.Late, q.Lead, q.Unknown = p.Late, p.Lead, false
	}
}

// text is what a bench's file says of a panel.
func (t Timing) text() string {
	return errs.New("panel ", t.Panel, ": latency ", round(t.Latency, 4), " s, settle ", round(t.Settle, 4), " s").Error()
}

// panelName is that of a panel, with its number where another is called the same, as two monitors of one kind are.
func panelName(b *rig.Bench, panel int) string {
	name := b.Mounts[panel].SLM.Info().Name
	for i, m := range b.Mounts {
		if i != panel && m.SLM.Info().Name == name {
			return errs.New(name, " (number ", panel+1, ")").Error()
		}
	}
	return name
}

// swaps is how often a panel is swapped each way, and follows how many frames are taken behind each.
const swaps, follows = 8, 6

// slowest is the timing of a panel; phase, of 0 to 1, says by which part of a step frames are later.
func slowest(ctx context.Context, b *rig.Bench, panel int, phase float64) (Timing, error) {
	var t Timing
	for horizon := 0.15; ; horizon *= 3 {
		if horizon > 6 {
			return t, errs.New("calibrate: panel ", panelName(b, panel), " has not settled ", horizon/3, " s behind a swap, or the light does not change by it")
		}
		ways, began, err := watch(ctx, b, panel, phase, horizon)
		if err != nil {
			return t, err
		}
		late, soonest := false, math.Inf(1)
		for _, way := range ways {
			latency, response, off := fitStep(way, horizon)
			if off > 0.1 {
				return t, errs.New("calibrate: panel ", panelName(b, panel), " does not move as a picture that is swapped once: frames are ", 100*off, " % from a step")
			}
			late = late || latency+settled*response > 0.8*horizon
			soonest = min(soonest, latency)
			for _, m := range way { // however they begin to move
				if m.x > still+2*off {
					soonest = min(soonest, m.end)
				}
			}
			if latency+settled*response > t.Latency+t.Settle {
				t = Timing{Latency: latency, Response: response, Settle: settled * response}
			}
		}
		if t.Soonest, t.Late = soonest, began; !late {
			return t, nil
		}
		t = Timing{}
	}
}

// watch swaps a panel between two loads, and tells how far it had gone in each frame, on both ways, and how long behind its call an exposure
// began at most.
func watch(ctx context.Context, b *rig.Bench, panel int, phase, horizon float64) (ways [2][]moved, late float64, err error) {
	rest, err := between(ctx, b, panel, horizon)
	if err != nil {
		return ways, 0, err
	}
	ends := [2]plant.Load{bars(b, panel, 0), bars(b, panel, 1)}
	camera := b.Object.Camera
	if err := shown(ctx, b, ends[0], 2*horizon); err != nil {
		return ways, 0, err
	}
	for k := range 2 * swaps {
		to := 1 - k%2
		levels, _ := b.Picture(ends[to])
		s, err := b.Mounts[panel].SLM.Show(ctx, levels[panel])
		if err != nil {
			return ways, 0, err
		}
		// So far behind the swap the first frame begins: over the time between two frames, in steps.
		first := horizon / follows * (float64(k/2) + phase) / swaps
		for n := range follows {
			at := s.Time + first + horizon/follows*float64(n)
			if err := b.Clock.Sleep(ctx, at-b.Clock.Now()); err != nil {
				return ways, 0, err
			}
			called := b.Clock.Now()
			if err := camera.Flush(ctx); err != nil {
				return ways, 0, err
			}
			var f rig.Frame
			if err := camera.Grab(ctx, &f); errors.Is(err, rig.ErrTimeout) || err == nil && f.Status != rig.Complete {
				continue
			} else if err != nil {
				return ways, 0, err
			}
			late = max(late, f.Time-called)
			if t := f.Time + f.Exposure/2 - s.Time; t < horizon {
				x := rest.find(b.Light(0, &f))
				if to == 0 {
					x = 1 - x
				}
				ways[k%2] = append(ways[k%2], moved{t, x, f.Time + f.Exposure - s.Time})
			}
		}
		if err := b.Clock.Sleep(ctx, s.Time+2*horizon-b.Clock.Now()); err != nil {
			return ways, 0, err
		}
	}
	return ways, late, nil
}

// shown shows a load on all panels, and waits.
func shown(ctx context.Context, b *rig.Bench, l plant.Load, wait float64) error {
	levels, _ := b.Picture(l)
	for i, m := range b.Mounts {
		if _, err := m.SLM.Show(ctx, levels[i]); err != nil {
			return err
		}
	}
	return b.Clock.Sleep(ctx, wait)
}

// bars is the load Blank with bars of eight pixels on a panel that have gone so far, of 0 to 1, to a level a third of all levels away.
func bars(b *rig.Bench, panel int, x float64) plant.Load {
	l, g := b.Blank(), b.Design.Plane
	from := float64(l[panel][0])
	way := float64(b.Mounts[panel].Curve.Levels()-1) / 3
	if from > 1.5*way {
		way = -way
	}
	for i := range l[panel] {
		if i%g.Nx/8%2 == 1 {
			l[panel][i] = uint16(math.Round(from + x*way))
		}
	}
	return l
}

// fitStep is the latency and the time constant that are nearest to how a panel moved, and how far it is from them, root mean square.
func fitStep(all []moved, horizon float64) (latency, response, off float64) {
	far := func(latency, response float64) (sum float64) {
		for _, m := range all {
			x := 0.0
			if m.t > latency {
				x = 1
				if response > 0 {
					x -= math.Exp(-(m.t - latency) / response)
				}
			}
			sum += (m.x - x) * (m.x - x) / float64(len(all))
		}
		return sum
	}
	off = math.Inf(1)
	const fine = 40
	for i := range fine {
		for j := range fine {
			if l, r := horizon*float64(i)/fine, horizon/3*float64(j)/fine; far(l, r) < off {
				latency, response, off = l, r, far(l, r)
			}
		}
	}
	for step := horizon / fine; step > 1e-6*horizon; {
		better := false
		for _, d := range [][2]float64{{step, 0}, {-step, 0}, {0, step}, {0, -step}, {step, -step / 2}, {-step, step / 2}} {
			l, r := math.Max(0, latency+d[0]), math.Max(0, response+d[1])
			if f := far(l, r); f < off {
				latency, response, off, better = l, r, f, true
			}
		}
		if !better {
			step /= 2
		}
	}
	return latency, response, math.Sqrt(off)
}
