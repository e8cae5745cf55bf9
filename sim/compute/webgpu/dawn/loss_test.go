//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"context"
	"math"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/system/diffractive"
)

// small is a network that a software adapter trains in reasonable time.
func small(t *testing.T) (diffractive.Config, *data.Set) {
	t.Helper()
	p, err := diffractive.Find("d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	c := p.Config
	c.Samples, c.ImageSize, c.Padding, c.RegionSize, c.Layers = 16, 16, 2, 2, 2
	c.Batch, c.Epochs = 8, 2
	set := &data.Set{Name: "noise", Width: 28, Height: 28, Images: make([]byte, 40*784), Labels: make([]uint16, 40)}
	for i := range set.Images {
		set.Images[i] = byte(i * i >> 5)
	}
	for i := range set.Labels {
		set.Labels[i] = uint16(i % 10)
	}
	return c, set
}

// curve trains and returns the loss of every epoch. lose is called before update number
// at, if that is positive.
func curve(t *testing.T, dev compute.Device, at int, lose func()) (losses []float64, device string) {
	t.Helper()
	c, set := small(t)
	s, err := diffractive.NewSession(dev, c, set)
	if err != nil {
		t.Fatal(err)
	}
	now := 0.0
	r := run.Run{Session: diffractive.Running(s), Test: set,
		Clock: func() float64 { now += 0.3; return now }, MirrorEvery: 1,
		Recover: func(error) (experiment.Trainer, error) {
			s, err := diffractive.NewSession(cpu.Open(1), c, set)
			return diffractive.Running(s), err
		},
		Sink: func(e experiment.Event) {
			switch {
			case e.Kind == "step" && e.Step == at:
				lose()
			case e.Kind == "epoch":
				losses = append(losses, e.Loss, e.TestLoss)
			case e.Kind == "device":
				device = e.Message
			}
		}}
	if err := r.Train(context.Background()); err != nil {
		t.Fatal(err)
	}
	return losses, device
}

// A run whose GPU goes away goes on elsewhere, and learns what it would have learned.
func TestLossOfTheGPU(t *testing.T) {
	want, _ := curve(t, cpu.Open(1), 0, nil)
	undisturbed, _ := curve(t, open(t), 0, nil)
	gpu := open(t)
	got, device := curve(t, gpu, 4, gpu.Lose)
	if !strings.Contains(device, "cpu") || !strings.Contains(device, "taken away") {
		t.Errorf("the run said %q of the loss", device)
	}
	for i := range want {
		if d := math.Abs(undisturbed[i] - want[i]); !(d < 1e-4*want[i]) {
			t.Errorf("loss %d is %g on the GPU, %g on the CPU", i, undisturbed[i], want[i])
		}
		if d := math.Abs(got[i] - want[i]); !(d < 1e-4*want[i]) {
			t.Errorf("loss %d is %g with the GPU lost, %g without", i, got[i], want[i])
		}
	}
	if _, err := gpu.Alloc(compute.Spec{Name: "b", Len: 1}); err == nil {
		t.Error("a lost GPU gave a buffer")
	} else if _, lost := err.(*webgpu.LostError); !lost {
		t.Errorf("a lost GPU gave the error %v", err)
	}
}

// Two devices, here on one GPU, share every batch: the same curve as one alone.
func TestTwoDevices(t *testing.T) {
	want, _ := curve(t, cpu.Open(1), 0, nil)
	c, set := small(t)
	s, err := diffractive.NewSession(open(t), c, set)
	if err != nil {
		t.Fatal(err)
	}
	h, err := diffractive.NewSession(open(t), c, set)
	if err != nil {
		t.Fatal(err)
	}
	var losses []float64
	r := run.Run{Session: diffractive.Running(s), Helpers: []experiment.Sharer{diffractive.Running(h).(experiment.Sharer)}, Test: set, Clock: func() float64 { return 0 },
		Sink: func(e experiment.Event) {
			if e.Kind == "epoch" {
				losses = append(losses, e.Loss, e.TestLoss)
			}
		}}
	if err := r.Train(context.Background()); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if d := math.Abs(losses[i] - want[i]); !(d < 1e-4*want[i]) {
			t.Errorf("loss %d is %g on two devices, %g on one", i, losses[i], want[i])
		}
	}
}
