package dante

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Session is a network in training.
type Session struct {
	Config
	*parts
	Net    *network.Network // what learns: convolutions, or of single neurons the light itself
	Global *train.Epochs
	Local  Local   // of no jobs for single neurons
	Retune *Retune // nil for none

	curve             *modulator.Curve // of the display that shows the masks, nil for free phases
	plan              steps
	read, readLight   *network.Dense
	learn, held, test data.Examples
	names             []string // of the classes
	eval, view        *network.Pass
	apart             *network.Pass        // of an update that is taken apart
	deployed          *lit                 // nil until the masks have been fitted
	fits              map[string]*fitting  // those under way, by their job's key
	made              map[string]int       // updates of each fit
	falls             map[string][]float32 // of each fit: pairs of an update and its error
	at                string               // key of the fit that began last, "" before the first
	seen              response             // of a mask whose fit has ended
	tested            [2]*Evaluation       // last, by the convolutions and by light
}

// lit is the network that is read by light.
type lit struct {
	net        *network.Network
	eval, view *network.Pass
}

// Open makes the network of c on dev. test may be nil.
func Open(dev compute.Device, c Config, learn, test data.Examples) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	s := &Session{Config: c, fits: map[string]*fitting{}, made: map[string]int{}, falls: map[string][]float32{}, test: test}
	s.curve, _ = c.displayCurve()                        // Check has read it
	if s.names = learn.ClassNames(); len(s.names) == 0 { // there are no pictures yet
		s.names = c.classes(ClassNames(c.Data))
	}
	if len(s.names) < 2 {
		return nil, experiment.Wrong("data-set", c.Data, " is a set that Talbot does not know: give its pictures first")
	}
	if err := s.divide(learn); err != nil {
		return nil, err
	}
	channels, ny, nx := learn.Shape()
	in := network.Shape{Channels: channels, Ny: ny, Nx: nx}
	var err error
	if s.parts, err = newParts(&s.Config, dev, in, len(s.names)); err != nil {
		return nil, err
	}
	if s.read, err = s.readOut("read-out"); err != nil {
		return nil, err
	}
	face := network.FaceArtificial
	if !c.Dual() {
		face = network.FaceOptical
	}
	if s.Net, err = s.network(face, in, s.read); err != nil {
		return nil, err
	}
	gradient, err := train.NewBackprop(s.Net, c.Batch)
	if err != nil {
		return nil, err
	}
	descent, err := train.NewDescent(dev, gradient, c.rule(), false)
	if err != nil {
		return nil, err
	}
	s.Global = &train.Epochs{Title: "global", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: s.learn, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.Rate(epoch) }}}
	s.plan = steps{&train.Plan{Stages: []train.Stage{s.Global}}, s}
	if !c.Dual() {
		return s, nil
	}
	s.Local = Local{&train.Jobs{Title: "local", Devices: []compute.Device{dev}}, s}
	for i, m := range s.masks {
		s.Local.List = append(s.Local.List, s.job(i, m))
	}
	s.plan.Stages = append(s.plan.Stages, s.Local)
	if s.readLight, err = s.readOut("read-out of light"); err != nil {
		return nil, err
	}
	if c.Retune > 0 {
		if s.Retune, err = newRetune(s, s.readLight); err != nil {
			return nil, err
		}
		s.plan.Stages = append(s.plan.Stages, s.Retune)
	}
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
func (s *Session) learnFrom(set data.Examples) {
	if s.divide(set) != nil { // too few to hold any out
		s.learn, s.held = set, data.Part{Examples: set}
	}
	s.Global.Set, s.Global.Index = s.learn, 0
	if s.Retune != nil {
		s.Retune.forget()
	}
}

// ByLight tells whether the network is read by light: its masks are there.
func (s *Session) ByLight() bool { return !s.Dual() || s.Local.Done() >= 1 }

// Passes that are not trained take so many samples that the light of one mask has this many numbers in
// a plane, on the processor and elsewhere.
const (
	planesHere  = 1 << 20
	planesThere = 16 << 20
)

// evalBatch is how many examples are tested at a time.
func (s *Session) evalBatch(light bool) int {
	_, gpu := s.dev.(compute.Later)
	if gpu && (!light || s.Electronic()) {
		return max(1, s.Batch)
	}
	if !light || s.Electronic() {
		return min(200, max(1, s.Batch))
	}
	room := planesHere
	if gpu {
		room = planesThere
	}
	side := s.Mask
	if m := network.Model(s.Light); m == network.ModelFresnel || m == network.ModelSpectrum {
		side = s.Samples
	}
	return max(1, min(200, room/(side*side)))
}

// light is the network of fitted masks, made when it is first wanted.
func (s *Session) light() (*lit, error) {
	if s.deployed != nil {
		return s.deployed, nil
	}
	l := &lit{net: s.Net}
	if s.Dual() {
		if s.Local.Done() < 1 {
			return nil, errs.New("dante: the masks have not been fitted: train to the end of the step local")
		}
		if err := s.put(); err != nil {
			return nil, err
		}
		for i, v := range s.read.Vars() {
			x := make([]float32, v.Len())
			if err := s.dev.Read(v.Value, 0, x); err != nil {
				return nil, err
			}
			if err := s.dev.Write(s.readLight.Vars()[i].Value, 0, x); err != nil {
				return nil, err
			}
		}
		var err error
		if l.net, err = s.network(network.FaceOptical, s.Net.Input, s.readLight); err != nil {
			return nil, err
		}
	}
	var err error
	if l.eval, err = l.net.NewPass(network.Eval, s.evalBatch(true)); err != nil {
		return nil, err
	}
	s.deployed = l
	return l, nil
}
