// Package dante is the published experiments on dual neurons: Yuan, Wang, Xu, Zhou and Fang, "Training
// large-scale optoelectronic neural networks with dual-neuron optical-artificial learning", Nature
// Communications 14, 7110 (2023).
package dante

import (
	"context"

	"talbot/sim/reproduce"
	"talbot/sim/system/dante"
)

const paper = "Yuan and others, Nature Communications 14, 7110 (2023)"

// artificial is the accuracy of the convolutions, and left the mean relative squared error of the fitted masks.
const (
	artificial = dante.Artificial
	left       = "error of the masks"
)

// All are the experiments, quick or at full size.
func All(quick bool) []reproduce.Experiment {
	return []reproduce.Experiment{fig2f(quick), fig2g(quick), scaled(quick), fig3c(quick), fig3d(quick), fig4d(quick), fig4f(quick), onBench(quick), display(quick)}
}

var accuracies = []reproduce.Column{{Name: reproduce.Test}, {Name: artificial}, {Name: left, Unit: "1"}}

// row is a preset, whose recipe was chosen with pictures held out and which now learns from all; the paper's accuracy is by light. Quick rows learn 512 pictures for 2 epochs.
func row(name, label, preset string, quick bool, accuracy float64, change func(*dante.Config)) reproduce.Row {
	p, _ := dante.Find(preset)
	c := p.Config
	c.Held = 0
	if change != nil {
		change(&c)
	}
	r := reproduce.Row{Name: name, Label: label, Config: &c, Data: c.Data, Paper: []float64{accuracy, reproduce.None, reproduce.None}}
	if quick {
		r.Name, r.Limit, r.LimitTest = reproduce.Quickly+name, 512, 20
		c.Epochs, c.Batch, c.FitSteps, c.FitWarm = 2, 64, 10, 5
	}
	return r
}

// single has masks that learn by themselves, in batches and at the rate of the paper's code.
func single(c *dante.Config) {
	c.Neurons, c.Batch, c.LearningRate = "single", 32, 0.01
}

// electronic has a network without light learn the same pictures.
func electronic(network string, epochs int) func(*dante.Config) {
	return func(c *dante.Config) {
		c.Network, c.Norm, c.Batch, c.LearningRate, c.Epochs = network, network == "vgg-11", 512, 0.001, epochs
	}
}

// measure adds the error of the masks to what the last test of a run has told: by light, and by the convolutions.
func measure(_ context.Context, t *reproduce.Trained) error {
	if s := dante.Of(t.Session); s != nil && s.Dual() {
		t.Set(left, s.MeanError())
	}
	return nil
}

func pair(quick bool) []reproduce.Row {
	return []reproduce.Row{
		row("onn-3-3", "ONN-3-3, dual neurons", "dante-onn33", quick, .8253, nil),
		row("onn-3-7", "ONN-3-7, dual neurons", "dante-onn37", quick, .8491, nil),
		row("onn-3-3-single", "ONN-3-3, single neurons", "dante-onn33", quick, reproduce.None, single),
		row("onn-3-3-planes", "ONN-3-3, single neurons, whole planes", "dante-onn33", quick, .7361, wholePlanes),
		row("onn-3-7-planes", "ONN-3-7, single neurons, whole planes", "dante-onn37", quick, .7467, func(c *dante.Config) {
			wholePlanes(c)
			c.Batch = 8
		}),
		row("lenet-5", "LeNet-5, no light", "dante-onn33", quick, reproduce.None, electronic("lenet-5", 200)),
	}
}

func fig2f(quick bool) reproduce.Experiment {
	return reproduce.Experiment{ID: "dante-fig2f", Title: "CIFAR-10 by dual neurons and by single ones", Source: paper + ", figure 2f",
		Note: "Accuracy is that of the last epoch, read by light through the fitted masks: the test set is read once, at the end. The paper takes the best epoch by the test set. " +
			"Single neurons have the relay of dual ones; those with whole planes write all that a camera sees on the next light, as the paper's do, which leaves them a bright spot.",
		Columns: accuracies, Rows: pair(quick), Quick: quick, Shared: true, AtEnd: true, Measure: measureOutside}
}

func fig2g(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "dante-fig2g", Title: "Time of training by dual neurons and by single ones", Source: paper + ", figure 2g",
		Note:    "Hours of all steps and their tests; the paper's are of an RTX 3090.",
		Columns: []reproduce.Column{{Name: "hours", Unit: "h", Of: func(r *reproduce.Result) float64 { return r.Seconds / 3600 }}},
		Rows:    pair(quick), Draw: "hours", Quick: quick, Shared: true, AtEnd: true, Measure: measureOutside}
	for i, h := range []float64{.3, .7, reproduce.None, 60, 194} {
		e.Rows[i].Paper = []float64{h}
	}
	return e
}

func fig3c(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "dante-fig3c", Title: "CIFAR-10 by depth, with and without bias, scale and shuffle", Source: paper + ", figure 3c",
		Note:    "The paper prints the value of ten layers alone, and that bias and scale give seven layers about 4 points, and shuffle 0.6. Channels of the layers are ours.",
		Columns: accuracies, Quick: quick, Seeds: []int{1}, AtEnd: true, Measure: measure}
	for _, n := range []string{"3", "4", "5", "6", "7", "10"} {
		known := reproduce.None
		if n == "10" {
			known = .8953
		}
		short := func(c *dante.Config) { c.Epochs = 60 }
		e.Rows = append(e.Rows, row("layers-"+n, n+" layers", "dante-cifar-l"+n, quick, known, short),
			row("layers-"+n+"-plain", n+" layers, neither", "dante-cifar-l"+n, quick, reproduce.None, func(c *dante.Config) {
				short(c)
				c.Norm, c.Shuffle, c.LearningRate, c.Decay = false, false, 0.01, 0 // the decay was chosen with bias and scale
			}))
		if n == "7" || n == "10" {
			e.Rows = append(e.Rows, row("layers-"+n+"-unshuffled", n+" layers, not shuffled", "dante-cifar-l"+n, quick, reproduce.None, func(c *dante.Config) {
				short(c)
				c.Shuffle = false
			}))
		}
	}
	e.Rows = append(e.Rows, row("layers-vgg11", "VGG11, no light", "dante-cifar-l10", quick, .8933, electronic("vgg-11", 60)))
	return e
}

func fig3d(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "dante-fig3d", Title: "ImageNet at 32 x 32 by depth", Source: paper + ", figure 3d",
		Note:    "The pictures are not free to fetch: put the published files into the folder imagenet-32 among the data sets. The paper prints the value of ten layers alone.",
		Columns: accuracies, Quick: quick, Seeds: []int{1}, AtEnd: true, Measure: measure}
	for _, n := range []string{"6", "7", "10"} {
		known := reproduce.None
		if n == "10" {
			known = .4426
		}
		e.Rows = append(e.Rows, row("imagenet-"+n, n+" layers", "dante-imagenet32-l"+n, quick, known, nil))
	}
	return e
}
