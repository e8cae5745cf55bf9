//go:build (linux || darwin) && (amd64 || arm64)

package forward

import (
	"context"
	"flag"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/rig/virtual"
	"talbot/sim/rng"
)

var (
	side       = flag.Int("side", 0, "measure how near the first mask's gradient is to the true one, on planes of so many pixels along an axis")
	layers     = flag.Int("layers", 8, "masks")
	directions = flag.Int("directions", 200, "random steps that tell the true gradient")
	pictures   = flag.Int("pictures", 2, "pictures whose gradient it is")
	reading    = flag.String("reading", "three-steps", "how fields are read")
	spared     = flag.String("without", "", "faults that the bench does not have, with commas")
	lone       = flag.String("only", "all", "the one fault that the bench has")
	onGPU      = flag.Bool("gpu", false, "on a GPU")
)

// truly is the loss of the first pictures with the session's masks on the same bench without what changes from frame to frame, again and again
// from the same moment.
func truly(s *Session, f virtual.Faults) (func(count int) (float64, error), error) {
	f.Photons, f.Read, f.Power, f.Flicker, f.Loss = false, 0, 0, 0, 0
	setup := s.setup(s.Net.Batch)
	quiet, err := virtual.Of(s.dev, setup, virtual.Draw(setup, f))
	if err != nil {
		return nil, err
	}
	b := s.bench
	quiet.Reading, quiet.Retries, quiet.Synchronised, quiet.Follow, quiet.Wait = b.Reading, b.Retries, b.Synchronised, b.Follow, b.Wait
	if err := quiet.Calibrate(b.Calibration()); err != nil {
		return nil, err
	}
	if err := quiet.Clock.Sleep(context.Background(), b.Clock.Now()); err != nil {
		return nil, err
	}
	back, err := virtual.Hold(quiet)
	if err != nil {
		return nil, err
	}
	s.bench = quiet
	way, err := s.newWay()
	s.bench = b
	return func(count int) (float64, error) {
		back()
		r, err := s.Net.Answer(context.Background(), way, count, nil)
		return r.Loss, err
	}, err
}

// directed is the cosine of g, measured for a mask, to the true gradient of a loss: that of both along random directions, since over
// directions that are normal and even, the products of two vectors with them are as correlated as the cosine of the two. Slope is what the
// true gradient has of g, 1 where it is as long. So far tells the cosine of so many directions.
func directed(dev compute.Device, mask *compute.Var, g []float32, many int, size float64, loss func() (float64, error), soFar func(k int, cosine float64)) (cosine, slope float64, err error) {
	n := len(g)
	at, d, v := make([]float32, n), make([]float32, n), make([]float32, n)
	if err := dev.Read(mask.Value, 0, at); err != nil {
		return 0, 0, err
	}
	var ab, aa, bb float64
	for k := range many {
		rng.Stream{Seed: 5, Stream: 1030}.Normal(uint32(k), d)
		var l [2]float64
		told := 0.0
		for i, sign := range []float64{1, -1} {
			for p, x := range d {
				v[p] = at[p] + float32(sign*size*float64(x))
			}
			if err := dev.Write(mask.Value, 0, v); err != nil {
				return 0, 0, err
			}
			if l[i], err = loss(); err != nil {
				return 0, 0, err
			}
		}
		for p, x := range d {
			told += float64(x) * float64(g[p])
		}
		true_ := (l[0] - l[1]) / (2 * size)
		ab, aa, bb = ab+told*true_, aa+told*told, bb+true_*true_
		soFar(k+1, ab/math.Sqrt(aa*bb))
	}
	return ab / math.Sqrt(aa*bb), ab / aa, dev.Write(mask.Value, 0, at)
}

// The gradient of the first of several masks on a bench that has been calibrated by its own means, against the hidden truth: it is measured when
// it is asked for, by -side.
func TestFirstOfEight(t *testing.T) {
	if *side == 0 {
		t.Skip("give -side, such as 128")
	}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var dev compute.Device = cpu.Open(2)
	if *onGPU {
		lib, err := dawn.Find()
		check(err)
		dev, err = dawn.Open(dawn.Options{Library: lib}, webgpu.Tune{})
		check(err)
	}
	n := *side
	short := float64(n*n) / (400 * 400)
	c := base("fashion-mnist", *layers)
	c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Distance = n, n/2, n*392/400, n/10, c.Distance*short
	c.Reading = *reading
	f, err := virtual.Grade("typical")
	check(err)
	if *lone != "all" {
		f = one(t, f, *lone)
	}
	ideal := virtual.Ideal()
	for _, name := range strings.Split(*spared, ",") {
		for i, p := range f.Params() {
			if p.Name == name {
				check(p.Set(ideal.Params()[i].Value()))
			}
		}
	}
	f.Axial *= short
	c.Bench, c.Own = own, f
	s, err := Open(dev, c, bars(100, 1))
	check(err)
	began := time.Now()
	check(s.ready(t.Context()))
	t.Logf("calibrated in %.0f s", time.Since(began).Seconds())
	batch := make([]int32, *pictures)
	for i := range batch {
		batch[i] = int32(i)
	}
	method, err := s.newGradient()
	check(err)
	_, err = method.method.Gradient(bars(100, 1), batch, 0)
	check(err)
	loss, err := truly(s, f)
	check(err)
	for l, v := range s.Net.Masks {
		if l > 0 && l < len(s.Net.Masks)-1 {
			continue
		}
		g := make([]float32, v.Len())
		check(dev.Read(v.Grad, 0, g))
		began = time.Now()
		cosine, slope, err := directed(dev, v, g, *directions, 0.05, func() (float64, error) { return loss(len(batch)) },
			func(k int, cosine float64) {
				if k%20 == 0 {
					fmt.Printf("mask %d of %d, %d directions: %.3f +- %.3f\n", l+1, *layers, k, cosine, (1-cosine*cosine)/math.Sqrt(float64(k)))
				}
			})
		check(err)
		t.Logf("mask %d of %d, %d pixels, %s, %s without %q: cosine %.3f +- %.3f, %.2f as long; %.0f s", l+1, *layers, n, c.Reading, *lone, *spared, cosine,
			(1-cosine*cosine)/math.Sqrt(float64(*directions)), slope, time.Since(began).Seconds())
	}
}

// one is a bench with one of the faults of another.
func one(t *testing.T, f virtual.Faults, name string) virtual.Faults {
	g := virtual.Ideal()
	to := g.Params()
	for i, p := range f.Params() {
		if p.Name == name {
			if err := to[i].Set(p.Value()); err != nil {
				t.Fatal(err)
			}
			return g
		}
	}
	t.Fatalf("there is no fault %s", name)
	return g
}
