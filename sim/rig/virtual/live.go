package virtual

import (
	"context"
	"math"
	"sync"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// Live is a bench whose devices take their time by a clock, as real ones do, and serve several goroutines: a panel swaps with the next
// picture of its refresh, and a camera takes its exposure and its read-out. The light of a frame is computed when its exposure is over, so that a
// panel that is swapped meanwhile is seen. Under testing/synctest the clock costs nothing.
type Live struct {
	mu    sync.Mutex
	h     *hardware
	clock rig.Clock
	torn  int
}

// Enliven makes the devices of a bench that New or Of has made live ones. It has no Sequencer then.
func Enliven(b *rig.Bench, clock rig.Clock) (*Live, error) {
	h, err := truthOf(b)
	if err != nil {
		return nil, err
	}
	for i, m := range b.Mounts {
		if m.SLM != rig.SLM(h.slms[i]) {
			return nil, errs.New("virtual: the devices of this bench are not its own")
		}
	}
	l := &Live{h: h, clock: clock}
	for i, m := range h.slms {
		b.Mounts[i].SLM = &liveSLM{m, l}
	}
	for i, e := range []*rig.Eye{&b.Object, &b.Reference} {
		if e.Camera != nil {
			e.Camera = &liveCamera{h.cameras[i], l}
		}
	}
	b.Clock, b.Sequencer = clock, nil
	return l, nil
}

// Torn is how many exposures began before a panel had settled to within 2 %, or were not over when one began to move.
func (l *Live) Torn() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.torn
}

type liveSLM struct {
	*slm
	l *Live
}

func (m *liveSLM) Show(ctx context.Context, levels []uint16) (rig.Shown, error) {
	now := m.l.clock.Now()
	swap := math.Ceil(now*refresh-1e-6) / refresh
	if err := m.l.clock.Sleep(ctx, swap-now); err != nil {
		return rig.Shown{}, err
	}
	m.l.mu.Lock()
	defer m.l.mu.Unlock()
	m.l.h.now = swap
	return m.slm.Show(ctx, levels)
}

type liveCamera struct {
	*camera
	l *Live
}

// soon is an instant that clocks and sleeps do not tell apart, s.
const soon = 1e-6

func (c *liveCamera) Grab(ctx context.Context, f *rig.Frame) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	began, exposure := c.l.clock.Now(), c.exposure
	if err := c.l.clock.Sleep(ctx, exposure); err != nil {
		return err
	}
	c.l.mu.Lock()
	for _, m := range c.l.h.slms {
		if m.start < began+exposure-soon && began < m.start+m.info.Settle-soon {
			c.l.torn++
			break
		}
	}
	c.l.h.now = began
	err := c.camera.Grab(ctx, f)
	c.l.mu.Unlock()
	if wait := c.l.clock.Sleep(ctx, readout); wait != nil {
		return wait
	}
	return err
}
