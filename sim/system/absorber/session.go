package absorber

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/optim"
	"talbot/sim/rng"
	"talbot/sim/train"
)

// part is a part of examples, by their numbers.
type part struct {
	data.Examples
	numbers []int32
}

func (p part) Len() int                { return len(p.numbers) }
func (p part) Read(i int, x []float32) { p.Examples.Read(int(p.numbers[i]), x) }
func (p part) Target(i int) int        { return p.Examples.Target(int(p.numbers[i])) }

// Session is a network in training.
type Session struct {
	Config
	Net   *network.Network
	Stage *train.Epochs // all of the training

	learn, held, test data.Examples
	classes           int
	eval, view        *network.Pass
	confusion         [][]int // of the last evaluation
}

// evalBatch is how many examples are tested at a time.
const evalBatch = 200

// Open makes the network of c on dev. Points need no sets; pictures do.
func Open(dev compute.Device, c Config, learn, test *data.Set) (*Session, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	s := &Session{Config: c}
	var all data.Examples
	switch {
	case c.Planar():
		all, s.test = MakePoints(c.Data, c.Points, c.Seed, 0), MakePoints(c.Data, 1000, c.Seed, 1)
	case learn == nil || test == nil:
		return nil, errs.New("absorber: ", c.Data, " wants its pictures")
	default:
		all, s.test = learn, test
	}
	s.classes = len(all.ClassNames())
	channels, ny, nx := all.Shape()
	in := network.Shape{Channels: channels, Ny: ny, Nx: nx}
	if c.Held >= all.Len() {
		return nil, errs.New("absorber: of ", all.Len(), " examples ", c.Held, " are held out: leave some to learn from")
	}
	numbers := rng.Stream{Seed: uint64(c.Seed), Stream: rng.Table}.Perm(heldOut, all.Len())
	s.held, s.learn = part{all, numbers[:c.Held]}, part{all, numbers[c.Held:]}
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
	descent, err := train.NewDescent(dev, gradient, optim.DefaultAdam, false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "training", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: s.learn, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(int) float64 { return s.Rate }}}
	return s, nil
}

// heldOut is the step of rng.Table that chooses what is held out.
const heldOut = 1 << 30

// Evaluation is what a network gets right of some examples.
type Evaluation struct {
	Count, Correct int
	Loss           float64 // mean
	Confusion      [][]int // [true class][answer]
	Right          []bool  // by example
}

// Accuracy is the share of right answers.
func (e Evaluation) Accuracy() float64 { return float64(e.Correct) / float64(max(1, e.Count)) }

// Evaluate tests with the test examples, or with those held out of training.
func (s *Session) Evaluate(held bool) (e Evaluation, err error) {
	of := s.test
	if held {
		of = s.held
	}
	e.Confusion = make([][]int, s.classes)
	for k := range e.Confusion {
		e.Confusion[k] = make([]int, s.classes)
	}
	for from := 0; from < of.Len(); from += evalBatch {
		n := min(evalBatch, of.Len()-from)
		for i := range n {
			of.Read(from+i, s.eval.Stage(i, of.Target(from+i)))
		}
		if err := s.eval.Run(n); err != nil {
			return e, err
		}
		r, err := s.eval.Result(n)
		if err != nil {
			return e, err
		}
		logits, err := s.eval.Logits(n)
		if err != nil {
			return e, err
		}
		for i := range n {
			z, t := logits[i*s.classes:(i+1)*s.classes], of.Target(from+i)
			best := 0
			for k, v := range z {
				if v > z[best] {
					best = k
				}
			}
			e.Confusion[t][best]++
			e.Right = append(e.Right, best == t)
		}
		e.Count += r.Count
		e.Correct += r.Correct
		e.Loss += r.Loss
	}
	e.Loss /= float64(max(1, e.Count))
	s.confusion = e.Confusion
	return e, nil
}

// Learned is the number of examples that the network learns from.
func (s *Session) Learned() int { return s.learn.Len() }
