package dante

import (
	"talbot/sim/data"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/optim"
	"talbot/sim/train"
)

// Retune is the last step: the read-out learns once more, from what the cameras see behind the
// fitted masks. That is looked at once, and kept.
type Retune struct {
	s      *Session
	epochs *train.Epochs
	table  *data.Table // of what was seen so far
}

// newRetune makes the step of a read-out.
func newRetune(s *Session, read *network.Dense) (*Retune, error) {
	epochs, err := s.tuning(read, s.Config.Retune)
	if err != nil {
		return nil, err
	}
	r := &Retune{s: s, epochs: epochs}
	r.forget()
	return r, nil
}

// tuning has a read-out learn for so many epochs, from a set that it is still to be given.
func (s *Session) tuning(read *network.Dense, epochs int) (*train.Epochs, error) {
	n := &network.Network{Device: s.dev, Input: network.Vector(s.arch.features()), Layers: network.Chain{read}, Loss: loss.CrossEntropy}
	if err := n.Init(); err != nil {
		return nil, err
	}
	g, err := train.NewBackprop(n, s.Batch)
	if err != nil {
		return nil, err
	}
	d, err := train.NewDescent(s.dev, g, optim.DefaultAdam, false)
	if err != nil {
		return nil, err
	}
	return &train.Epochs{Title: "retune", N: epochs, Loop: &train.Loop{Descent: d, Batch: s.Batch, Seed: uint64(s.Seed) + 1,
		Rate: func(int) float64 { return s.RetuneRate }}}, nil
}

// forget is for masks or examples that are others now.
func (r *Retune) forget() {
	r.table = &data.Table{Columns: make([]string, r.s.arch.features()), Classes: r.s.names}
	r.epochs.Set = r.table
}

func (r *Retune) Name() string { return "retune" }

// Done counts looking at the examples as half.
func (r *Retune) Done() float64 {
	if r.epochs.Epoch >= r.epochs.N {
		return 1
	}
	n := r.s.learn.Len()
	if n == 0 || r.table.Len() < n {
		return 0.5 * float64(r.table.Len()) / float64(max(1, n))
	}
	return 0.5 + 0.5*r.epochs.Done()
}

// Next looks at some examples through the light, or makes an update. The result of the former is that of
// the read-out as it is.
func (r *Retune) Next() (network.Result, error) {
	s := r.s
	from, all := r.table.Len(), s.learn.Len()
	if all > 0 && from >= all {
		return r.epochs.Next()
	}
	l, err := s.light()
	if err != nil {
		return network.Result{}, err
	}
	n := min(l.eval.Batch, all-from)
	for i := range n {
		s.learn.Read(from+i, l.eval.Stage(i, s.learn.Target(from+i)))
	}
	if err := l.eval.Run(n); err != nil {
		return network.Result{}, err
	}
	seen, err := l.eval.Read(mark{what: markFeatures}.name(), n)
	if err != nil {
		return network.Result{}, err
	}
	r.table.Features = append(r.table.Features, seen[0]...)
	for i := range n {
		r.table.Labels = append(r.table.Labels, uint16(s.learn.Target(from+i)))
	}
	return l.eval.Result(n)
}

// State is where the read-out stands; before the first update it is that of the convolutions.
func (r *Retune) State() (*train.State, error) {
	if err := r.begin(); err != nil {
		return nil, err
	}
	return r.epochs.State()
}

// begin gives the read-out what it begins with, unless it has begun.
func (r *Retune) begin() error {
	if r.s.Local.Done() < 1 {
		return nil
	}
	_, err := r.s.light()
	return err
}

// Restore goes on with a read-out: what the cameras saw is looked at anew.
func (r *Retune) Restore(state *train.State) error {
	if err := r.begin(); err != nil {
		return err
	}
	r.forget()
	return r.epochs.Restore(state)
}

var _ train.Stage = (*Retune)(nil)
