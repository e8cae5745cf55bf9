package fourier

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/virtual"
)

// A calibration that was kept makes another bench of the same devices read what the first one read, and nine frames tell that it holds, or does not any more.
func TestKept(t *testing.T) {
	if testing.Short() {
		t.Skip("some thousand frames take seconds")
	}
	f, err := virtual.Grade("typical")
	check(t, err)
	setup := virtual.Fourier(side, focus, stop)
	opened := func(change func(*virtual.Truth)) *Bench {
		t.Helper()
		now := virtual.Draw(setup, f)
		if change != nil {
			change(now)
		}
		r, err := virtual.Of(cpu.Open(2), setup, now)
		check(t, err)
		b, err := Of(r, focus, stop)
		check(t, err)
		return b
	}
	ideal, err := virtual.New(cpu.Open(2), setup, virtual.Ideal())
	check(t, err)
	design, err := Of(ideal, focus, stop)
	check(t, err)

	b := opened(nil)
	before, err := b.Apart(ctx, design)
	check(t, err)
	check(t, b.Calibrate(ctx, nil))
	after, err := b.Apart(ctx, design)
	check(t, err)
	t.Logf("%.3f from the design before, %.3f after, %d frames", before, after, b.Report.Frames)
	if !(after < before/2) {
		t.Errorf("calibration brings %.3f to %.3f", before, after)
	}
	known, err := b.Known(ctx)
	check(t, err)
	text, err := json.Marshal(known)
	check(t, err)
	var kept Known
	check(t, json.Unmarshal(text, &kept))

	again := opened(nil)
	check(t, again.Give(kept))
	from := again.Report.Frames
	if err := again.Verify(ctx, kept); err != nil || again.Report.Frames != from+5+moments {
		t.Errorf("the same bench, by %d frames: %v", again.Report.Frames-from, err)
	}
	if now, err := again.Apart(ctx, design); err != nil || !(now < before/2) {
		t.Errorf("with the calibration that was kept the bench is %.3f from the design, %.3f when it was made, %v", now, after, err)
	}
	phase, amplitudes := rough()
	one, err := b.masked(side, phase, block+response)
	check(t, err)
	two, err := again.masked(side, phase, block+response)
	check(t, err)
	if !reflect.DeepEqual(one, two) || !reflect.DeepEqual(b.load(block, amplitudes, one), again.load(block, amplitudes, two)) {
		t.Error("a mask or a picture gets other levels with the calibration that was kept")
	}

	for _, c := range []struct {
		what   string
		change func(*virtual.Truth)
		want   error
	}{
		{"half of the light", func(x *virtual.Truth) {
			for i := range x.Light {
				x.Light[i] *= complex(math.Sqrt(0.5), 0)
			}
		}, nil},
		{"the camera was moved by a pixel", func(x *virtual.Truth) { x.Cameras[0].Pose.X += 8e-6 }, ErrMoved},
		{"the camera was turned", func(x *virtual.Truth) { x.Cameras[0].Pose.Rotation += 0.05 }, ErrMoved},
		{"the phase panel was moved by four pixels", func(x *virtual.Truth) { x.Panels[1].Pose.Y += 32e-6 }, ErrMoved},
		{"levels of the phase panel turn by a tenth less", func(x *virtual.Truth) {
			for i := range x.Panels[1].Curve.States {
				x.Panels[1].Curve.States[i].Phase *= 0.9
			}
		}, ErrMoved},
		{"the phase panel has another range", func(x *virtual.Truth) {
			for i := range x.Panels[1].Curve.States {
				x.Panels[1].Curve.States[i].Phase *= 0.7
			}
		}, ErrMoved},
	} {
		other := opened(c.change)
		check(t, other.Give(kept))
		err := other.Verify(ctx, kept)
		t.Log(c.what, ": ", err)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	other := opened(func(x *virtual.Truth) { clear(x.Light) })
	check(t, other.Give(kept))
	if err := other.Verify(ctx, kept); err == nil || errors.Is(err, ErrMoved) {
		t.Error("no light: ", err)
	}
	if err := b.Give(Known{Stop: stop}); err == nil {
		t.Error("the calibration of another bench is taken")
	}
}
