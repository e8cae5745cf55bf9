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
	lib, err := dawn.Find()
	if err != nil {
		b.Skip(err)
	}
	dev, err := dawn.Open(dawn.Options{Library: lib}, webgpu.Tune{})
	if err != nil {
		b.Skip(err)
	}
	defer dev.Close()
	if dev.Info().Software {
		b.Skip("this GPU is a program")
	}
	clock := &clocked{Device: dev, passes: map[string]*pass{}}
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
		if err := dev.Read(s.Net.Masks[0].Value, 0, make([]float32, 1)); err != nil {
			b.Fatal(err)
		}
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
		t, u := update(updates), answer(pictures)
		fmt.Printf("%s: an update %.4f s, an epoch of 10,000 pictures %.1f s; 10,000 pictures are tested in %.1f s\n",
			dev.Name(), t.Seconds()/updates, t.Seconds()/updates*1000, u.Seconds()/pictures*10000)
	}
	clock.on = true
	update(1)
	all, sum := slices.SortedFunc(maps.Values(clock.passes), func(a, b *pass) int { return cmp.Compare(b.seconds, a.seconds) }), 0.0
	for _, p := range all {
		sum += p.seconds
	}
	fmt.Printf("an update pass by pass, by the GPU's clock: %.4f s\n", sum)
	for _, p := range all {
		fmt.Printf("%9.3f ms %5d runs %8.1f us each  %s\n", 1e3*p.seconds, p.runs, 1e6*p.seconds/float64(p.runs), p.label)
	}
}

// clocked is a GPU that times each pass, once it is on.
type clocked struct {
	*webgpu.Device
	on     bool
	passes map[string]*pass
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
		p := r.dev.passes[l.Label]
		if p == nil {
			p = &pass{label: l.Label}
			r.dev.passes[l.Label] = p
		}
		p.runs, p.seconds = p.runs+1, p.seconds+l.Seconds
	}
	return err
}
