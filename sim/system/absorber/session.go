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
	Net *network.Network
	train.Progress

	learn, held, test data.Examples
	classes           int
	pass, eval, view  *network.Pass
	opt               *optim.Optimiser
	order             []int32
	orders            int     // epoch+1 of order
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
	if s.pass, err = s.Net.NewPass(network.Train, c.Batch); err != nil {
		return nil, err
	}
	if s.eval, err = s.Net.NewPass(network.Eval, evalBatch); err != nil {
		return nil, err
	}
	s.opt, err = optim.New(dev, optim.DefaultAdam, s.Net.Vars())
	return s, err
}

// heldOut is the step of rng.Table that chooses what is held out.
const heldOut = 1 << 30

// Batches is the number of updates of an epoch.
func (s *Session) Batches() int { return (s.learn.Len() + s.Batch - 1) / s.Batch }

// Done tells whether all epochs are over.
func (s *Session) Done() bool { return s.Epoch >= s.Epochs }

// Next makes one update and gives what the batch had before it.
func (s *Session) Next() (network.Result, error) {
	if s.orders != s.Epoch+1 {
		s.order = rng.Stream{Seed: uint64(s.Seed), Stream: rng.Shuffle}.Perm(uint32(s.Epoch), s.learn.Len())
		s.orders = s.Epoch + 1
	}
	batch := s.order[s.Index*s.Batch : min((s.Index+1)*s.Batch, len(s.order))]
	for i, k := range batch {
		s.learn.Read(int(k), s.pass.Stage(i, s.learn.Target(int(k))))
	}
	s.pass.Step = s.Step + 1
	if err := s.pass.Run(len(batch)); err != nil {
		return network.Result{}, err
	}
	if err := s.opt.Step(s.Step+1, s.Rate, 1/float64(len(batch))); err != nil {
		return network.Result{}, err
	}
	r, err := s.pass.Result(len(batch))
	if err != nil {
		return r, err
	}
	if s.Index == 0 {
		s.Sum = network.Result{}
	}
	s.Sum.Add(r)
	s.Step++
	if s.Index++; s.Index == s.Batches() {
		s.Epoch, s.Index = s.Epoch+1, 0
	}
	return r, nil
}

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

// arrays are what a checkpoint keeps.
func (s *Session) arrays() []train.Array {
	var a []train.Array
	for _, v := range s.Net.Vars() {
		a = append(a, train.Array{Name: v.Name, Shape: v.Shape, Buffer: v.Value})
	}
	for _, o := range s.opt.States() {
		a = append(a, train.Array{Name: o.Name, Shape: []int{o.Len}, Buffer: o.Buffer})
	}
	return a
}

// State is the run as it stands: Restore goes on from it bit for bit.
func (s *Session) State() (*train.State, error) {
	st := &train.State{Progress: s.Progress}
	for _, a := range s.arrays() {
		v := train.Values{Name: a.Name, Shape: a.Shape, Data: make([]float32, a.Buffer.Spec().Len)}
		if err := s.Net.Device.Read(a.Buffer, 0, v.Data); err != nil {
			return nil, err
		}
		st.Arrays = append(st.Arrays, v)
	}
	return st, nil
}

// Restore brings the run to a state. One of another network is refused and changes nothing.
func (s *Session) Restore(st *train.State) error {
	all := s.arrays()
	if len(all) != len(st.Arrays) {
		return errs.New("absorber: the checkpoint has ", len(st.Arrays), " arrays, this network ", len(all))
	}
	for i, a := range all {
		if v := st.Arrays[i]; v.Name != a.Name || len(v.Data) != a.Buffer.Spec().Len {
			return errs.New("absorber: array ", i, " of the checkpoint is ", v.Name, " with ", len(v.Data), " numbers, this network has ", a.Name, " with ", a.Buffer.Spec().Len)
		}
	}
	for i, a := range all {
		if err := s.Net.Device.Write(a.Buffer, 0, st.Arrays[i].Data); err != nil {
			return err
		}
	}
	s.Progress, s.orders = st.Progress, 0
	return nil
}

// Learned is the number of examples that the network learns from.
func (s *Session) Learned() int { return s.learn.Len() }
