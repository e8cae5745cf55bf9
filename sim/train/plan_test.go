package train

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/network"
	"talbot/sim/optim"
)

// dense is a small dense network for bars of 10 x 10, and a loop that trains it.
func dense(t *testing.T, dev compute.Device, seed uint64) (*network.Network, *Loop) {
	t.Helper()
	hidden, err := network.NewDense(dev, "hidden", 100, 12, true)
	check(t, err)
	last, err := network.NewDense(dev, "last", 12, 10, true)
	check(t, err)
	check(t, hidden.Draw(seed, 0, math.Sqrt(3)))
	check(t, last.Draw(seed, 1, math.Sqrt(3)))
	n := &network.Network{Device: dev, Input: network.Shape{Channels: 1, Ny: 10, Nx: 10}, Layers: network.Chain{hidden, last}}
	check(t, n.Init())
	return n, loopOf(t, n, bars(23), seed)
}

func loopOf(t *testing.T, n *network.Network, set *data.Set, seed uint64) *Loop {
	t.Helper()
	g, err := NewBackprop(n, 5)
	check(t, err)
	d, err := NewDescent(n.Device, g, optim.DefaultAdam, false)
	check(t, err)
	return &Loop{Descent: d, Set: set, Batch: 5, Seed: seed, Rate: func(int) float64 { return 0.02 }}
}

// twoStages is jobs that fit nothing together, then two stages that train one network.
func twoStages(t *testing.T, devices int) *Plan {
	t.Helper()
	jobs := &Jobs{Title: "local"}
	for range devices {
		jobs.Devices = append(jobs.Devices, cpu.Open(1))
	}
	for k := range 5 {
		jobs.List = append(jobs.List, Job{Key: fmt.Sprint("fit ", k), Open: func(dev compute.Device) (Stage, error) {
			_, l := dense(t, dev, uint64(10+k))
			return &Epochs{Loop: l, Title: "fit", N: 1 + k%2}, nil
		}})
	}
	n, first := dense(t, cpu.Open(2), 1)
	return &Plan{Stages: []Stage{jobs, &Epochs{Loop: first, Title: "global", N: 2},
		&Epochs{Loop: loopOf(t, n, bars(12), 7), Title: "again", N: 1}}}
}

func finish(t *testing.T, s Stage) *State {
	t.Helper()
	for last := -1.0; s.Done() < 1; {
		if s.Done() < last {
			t.Fatalf("done falls from %g to %g", last, s.Done())
		}
		last = s.Done()
		_, err := s.Next()
		check(t, err)
	}
	state, err := s.State()
	check(t, err)
	return state
}

// A plan that is stopped after any piece, and goes on in a new one from its state with
// another number of devices, ends with the same bits.
func TestPlanResumesBitForBit(t *testing.T) {
	whole := twoStages(t, 2)
	want := finish(t, whole)
	if len(want.Parts) != 3 || len(want.Parts[0].Parts) != 5 || whole.Name() != "" || whole.At != 3 {
		t.Fatalf("the state has %d stages, the plan stands at %d", len(want.Parts), whole.At)
	}
	if _, err := whole.Next(); err == nil {
		t.Error("a plan goes on behind its end")
	}
	for pieces := 0; pieces < 40; pieces += 3 {
		p := twoStages(t, 1+pieces%3)
		for range pieces {
			if p.Done() < 1 {
				_, err := p.Next()
				check(t, err)
			}
		}
		at := p.Name()
		state, err := p.State()
		check(t, err)
		q := twoStages(t, 1+(pieces+1)%3)
		check(t, q.Restore(state))
		if q.Name() != at {
			t.Fatalf("after %d pieces: goes on with %q, stopped at %q", pieces, q.Name(), at)
		}
		if got := finish(t, q); !reflect.DeepEqual(got, want) {
			t.Fatalf("after %d pieces: another end", pieces)
		}
	}
}

func TestJobsDependOnNoDevice(t *testing.T) {
	one, three := twoStages(t, 1).Stages[0].(*Jobs), twoStages(t, 3).Stages[0].(*Jobs)
	a, b := finish(t, one), finish(t, three)
	if !reflect.DeepEqual(a, b) {
		t.Error("three devices give other results than one")
	}
	if s := one.Ended("fit 1"); s == nil || s.Epoch != 2 || one.Ended("fit 5") != nil {
		t.Error("the results of the jobs are not those of their names")
	}
	again := twoStages(t, 2).Stages[0].(*Jobs)
	for i := range again.List {
		again.List[i].Open = func(compute.Device) (Stage, error) { panic("an ended job begins again") }
	}
	check(t, again.Restore(a))
	if again.Done() < 1 {
		t.Error("jobs that have ended are not done")
	}
}

func TestStatesThatDoNotFit(t *testing.T) {
	plan := twoStages(t, 1)
	for plan.At == 0 {
		_, err := plan.Next()
		check(t, err)
	}
	state, err := plan.State()
	check(t, err)
	for want, change := range map[string]func(*State){
		"of 0 stages":             func(s *State) { s.Parts = nil },
		"of the checkpoint is x":  func(s *State) { s.Parts[1].Key = "x" },
		"which has not ended":     func(s *State) { s.Parts[0].Ended = false },
		"has a job fit 9":         func(s *State) { s.Parts[0].Parts = append(s.Parts[0].Parts[:0:0], Part{Key: "fit 9"}) },
		"of 1 stages, and this":   func(s *State) { s.Parts[1].Parts = []Part{{Key: "x"}} },
		"has 0 arrays, this netw": func(s *State) { s.Parts[1].Arrays = nil },
	} {
		s := *state
		s.Parts = append([]Part(nil), s.Parts...)
		change(&s)
		other := twoStages(t, 1)
		for range 3 { // in the middle of the jobs
			_, err := other.Next()
			check(t, err)
		}
		before, err := other.State()
		check(t, err)
		if err := other.Restore(&s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
		if after, err := other.State(); err != nil || !reflect.DeepEqual(before, after) {
			t.Errorf("%q: the refused state leaves something behind, %v", want, err)
		}
	}
	if _, err := (&Jobs{List: []Job{{Key: "a"}}}).Next(); err == nil {
		t.Error("jobs without a device begin")
	}
	if _, err := (&Jobs{Devices: []compute.Device{cpu.Open(1)}, List: []Job{{Key: "a"}, {Key: "a"}}}).Next(); err == nil {
		t.Error("two jobs of one name begin")
	}
}

func TestResultAddsValuesByName(t *testing.T) {
	a := network.Result{Count: 1, Values: []network.Named{{Name: "cosine", X: 0.5}}}
	copied := a
	a.Add(network.Result{Count: 2, Values: []network.Named{{Name: "angle", X: 3}, {Name: "cosine", X: 0.25}}})
	if a.Value("cosine") != 0.75 || a.Value("angle") != 3 || a.Value("x") != 0 || copied.Value("cosine") != 0.5 {
		t.Errorf("%+v, and its copy from before %+v", a, copied)
	}
}
