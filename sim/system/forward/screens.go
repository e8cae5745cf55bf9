package forward

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// Screens are the masks in the order of the light, as they stand now: whether a simulation has trained them or a bench.
func (r *running) Screens() (*experiment.Screens, error) {
	s := r.s
	all := &experiment.Screens{Wavelength: s.Wavelength,
		Note: "One panel shows the masks in turn. The field before each is shown on the bench, the mask adds its phase, and a camera reads the complex field the distance behind it, which is " +
			"shown before the next; behind the last one the detector's squares are read. Rows and columns run as those of the input."}
	for i, v := range s.Net.Masks {
		phase := make([]float32, v.Len())
		if err := s.dev.Read(v.Value, 0, phase); err != nil {
			return nil, err
		}
		all.Masks = append(all.Masks, experiment.Screen{Name: itoa(i + 1), Nx: s.Net.Nx, Ny: s.Net.Ny, Pitch: s.Pitch, Phase: phase,
			Facts: []experiment.Amount{{Name: "layer", Value: float64(i + 1)}, {Name: "distance behind it, m", Value: s.Distance}}})
	}
	return all, nil
}

var _ experiment.Screened = (*running)(nil)

// Model counts masks and what is learned of them. Memory is that of the arrays of network and training without a bench, which a
// device that computes nothing has added up, for pictures of 28 x 28.
func (c *Config) Model() (*experiment.Model, error) {
	m := &experiment.Model{Columns: []string{"layer", "side", "pitch, um", "distance, mm", "activation", "phases"}}
	for l := range c.Layers {
		law := c.Activate
		if l == c.Layers-1 {
			law = "none" // the camera reads light itself
		}
		m.Rows = append(m.Rows, []string{itoa(l + 1), itoa(c.Samples), short(c.Pitch * 1e6), short(c.Distance * 1e3), law, itoa(c.Samples * c.Samples)})
	}
	d := c.detector()
	m.Totals = []experiment.Amount{{Name: "masks", Value: float64(c.Layers)}, {Name: "phases that are learned", Value: float64(c.Layers * c.Samples * c.Samples)},
		{Name: "squares of the detector", Value: float64(len(d.Regions))}, {Name: "pixels of a square", Value: float64(c.RegionSize * c.RegionSize)}}
	dev := &compute.Counter{}
	blank := &data.Set{Name: c.Data, Width: 28, Height: 28, Channels: 1, Images: make([]byte, 28*28), Labels: []uint16{0}, Classes: data.ClassNames("mnist")}
	if _, err := Open(dev, *c, blank); err != nil {
		return nil, err
	}
	m.Memory = []experiment.Amount{{Name: errs.New("network and training, batch ", max(c.Batch, evalBatch(dev))).Error(), Value: dev.Bytes}}
	return m, nil
}

// short is v with up to four digits.
func short(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
