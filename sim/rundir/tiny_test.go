package rundir

import (
	"context"
	"testing"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/open"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// The tiny run: two masks of 16 x 16, three epochs of four updates.
const (
	tinyEpochs  = 3
	tinyBatches = 4
)

func tinyInfo(t *testing.T) (Info, *data.Set, *data.Set) {
	t.Helper()
	trainSet, testSet, err := open.LoadFS(assets.Data(), "mnist")
	if err != nil {
		t.Fatal(err)
	}
	trainSet, testSet = trainSet.First(35), testSet.First(20)
	p, err := diffractive.Find("d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	c := p.Config
	c.Samples, c.ImageSize, c.Padding, c.RegionSize, c.Distance = 16, 16, 0, 3, 0.024
	c.Layers, c.Batch, c.Epochs = 2, 10, tinyEpochs
	return Info{Preset: p.ID, Config: diffractive.Settings(c), Data: Describe(trainSet, testSet), Talbot: "test", Created: "2026-01-02T03:04:05Z"}, trainSet, testSet
}

func tinySession(t *testing.T, c diffractive.Config, set *data.Set) *diffractive.Session {
	t.Helper()
	s, err := diffractive.NewSession(cpu.Open(1), c, set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// trained runs the tiny run in a folder until it ends, or until stop says so after
// an event. Resume is set when the folder holds a run.
func trained(t *testing.T, path string, resume bool, stop func(experiment.Event) bool) (*Dir, *diffractive.Session) {
	t.Helper()
	info, trainSet, testSet := tinyInfo(t)
	s := tinySession(t, info.Network(), trainSet)
	d, err := Create(path, info)
	if resume {
		if d, err = Open(path); err == nil {
			err = d.Resume(s)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	rec := d.Record(s.Loop.Epoch)
	now := 0.0
	r := run.Run{Session: diffractive.Running(s), Test: testSet, Save: rec.Save, SaveEvery: 2,
		Clock: func() float64 { now++; return now },
		Sink: func(e experiment.Event) {
			if err := rec.Event(e); err != nil {
				t.Error(err)
			}
			if stop(e) {
				cancel()
			}
		}}
	if err := r.Train(ctx); err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	return d, s
}

func never(experiment.Event) bool { return false }

func atStep(n int) func(experiment.Event) bool {
	return func(e experiment.Event) bool { return e.Kind == "step" && e.Step == n }
}

// tinyState is a small state that needs no training.
func tinyState() *train.State {
	s := &train.State{Progress: train.Progress{Epoch: 1, Index: 2, Step: 6}}
	s.Sum.Count, s.Sum.Loss, s.Sum.Correct = 20, 1.0/3, 7
	s.Arrays = []train.Values{
		{Name: "mask 1", Shape: []int{2, 3}, Data: []float32{0, 1, -2, 3.5, 1e-30, 6}},
		{Name: "mask 1 first moment", Shape: []int{6}, Data: []float32{1, 2, 3, 4, 5, 6}},
	}
	return s
}
