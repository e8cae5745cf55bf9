// Package sa has the published experiments on backpropagation through saturable absorbers
// (Guo, Barrett, Wang, Lvovsky, Photonics Research 9, B71 (2021), and the code of its
// authors) as lists of runs, makes one of them, and sets what came out beside the paper.
package sa

import (
	"strconv"
	"strings"

	"talbot/sim/reproduce"
	"talbot/sim/system/absorber"
)

// list is an experiment, and row one of its rows, while it is written.
type list struct {
	ID, Title string
	Rows      []row
	Seeds     []int
	Note      string // of the table
}

// row is one network, trained from several seeds.
type row struct {
	Name, Label string
	Config      absorber.Config
	Limit       int     // of the training pictures, 0 for all
	Paper       float64 // accuracy of the paper, 0 for none
}

// All are the experiments, or their small versions.
func All(quick bool) (all []reproduce.Experiment) {
	for _, l := range []list{depth(quick), cnn(quick), planar(quick), noise(quick)} {
		e := reproduce.Experiment{ID: l.ID, Title: l.Title, Source: source, Note: l.Note, Seeds: l.Seeds, Quick: quick, Small: true, Heavy: l.ID == "sa-cnn", Draw: halves,
			Columns: []reproduce.Column{{Name: last}, {Name: held}, {Name: halves}}, EachEpoch: eachEpoch, Measure: measure}
		if l.ID == "sa-2d" {
			e.Source, e.Draw, e.Columns = points, last, []reproduce.Column{{Name: last}, {Name: halves}}
		}
		for _, r := range l.Rows {
			c := r.Config
			to := reproduce.Row{Name: r.Name, Label: r.Label, Config: &c, Limit: r.Limit}
			if !c.Planar() {
				to.Data = c.Data
			}
			if r.Limit > 0 {
				to.LimitTest = max(2000, r.Limit/6)
			}
			if r.Paper > 0 {
				to.Paper = []float64{reproduce.None, reproduce.None, r.Paper}
			}
			e.Rows = append(e.Rows, to)
		}
		all = append(all, e)
	}
	return all
}

// source is where the networks of pictures are from, and points where those of points.
const points = "Spall, Guo, Lvovsky, \"Training neural networks with end-to-end optical backpropagation\", Advanced Photonics 7, 016004 (2025)"
const source = "Guo, Barrett, Wang, Lvovsky, \"Backpropagation through nonlinear units for the all-optical training of neural networks\", Photonics Research 9, B71 (2021)"

func preset(id string) absorber.Config {
	p, ok := absorber.Find(id)
	if !ok {
		panic("sa: no preset " + id)
	}
	return p.Config
}

// small makes the quick version of a row: some minutes on a processor for all of them.
func small(r *row, limit, epochs int) {
	r.Limit, r.Config.Epochs, r.Config.Held = limit, epochs, limit/6
}

// depth is the MLP on MNIST by the optical depth, as read off the authors' figure to a
// thousandth; ReLU and the linear network are dashed lines there.
func depth(quick bool) list {
	e := list{ID: "sa-depth", Title: "The dense network on MNIST by the absorbers' optical depth, exact and by the probe", Seeds: []int{1, 2, 3},
		Note: "The paper's values are read off its figure, for the best epoch by half of the test set, tested on the other half."}
	exact := map[string]float64{"0.1": .889, "0.3": .944, "1": .966, "2": .973, "4": .979, "6": .980, "8": .980, "10": .982, "15": .982, "20": .980, "30": .982, "40": .979, "50": .980}
	probe := map[string]float64{"0.1": .878, "0.3": .933, "1": .966, "2": .974, "4": .976, "6": .975, "8": .974, "10": .975, "15": .979, "20": .979, "30": .980, "40": .972, "50": .973}
	depths := strings.Fields("0.1 0.3 1 2 4 6 8 10 15 20 30 40 50")
	if quick {
		depths = strings.Fields("1 10 30")
		e.Seeds = []int{1}
	}
	for _, d := range depths {
		for _, way := range []string{"exact", "probe"} {
			c := preset("sa-mlp")
			c.Depth, _ = strconv.ParseFloat(d, 64)
			c.Gradient = way
			paper := exact[d]
			if way == "probe" {
				paper = probe[d]
			}
			e.Rows = append(e.Rows, row{Name: "depth-" + d + "-" + way, Label: "depth " + d + ", " + way, Config: c, Paper: paper})
		}
	}
	for _, a := range []struct {
		name  string
		paper float64
	}{{"relu", .980}, {"none", .858}} {
		c := preset("sa-mlp")
		c.Activate = a.name
		e.Rows = append(e.Rows, row{Name: a.name, Label: electronic(a.name), Config: c, Paper: a.paper})
	}
	if quick {
		for i := range e.Rows {
			small(&e.Rows[i], 12000, 6)
		}
	}
	return e
}

func electronic(activation string) string {
	switch activation {
	case "relu":
		return "ReLU"
	case "none":
		return "linear"
	}
	return activation
}

