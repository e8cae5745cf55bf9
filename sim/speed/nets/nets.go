// Package nets times the updates of large networks: the global step of DANTE's, which learn as
// convolutions, beside it single neurons, which learn through the light, and those of a Transformer by backpropagation. It is apart from package speed, so that what times light in
// a page need not carry them.
package nets

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/rng"
	"talbot/sim/speed"
	"talbot/sim/system/dante"
	"talbot/sim/system/language"
	"talbot/sim/train"
)

// Suites are the names: "global" makes updates of a preset of DANTE (Case.Model), pictures drawn by a seed; "text"
// those of a Transformer of 4 blocks of width Case.N on Case.Batch examples of Context tokens; "training" those of ONN-3-3 by dual
// neurons and by single ones, for the ratio of their times.
var Suites = []string{"global", "text", "training"}

// Context is the tokens of an example of suite text, Blocks the blocks of its network.
const (
	Context = 128
	Blocks  = 4
)

// Numbers of the random inputs: a stream of this package.
var input = rng.Stream{Seed: 1, Stream: 1005}

// rate is so small that every step is the first again.
const rate = 1e-6

// Cases are those of a suite.
func Cases(suite string) ([]speed.Case, error) {
	switch suite {
	case "global":
		list := []speed.Case{{Suite: suite, N: 28, Batch: 50, Model: "dante-small", GPU: true}}
		for _, preset := range []string{"dante-onn33", "dante-cifar-l10", "dante-imagenet32-l10"} {
			list = append(list, speed.Case{Suite: suite, N: 32, Batch: 512, Model: preset, GPU: true})
		}
		return list, nil
	case "text":
		return []speed.Case{{Suite: suite, N: 128, Batch: 64, GPU: true}, {Suite: suite, N: 512, Batch: 64, GPU: true}}, nil
	case "training":
		return trainings(), nil
	}
	return nil, errs.New("there is no suite \"", suite, "\" of networks; want global, text or training")
}

// Open makes a case ready.
func Open(c speed.Case, v speed.Variant, clock speed.Clock) (*speed.Talbot, error) {
	var d *train.Descent
	var net *network.Network
	var ex data.Examples
	var problem func() (speed.Problem, error)
	var err error
	switch c.Suite {
	case "training":
		d, net, ex, problem, err = openTraining(c, v.GPU)
	case "global":
		d, net, ex, err = openGlobal(c, v.GPU)
	case "text":
		d, net, ex, err = openText(c, v.GPU)
	default:
		_, err = Cases(c.Suite)
	}
	if err != nil {
		return nil, err
	}
	batch := make([]int32, c.Batch)
	for i := range batch {
		batch[i] = int32(i)
	}
	steps := 0
	work := func(reps int) (last network.Result, err error) {
		for range reps {
			steps++
			if last, err = d.Step(ex, batch, steps, rate); err != nil {
				return last, err
			}
		}
		rest, err := d.Flush()
		if rest.Count > 0 {
			last = rest
		}
		return last, err
	}
	first, err := work(1)
	if err != nil {
		return nil, err
	}
	size, err := gradient(v.GPU, net)
	if err != nil {
		return nil, err
	}
	pass, update := d.Runners()
	return speed.New(c, v, clock, speed.Work{Units: 1, Check: []float64{first.Loss / float64(first.Count), size},
		Runs: []speed.Run{{Runner: pass, Batch: c.Batch}, {Runner: update}}, Problem: problem,
		Run: func(reps int) error {
			_, err := work(reps)
			return err
		}}), nil
}

// gradient is the size of the gradient of all that is trained.
func gradient(dev compute.Device, net *network.Network) (float64, error) {
	sum := 0.0
	for _, v := range net.Vars() {
		g := make([]float32, v.Len())
		if err := dev.Read(v.Grad, 0, g); err != nil {
			return 0, err
		}
		for _, x := range g {
			sum += float64(x) * float64(x)
		}
	}
	return math.Sqrt(sum), nil
}

func openGlobal(c speed.Case, dev compute.Device) (*train.Descent, *network.Network, data.Examples, error) {
	p, ok := dante.Find(c.Model)
	if !ok {
		return nil, nil, nil, errs.New("there is no preset \"", c.Model, "\" of DANTE")
	}
	s, err := openDante(dev, p.Config, c.Batch)
	if err != nil {
		return nil, nil, nil, err
	}
	return s.Global.Descent, s.Net, s.Global.Set, nil
}

// openDante makes a session that learns pictures drawn by a seed, a batch of them.
func openDante(dev compute.Device, config dante.Config, batch int) (*dante.Session, error) {
	config.Batch, config.Held = batch, 0
	classes := dante.ClassNames(config.Data)
	channels, ny, nx := config.Shape()
	set := &data.Set{Name: "noise", Channels: channels, Width: nx, Height: ny, Images: make([]byte, batch*channels*ny*nx), Labels: make([]uint16, batch), Classes: classes}
	grey := make([]float32, len(set.Images))
	input.Uniform(0, grey)
	for i, v := range grey {
		set.Images[i] = byte(256 * v)
	}
	for i := range set.Labels {
		set.Labels[i] = uint16(i % len(classes))
	}
	return dante.Open(dev, config, set, nil)
}

func openText(c speed.Case, dev compute.Device) (*train.Descent, *network.Network, data.Examples, error) {
	p, ok := language.Find("dfa-lm")
	if !ok {
		return nil, nil, nil, errs.New("there is no preset dfa-lm")
	}
	config := p.Config
	config.Feedback, config.Width, config.Context, config.Blocks, config.Batch = "backprop", c.N, Context, Blocks, c.Batch
	if config.Heads = 4; c.N >= 256 {
		config.Heads = c.N / 64
	}
	text := make([]byte, (c.Batch+1)*Context)
	shares := make([]float32, len(text))
	input.Uniform(1, shares)
	for i, v := range shares {
		text[i] = byte(256 * v)
	}
	s, err := language.Open(dev, config, data.NewText("noise", text))
	if err != nil {
		return nil, nil, nil, err
	}
	return s.Stage.Descent, s.Net, s.Stage.Set, nil
}
