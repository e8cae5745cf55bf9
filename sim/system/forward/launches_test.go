//go:build !js

package forward

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/webgpu"
	"talbot/sim/rig"
)

// counter is a GPU that computes nothing and counts what it is told to do.
type counter struct {
	next   webgpu.Handle
	lists  map[webgpu.Handle][]webgpu.Step
	groups map[webgpu.Handle]launch
	kinds  map[string]*launch    // by label
	sizes  map[webgpu.Handle]int // threads of a workgroup
	// Lists are sent as package dawn does, which counts its submits in a test of its own.
	gathers  bool
	recorded int
	counts
}

type counts struct {
	launches, lists, reads int // reads wait for all that was told before
	writes, written        int // bytes, each sent before what is told after it
	submits                int
	buffers, made          int // bindings and pipelines, each of which asks whether it has gone well
}

type launch struct {
	label               string
	count, bytes        int
	threads, inOneGroup int
}

func newCounter() *counter {
	return &counter{lists: map[webgpu.Handle][]webgpu.Step{}, groups: map[webgpu.Handle]launch{}, kinds: map[string]*launch{}, sizes: map[webgpu.Handle]int{}}
}

func (c *counter) handle() (webgpu.Handle, error) { c.next++; return c.next, nil }

func (c *counter) Info() webgpu.Info {
	return webgpu.Info{Name: "counter", Limits: webgpu.Limits{SharedBytes: 48 << 10, Invocations: 1024, Binding: 1 << 31, Buffer: 1 << 40, Storage: 16}}
}
func (c *counter) Buffer(_ string, n int, _ bool) (webgpu.Handle, error) {
	c.buffers++
	return c.handle()
}
func (c *counter) Free(webgpu.Handle) {}
func (c *counter) Write(_ webgpu.Handle, _ int, x []float32) error {
	c.writes, c.written = c.writes+1, c.written+4*len(x)
	if !c.gathers {
		c.send()
	}
	return nil
}
func (c *counter) Read(webgpu.Handle, int, []float32) error {
	c.send()
	c.reads++
	return nil
}

// send sends what has been recorded.
func (c *counter) send() {
	if c.recorded > 0 {
		c.submits, c.recorded = c.submits+1, 0
	}
}
func (c *counter) Record(s []webgpu.Step) (webgpu.Handle, error) {
	h, err := c.handle()
	c.lists[h] = s
	return h, err
}
func (c *counter) Submit(list webgpu.Handle) error {
	c.counts.lists++
	for _, s := range c.lists[list] {
		g := c.groups[s.Group]
		k := c.kinds[g.label]
		if k == nil {
			k = &launch{label: g.label}
			c.kinds[g.label] = k
		}
		k.count, k.bytes = k.count+1, k.bytes+g.bytes
		k.inOneGroup = c.sizes[s.Pipeline]
		k.threads += s.X * s.Y * k.inOneGroup
		c.launches++
	}
	if c.recorded++; c.recorded >= 64 || !c.gathers && c.recorded >= 4 {
		c.send()
	}
	return nil
}
func (c *counter) Profile(webgpu.Handle) ([]float64, error) { return nil, nil }
func (c *counter) Peak() int                                { return 0 }
func (c *counter) Lose()                                    {}
func (c *counter) Gather(on bool)                           { c.gathers = on }
func (c *counter) Close()                                   {}
func (c *counter) Later(webgpu.Handle, int, int) (func([]float32) error, error) {
	return func([]float32) error { return nil }, nil
}
func (c *counter) Group(label string, _ webgpu.Handle, binds []webgpu.Binding) (webgpu.Handle, error) {
	c.made++
	h, err := c.handle()
	g := launch{label: label}
	for _, b := range binds {
		g.bytes += b.Size
	}
	c.groups[h] = g
	return h, err
}
func (c *counter) Pipeline(_, code string) (webgpu.Handle, error) {
	c.made++
	h, err := c.handle()
	if err != nil {
		return h, err
	}
	_, size, _ := strings.Cut(code, "@workgroup_size(")
	x, y := 1, 1
	_, err = fmt.Sscanf(size, "%d, %d)", &x, &y)
	c.sizes[h] = x * y
	return h, err
}

// calibrated is a bench as MeasureAll leaves one, in form.
func calibrated(b *rig.Bench) {
	n := b.Design.Plane.Len()
	turned := rig.Homography{1, 0.001, 8e-6, -0.001, 0.999, -3e-6, 0, 0, 1}
	ones := make([]float32, n)
	for i := range ones {
		ones[i] = 1
	}
	b.Object.Registration, b.Reference.Registration = turned, rig.Homography{1, 0.002, 5e-6, -0.002, 1.001, 3e-6, 0, 0, 1}
	b.Mounts[0].Registration, b.Mounts[0].Flat, b.Mounts[0].Axial, b.Mounts[1].Fringing = turned, ones, 1e-4, 0.3
	b.Mounts[1].ZeroOrder = [2]float64{-0.19, -0.11}
	b.Reference.Beam, b.Reference.Phase, b.Reference.Still, b.Reference.Blank = ones, make([]float32, n), make([]float32, n), slices.Concat(ones, ones)
}