// cnn is the table of the convolutional network on MNIST.
func cnn(quick bool) list {
	e := list{ID: "sa-cnn", Title: "The convolutional network on MNIST by its activation", Seeds: []int{1, 2, 3},
		Note: "Electronic networks take cross-entropy and input of 0 to 1, as the paper's do."}
	for _, r := range []struct {
		name, activation, gradient string
		paper                      float64
	}{{"probe", "absorber", "probe", .993}, {"exact", "absorber", "exact", .994}, {"relu", "relu", "exact", .993},
		{"tanh", "tanh", "exact", .992}, {"sigmoid", "sigmoid", "exact", .990}, {"linear", "none", "exact", .923}} {
		c := preset("sa-cnn")
		c.Activate, c.Gradient = r.activation, r.gradient
		label := "absorbers, " + r.name
		if r.activation != "absorber" {
			c.Loss, c.Scale = "cross-entropy", 1
			label = electronic(r.activation)
		}
		if r.activation == "none" { // without absorbers all products are one
			c.Network, c.Layers = "mlp", 1
		}
		e.Rows = append(e.Rows, row{Name: r.name, Label: label, Config: c, Paper: r.paper})
	}
	if quick {
		e.Seeds = []int{1}
		for i := range e.Rows {
			small(&e.Rows[i], 6000, 2)
		}
	}
	return e
}

// planar are the tasks of points of a plane. The paper's numbers are not public.
func planar(quick bool) list {
	e := list{ID: "sa-2d", Title: "Points of a plane: a ring, quadrants, arches; networks of five absorbers", Seeds: []int{1, 2, 3, 4, 5},
		Note: "Shapes and settings of these networks are ours; the paper shows charts without numbers. Depth is 4 where none is said; noise is 5 % of each read-out."}
	for _, task := range []string{"rings", "xor", "arches"} {
		add := func(name, label string, change func(c *absorber.Config)) {
			c := preset("sa-2d-" + task)
			change(&c)
			e.Rows = append(e.Rows, row{Name: task + "-" + name, Label: task + ", " + label, Config: c})
		}
		add("linear", "linear", func(c *absorber.Config) { c.Activate = "none" })
		for _, d := range []float64{1, 4, 10} {
			for _, way := range []string{"exact", "probe"} {
				n := strconv.FormatFloat(d, 'g', -1, 64)
				add("depth-"+n+"-"+way, "depth "+n+", "+way, func(c *absorber.Config) { c.Depth, c.Gradient = d, way })
			}
		}
		add("scatter", "two weak signals", func(c *absorber.Config) { c.Depth, c.Gradient = 4, "scatter" })
		add("medium", "medium, probe", func(c *absorber.Config) { c.Depth, c.Law = 4, "medium" })
		add("strong-probe", "medium, strong probe", func(c *absorber.Config) { c.Depth, c.Law, c.Gradient, c.Power = 4, "medium", "finite-probe", 1 })
		add("noise", "16 absorbers, noise", func(c *absorber.Config) { c.Depth, c.Hidden, c.Readout = 4, 16, 0.05 })
	}
	if quick {
		e.Seeds = []int{1, 2}
	}
	return e
}

// noise is the dense network on benches with faults, and the ways back that are none.
func noise(quick bool) list {
	e := list{ID: "sa-noise", Title: "The dense network on MNIST with a bench's faults, and with other ways back", Seeds: []int{1, 2, 3},
		Note: "Optical: both ways through the bench; hybrid: forward alone; in silico: the bench meets the trained matrix. By the probe, depth 10."}
	add := func(name, label string, change func(c *absorber.Config)) {
		c := preset("sa-mlp")
		c.Epochs = 20
		change(&c)
		e.Rows = append(e.Rows, row{Name: name, Label: label, Config: c})
	}
	add("none", "no faults", func(*absorber.Config) {})
	for _, f := range []struct {
		name, label string
		set         func(c *absorber.Config)
	}{
		{"static-2", "static error 2 %", func(c *absorber.Config) { c.Static = 0.02 }},
		{"static-5", "static error 5 %", func(c *absorber.Config) { c.Static = 0.05 }},
		{"cross-1", "cross-talk 1 %", func(c *absorber.Config) { c.CrossTalk = 0.01 }},
		{"cross-3", "cross-talk 3 %", func(c *absorber.Config) { c.CrossTalk = 0.03 }},
		{"readout-1", "read-out 1 %", func(c *absorber.Config) { c.Readout = 0.01 }},
		{"readout-5", "read-out 5 %", func(c *absorber.Config) { c.Readout = 0.05 }},
		{"bits-8", "8 bits", func(c *absorber.Config) { c.Bits = 8 }},
		{"all", "all the worst", func(c *absorber.Config) { c.Static, c.CrossTalk, c.Readout, c.Bits = 0.05, 0.03, 0.05, 8 }},
	} {
		ways := []string{"optical"}
		if f.name == "all" {
			ways = []string{"optical", "hybrid", "in-silico"}
		}
		for _, way := range ways {
			name, label := f.name, f.label+", "+way
			if len(ways) > 1 {
				name += "-" + way
			}
			add(name, label, func(c *absorber.Config) {
				f.set(c)
				c.Through = way
			})
		}
	}
	add("constant", "constant for the slope", func(c *absorber.Config) { c.Gradient, c.Constant = "constant", 0.0067 }) // exp(-5), as the paper's code
	add("zero", "nothing comes back", func(c *absorber.Config) { c.Gradient, c.Constant = "constant", 0 })
	if quick {
		e.Seeds = []int{1}
		for i := range e.Rows {
			small(&e.Rows[i], 12000, 6)
		}
	}
	return e
}
