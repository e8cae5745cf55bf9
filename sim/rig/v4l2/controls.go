//go:build linux && (amd64 || arm64)

package v4l2

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"talbot/sim/rig"
)

// has asks for a control that can be set; ok is false for one that is not there.
func (c *Camera) has(id uint32) (q queryControl, ok bool) {
	q.ID = id
	err := ask(c.n, "a control", queryCtrl, &q)
	return q, err == nil && q.Flags&(ctrlDisabled|ctrlRO) == 0
}

// put sets a control and returns what the camera took.
func (c *Camera) put(what string, id uint32, v int32) (int32, error) {
	k := control{id, v}
	if err := ask(c.n, what, setControl, &k); err != nil {
		return 0, err
	}
	k = control{ID: id}
	err := ask(c.n, what+", as it was taken", getControl, &k)
	return k.Value, err
}

// off sets a control that must have one value, if it is there.
func (c *Camera) off(what string, id uint32, v int32) error {
	q, ok := c.has(id)
	if !ok || q.Flags&(ctrlGrabbed|ctrlInactive) != 0 || v < q.Min || v > q.Max {
		return nil
	}
	got, err := c.put(what, id, v)
	if err == nil && got != v {
		err = fmt.Errorf("v4l2: %s: the camera has it at %d and not at %d", what, got, v)
	}
	return err
}

// controls puts off all that changes counts by itself, sets the gain, and finds out what can be exposed.
func (c *Camera) controls() error {
	for _, o := range []struct {
		what string
		id   uint32
		v    int32
	}{
		{"automatic exposure, which is to be off", cidExposureAuto, 1}, {"a rate that follows exposure, which is to be off", cidExposureSlower, 0},
		{"automatic gain, which is to be off", cidAutoGain, 0}, {"automatic white balance, which is to be off", cidWhite, 0},
		{"compensation of light from behind, which is to be off", cidBacklight, 0},
	} {
		if err := c.off(o.what, o.id, o.v); err != nil {
			return err
		}
	}
	if c.driver == "uvcvideo" { // whose unit is a hundredth
		if err := c.off("gamma, which is to be 1", cidGamma, 100); err != nil {
			return err
		}
	}
	if err := c.gain(); err != nil {
		return err
	}
	return c.exposures()
}

func (c *Camera) gain() error {
	id := uint32(cidAnalogue)
	q, ok := c.has(id)
	if !ok {
		id = cidGain
		q, ok = c.has(id)
	}
	if !ok {
		if c.o.Gain != 0 {
			return fmt.Errorf("v4l2: this camera has no gain: leave it out")
		}
		return nil
	}
	want := c.o.Gain
	if want == 0 {
		want = float64(q.Min)
	}
	if !(want >= float64(q.Min) && want <= float64(q.Max)) || want != math.Round(want) {
		return fmt.Errorf("v4l2: a gain of %g: want a whole number from %d to %d", want, q.Min, q.Max)
	}
	got, err := c.put("the gain", id, int32(want))
	if err == nil && math.Abs(float64(got)-want) > float64(max(q.Step, 1)) {
		err = fmt.Errorf("v4l2: a gain of %g is not to be had: the camera took %d", want, got)
	}
	return err
}