// eight is a network of eight masks on a typical bench, on a GPU that counts.
func eight(t *testing.T) (*counter, *Session) {
	c := newCounter()
	s, err := eightOn(webgpu.New(c, webgpu.Tune{}))
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

func eightOn(dev compute.Device) (*Session, error) {
	config := base("fashion-mnist", 8)
	config.Calibrate = false
	s, err := Open(dev, config, bars(1000, 1))
	if err != nil {
		return nil, err
	}
	if err := s.ready(context.Background()); err != nil {
		return nil, err
	}
	calibrated(s.bench)
	s.Calibrate, s.Recentre = true, 1
	err = s.take(s.bench)
	s.Recentre = 0 // nothing is seen here, where no light is computed
	return s, err
}

// An update of eight masks on a typical bench, ten pictures each, has few launches, and waits for the GPU twice: for the blank wave and for
// the loss. Its frames are those of a lab: 16 passes of ten loads and two looks, and a blank wave, three steps each, by two cameras.
func TestLaunches(t *testing.T) {
	c, s := eight(t)
	frames := 0
	for i := range 2 { // the second has all that the first makes, and another registration
		s.bench.Move(&rig.Centre{Moved: [2][2]float64{{float64(i) * 1e-6, 0}, {0, float64(i) * 1e-6}}})
		c.counts, c.kinds, frames = counts{}, map[string]*launch{}, s.Frames()
		if _, err := s.Next(); err != nil {
			t.Fatal(err)
		}
	}
	all := slices.SortedFunc(maps.Values(c.kinds), func(a, b *launch) int { return b.bytes - a.bytes })
	for _, l := range all {
		t.Logf("%5d of %5.1f MB, as many as they may be, and %4d thousand threads in groups of %3d, %s", l.count, float64(l.bytes)/float64(l.count)/1e6,
			l.threads/l.count/1000, l.inOneGroup, l.label)
	}
	t.Logf("%+v", c.counts)
	if c.buffers > 0 || c.made > 0 {
		t.Errorf("an update that is not the first makes %d buffers and %d bindings and pipelines", c.buffers, c.made)
	}
	if c.launches > 1575 || c.reads > 2 {
		t.Errorf("an update has %d launches and %d reads: it had 1557 and 2, and 1829 before light was transformed once for all its derivatives", c.launches, c.reads)
	}
	if c.submits > 12 {
		t.Errorf("an update has %d submits: it had 8, and 196 before what is written between its passes was gathered", c.submits)
	}
	if got := s.Frames() - frames; got != (16*(10+2)+1)*3*2 {
		t.Errorf("an update takes %d frames", got)
	}
}

// Cameras that are exposed for different times see another mean of the panels' flicker each: light is taken to the phase panel once for each of
// them and pass, not for each step of a phase, and from there for each step of each.
func TestLaunchesOfExposures(t *testing.T) {
	c, s := eight(t)
	if _, err := s.Next(); err != nil { // exposes them anew
		t.Fatal(err)
	}
	for i, eye := range []rig.Eye{s.bench.Object, s.bench.Reference} {
		if _, err := eye.Camera.Configure(t.Context(), rig.CameraConfig{Exposure: 1e-3 * float64(1+i)}); err != nil {
			t.Fatal(err)
		}
	}
	c.kinds = map[string]*launch{}
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	const passes, steps, cameras = 17, 3, 2
	if got, want := c.kinds["panel-states"].count, cameras*passes*(1+steps); got != want {
		t.Errorf("panels are lit %d times, want %d", got, want)
	}
}

// Testing pictures takes half of the passes of an update, and of the last no more than one frame of one camera a picture.
func TestLaunchesOfTests(t *testing.T) {
	c, s := eight(t)
	e := s.Evaluate(bars(64, 2), true)
	frames := s.Frames()
	for range 2 {
		c.counts, frames = counts{}, s.Frames()
		if _, err := e.More(); err != nil {
			t.Fatal(err)
		}
	}
	const n = 32
	t.Logf("%+v for %d pictures", c.counts, n)
	if c.launches > 800 || c.reads > 3 {
		t.Errorf("a test of %d pictures has %d launches and %d reads: it had 777 and 2", n, c.launches, c.reads)
	}
	if got := s.Frames() - frames; got != 7*(n+2)*3*2+n {
		t.Errorf("a test of %d pictures takes %d frames", n, got)
	}
}
