//go:build (linux || darwin) && (amd64 || arm64)

package forward

import (
	"archive/zip"
	"compress/gzip"
	"encoding/binary"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/data"
	"talbot/sim/rig/virtual"
)

var (
	sets    = flag.String("sets", "", "folder of Fashion-MNIST's files, whose gradients are measured behind updates (with -side)")
	given   = flag.String("given", "", "checkpoint.npz of a run, whose masks it begins with")
	learned = flag.Int("learned", 0, "updates of ten pictures before")
	by      = flag.String("by", "light", "what they are made by: light, or the adjoint of the hidden truth")
	mean    = flag.Int("mean", 2, "batches of ten pictures whose gradients are compared, each and in the mean")
)

// idx is a file of that name in the folder of sets, plain or compressed.
func idx(t *testing.T, name string) []byte {
	t.Helper()
	path := filepath.Join(*sets, name)
	if b, err := os.ReadFile(path); err == nil {
		return b
	}
	f, err := os.Open(path + ".gz")
	check(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	check(t, err)
	b, err := io.ReadAll(z)
	check(t, err)
	return b
}

// give begins with the masks of a checkpoint.
func give(t *testing.T, s *Session, file string) {
	t.Helper()
	z, err := zip.OpenReader(file)
	check(t, err)
	defer z.Close()
	for _, v := range s.Net.Masks {
		f, err := z.Open(v.Name + ".npy")
		check(t, err)
		b, err := io.ReadAll(f)
		check(t, err)
		if head := len(b) - 4*v.Len(); head < 0 || head > 1024 {
			t.Fatalf("%s of %s has %d bytes, and %d numbers are wanted", v.Name, file, len(b), v.Len())
		}
		x, b := make([]float32, v.Len()), b[len(b)-4*v.Len():]
		for i := range x {
			x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		check(t, s.dev.Write(v.Value, 0, x))
	}
}

// adam goes down by gradients that a host has.
type adam struct {
	t             int
	first, second [][]float64
}

func (a *adam) step(t *testing.T, s *Session, g [][]float32, rate float64) {
	a.t++
	for l, v := range s.Net.Masks {
		if len(a.first) == l {
			a.first, a.second = append(a.first, make([]float64, v.Len())), append(a.second, make([]float64, v.Len()))
		}
		x := numbers(t, s.dev, v.Value, 0, v.Len())
		for i, d := range g[l] {
			d := float64(d)
			a.first[l][i] += 0.1 * (d - a.first[l][i])
			a.second[l][i] += 0.001 * (d*d - a.second[l][i])
			if a.second[l][i] > 0 {
				x[i] -= float32(rate * a.first[l][i] / (1 - math.Pow(0.9, float64(a.t))) / math.Sqrt(a.second[l][i]/(1-math.Pow(0.999, float64(a.t)))))
			}
		}
		check(t, s.dev.Write(v.Value, 0, x))
	}
}

// How near gradients are to the true ones once masks have learned, of a batch and of the mean of some, and how a bench learns by the true ones: measured when it is
// asked for, by -side and -sets.
func TestGradientsOnceLearned(t *testing.T) {
	if *side == 0 || *sets == "" {
		t.Skip("give -side, such as 96, and -sets, a folder of Fashion-MNIST")
	}
	set, err := data.ReadIDX("fashion-mnist", idx(t, "train-images-idx3-ubyte"), idx(t, "train-labels-idx1-ubyte"))
	check(t, err)
	var dev compute.Device = cpu.Open(2)
	if *onGPU {
		lib, err := dawn.Find()
		check(t, err)
		dev, err = dawn.Open(dawn.Options{Library: lib, Software: true}, webgpu.Tune{})
		check(t, err)
	}
	n, c := *side, fashion(*layers)
	short := float64(n*n) / (400 * 400)
	c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Distance = n, n/2, n*392/400, n/10, c.Distance*short
	f, err := virtual.Grade("typical")
	check(t, err)
	f.Seed, f.Axial = *which, f.Axial*short
	c.Bench, c.Own, c.Epochs = own, f, 16
	c.Compensate = false // the truth is with respect to the phases that are shown
	s, err := Open(dev, c, set)
	check(t, err)
	if *given != "" {
		give(t, s, *given)
	}
	began := time.Now()
	check(t, s.ready(t.Context()))
	t.Logf("calibrated in %.0f s", time.Since(began).Seconds())

	pictures := set.FirstOfEach(c.PerClass)
	batch := make([]int32, 10)
	var down adam
	right, loss := 0, 0.0
	both := func(k int) (got, want [][]float32) {
		for i := range batch {
			batch[i] = int32((k*10 + i) * 7919 % pictures.Len())
		}
		check(t, s.beforeGradient(t.Context(), k))
		r := &recorder{FieldPlant: s.bench}
		got, last, result := gradientsOf(t, s, r, pictures, batch)
		right, loss = right+result.Correct, loss+result.Loss
		return got, truths(t, s, r, last)
	}
	for k := range *learned {
		if *by == "light" {
			result, err := s.Next()
			check(t, err)
			right, loss = right+result.Correct, loss+result.Loss
		} else {
			_, want := both(k)
			down.step(t, s, want, c.LearningRate)
		}
		if k%50 == 49 {
			t.Logf("%d updates by %s: %.1f %% of the last 500 pictures right, loss %.3f, %.0f s", k+1, *by, float64(right)/5, loss/500, time.Since(began).Seconds())
			right, loss = 0, 0
		}
	}
	right, loss = 0, 0
	sum, truth, one := make([][]float32, *layers), make([][]float32, *layers), make([]float64, *layers)
	for l := range sum {
		sum[l], truth[l] = make([]float32, n*n), make([]float32, n*n)
	}
	for k := range *mean {
		got, want := both(*learned + k)
		for l := range got {
			cosine, _ := alike(got[l], want[l])
			one[l] += cosine / float64(*mean)
			for i := range sum[l] {
				sum[l][i], truth[l][i] = sum[l][i]+got[l][i], truth[l][i]+want[l][i]
			}
		}
	}
	t.Logf("behind %d updates by %s: %d of %d right, loss %.3f", *learned, *by, right, 10**mean, loss/float64(10**mean))
	for l := range one {
		cosine, longer := alike(sum[l], truth[l])
		t.Logf("mask %d of %d, %d pixels: cosine of ten pictures %.3f, of the mean of %d %.3f, %.2f as long", l+1, *layers, n, one[l], 10**mean, cosine, longer)
	}
}
