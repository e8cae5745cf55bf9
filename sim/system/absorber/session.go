package absorber

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Session is a network in training.
type Session struct {
	Config
	Net   *network.Network
	Stage *train.Epochs // all of the training

	learn, held, test data.Examples
	classes           int
	names             []string // of the classes
	eval, view        *network.Pass
	apart             *network.Pass // of an update that is taken apart
	confusion         []int         // of the last evaluation
}

// evalBatch is how many examples are tested at a time.
const evalBatch = 200

// Open makes the network of c on dev. Points need no sets; pictures do.
func Open(dev compute.Device, c Config, learn, test *data.Set) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	s := &Session{Config: c}
	var all data.Examples
	switch {
	case c.Planar():
		all, s.test = MakePoints(c.Data, c.Points, c.Seed, 0), MakePoints(c.Data, 1000, c.Seed, 1)
	case learn == nil:
		return nil, errs.New("absorber: ", c.Data, " wants its pictures")
	default:
		all = learn
		if test != nil {
			s.test = test
		}
	}
	if s.names = all.ClassNames(); len(s.names) == 0 { // there are no pictures yet
		s.names = data.ClassNames(c.Data)
	}
	s.classes = len(s.names)
	if s.classes < 2 {
		return nil, experiment.Wrong("data-set", c.Data, " is a set that Talbot does not know: give its pictures first")
	}
	channels, ny, nx := all.Shape()
	in := network.Shape{Channels: channels, Ny: ny, Nx: nx}
	if err := s.divide(all); err != nil {
		return nil, err
	}
	var err error
	if s.Net, err = c.build(dev, in, s.classes); err != nil {
		return nil, err
	}
	if s.eval, err = s.Net.NewPass(network.Eval, evalBatch); err != nil {
		return nil, err
	}
	gradient, err := train.NewBackprop(s.Net, c.Batch)
	if err != nil {
		return nil, err
	}
	descent, err := train.NewDescent(dev, gradient, c.Rule(), false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "training", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: s.learn, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.Rate(epoch) }}}
	return s, nil
}

// divide keeps some of all examples out of training.
func (s *Session) divide(all data.Examples) error {
	if all.Len() == 0 {
		s.held, s.learn = data.Part{Examples: all}, all
		return nil
	}
	held, learn, err := experiment.HoldOut(all, s.Held, uint64(s.Seed))
	if err == nil {
		s.held, s.learn = held, learn
	}
	return err
}

// learnFrom takes other pictures; the epoch begins anew.
func (s *Session) learnFrom(set *data.Set) {
	if s.divide(set) != nil { // too few to hold any out
		s.learn, s.held = set, data.Part{Examples: set}
	}
	s.Stage.Set, s.Stage.Index = s.learn, 0
}
