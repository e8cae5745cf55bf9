package main

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"talbot/sim/rig"
	"talbot/sim/rig/check"
	"talbot/sim/rig/open"
)

// one are the flags of a camera that is tested alone.
func (b *bench) one(c *cobra.Command) {
	c.Flags().StringVar(&b.camera.Name, "camera", "", "test a camera alone: `NAME` as talbot rig list has it")
	c.Flags().StringVar(&b.camera.Format, "camera-format", "", "its pixel `format`: Mono8, Mono10, Mono12, Mono14 or Mono16")
	c.Flags().Float64Var(&b.camera.Exposure, "camera-exposure", 0, "its exposure in `s`; 0 for as it is")
	c.Flags().Float64Var(&b.camera.Rate, "camera-rate", 0, "frames a `second` that a camera of V4L2 is to take; 0 for as it is")
	c.Flags().IntSliceVar(&b.sizes, "camera-mode", nil, "frame size that a camera of V4L2 is asked for, such as `640,480`; the largest if it is not given")
	c.MarkFlagsMutuallyExclusive("camera", "virtual")
}

// lone is how many frames a camera is tested by.
const lone = 30

// checkCamera tests a camera without a bench.
func (b *bench) checkCamera() error {
	if n := len(b.sizes); n == 2 {
		b.camera.Mode = [2]int{b.sizes[0], b.sizes[1]}
	} else if n != 0 {
		return fmt.Errorf("--camera-mode wants width and height, such as 640,480")
	}
	ctx, done := b.untilStopped(context.Background(), "stopping")
	defer done()
	clock := open.NewClock()
	c, err := b.camera.Open(0, clock.Now)
	if err != nil {
		return err
	}
	defer c.Close()
	i := c.Info()
	var bad []string
	b.say(check.Line{Name: "opened", Good: true, Text: fmt.Sprintf("%s: %d x %d pixels, %d bits, exposures from %.3g to %.3g s", i.Name, i.Grid.Nx, i.Grid.Ny, i.Bits, i.MinExposure, i.MaxExposure)}, &bad)
	want := b.camera.Exposure
	if want == 0 {
		want = math.Sqrt(i.MinExposure * i.MaxExposure)
	}
	got, err := c.Configure(ctx, rig.CameraConfig{Exposure: want})
	if err != nil {
		return err
	}
	b.say(check.Line{Name: "exposure", Good: math.Abs(got.Exposure/want-1) < 0.1, Value: got.Exposure, Unit: "s", Text: fmt.Sprintf("asked for %.3g s", want)}, &bad)
	if err := c.Start(ctx); err != nil {
		return err
	}
	if err := b.checkFrames(ctx, c, clock, &bad); err != nil {
		return err
	}
	n := c.Counts()
	b.say(check.Line{Name: "frames", Good: n.Incomplete+n.Lost+n.Timeouts == 0, Value: float64(n.Complete), Unit: "frames",
		Text: fmt.Sprintf("%d lost, %d incomplete, %d waits in vain", n.Lost, n.Incomplete, n.Timeouts)}, &bad)
	return verdict(bad)
}

// checkFrames takes frames and tells of their numbers, times and counts.
func (b *bench) checkFrames(ctx context.Context, c open.Counted, clock open.Clock, bad *[]string) error {
	var f, last rig.Frame
	order, first, mean, square, saturated := true, 0.0, 0.0, 0.0, 0
	taken := 0
	for range lone {
		err := c.Grab(ctx, &f)
		if errors.Is(err, rig.ErrTimeout) {
			continue
		}
		if err != nil {
			return err
		}
		if taken == 0 {
			first = clock.Now()
		} else if f.ID <= last.ID || f.Time < last.Time {
			order = false
		}
		last.ID, last.Time = f.ID, f.Time
		taken++
		saturated = max(saturated, f.Saturated)
		for _, v := range f.Counts {
			mean += float64(v)
			square += float64(v) * float64(v)
		}
	}
	rate := float64(taken-1) / (clock.Now() - first)
	b.say(check.Line{Name: "numbers", Good: order && taken == lone, Value: float64(taken), Unit: "frames", Text: fmt.Sprintf("of %d waits; numbers and times of frames rise from one to the next", lone)}, bad)
	if taken < 2 {
		return nil
	}
	b.say(check.Line{Name: "rate", Good: true, Value: rate, Unit: "Hz", Text: "frames a second, as they are grabbed one by one"}, bad)
	n := float64(taken * len(f.Counts))
	mean /= n
	b.say(check.Line{Name: "counts", Good: true, Value: mean, Unit: "counts", Text: fmt.Sprintf("on average, with a spread of %.3g; at most %d pixels of a frame are saturated", math.Sqrt(max(0, square/n-mean*mean)), saturated)}, bad)
	return nil
}
