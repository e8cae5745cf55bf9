package network_test

import (
	"fmt"

	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/network"
)

// A network of two dense layers by hand, and its answer to one example.
func ExampleNetwork() {
	dev := cpu.Open(1)
	hidden, err := network.NewDense(dev, "hidden", 4, 3, true)
	if err != nil {
		fmt.Println(err)
		return
	}
	last, err := network.NewDense(dev, "last", 3, 2, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	w := []float32{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1} // [3][4]
	dev.Write(hidden.W.Value, 0, w)
	dev.Write(hidden.B.Value, 0, []float32{0, 0, -10})
	dev.Write(last.W.Value, 0, []float32{1, 1, 1, 1, -1, 0}) // [2][3]
	n := &network.Network{Device: dev, Input: network.Vector(4),
		Layers: network.Chain{hidden, network.Activate{Activation: kernels.ReLU}, last}}
	if err := n.Init(); err != nil {
		fmt.Println(err)
		return
	}
	pass, err := n.NewPass(network.Eval, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	copy(pass.Stage(0, 0), []float32{2, 5, 3, 3}) // the third hidden unit stays dark
	if err := pass.Run(1); err != nil {
		fmt.Println(err)
		return
	}
	logits, err := pass.Logits(1)
	fmt.Println(logits, err)
	// Output: [7 -3] <nil>
}

// A tape records what layers do, forth and back. Here two layers are recorded and run by
// hand, and the gradient of the sum of what comes out is read.
func ExampleTape() {
	dev := cpu.Open(1)
	tape := network.NewTape(dev, network.Train, 1)
	in := tape.New("in", network.Vector(3))
	out, back, err := network.Chain{network.Times{Factor: 2}, network.Activate{Activation: kernels.ReLU}}.Forward(tape, in)
	if err != nil {
		fmt.Println(err)
		return
	}
	g := tape.New("gradient", out.Shape)
	for name, v := range map[string]network.Value{"in": in, "out": out, "gradient": g} {
		tape.Keep(name, v)
	}
	d, err := back(g, true)
	if err != nil {
		fmt.Println(err)
		return
	}
	tape.Keep("gradient of in", d)
	run, err := tape.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	dev.Write(in.Buffer(), 0, []float32{1, -1, 3})
	dev.Write(g.Buffer(), 0, []float32{1, 1, 1})
	if err := run.Run(1); err != nil {
		fmt.Println(err)
		return
	}
	y, dx := make([]float32, 3), make([]float32, 3)
	dev.Read(out.Buffer(), 0, y)
	dev.Read(d.Buffer(), 0, dx)
	fmt.Println(y, dx)
	// Output: [2 0 6] [2 0 2]
}
