//go:build linux && (amd64 || arm64)

package v4l2

import (
	"context"
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"talbot/sim/rig"
	"talbot/sim/rig/rigtest"
)

// vivid skips but in the virtual machine of "./build.sh vivid", where /dev/video0 is a camera with frame sizes and rates and
// /dev/video1 one with a region.
func vivid(t *testing.T) {
	t.Helper()
	if os.Getenv("TALBOT_VIVID") == "" {
		t.Skip("./build.sh vivid runs this in a virtual machine")
	}
}

// small is what an emulated processor keeps up with.
func small(change func(*Options)) Options {
	o := Options{Mode: [2]int{320, 180}, Rate: 15, Timeout: 4 * time.Second, Latch: -1}
	if change != nil {
		change(&o)
	}
	return o
}

func opened(t *testing.T, path string, o Options) *Camera {
	t.Helper()
	c, err := Open(path, o)
	check(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

func grabbed(t *testing.T, c *Camera) rig.Frame {
	t.Helper()
	check(t, c.Start(t.Context()))
	var f rig.Frame
	check(t, c.Grab(t.Context(), &f))
	return f
}

// dial sets a control of vivid, as another program would.
func dial(t *testing.T, c *Camera, called string, v int32) {
	t.Helper()
	id := uint32(0)
	for {
		q := queryControl{ID: id | nextControl}
		if ask(c.n, "", queryCtrl, &q) != nil {
			t.Fatalf("vivid has no control %q", called)
		}
		if id = q.ID; text(q.Name[:]) == called {
			break
		}
	}
	k := control{id, v}
	check(t, ask(c.n, called, setControl, &k))
}

func TestVividConformance(t *testing.T) {
	vivid(t)
	for _, format := range []string{"Mono8", "Mono10", "Mono12", "Mono16"} {
		t.Run(format, func(t *testing.T) {
			rigtest.Camera(t, func() rig.Camera {
				return opened(t, "/dev/video0", small(func(o *Options) { o.Format = format }))
			})
		})
	}
}

// A camera whose exposure is a control keeps to the suite as well.
func TestVividExposure(t *testing.T) {
	vivid(t)
	with := small(func(o *Options) { o.Exposure, o.Unit = "Integer 32 Bits", 1e-5 })
	c := opened(t, "/dev/video0", with)
	for _, e := range []float64{1e-5, 0.00321, 0.066} {
		got, err := c.Configure(t.Context(), rig.CameraConfig{Exposure: e})
		if check(t, err); math.Abs(got.Exposure-e) > 0.5e-5 {
			t.Errorf("asked for %g s the camera took %g s", e, got.Exposure)
		}
	}
	check(t, c.Close())
	rigtest.Camera(t, func() rig.Camera { return opened(t, "/dev/video0", with) })
}

// Formats of one picture tell the same light, and a region that is cut here is a part of the whole.
func TestVividFormats(t *testing.T) {
	vivid(t)
	var whole rig.Frame
	for _, f := range []struct {
		format, order string
		scale         float32
	}{{"Mono8", "", 1}, {"Mono10", "", 4}, {"Mono12", "", 16}, {"Mono16", "", 256}, {"Mono16", "big", 256}} {
		c := opened(t, "/dev/video0", small(func(o *Options) { o.Format, o.Order = f.format, f.order }))
		dial(t, c, "OSD Text Mode", 2) // no text
		dial(t, c, "Test Pattern", 0)  // bars
		got := grabbed(t, c)
		if whole.Counts == nil {
			whole = got
			seen := map[float32]bool{}
			for _, v := range got.Counts {
				seen[v] = true
			}
			if len(seen) < 8 {
				t.Fatalf("the bars have %d levels", len(seen))
			}
		}
		for i, v := range got.Counts {
			if math.Abs(float64(v/f.scale-whole.Counts[i])) > 1 {
				t.Fatalf("%s %s: pixel %d is %g, and %g with 8 bits", f.format, f.order, i, v, whole.Counts[i])
			}
		}
		check(t, c.Close())
	}
	c := opened(t, "/dev/video0", small(func(o *Options) { o.X, o.Y, o.Nx, o.Ny = 35, 20, 120, 40 }))
	same(t, grabbed(t, c), whole, 35, 20, 120, 40, 320)
}

func same(t *testing.T, part, whole rig.Frame, x0, y0, nx, ny, width int) {
	t.Helper()
	if len(part.Counts) != nx*ny {
		t.Fatalf("the region has %d pixels", len(part.Counts))
	}
	for y := range ny {
		for x := range nx {
			if a, b := part.Counts[y*nx+x], whole.Counts[(y0+y)*width+x0+x]; a != b {
				t.Fatalf("pixel %d, %d of the region is %g, and %g in the whole", x, y, a, b)
			}
		}
	}
}

// A region that the driver has is that of the whole.
func TestVividRegion(t *testing.T) {
	vivid(t)
	c := opened(t, "/dev/video1", Options{Timeout: 5 * time.Second})
	dial(t, c, "OSD Text Mode", 2)
	dial(t, c, "Test Pattern", 0)
	whole, g := grabbed(t, c), c.Info().Grid
	check(t, c.Close())
	c = opened(t, "/dev/video1", Options{X: 164, Y: 72, Nx: 320, Ny: 160, Timeout: 5 * time.Second})
	if c.picture.Width != 320 || c.picture.Height != 160 {
		t.Errorf("the driver was to cut 320 x 160 pixels itself, and gives %d x %d", c.picture.Width, c.picture.Height)
	}
	same(t, grabbed(t, c), whole, 164, 72, 320, 160, g.Nx)
	check(t, c.Close())
	c = opened(t, "/dev/video1", Options{Timeout: 5 * time.Second})
	if c.Info().Grid != g {
		t.Errorf("the next program gets %v, not %v", c.Info().Grid, g)
	}
}

func TestVividRefuses(t *testing.T) {
	vivid(t)
	for what, o := range map[string]Options{
		"no pixel format Mono14": {Format: "Mono14"}, "rate of 7000": {Mode: [2]int{320, 180}, Rate: 7000}, "asked for 321 x 180": {Mode: [2]int{321, 180}},
		"not within 320 x 180": {Mode: [2]int{320, 180}, X: 1, Nx: 320, Ny: 180}, "gain of 1000": {Mode: [2]int{320, 180}, Gain: 1000},
		"no control": {Mode: [2]int{320, 180}, Exposure: "Shutter", Unit: 1},
	} {
		c, err := Open("/dev/video0", o)
		if err == nil {
			c.Close()
			t.Errorf("%s: %+v is accepted", what, o)
		} else if !strings.Contains(err.Error(), what) {
			t.Errorf("%s: the error is %v", what, err)
		}
	}
	if _, err := Open("/dev/video7", Options{}); err == nil || !strings.Contains(err.Error(), "no camera /dev/video7") {
		t.Errorf("a camera that is not there: %v", err)
	}
	all, err := List()
	if check(t, err); len(all) != 2 || all[0].Driver != "vivid" || len(all[0].Formats) != 4 {
		t.Errorf("the cameras are %+v", all)
	}
}

func TestVividBusy(t *testing.T) {
	vivid(t)
	c := opened(t, "/dev/video0", small(nil))
	grabbed(t, c)
	if _, err := Open("/dev/video0", small(nil)); !errors.Is(err, ErrBusy) {
		t.Errorf("a second program gets %v", err)
	}
	grabbed(t, c)
	check(t, c.Close())
	grabbed(t, opened(t, "/dev/video0", small(nil)))
}

// Frames that the device loses are counted, over the end of its 32 bits too, and frames that it says are wrong are not whole.
func TestVividLost(t *testing.T) {
	vivid(t)
	c := opened(t, "/dev/video0", small(nil))
	dial(t, c, "Wrap Sequence Number", 1)
	dial(t, c, "Percentage of Dropped Buffers", 50)
	defer dial(t, c, "Percentage of Dropped Buffers", 0)
	defer dial(t, c, "Wrap Sequence Number", 0)
	first := grabbed(t, c)
	last := first
	for range 300 {
		var f rig.Frame
		if err := c.Grab(t.Context(), &f); errors.Is(err, rig.ErrTimeout) {
			continue
		} else if check(t, err); f.ID <= last.ID {
			t.Fatalf("frame %d comes behind frame %d", f.ID, last.ID)
		} else if last = f; f.ID-first.ID > 140 {
			break
		}
	}
	if n := c.Counts(); n.Lost < 20 || n.Complete < 20 || last.ID-first.ID > 1000 || c.last > 1<<31 {
		t.Errorf("of frames %d to %d there were %+v; the driver is at %d", first.ID, last.ID, n, c.last)
	} else {
		t.Logf("%+v; the driver's last number is %d", n, c.last)
	}
}

func TestVividIncomplete(t *testing.T) {
	vivid(t)
	c := opened(t, "/dev/video0", small(nil))
	grabbed(t, c)
	dial(t, c, "Inject V4L2_BUF_FLAG_ERROR", 1)
	for range 20 {
		if grabbed(t, c).Status == rig.Incomplete {
			if n := c.Counts().Incomplete; n != 1 {
				t.Errorf("%d frames are counted as incomplete", n)
			}
			return
		}
	}
	t.Error("a frame that the driver says is wrong is taken as whole")
}

// A timestamp behind which the clock begins anew does no harm, and a frame behind Flush began behind it.
func TestVividFlush(t *testing.T) {
	vivid(t)
	for _, wrap := range []int32{0, 1} {
		began := time.Now()
		c := opened(t, "/dev/video0", small(func(o *Options) { o.Now = func() float64 { return time.Since(began).Seconds() } }))
		dial(t, c, "Wrap Timestamp", wrap)
		grabbed(t, c)
		for range 3 {
			time.Sleep(300 * time.Millisecond)
			check(t, c.Flush(t.Context()))
			asked := time.Since(began).Seconds()
			if f := grabbed(t, c); f.Time < asked-0.001 {
				t.Errorf("a frame behind Flush began %g s before", asked-f.Time)
			}
		}
		dial(t, c, "Wrap Timestamp", 0)
		check(t, c.Close())
	}
}

// A stream that ends in an error, and a camera that is unplugged, are told apart, and it can be opened again.
func TestVividGone(t *testing.T) {
	vivid(t)
	for called, want := range map[string]error{"Disconnect": rig.ErrGone, "Inject Fatal Streaming Error": nil} {
		c := opened(t, "/dev/video0", small(nil))
		grabbed(t, c)
		dial(t, c, called, 1)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		var err error
		for err == nil {
			var f rig.Frame
			err = c.Grab(ctx, &f)
		}
		cancel()
		if want != nil && !errors.Is(err, want) || want == nil && (errors.Is(err, context.DeadlineExceeded) || errors.Is(err, rig.ErrTimeout)) {
			t.Errorf("%s gives %v", called, err)
		}
		t.Logf("%s: %v", called, err)
		check(t, c.Close())
		again := opened(t, "/dev/video0", small(nil))
		grabbed(t, again)
		check(t, again.Close())
	}
}
