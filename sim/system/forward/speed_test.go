//go:build (linux || darwin) && (amd64 || arm64)

package forward

import (
	"fmt"
	"testing"
	"time"

	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
)

// BenchmarkEight is how long an update of eight masks on a typical bench takes on a GPU, ten pictures each, and how long pictures that are
// tested: on a bench that is calibrated in form alone, which takes as long.
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
	s, err := eightOn(dev)
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
}
