package feedback

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Session is a network in training.
type Session struct {
	Config
	Net   *network.Network
	Stage *train.Epochs
	DFA   *train.DFA

	learn, test data.Examples
	names       []string // of the classes
	eval, view  *network.Pass
	confusion   []int       // of the last evaluation
	angles      [][]float32 // [block][epoch], cosines since this session began
	epochs      []float32   // of these
	aligned     int         // updates made when they were measured last
	unaligned   error       // why they could not be
}

// evalBatch is how many examples are tested at a time.
const evalBatch = 200

// measured is how many examples an angle is the mean of.
const measured = 512

// Alignment is the name of the cosine of hidden block i, from 0, among an epoch's values.
func Alignment(i int) string { return "alignment " + strconv.Itoa(i+1) }

// Open makes the network of c on dev. test may be nil.
func Open(dev compute.Device, c Config, learn, test data.Examples) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	s := &Session{Config: c, learn: learn, test: test}
	if s.names = learn.ClassNames(); len(s.names) == 0 { // there are no pictures yet
		s.names = classNames(c.Data)
	}
	if len(s.names) < 2 {
		return nil, experiment.Wrong("data-set", c.Data, " is a set that Talbot does not know: give its pictures first")
	}
	channels, ny, nx := learn.Shape()
	in := network.Shape{Channels: channels, Ny: ny, Nx: nx}
	net, blocks, err := c.build(dev, in, len(s.names))
	if err != nil {
		return nil, err
	}
	s.Net = net
	if s.eval, err = net.NewPass(network.Eval, evalBatch); err != nil {
		return nil, err
	}
	if s.DFA, err = train.NewDFA(net, blocks, c.Batch); err != nil {
		return nil, err
	}
	s.DFA.Augment = train.Augment{Shift: c.Shift, Flip: c.Flip, Seed: uint64(c.Seed)}
	descent, err := train.NewDescent(dev, s.DFA, c.With(c.Rule()), false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "training", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: learn, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 {
			if s.view != nil && s.unaligned == nil { // somebody looks: an update has the time, not a look, of which front ends learn how fast they are
				s.unaligned = s.align()
			}
			return s.Rate(epoch)
		}, Closing: s.closing}}
	return s, nil
}

// closing adds the angles of the end of an epoch to what it tells.
func (s *Session) closing(sum *network.Result) error {
	all, err := s.Cosines()
	if err != nil || all == nil {
		return err
	}
	for i, c := range all {
		sum.Values = append(sum.Values, network.Named{Name: Alignment(i), X: c * float64(sum.Count)})
	}
	s.note(all, float64(s.Stage.Epoch))
	return nil
}

// Cosines are how near the feedback is to what backpropagation brings, behind each hidden block: see train.DFA.
func (s *Session) Cosines() ([]float64, error) {
	return s.DFA.Cosines(s.Stage.Set, 0, min(measured, s.Stage.Set.Len()))
}

// note keeps cosines for the panel of angles.
func (s *Session) note(all []float64, epoch float64) {
	if s.angles == nil {
		s.angles = make([][]float32, len(all))
	}
	for i, c := range all {
		s.angles[i] = append(s.angles[i], float32(c))
	}
	s.epochs = append(s.epochs, float32(epoch))
	if len(s.epochs) > mostPoints { // keep every other
		for i := range s.angles {
			s.angles[i] = everyOther(s.angles[i])
		}
		s.epochs = everyOther(s.epochs)
	}
}

// mostPoints is how many points the panel of angles has at most.
const mostPoints = 400

func everyOther(x []float32) []float32 {
	out := x[:0]
	for i := 0; i < len(x); i += 2 {
		out = append(out, x[i])
	}
	return out
}

// testing begins an evaluation.
func (s *Session) testing(of data.Examples) *experiment.Exam {
	x := experiment.NewExam(s.eval, of, len(s.names))
	x.Ended = func(e *experiment.Evaluation) { s.confusion = e.Confusion }
	return x
}

// Evaluate tests with examples.
func (s *Session) Evaluate(of data.Examples) (*experiment.Evaluation, error) {
	return s.testing(of).All()
}
