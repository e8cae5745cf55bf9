//go:build (linux || darwin) && (amd64 || arm64)

package forward

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"talbot/sim/compute"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
)

// BenchmarkEight is how long an update of eight masks on a typical bench takes on a GPU, ten pictures each, and how long pictures that are
// tested, and what each pass of an update takes: on a bench that is calibrated in form alone, which takes as long.
func BenchmarkEight(b *testing.B) {
	clock := clockedGPU(b)
	s, err := eightOn(clock)
	if err != nil {
		b.Fatal(err)
	}
	update := func(n int) time.Duration {
		began := time.Now()
		for range n {
			if _, err := s.Next(); err != nil {
				b.Fatal(err)
			}
		}
		clock.wait(b, s)
		return time.Since(began)
	}
	answer := func(pictures int) time.Duration {
		e, began := s.Evaluate(bars(pictures, 2), true), time.Now()
		for more := true; more; {
			if more, err = e.More(); err != nil {
				b.Fatal(err)
			}
		}
		return time.Since(began)
	}
	update(3)
	answer(64)
	for range b.N {
		const updates, pictures = 50, 320
		clock.waited = 0
		t := update(updates)
		waited := clock.waited.Seconds() / updates
		u := answer(pictures)
		fmt.Printf("%s: an update %.4f s, of which %.4f s wait for the GPU in reads and the rest is the host's; an epoch of 10,000 pictures %.1f s; 10,000 pictures are tested in %.1f s\n",
			clock.Name(), t.Seconds()/updates, waited, t.Seconds()/updates*1000, u.Seconds()/pictures*10000)
	}
	clock.byPass(func() { update(1) })
}

// BenchmarkFour is how long the preset ffm-fashion-4 takes on a GPU: its bench's calibration, step by step, and updates of ten pictures as a training makes
// them behind it, that is with looks at where the image has wandered and with exposures for what is shown, each of which it tells by itself too.
func BenchmarkFour(b *testing.B) {
	clock := clockedGPU(b)
	s, err := Open(clock, fashion(4), bars(1000, 1))
	if err != nil {
		b.Fatal(err)
	}
	began, waited, what := time.Now(), clock.waited, "making the bench"
	first := began
	said := func(next string) {
		fmt.Printf("%7.2f s, of which %6.2f wait for the GPU in reads: %s\n", time.Since(began).Seconds(), (clock.waited - waited).Seconds(), what)
		began, waited, what = time.Now(), clock.waited, next
	}
	s.Attend(b.Context(), said)
	if err := s.ready(b.Context()); err != nil {
		b.Fatal(err)
	}
	said("")
	fmt.Printf("the calibration takes %.1f s and %d frames\n", time.Since(first).Seconds(), s.Frames())
	next := func() {
		if _, err := s.Next(); err != nil {
			b.Fatal(err)
		}
	}
	for range 3 { // of which the first makes what the others use
		next()
	}
	clock.wait(b, s)
	// Of a hundred updates one exposes, and ten look where the image is, of which that is one.
	for range b.N {
		var seconds [3]float64
		var times, frames [3]int
		for range s.Expose {
			kind, at := 0, s.Stage.Step
			if at%s.Recentre == 0 {
				kind = 1
			}
			if at%s.Expose == 0 {
				kind = 2
			}
			began, before := time.Now(), s.Frames()
			next()
			if kind > 0 || (at+1)%s.Recentre == 0 {
				clock.wait(b, s)
			}
			seconds[kind], times[kind], frames[kind] = seconds[kind]+time.Since(began).Seconds(), times[kind]+1, frames[kind]+s.Frames()-before
		}
		t := (seconds[0] + seconds[1] + seconds[2]) / float64(s.Expose)
		fmt.Printf("%s: an update %.4f s, an epoch of 10,000 pictures %.1f s\n", clock.Name(), t, t*1000)
		for kind, name := range []string{"nothing besides", "a look where the image is", "that and an exposure"} {
			fmt.Printf("   %2d with %s: %.4f s each, %.0f frames, %.1f us a frame\n", times[kind], name, seconds[kind]/float64(times[kind]),
				float64(frames[kind])/float64(times[kind]), 1e6*seconds[kind]/float64(frames[kind]))
		}
	}
	clock.byPass(next)
}

// clockedGPU is the GPU of this machine, unless it is a program. What it takes alone is said.
func clockedGPU(b *testing.B) *clocked {
	lib, err := dawn.Find()
	if err != nil {
		b.Skip(err)
	}
	dev, err := dawn.Open(dawn.Options{Library: lib}, webgpu.Tune{})
	if err != nil {
		b.Skip(err)
	}
	b.Cleanup(func() { _ = dev.Close() })
	if dev.Info().Software {
		b.Skip("this GPU is a program")
	}
	if err := bare(dev, 1<<28, 1000); err != nil {
		b.Fatal(err)
	}
	return &clocked{Device: dev, passes: map[string]*pass{}}
}

