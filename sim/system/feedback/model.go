package feedback

import (
	"strconv"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/opu"
)

// Model is what the network is made of, for pictures of the set's size.
func (c *Config) Model() (*experiment.Model, error) {
	channels, ny, nx := shape(c.Data)
	dev := &compute.Counter{}
	s, err := Open(dev, *c, &data.Set{Name: c.Data, Width: nx, Height: ny, Channels: channels}, nil)
	if err != nil {
		return nil, err
	}
	step := dev.Bytes
	sizes, err := Behind(s.Net)
	if err != nil {
		return nil, err
	}
	if c.Network == "vit" { // all tokens get the same
		for i := range sizes {
			sizes[i] = c.Hidden
		}
	}
	m := Made(s.Net.Vars(), step, c.Batch)
	c.Light(m, c.Batch, 1, len(s.names), sizes)
	return m, nil
}

// Behind is how many numbers there are behind each block of a network that gets feedback.
func Behind(n *network.Network) (sizes []int, err error) {
	p, err := n.NewPass(network.View, 1)
	if err != nil {
		return nil, err
	}
	layers, err := p.Read(network.Behind, 1)
	if err != nil || len(layers) == 0 {
		return nil, err
	}
	for _, x := range layers[:len(layers)-1] {
		sizes = append(sizes, len(x))
	}
	return sizes, nil
}

// Made is a table of what is trained, and the bytes of a step with a batch of so many.
func Made(vars []*compute.Var, step float64, batch int) *experiment.Model {
	m := &experiment.Model{Columns: []string{"trained", "shape", "numbers"}, Memory: []experiment.Amount{{Name: errs.New("training, batch ", batch).Error(), Value: step}}}
	all := 0
	for _, v := range vars {
		var sides []string
		for _, n := range v.Shape {
			sides = append(sides, strconv.Itoa(n))
		}
		m.Rows = append(m.Rows, []string{v.Name, strings.Join(sides, " x "), strconv.Itoa(v.Len())})
		all += v.Len()
	}
	m.Totals = append(m.Totals, experiment.Amount{Name: "numbers to train", Value: float64(all)})
	return m
}

// Light adds to m what an update takes of the machine of opu.LightOn, if it is the unit that brings errors of n numbers
// to blocks of so many each, in rows of an example. Signs by chance are drawn for each block by itself, so that each
// takes frames of its own; a threshold's are the same for all.
func (w *Way) Light(m *experiment.Model, batch, rows, n int, blocks []int) {
	if w.Feedback != "opu" {
		return
	}
	if w.Show == "threshold" {
		all := 0
		for _, b := range blocks {
			all += b
		}
		blocks = []int{all}
	}
	machine, sum := opu.LightOn(), opu.Account{}
	for _, b := range blocks {
		a := machine.Count(w.Unit().Method, float64(batch*rows), n, b)
		sum.Frames, sum.Seconds, sum.Joules, sum.Operations = sum.Frames+a.Frames, sum.Seconds+a.Seconds, sum.Joules+a.Joules, sum.Operations+a.Operations
	}
	m.Totals = append(m.Totals, experiment.Amount{Name: "frames of the camera, an update", Value: sum.Frames},
		experiment.Amount{Name: errs.New("seconds of them, at ", machine.Rate, " a second").Error(), Value: sum.Seconds},
		experiment.Amount{Name: errs.New("joules of them, at ", machine.Power, " W").Error(), Value: sum.Joules},
		experiment.Amount{Name: "operations that this light does", Value: sum.Operations})
}
