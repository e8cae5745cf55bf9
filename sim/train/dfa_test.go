package train_test

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/network"
	"talbot/sim/optim"
	"talbot/sim/train"
)

// dfaStage is a network of 2-16-16-2 that learns the exclusive or by some feedback.
func dfaStage(t *testing.T, f network.Feedback, lastOnly bool) (*train.DFA, *train.Epochs) {
	t.Helper()
	dev := cpu.Open(1)
	b := &network.Blocks{Feedback: f, LastOnly: lastOnly}
	sizes := []int{2, 16, 16, 2}
	for i := range 3 {
		l, err := network.NewDense(dev, string(rune('a'+i)), sizes[i], sizes[i+1], true)
		if err == nil {
			err = l.Draw(1, uint32(i), math.Sqrt(3))
		}
		if err != nil {
			t.Fatal(err)
		}
		block := network.Chain{l}
		if i < 2 {
			block = append(block, network.Activate{Activation: kernels.Tanh})
		}
		b.Chain = append(b.Chain, block)
	}
	n := &network.Network{Device: dev, Input: network.Vector(2), Layers: network.Chain{b}}
	if err := n.Init(); err != nil {
		t.Fatal(err)
	}
	dfa, err := train.NewDFA(n, b, 4)
	if err != nil {
		t.Fatal(err)
	}
	descent, err := train.NewDescent(dev, dfa, optim.DefaultAdam, false)
	if err != nil {
		t.Fatal(err)
	}
	return dfa, &train.Epochs{Title: "xor", N: 150, Loop: &train.Loop{Descent: descent, Set: xor(), Batch: 4, Rate: func(int) float64 { return 0.02 }}}
}

// A network learns by feedback what it cannot by its last layer alone, and the layers align with the
// feedback while it does.
func TestDFALearnsAndAligns(t *testing.T) {
	for _, f := range []network.Feedback{network.Random{Seed: 5}, network.Random{Seed: 5, Show: network.ByChance}} {
		dfa, stage := dfaStage(t, f, false)
		before, err := dfa.Cosines(stage.Set, 0, 4)
		if err != nil || len(before) != 2 {
			t.Fatal(before, err)
		}
		loss := 0.0
		for stage.Done() < 1 {
			r, err := stage.Next()
			if err != nil {
				t.Fatal(err)
			}
			loss = r.Loss / 4
		}
		after, err := dfa.Cosines(stage.Set, 0, 4)
		if err != nil {
			t.Fatal(err)
		}
		if !(loss < 0.1) || !(after[1] > 0.5) || !(after[1] > before[1]+0.2) {
			t.Errorf("%+v: loss %.3f, cosines %.2f, were %.2f", f, loss, after, before)
		}
	}
	dfa, stage := dfaStage(t, nil, false)
	if c, err := dfa.Cosines(stage.Set, 0, 4); err != nil || c != nil {
		t.Errorf("backpropagation has angles %v, %v", c, err)
	}
	if _, err := train.NewDFA(&network.Network{}, dfa.Blocks, 4); err == nil {
		t.Error("blocks of another network")
	}
}