// wait waits for the masks.
func (c *clocked) wait(b *testing.B, s *Session) {
	if err := c.Read(s.Net.Masks[0].Value, 0, make([]float32, 1)); err != nil {
		b.Fatal(err)
	}
}

// byPass says what each pass of an update takes: of one kind and another amount of memory that it binds, apart.
func (c *clocked) byPass(update func()) {
	c.on = true
	update()
	all, sum := slices.SortedFunc(maps.Values(c.passes), func(a, b *pass) int { return cmp.Compare(b.seconds, a.seconds) }), 0.0
	for _, p := range all {
		sum += p.seconds
	}
	fmt.Printf("an update pass by pass, by the GPU's clock: %.4f s\n", sum)
	for _, p := range all {
		fmt.Printf("%9.3f ms %5d runs %8.1f us each  %s\n", 1e3*p.seconds, p.runs, 1e6*p.seconds/float64(p.runs), p.label)
	}
}

// bare says what a GPU and its driver take for what an update is made of, with no kernel of ours: so many bytes read and written, and so many
// times a launch, one behind a write, and one that is read. By it a slow machine is told from slow passes.
func bare(dev compute.Device, bytes, times int) error {
	n := bytes / 4
	var bufs []compute.Buffer
	for _, len := range []int{n, n, 256, 256} {
		c, err := dev.Alloc(compute.Spec{Name: "bare", Len: len})
		if err != nil {
			return err
		}
		bufs = append(bufs, c)
	}
	var runs []compute.Runner
	for i, len := range []int{n, 256} {
		var p compute.Program
		once := compute.Kernel{Name: "copy", N: len, Once: func([][]float32, []float32, int, int) {}, GPU: &compute.Map{N: len, Code: compute.Code{Writes: []int{1}, Text: "$1[i] = $0[i];"}}}
		p.Add(once, bufs[2*i], bufs[2*i+1])
		r, err := dev.Compile(&p)
		if err != nil {
			return err
		}
		runs = append(runs, r)
	}
	one := make([]float32, 1)
	took := func(times int, do func() error) (time.Duration, error) {
		var began time.Time
		for i := range times + 1 { // the first is not counted
			if i == 1 {
				if err := dev.Read(bufs[3], 0, one); err != nil {
					return 0, err
				}
				began = time.Now()
			}
			if err := do(); err != nil {
				return 0, err
			}
		}
		err := dev.Read(bufs[3], 0, one)
		return time.Since(began) / time.Duration(times), err
	}
	launch := func() error { return runs[1].Run(1) }
	var all [4]time.Duration
	for i, do := range []func() error{func() error { return runs[0].Run(1) }, launch, func() error {
		if err := dev.Write(bufs[2], 0, one); err != nil {
			return err
		}
		return launch()
	}, func() error {
		if err := launch(); err != nil {
			return err
		}
		return dev.Read(bufs[3], 0, one)
	}} {
		some := times
		if i == 0 {
			some = max(1, times/50)
		}
		var err error
		if all[i], err = took(some, do); err != nil {
			return err
		}
	}
	fmt.Printf("this GPU alone: %.1f GB/s, %v a launch, %v a launch behind a write, %v one that is read\n", 2*float64(bytes)/all[0].Seconds()/1e9, all[1], all[2], all[3])
	return nil
}

// clocked is a GPU that times each pass, once it is on, and always what waits for it.
type clocked struct {
	*webgpu.Device
	on     bool
	passes map[string]*pass
	waited time.Duration
}

func (c *clocked) Read(b compute.Buffer, at int, dst []float32) error {
	began := time.Now()
	err := c.Device.Read(b, at, dst)
	c.waited += time.Since(began)
	return err
}

type pass struct {
	label   string
	runs    int
	seconds float64
}

func (c *clocked) Compile(p *compute.Program) (compute.Runner, error) {
	r, err := c.Device.Compile(p)
	return clockedRunner{r, c}, err
}

type clockedRunner struct {
	compute.Runner
	dev *clocked
}

func (r clockedRunner) Run(batch int) error {
	if !r.dev.on {
		return r.Runner.Run(batch)
	}
	list, err := webgpu.Profile(r.Runner, batch)
	for _, l := range list {
		label := fmt.Sprintf("%s, %.1f MB", l.Label, l.Bytes/1e6)
		p := r.dev.passes[label]
		if p == nil {
			p = &pass{label: label}
			r.dev.passes[label] = p
		}
		p.runs, p.seconds = p.runs+1, p.seconds+l.Seconds
	}
	return err
}
