package train_test

import (
	"fmt"
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/network"
	"talbot/sim/optim"
	"talbot/sim/train"
)

// xor is a table of four points, of which no straight line tells the classes apart.
func xor() *data.Table {
	return &data.Table{Name: "xor", Columns: []string{"x", "y"}, Classes: []string{"same", "other"},
		Features: []float32{-1, -1, -1, 1, 1, -1, 1, 1}, Labels: []uint16{0, 1, 1, 0}}
}

// xorStage is a dense network of 2-8-2 on a device, and 60 epochs of its training.
func xorStage(dev compute.Device, seed uint64) (train.Stage, error) {
	hidden, err := network.NewDense(dev, "hidden", 2, 8, true)
	if err != nil {
		return nil, err
	}
	last, err := network.NewDense(dev, "last", 8, 2, true)
	if err != nil {
		return nil, err
	}
	for i, l := range []*network.Dense{hidden, last} {
		if err := l.Draw(seed, uint32(i), math.Sqrt(3)); err != nil {
			return nil, err
		}
	}
	n := &network.Network{Device: dev, Input: network.Vector(2),
		Layers: network.Chain{hidden, network.Activate{Activation: kernels.Tanh}, last}}
	if err := n.Init(); err != nil {
		return nil, err
	}
	gradient, err := train.NewBackprop(n, 4)
	if err != nil {
		return nil, err
	}
	descent, err := train.NewDescent(dev, gradient, optim.DefaultAdam, false)
	if err != nil {
		return nil, err
	}
	loop := &train.Loop{Descent: descent, Set: xor(), Batch: 4, Seed: seed, Rate: func(int) float64 { return 0.1 }}
	return &train.Epochs{Loop: loop, Title: "xor", N: 60}, nil
}

// A dense network learns the exclusive or by hand.
func ExampleEpochs() {
	stage, err := xorStage(cpu.Open(1), 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	right := 0
	for stage.Done() < 1 {
		r, err := stage.Next()
		if err != nil {
			fmt.Println(err)
			return
		}
		right = r.Correct
	}
	fmt.Println(right, "of 4 right")
	// Output: 4 of 4 right
}

// Three such networks, each with a seed of its own, learn at the same time on two devices.
func ExampleJobs() {
	jobs := &train.Jobs{Title: "seeds", Devices: []compute.Device{cpu.Open(1), cpu.Open(1)}}
	for seed := range uint64(3) {
		jobs.List = append(jobs.List, train.Job{Key: fmt.Sprint("seed ", seed),
			Open: func(dev compute.Device) (train.Stage, error) { return xorStage(dev, seed) }})
	}
	for jobs.Done() < 1 {
		if _, err := jobs.Next(); err != nil {
			fmt.Println(err)
			return
		}
	}
	for _, job := range jobs.List {
		fmt.Println(job.Key, "has learnt:", jobs.Ended(job.Key).Sum.Correct, "of 4 right")
	}
	// Output:
	// seed 0 has learnt: 4 of 4 right
	// seed 1 has learnt: 4 of 4 right
	// seed 2 has learnt: 4 of 4 right
}