// exposures finds the control that exposes, its unit and its range. An exposure longer than a frame's interval is none that
// cameras keep to.
func (c *Camera) exposures() error {
	q, ok := queryControl{}, false
	switch {
	case c.o.Exposure != "":
		if q, ok = c.find(c.o.Exposure); !ok {
			return fmt.Errorf("v4l2: the camera has no control %q that can be set", c.o.Exposure)
		}
		if c.unit = c.o.Unit; c.unit == 0 {
			return fmt.Errorf("v4l2: say how many seconds a step of control %q is", c.o.Exposure)
		}
	default:
		if q, ok = c.has(cidExposureTime); ok {
			c.unit = 100e-6
		} else if q, ok = c.has(cidExposure); ok {
			if c.unit = c.o.Unit; c.unit == 0 {
				c.unit = c.line()
			}
			if c.unit == 0 {
				return fmt.Errorf("v4l2: the camera counts exposures from %d to %d, and does not tell in which unit: say how many seconds a step is", q.Min, q.Max)
			}
		}
	}
	if !ok {
		if c.interval == 0 {
			return errors.New("v4l2: the camera has no exposure that can be set, and does not tell its rate: nobody knows how long it exposes")
		}
		c.taken = c.interval
		c.info.MinExposure, c.info.MaxExposure = c.interval, c.interval
		return nil
	}
	c.expose = q
	lo, hi := float64(max(q.Min, 1))*c.unit, float64(q.Max)*c.unit
	if c.interval > 0 {
		hi = max(lo, min(hi, c.interval))
	}
	if !(hi >= lo) {
		return fmt.Errorf("v4l2: exposures from %d to %d of %g s are none", q.Min, q.Max, c.unit)
	}
	c.info.MinExposure, c.info.MaxExposure = lo, hi
	k := control{ID: q.ID}
	if err := ask(c.n, "the exposure", getControl, &k); err != nil {
		return err
	}
	c.taken = float64(k.Value) * c.unit
	if c.taken < lo || c.taken > hi {
		got, err := c.put("the exposure", q.ID, c.steps(min(max(c.taken, lo), hi)))
		if err != nil {
			return err
		}
		c.taken = float64(got) * c.unit
	}
	return nil
}

// steps is an exposure as the control counts.
func (c *Camera) steps(seconds float64) int32 {
	q := c.expose
	step := float64(max(q.Step, 1))
	k := float64(q.Min) + step*math.Round((seconds/c.unit-float64(q.Min))/step)
	return int32(min(max(k, float64(max(q.Min, 1))), float64(q.Max)))
}

// find is a control by its name.
func (c *Camera) find(called string) (q queryControl, ok bool) {
	for id := uint32(0); ; id = q.ID {
		q = queryControl{ID: id | nextControl}
		if ask(c.n, "its controls", queryCtrl, &q) != nil {
			return q, false
		}
		if strings.EqualFold(text(q.Name[:]), called) {
			return q, q.Type == 1 && q.Flags&(ctrlDisabled|ctrlRO) == 0
		}
	}
}

// line is how long a row of the sensor takes, s; 0 if the device does not tell.
func (c *Camera) line() float64 {
	e := extControl{ID: cidPixelRate}
	all := extControls{Which: cidPixelRate & 0x0fff0000, Count: 1, Controls: &e}
	if ask(c.n, "the pixels' rate", getExtControl, &all) != nil {
		return 0
	}
	pixels := int64(binary.LittleEndian.Uint64(e.Value[:]))
	blank := control{ID: cidHBlank}
	if ask(c.n, "the time between rows", getControl, &blank) != nil || pixels <= 0 || blank.Value < 0 {
		return 0
	}
	return (float64(c.picture.Width) + float64(blank.Value)) / float64(pixels)
}

// Configure implements rig.Camera. Behind it as many frames as Options.Latch are dropped.
func (c *Camera) Configure(ctx context.Context, k rig.CameraConfig) (rig.CameraConfig, error) {
	if err := c.ready(ctx); err != nil {
		return rig.CameraConfig{}, err
	}
	lo, hi := c.info.MinExposure, c.info.MaxExposure
	if !(k.Exposure >= lo*(1-1e-9) && k.Exposure <= hi*(1+1e-9)) {
		return rig.CameraConfig{}, fmt.Errorf("v4l2: an exposure of %g s is outside %g to %g s", k.Exposure, lo, hi)
	}
	if c.unit == 0 {
		return rig.CameraConfig{Exposure: c.taken}, nil
	}
	got := int32(0)
	err := c.call("the exposure", func() (err error) {
		v, err := c.put("the exposure", c.expose.ID, c.steps(k.Exposure))
		if err == nil {
			got = v
		}
		return err
	})
	if err != nil {
		if errors.Is(err, unix.ERANGE) || errors.Is(err, unix.EINVAL) {
			err = fmt.Errorf("v4l2: the camera refuses an exposure of %g s: %w", k.Exposure, err)
		}
		return rig.CameraConfig{}, err
	}
	c.taken = float64(got) * c.unit
	c.skip, c.after = c.o.Latch, time.Now()
	return rig.CameraConfig{Exposure: c.taken}, nil
}
