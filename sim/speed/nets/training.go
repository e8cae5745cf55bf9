package nets

import (
	"fmt"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/speed"
	"talbot/sim/system/dante"
	"talbot/sim/train"
)

// Models of suite training.
const (
	Dual   = "dual"   // convolutions learn, as in DANTE's global step
	Planes = "planes" // masks learn through the light of whole planes, as the paper's single neurons do
)

// The training that Ratio tells the time of: the paper's of CIFAR-10.
const (
	Pictures = 50000
	Epochs   = 200
)

// trainings are the cases of suite training: ONN-3-3 and its copy a quarter as large. Batches are those of the rows of dante-fig2g.
func trainings() (list []speed.Case) {
	for _, n := range []int{500, 2000} {
		list = append(list, speed.Case{Suite: "training", N: n, Batch: 128, Model: Dual, GPU: true},
			speed.Case{Suite: "training", N: n, Batch: 32, Model: Planes, GPU: true})
	}
	return list
}

// Ratio is how many times as long Epochs of Pictures take single neurons as dual ones, by the seconds of an update each of cases
// of suite training, and both times in seconds. Masks that are fitted behind the dual neurons are not counted: see dante-fit.
func Ratio(dual, planes speed.Case, update, other float64) (ratio, seconds, long float64) {
	seconds, long = update*Pictures*Epochs/float64(dual.Batch), other*Pictures*Epochs/float64(planes.Batch)
	return long / seconds, seconds, long
}

// openTraining makes a session of a case, and what a rival needs to compute the same: pictures as the network takes them, [batch][3][32][32], and
// all numbers that are trained, in the order of the network.
func openTraining(c speed.Case, dev compute.Device) (*train.Descent, *network.Network, data.Examples, func() (speed.Problem, error), error) {
	p, _ := dante.Find("dante-onn33")
	p.Config.Mirror, p.Config.Move, p.Config.Erase = 0, 0, 0 // a rival draws other numbers
	switch c.N {
	case p.Config.Samples:
	case p.Config.Samples / 4:
		p.Config.Network, p.Config.Samples, p.Config.Focus, p.Config.Mask = "onn-3-3-500", p.Config.Samples/4, p.Config.Focus/4, p.Config.Mask/4
	default:
		return nil, nil, nil, nil, errs.New("suite training has planes of 500 or 2000 samples, not ", c.N)
	}
	switch c.Model {
	case Dual:
	case Planes:
		p.Config.Neurons, p.Config.Light = "planes", string(network.ModelFresnel)
	default:
		return nil, nil, nil, nil, errs.New("suite training has models ", Dual, " and ", Planes, ", not ", c.Model)
	}
	s, err := openDante(dev, p.Config, c.Batch)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	set := s.Global.Set
	problem := speed.Problem{Case: c, Field: make([]float32, c.Batch*s.Net.Input.Len()), Rate: rate}
	for i := range c.Batch {
		set.Read(i, problem.Field[i*s.Net.Input.Len():][:s.Net.Input.Len()])
		problem.Labels = append(problem.Labels, byte(set.Target(i)))
	}
	for _, v := range s.Net.Vars() {
		x := make([]float32, v.Len())
		if err := dev.Read(v.Value, 0, x); err != nil {
			return nil, nil, nil, nil, err
		}
		problem.Masks = append(problem.Masks, x...)
	}
	var layers []string
	for _, m := range s.Masks() {
		layers = append(layers, fmt.Sprintf("%dx%dx%dx%d", m.In, m.Out, m.Tiling.Side, m.Tiling.Kernel))
	}
	f := s.Masks()[0].System
	problem.More = []string{"model=" + c.Model, "layers=" + strings.Join(layers, ","), fmt.Sprint("mask=", f.Mask), fmt.Sprint("focus=", f.Focus), fmt.Sprint("rate=", problem.Rate)}
	return s.Global.Descent, s.Net, set, func() (speed.Problem, error) { return problem, nil }, nil
}
