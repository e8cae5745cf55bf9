package train_test

import (
	"fmt"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	"talbot/sim/data/open"
	"talbot/sim/detect"
	"talbot/sim/loss"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/optim"
	"talbot/sim/source"
	"talbot/sim/train"
)

// Training by hand: two phase masks of 32 x 32 between source and detector, each behind
// 3 cm of free space, trained by Adam on the digits that come with Talbot.
func ExampleNewBackprop() {
	if err := byHand(); err != nil {
		fmt.Println(err)
	}
	// Output: 120 updates; the loss has fallen by more than half: true
}

func byHand() error {
	const wavelength = 532e-9
	set, _, err := open.LoadFS(assets.Data(), "mnist")
	if err != nil {
		return err
	}
	dev, g := cpu.Open(2), optics.Square(32, 36e-6)
	hop, err := optics.NewAngularSpectrum(dev, g, wavelength, 0.03, optics.Window{PadX: 8, PadY: 8})
	if err != nil {
		return err
	}
	var layers []network.Layer
	for _, name := range []string{"first", "second"} {
		mask, err := modulator.NewPhase(dev, name, g, 1)
		if err != nil {
			return err
		}
		layers = append(layers, network.Diffractive{Hop: hop, Mask: mask}) // of phase 0 until it is trained
	}
	detector := detect.Detector{Grid: g, Regions: detect.Rows(g, 4, 0.8, 1, 3, 4, 3)} // ten regions in rows of 3, 4 and 3
	n := &network.Optical{
		Network:  network.Network{Device: dev, Loss: loss.CrossEntropy},
		Light:    source.Plane(g, wavelength),
		Encoder:  source.Encoder{Grid: g, Width: 28, Height: 28, Span: 28},
		Branches: []network.Branch{{Layers: append(layers, network.Free{Hop: hop}), Detector: detector}},
		Readout:  detect.Readout{Logits: detect.Shared, Scale: 20},
	}
	if err := n.Init(); err != nil {
		return err
	}
	const batch = 20
	gradient, err := train.NewBackprop(&n.Network, batch)
	if err != nil {
		return err
	}
	descent, err := train.NewDescent(dev, gradient, optim.DefaultAdam, false)
	if err != nil {
		return err
	}
	loop := &train.Loop{Descent: descent, Set: set, Batch: batch, Seed: 1, Rate: func(int) float64 { return 0.1 }}
	var first, last float64
	for loop.Epoch < 3 {
		if _, err := loop.Next(); err != nil {
			return err
		}
		if loop.Index == 0 { // an epoch has ended
			last = loop.Sum.Loss / float64(loop.Sum.Count)
			if loop.Epoch == 1 {
				first = last
			}
		}
	}
	fmt.Printf("%d updates; the loss has fallen by more than half: %v\n", loop.Step, last < first/2)
	return nil
}
