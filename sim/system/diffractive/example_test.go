package diffractive_test

import (
	"fmt"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	"talbot/sim/data/open"
	"talbot/sim/system/diffractive"
)

// Training by preset: a session is the network of a preset, with any parameter changed,
// and what trains it. Evaluate goes through a test set piece by piece.
func ExampleNewSession() {
	preset, err := diffractive.Find("d2nn-mnist-64")
	if err != nil {
		fmt.Println(err)
		return
	}
	c := preset.Config
	c.Layers, c.Samples, c.ImageSize, c.RegionSize, c.Distance, c.Padding = 2, 32, 28, 4, 0.03, 8
	c.Batch, c.Epochs = 20, 3
	train, test, err := open.LoadFS(assets.Data(), c.Data) // the small set; open.Load has the full ones
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := diffractive.NewSession(cpu.Open(2), c, train)
	if err != nil {
		fmt.Println(err)
		return
	}
	for s.Loop.Epoch < c.Epochs {
		if _, err := s.Loop.Next(); err != nil {
			fmt.Println(err)
			return
		}
	}
	e := s.Evaluate(test)
	for more := true; more; {
		if more, err = s.More(e); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Printf("%d updates, %d test pictures, better than half: %v\n", s.Loop.Step, e.Count, e.Accuracy() > 0.5)
	// Output: 120 updates, 300 test pictures, better than half: true
}
