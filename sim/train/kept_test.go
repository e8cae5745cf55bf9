package train

import (
	"reflect"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/network"
)

// A run that goes on from its state has the running averages of its normalisation too, and ends with
// the same bits.
func TestRunningAveragesAreKept(t *testing.T) {
	run := func() *Loop {
		dev := cpu.Open(1)
		hidden, err := network.NewDense(dev, "hidden", 100, 12, false)
		check(t, err)
		check(t, hidden.Draw(1, 0, 1))
		norm, err := network.NewNorm(dev, "norm", 12)
		check(t, err)
		last, err := network.NewDense(dev, "last", 12, 10, true)
		check(t, err)
		check(t, last.Draw(1, 1, 1))
		n := &network.Network{Device: dev, Input: network.Shape{Channels: 1, Ny: 10, Nx: 10}, Layers: network.Chain{hidden, norm, last}}
		check(t, n.Init())
		return loopOf(t, n, bars(23), 1)
	}
	steps := func(l *Loop, n int) *State {
		for range n {
			_, err := l.Next()
			check(t, err)
		}
		s, err := l.State(l.Descent.dev)
		check(t, err)
		return s
	}
	want := steps(run(), 9)
	found := false
	for _, a := range want.Arrays {
		found = found || a.Name == "norm averages" && a.Data[0] != 0
	}
	if !found {
		t.Fatal("the state has no averages")
	}
	l := run()
	check(t, l.Restore(l.Descent.dev, steps(run(), 4)))
	if got := steps(l, 5); !reflect.DeepEqual(got, want) {
		t.Error("a run that goes on ends elsewhere")
	}
}
