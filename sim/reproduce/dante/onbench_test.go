package dante

import (
	"context"
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/reproduce"
	"talbot/sim/rig/virtual"
	"talbot/sim/rng"
	"talbot/sim/system/dante"
)

// corners are n pictures of 28 x 28: a bright square at one of four places, in noise.
func corners(n int, step uint32) *data.Set {
	s := &data.Set{Name: "mnist", Width: 28, Height: 28, Classes: data.Numbered(4)}
	u := make([]float32, n*784)
	rng.Stream{Seed: 4, Stream: 1000}.Uniform(step, u)
	for i := range n {
		for k := range 784 {
			v := 60 * u[i*784+k]
			if y, x := k/28, k%28; y/14 == i%4/2 && x/14 == i%2 {
				v += 150
			}
			s.Images = append(s.Images, byte(v))
		}
		s.Labels = append(s.Labels, uint16(i%4))
	}
	return s
}

// A row of dante-bench from its training to its values, on a small bench without faults: there the network tells apart what it does by
// its simulated light. A bench that is not there, and one that is stopped, say so.
func TestFaultyBench(t *testing.T) {
	if testing.Short() {
		t.Skip("some hundred frames take seconds")
	}
	e := onBench(true)
	if err := e.Pick([]string{"faulty-small"}); err != nil {
		t.Fatal(err)
	}
	row := e.Rows[0]
	c, err := row.At(1, 0)
	if err != nil {
		t.Fatal(err)
	}
	own := *c.(*dante.Config)
	own.Focus *= 200 / float64(own.Mask)
	own.Mask = 200
	own.Each, own.Held, own.Epochs, own.Batch, own.FitSteps, own.LearningRate = 0, 0, 6, 20, 30, 0.01
	learn, test := corners(80, 1), corners(24, 2)
	s, err := own.Open(cpu.Open(2), learn)
	if err != nil {
		t.Fatal(err)
	}
	told := ""
	tr := &reproduce.Trained{Session: s, Row: row, Seed: 1, Learn: learn, Test: test, Result: &reproduce.Result{Values: map[string]float64{}},
		Progress: func(label string, done, all int) { told = label }}
	on := faulty{virtual.Ideal(), false, 32, 400} // there are 24 to test with
	if err := on.read(context.Background(), tr); err == nil {
		t.Error("a network whose masks are not there is put on a bench")
	}
	driven := run.Run{Session: s.(experiment.Trainer), TestEvery: math.MaxInt, Clock: func() float64 { return 0 }, Sink: func(experiment.Event) {}}
	if err := driven.Train(context.Background()); err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := on.read(stopped, tr); err == nil {
		t.Error("a bench goes on that is stopped")
	}
	if err := on.read(context.Background(), tr); err != nil {
		t.Fatal(err)
	}
	v := tr.Result.Values
	t.Log(v)
	if v["pictures to tune by"] != 32 || v["pictures to test with"] != 24 {
		t.Errorf("%g pictures to tune by, and %g to test with", v["pictures to tune by"], v["pictures to test with"])
	}
	if v[frames] != 2*56 || told != "pictures on the bench" {
		t.Errorf("%g frames; told last: %q", v[frames], told)
	}
	if n := on.pictured(dante.Of(s), test); float64(n) != v[frames] {
		t.Errorf("%d frames are expected of the pictures, and they took %g", n, v[frames])
	}
	if takes, err := on.takes(context.Background(), dante.Of(s), s.Device(), test); err != nil || !(takes > 0) {
		t.Errorf("a bench takes %g s, %v", takes, err)
	}
	if _, err := on.takes(stopped, dante.Of(s), s.Device(), test); err == nil {
		t.Error("frames are timed on a bench that is stopped")
	}
	if v[simulated] < 0.7 || math.Abs(v[before]-v[simulated]) > 0.1 || v[reproduce.Test] < v[simulated]-0.1 {
		t.Errorf("the bench reads %v", v)
	}
}
