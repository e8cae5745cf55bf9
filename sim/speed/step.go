package speed

import (
	"slices"
	"strconv"

	"talbot/sim/data"
	"talbot/sim/network"
	"talbot/sim/system/diffractive"
)

// picture is the side of the pictures that a training step reads, as MNIST has it.
const picture = 28

// openStep makes training steps: gradient and update of five phase masks by Adam,
// on a set that is one batch.
func (t *Talbot) openStep() error {
	c := t.Case
	set := &data.Set{Name: "noise", Width: picture, Height: picture, Images: make([]byte, c.Batch*picture*picture), Labels: make([]uint16, c.Batch), Classes: data.Numbered(10)}
	grey := make([]float32, len(set.Images))
	input.Uniform(0, grey)
	for i, v := range grey {
		set.Images[i] = byte(256 * v)
	}
	for i := range set.Labels {
		set.Labels[i] = uint16(i % 10)
	}
	config, err := stepConfig(c)
	if err != nil {
		return err
	}
	dev := t.Variant.device()
	s, err := diffractive.NewSession(dev, config, set)
	if err != nil {
		return err
	}
	// So small that the masks hardly change: every step is the first again.
	const rate = 1e-5
	masks, err := s.Values()
	if err != nil {
		return err
	}
	var states []float32
	if c.Levels > 0 {
		curves, err := config.Curves()
		if err != nil {
			return err
		}
		for _, v := range curves[0].States {
			states = append(states, float32(v.Amplitude), float32(v.Phase))
		}
	}
	s.Loop.Descent.Together = t.Variant.Steps
	t.problem = func() (Problem, error) {
		p := Problem{Case: c, Labels: set.LabelBytes(), Masks: slices.Concat(masks...), Scale: config.LogitScale, Rate: rate}
		if c.Levels > 0 {
			p.States, p.Tau = states, config.TemperatureStart
		}
		for _, r := range s.Net.Branches[0].Detector.Regions {
			p.Regions = append(p.Regions, r.X0, r.Y0, r.X1, r.Y1)
		}
		var err error
		p.Field, err = amplitudes(s.Net, set)
		return p, err
	}
	batch := make([]int32, c.Batch)
	for i := range batch {
		batch[i] = int32(i)
	}
	steps := 0
	// A step brings the pictures to the device and the result from it. A device that
	// works on meanwhile may give the result with the next step: at the end all are in.
	work := func(reps int) (last network.Result, err error) {
		for range reps {
			steps++
			if last, err = s.Loop.Descent.Step(set, batch, steps, rate); err != nil {
				return last, err
			}
		}
		rest, err := s.Loop.Descent.Flush()
		if rest.Count > 0 {
			last = rest
		}
		return last, err
	}
	// The check is of the first step, with levels without the noise, which others draw
	// otherwise.
	noise := s.Config.Noise
	s.Config.Noise = 0
	first, err := work(1)
	if err != nil {
		return err
	}
	s.Config.Noise = noise
	t.check = []float64{first.Loss / float64(first.Count)}
	if t.units = c.Batch; c.GPU {
		t.units = 1
	}
	pass, update := s.Loop.Descent.Runners()
	t.runs = []Run{{pass, c.Batch}, {update, 0}}
	t.run = func(reps int) error {
		_, err := work(reps)
		return err
	}
	return nil
}

// stepConfig is our recipe with the sizes of the case.
func stepConfig(c Case) (diffractive.Config, error) {
	p, err := diffractive.Find("d2nn-mnist")
	if err != nil {
		return diffractive.Config{}, err
	}
	config := p.Config
	config.Samples, config.ImageSize, config.Padding, config.Layers = c.N, c.N, c.Pad, Layers
	config.Distance, config.Wavelength, config.Pitch = c.Distance(), Wavelength, Pitch
	config.RegionSize, config.Batch, config.InitRange = max(1, c.N/10), c.Batch, 3
	if c.Levels > 0 {
		config.Mask, config.Method, config.Curve = "display", diffractive.MethodGumbel, "slm-"+strconv.Itoa(c.Levels)
		config.Forward, config.Mixing, config.Noise = "hard", "separate", 1
		config.Temperature, config.TemperatureStart = "constant", 10
	}
	_, err = config.Check()
	return config, err
}

// amplitudes are the pictures as they stand on the source plane, [batch][n][n]:
// rivals start from them and so need not resize.
func amplitudes(n *network.Optical, set *data.Set) ([]float32, error) {
	view, err := n.NewPass(network.View, 1)
	if err != nil {
		return nil, err
	}
	var all []float32
	for i := range set.Len() {
		view.Set(0, set.Image(i), 0)
		if err := view.Run(1); err != nil {
			return nil, err
		}
		u, err := view.Field(0, 0)
		if err != nil {
			return nil, err
		}
		for k := 0; k < len(u); k += 2 {
			all = append(all, u[k])
		}
	}
	return all, nil
}
