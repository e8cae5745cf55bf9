package dante

import (
	"talbot/sim/reproduce"
	"talbot/sim/system/dante"
)

var benchColumns = []reproduce.Column{{Name: reproduce.Test}, {Name: artificial}, {Name: left, Unit: "1"},
	{Name: "seconds", Unit: "s", Of: func(r *reproduce.Result) float64 { return r.Seconds }}}

// benchRow is a preset of the bench, or another network that learns its pictures. Quick rows learn some
// hundred of them.
func benchRow(name, label, preset, network string, quick bool, accuracy, seconds float64, change func(*dante.Config)) reproduce.Row {
	p, _ := dante.Find(preset)
	c := p.Config
	if network != "" {
		c.Network, c.Retune, c.LearningRate = network, 0, 0.001
	}
	if change != nil {
		change(&c)
	}
	r := reproduce.Row{Name: name, Label: label, Config: &c, Data: c.Data, Paper: []float64{accuracy, reproduce.None, reproduce.None, seconds}}
	if quick {
		r.Name, r.Limit, r.LimitTest = reproduce.Quickly+name, 1200, 300
		c.Epochs, c.Batch, c.Held, c.FitSteps, c.Retune = 4, 50, 120, 40, min(c.Retune, 3)
		if c.Data == "cifar-10" && c.Classes == 0 { // five masks; of five classes a half of the pictures is left anyway
			r.Limit, r.LimitTest = 600, 150
		}
		if network == "vgg-11" {
			r.Limit, c.Epochs = 400, 2
		}
	}
	return r
}

func bench(id, title, note string, rows []reproduce.Row, quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: id, Title: title, Source: paper + ", figure 4", Note: note, Columns: benchColumns, Rows: rows, Quick: quick, AtEnd: true, Measure: measure}
	if quick {
		e.Seeds = []int{1}
	}
	return e
}

func fig4d(quick bool) reproduce.Experiment {
	none := reproduce.None
	return bench("dante-fig4d", "Digits on a bench of two layers", "The paper's bench in simulation, with 5 % of the light that a mask does not change: test is by that light, through fitted masks, with the read-out tuned on it. "+
		"On its bench the paper measured 96 %, and its training took 445 s on an RTX 3090. Channels of the layers are ours.", []reproduce.Row{
		benchRow("bench-mnist", "two layers, MNIST", "dante-bench-mnist", "", quick, .98, 445, nil),
		benchRow("bench-mnist-linear", "linear, MNIST", "dante-bench-mnist", "linear", quick, .91, none, nil),
		benchRow("bench-mnist-lenet5", "LeNet-5, MNIST", "dante-bench-mnist", "lenet-5", quick, none, none, nil)}, quick)
}

func fig4f(quick bool) reproduce.Experiment {
	none := reproduce.None
	return bench("dante-fig4f", "Pictures in colour on a bench of two layers", "As figure 4d; on its bench the paper measured 51 % of CIFAR-10 and 55 % of five classes of ImageNet. "+
		"Those are not free to fetch: the first five classes of CIFAR-10 stand in for them, with 1,000 pictures each to learn from and 300 to test with.", []reproduce.Row{
		benchRow("bench-cifar", "two layers, CIFAR-10", "dante-bench-cifar", "", quick, .59, none, nil),
		benchRow("bench-cifar-linear", "linear, CIFAR-10", "dante-bench-cifar", "linear", quick, .37, none, nil),
		benchRow("bench-cifar-lenet5", "LeNet-5, CIFAR-10", "dante-bench-cifar", "lenet-5", quick, none, none, nil),
		benchRow("bench-cifar-vgg11", "VGG11, CIFAR-10", "dante-bench-cifar", "vgg-11", quick, none, none, nil),
		benchRow("bench-five", "two layers, five classes", "dante-bench-five", "", quick, .60, none, nil),
		benchRow("bench-five-linear", "linear, five classes", "dante-bench-five", "linear", quick, .45, none, nil),
		benchRow("bench-five-lenet5", "LeNet-5, five classes", "dante-bench-five", "lenet-5", quick, none, none, nil)}, quick)
}
