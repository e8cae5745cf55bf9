package dante

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// singleBatch is the batch of the paper for single neurons in networks of many masks.
const singleBatch = 8

// Model counts layers, masks, neurons and parameters. A neuron is a pixel of a mask, as the paper counts.
// Memory is that of the arrays of a pass, which a device that computes nothing has added up.
func (c *Config) Model() (*experiment.Model, error) {
	channels, side, _ := c.Shape()
	a, err := c.architecture(channels, side)
	if err != nil {
		return nil, err
	}
	if c.Electronic() {
		return c.electronicModel(a)
	}
	m := &experiment.Model{Columns: []string{"layer", "masks", "channels of a mask", "side", "kernel", "region", "neurons"}}
	pixels, weights, largest := c.Mask*c.Mask, 0, network.Tiling{}
	for i, l := range a.layers {
		t := l.tiling()
		m.Rows = append(m.Rows, []string{strconv.Itoa(i + 1), strconv.Itoa(l.masks), strconv.Itoa(l.in) + " to " + strconv.Itoa(l.out),
			strconv.Itoa(l.side), strconv.Itoa(l.kernel), strconv.Itoa(t.Region()), strconv.Itoa(l.masks * pixels)})
		weights += l.masks * l.in * l.out * l.kernel * l.kernel
		if t.Region() > largest.Region() {
			largest = t
		}
	}
	classes := c.classCount()
	total := func(name string, n int) {
		m.Totals = append(m.Totals, experiment.Amount{Name: name, Value: float64(n)})
	}
	total("optical layers", len(a.layers))
	total("masks", a.masks())
	total("neurons", a.masks()*pixels)
	total("complex kernel weights", weights)
	total("weights of the read-out", a.features()*classes)
	in := network.Shape{Channels: channels, Ny: side, Nx: side}
	return m, c.memory(m, in, classes, largest)
}

// classCount is how many classes the settings' data has, 10 where they are not known.
func (c *Config) classCount() int {
	if n := len(c.classes(ClassNames(c.Data))); n > 0 {
		return n
	}
	return 10
}

// electronicModel is Model of a network without light.
func (c *Config) electronicModel(a architecture) (*experiment.Model, error) {
	m := &experiment.Model{Columns: []string{"layer", "channels", "side", "kernel", "weights"}}
	weights, products := a.electronicWeights()
	all := 0
	for i, s := range a.sizes() {
		m.Rows = append(m.Rows, []string{strconv.Itoa(i + 1), strconv.Itoa(s.in) + " to " + strconv.Itoa(s.out), strconv.Itoa(s.before),
			strconv.Itoa(a.real[i].kernel), strconv.Itoa(weights[i])})
		all += weights[i]
	}
	read := a.features() * c.classCount()
	m.Totals = []experiment.Amount{{Name: "optical layers"}, {Name: "weights of the layers", Value: float64(all)},
		{Name: "weights of the read-out", Value: float64(read)}, {Name: "products a picture", Value: products + float64(read)}}
	in := network.Shape{Channels: a.channels, Ny: a.side, Nx: a.side}
	return m, c.passMemory(m, in, c.classCount(), errs.New("a step, batch ", c.Batch).Error(), c.Neurons, network.Train, c.Batch)
}

// passMemory adds what a pass takes.
func (c *Config) passMemory(m *experiment.Model, in network.Shape, classes int, name, neurons string, kind network.Kind, batch int) error {
	dev, d := &compute.Counter{}, *c
	d.Neurons = neurons
	p, err := newParts(&d, dev, in, classes)
	if err != nil {
		return err
	}
	read, err := p.readOut("read-out")
	if err != nil {
		return err
	}
	face := network.FaceArtificial
	if neurons != "dual" {
		face = network.FaceOptical
	}
	net, err := p.network(face, in, read)
	if err != nil {
		return err
	}
	if _, err := net.NewPass(kind, batch); err != nil {
		return err
	}
	m.Memory = append(m.Memory, experiment.Amount{Name: name, Value: dev.Bytes})
	return nil
}

// memory adds up what the steps take.
func (c *Config) memory(m *experiment.Model, in network.Shape, classes int, largest network.Tiling) error {
	pass := func(name, neurons string, kind network.Kind, batch int) error {
		return c.passMemory(m, in, classes, name, neurons, kind, batch)
	}
	if err := pass(errs.New("global step, batch ", c.Batch).Error(), "dual", network.Train, c.Batch); err != nil {
		return err
	}
	f := c.fit(0)
	f.Tiling, f.System = largest, c.system()
	f.Kernels = make([]float32, 2*largest.In*largest.Out*largest.Kernel*largest.Kernel)
	f.Kernels[0] = 1
	for _, light := range []struct {
		name  string
		model network.Model
	}{{"local step of any mask", f.System.Model}, {"local step, full propagation", network.ModelFresnel}} {
		dev := &compute.Counter{}
		f.System.Model = light.model
		if _, err := f.Open(dev); err != nil {
			return err
		}
		m.Memory = append(m.Memory, experiment.Amount{Name: light.name, Value: dev.Bytes})
	}
	alone := "single"
	if c.Planes() {
		alone = wholePlanes
	}
	if err := pass("read by light, batch 1", alone, network.Eval, 1); err != nil {
		return err
	}
	return pass(errs.New("single neurons instead, batch ", singleBatch).Error(), alone, network.Train, singleBatch)
}

// Count is how many layers and masks the network has.
func (c *Config) Count() (layers, masks int, err error) {
	channels, side, _ := c.Shape()
	a, err := c.architecture(channels, side)
	return len(a.layers), a.masks(), err
}

// MeanError is the mean of the relative squared errors of all fitted masks, 0 before there are any.
func (s *Session) MeanError() (sum float64) {
	for _, m := range s.masks {
		_, _, left, _ := s.fitted(m)
		sum += left / float64(len(s.masks))
	}
	return sum
}
