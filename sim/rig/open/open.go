package open

import (
	"context"
	"encoding/binary"
	"time"

	"talbot/sim/rig"
	"talbot/sim/rig/aravis"
	"talbot/sim/rig/window"
)

// Lab is a bench of devices that are open.
type Lab struct {
	Bench   *rig.Bench
	Panels  []*window.Panel
	Cameras []*aravis.Camera
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
	b := &rig.Bench{Design: rig.Design{Wavelength: f.Wavelength, Plane: f.Plane.grid()}, Clock: clock, Retries: f.Retries, Saturated: 1, Carrier: f.Carrier, Stepper: -1}
	l.Bench = b
	err := func() error {
		for i, p := range f.Panels {
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
			l.Panels = append(l.Panels, s)
			b.Design.Gaps = append(b.Design.Gaps, p.Gap)
			b.Mounts = append(b.Mounts, rig.Mount{SLM: s, X: p.X, Y: p.Y, Curve: curve, Tag: p.Tag})
			if kind == rig.Phase && b.Stepper < 0 {
				b.Stepper = i
			}
		}
		eyes := []*rig.Eye{&b.Object}
		cameras := []Camera{f.Camera}
		if f.Interference != nil {
			eyes, cameras = append(eyes, &b.Reference), append(cameras, *f.Interference)
		}
		for i, k := range cameras {
			o := aravis.Options{Nx: k.Nx, Ny: k.Ny, X: k.RegionX, Y: k.RegionY, Format: k.Format, Gain: k.Gain, Pitch: f.Plane.Dx, Offset: k.Offset, Readout: k.Readout, Now: clock.Now}
			if k.High {
				o.Order = binary.BigEndian
			}
			c, err := aravis.Open(k.Name, o)
			if err != nil {
				return err
			}
			l.Cameras = append(l.Cameras, c)
			if k.Exposure > 0 {
				if _, err := c.Configure(ctx, rig.CameraConfig{Exposure: k.Exposure}); err != nil {
					return err
				}
			}
			if err := c.Start(ctx); err != nil {
				return err
			}
			*eyes[i] = rig.Eye{Camera: c, X: k.X, Y: k.Y, Unit: k.Unit}
		}
		return b.Check()
	}()
	if err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
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
