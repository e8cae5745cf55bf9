package scatter

import (
	"talbot/sim/compute/kernels"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/train"
)

// frames are what the camera behind scatterer and first masks counts of the pictures to learn from, in cells: of each epoch another frame.
type frames struct {
	s    *Session
	sums [][]float64 // of light in cells, [example][cell]; nil before it is known
}

func (f *frames) side() int { return f.s.Samples / f.s.Cell }

func (f *frames) Len() int                    { return f.s.learn.Len() }
func (f *frames) Shape() (channels, h, w int) { return 1, f.side(), f.side() }
func (f *frames) Target(i int) int            { return f.s.learn.Target(i) }
func (f *frames) ClassNames() []string        { return f.s.names }

// drawn is how many frames have been learned from.
func (f *frames) drawn() int {
	l := f.s.Stage.Loop
	return l.Epoch*l.Set.Len() + l.Index*l.Batch
}

// take finds the light of all pictures; the masks stay as they begin.
func (f *frames) take() error {
	x := make([]float32, len(f.s.drawer.x))
	for i := range f.sums {
		if err := f.s.ctx().Err(); err != nil {
			return err
		}
		if f.sums[i] != nil {
			continue
		}
		f.s.learn.Read(i, x)
		light, err := f.s.Seen(x)
		if err != nil {
			return err
		}
		f.sums[i] = f.s.read(light)
		f.s.tell("light behind the scatterer", i+1, len(f.sums))
	}
	_, err := f.s.Power()
	return err
}

// Read needs take to have been called.
func (f *frames) Read(i int, dst []float32) {
	s := f.s
	r, _ := s.reader(s.TestPhotons) // whose power is known
	s.staged(r, f.sums[i], uint32(s.Stage.Epoch*f.Len()+i), dst)
}

// staged writes what the electronic network gets of light in cells: counts, as shares of what a cell would count of the light in front of the mask in the
// mean.
func (s *Session) staged(r reader, sums []float64, number uint32, dst []float32) {
	mean := float64(s.Cell*s.Cell) * r.scale * s.power
	for k, v := range r.counts(sums, s.Cell*s.Cell, number) {
		dst[k] = float32(v / mean)
	}
}

// wired makes the electronic network, and is its gradient: a linear classifier, or a layer of rectified numbers before it.
func (s *Session) wired() (train.Gradient, error) {
	side := s.Samples / s.Cell
	n := &network.Network{Device: s.dev, Input: network.Shape{Channels: 1, Ny: side, Nx: side}, Loss: loss.CrossEntropy}
	in := side * side
	for i, out := range []int{s.Hidden, len(s.regions)} {
		if out == 0 {
			continue
		}
		l, err := network.NewDense(s.dev, "weights "+itoa(i+1), in, out, true)
		if err != nil {
			return nil, err
		}
		if err := l.Draw(uint64(s.Seed), uint32(i), 1); err != nil {
			return nil, err
		}
		n.Layers, in = append(n.Layers, l), out
		if i == 0 {
			n.Layers = append(n.Layers, network.Activate{Activation: kernels.ReLU})
		}
	}
	if err := n.Init(); err != nil {
		return nil, err
	}
	s.Wires = n
	var err error
	if s.pass, err = n.NewPass(network.Eval, 1); err != nil {
		return nil, err
	}
	return train.NewBackprop(n, s.Batch)
}

// Dimmer is a session of an electronic network with other light, a pixel of whose camera counts so many photons, before it has learned; the light
// behind the scatterer that this one knows is that of the same pictures.
func (s *Session) Dimmer(photons float64) (*Session, error) {
	c := s.Config
	c.TestPhotons = photons
	d, err := Open(s.dev, c, s.learn)
	if err != nil {
		return nil, err
	}
	d.power = s.power
	if d.frames != nil {
		d.frames.sums = s.frames.sums
	}
	d.Attend(s.ctx(), s.said)
	return d, nil
}

// Learnable is how many numbers are learned: weights, or phases.
func (s *Session) Learnable() (all int) {
	vars := s.Net.Masks
	if s.Wires != nil {
		vars = s.Wires.Vars()
	}
	for _, v := range vars {
		all += v.Len()
	}
	return all
}
