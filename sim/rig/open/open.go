package open

import (
	"context"
	"fmt"
	"time"

	"talbot/sim/rig"
	"talbot/sim/rig/aravis"
	"talbot/sim/rig/window"
)

// Lab is a bench of devices that are open.
type Lab struct {
	Bench   *rig.Bench
	Panels  []*window.Panel
	Cameras []Counted
}

// Counted is a camera that tells what has come of its frames.
type Counted struct {
	rig.Camera
	Counts func() aravis.Counts
}

// Clock is the system's, from 0 on.
type Clock struct{ began time.Time }

// NewClock begins now.
func NewClock() Clock { return Clock{time.Now()} }

// Now implements rig.Clock.
func (c Clock) Now() float64 { return time.Since(c.began).Seconds() }

// Sleep implements rig.Clock.
func (c Clock) Sleep(ctx context.Context, seconds float64) error {
	if seconds <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(time.Duration(seconds * float64(time.Second)))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Open opens all devices of a bench, panels by the program talbot-desk, and starts its cameras. What has been opened is closed
// again when something fails.
func Open(ctx context.Context, f File, desk string) (*Lab, error) {
	l, clock := new(Lab), NewClock()
	if err := l.open(ctx, f, desk, clock); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (l *Lab) open(ctx context.Context, f File, desk string, clock Clock) (err error) {
	var slms []rig.SLM
	for _, p := range f.Panels {
		kind, err := p.kind()
		if err != nil {
			return err
		}
		curve, err := p.curve()
		if err != nil {
			return err
		}
		s, err := window.Open(ctx, window.Options{Program: desk, Display: p.Display, Monitor: p.Monitor, Primary: p.Primary, End: p.End, Check: p.Check,
			Kind: kind, Levels: curve.Levels(), Pitch: f.Plane.Dx, Latency: p.Latency, Settle: p.Settle, Now: clock.Now})
		if err != nil {
			return err
		}
		l.Panels, slms = append(l.Panels, s), append(slms, s)
	}
	var cameras []rig.Camera
	for _, k := range f.cameras() {
		c, err := k.Open(f.Plane.Dx, clock.Now)
		if err != nil {
			return err
		}
		l.Cameras, cameras = append(l.Cameras, c), append(cameras, c)
		if k.Exposure > 0 {
			if _, err := c.Configure(ctx, rig.CameraConfig{Exposure: k.Exposure}); err != nil {
				return err
			}
		}
		if err := c.Start(ctx); err != nil {
			return err
		}
	}
	if l.Bench, err = f.Bench(slms, cameras, clock); err != nil || f.Pipelined == nil {
		return err
	}
	return f.Pipelined.overlap(l.Bench)
}

// overlap has a bench's pictures overlap, or do so once it is known by how much they may.
func (p Pipelined) overlap(b *rig.Bench) error {
	if p.Late != nil {
		return b.Overlap(*p.Late, *p.Lead)
	}
	err := b.Overlap(0, 0)
	if err == nil {
		b.Sequencer.(*rig.Pipeline).Unknown = true
	}
	return err
}

// Design is how the bench is meant.
func (f File) Design() rig.Design {
	d := rig.Design{Wavelength: f.Wavelength, Plane: f.Plane.grid()}
	for _, p := range f.Panels {
		d.Gaps = append(d.Gaps, p.Gap)
	}
	return d
}

// Bench is that of the file, of devices that somebody else has opened, in its order.
func (f File) Bench(slms []rig.SLM, cameras []rig.Camera, clock rig.Clock) (*rig.Bench, error) {
	if len(slms) != len(f.Panels) || len(cameras) != len(f.cameras()) {
		return nil, fmt.Errorf("%d panels and %d cameras are open for a bench of %d and %d", len(slms), len(cameras), len(f.Panels), len(f.cameras()))
	}
	b := &rig.Bench{Design: f.Design(), Clock: clock, Retries: f.Retries, Saturated: 1, Carrier: f.Carrier, Stepper: -1}
	for i, p := range f.Panels {
		curve, err := p.curve()
		if err != nil {
			return nil, err
		}
		b.Mounts = append(b.Mounts, rig.Mount{SLM: slms[i], X: p.X, Y: p.Y, Curve: curve, Tag: p.Tag})
		if slms[i].Info().Kind == rig.Phase && b.Stepper < 0 {
			b.Stepper = i
		}
	}
	for i, k := range f.cameras() {
		*[]*rig.Eye{&b.Object, &b.Reference}[i] = rig.Eye{Camera: cameras[i], X: k.X, Y: k.Y, Unit: k.Unit}
	}
	return b, b.Check()
}

// cameras are the one or two that there are.
func (f File) cameras() []Camera {
	if f.Interference == nil {
		return []Camera{f.Camera}
	}
	return []Camera{f.Camera, *f.Interference}
}

// Close closes all devices.
func (l *Lab) Close() {
	for _, c := range l.Cameras {
		c.Close()
	}
	for _, p := range l.Panels {
		p.Close()
	}
}
