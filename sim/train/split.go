package train

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/network"
)

// Split makes the updates of a loop in shares: every batch is cut into contiguous
// parts, whose gradients may be computed in any order by any engine that has the
// same network, data and seed. They are added in the order of the shares, so an
// update depends on their number, in the last bits, but neither on who computed
// them nor on when. One share gives what Loop.Next gives, bit for bit.
//
// Values and gradients are all variables' numbers, one variable after another.
type Split struct {
	Len int // how many numbers the variables have

	loop   *Loop
	vars   []*compute.Var
	batch  []int32
	shares []network.Result // of the parts of the batch; of 0 images until it is there
	kept   [][]float32      // gradient of each part, when there are several
}

// NewSplit splits the updates of a loop.
func NewSplit(loop *Loop) *Split {
	s := &Split{loop: loop, vars: loop.Descent.from.Vars()}
	for _, v := range s.vars {
		s.Len += v.Len()
	}
	return s
}

// Begin starts the next update in n shares, or in as many as the batch has images,
// and returns how many. An update that was not finished is forgotten.
func (s *Split) Begin(n int) (int, error) {
	var err error
	s.batch, err = s.loop.Upcoming()
	n = max(1, min(n, len(s.batch)))
	s.shares = append(s.shares[:0], make([]network.Result, n)...)
	for n > 1 && len(s.kept) < n {
		s.kept = append(s.kept, make([]float32, s.Len))
	}
	return n, err
}

// Compute computes share i here.
func (s *Split) Compute(i int) error {
	r, err := s.gradient(i, len(s.shares))
	s.shares[i] = r
	if err == nil && len(s.shares) > 1 {
		err = s.read(true, s.kept[i])
	}
	return err
}

// Put takes share i, of several, from elsewhere: what it gave and its gradient.
func (s *Split) Put(i int, r network.Result, gradient []float32) {
	s.shares[i] = r
	copy(s.kept[i], gradient)
}

// Finish makes the update, whose shares must all be there, and advances the loop.
func (s *Split) Finish() (r network.Result, err error) {
	for i, part := range s.shares {
		if part.Count == 0 {
			return r, errs.New("train: a share of the update is missing")
		}
		r.Add(part)
		if i > 0 {
			sum := s.kept[0]
			for j, g := range s.kept[i][:len(sum)] {
				sum[j] += g
			}
		}
	}
	if len(s.shares) > 1 {
		err = s.write(true, s.kept[0])
	}
	l := s.loop
	if err == nil {
		err = l.Descent.Apply(r.Count, l.Step+1, l.Rate(l.Epoch))
	}
	if err == nil {
		l.Advance(r)
	}
	return r, err
}

// Serve computes share i of n of the batch that a loop standing at epoch and index
// is about to train on: with these values, which it replaces by the gradient. It is
// for an engine that trains nothing of its own.
func (s *Split) Serve(epoch, index, i, n int, values []float32) (r network.Result, err error) {
	s.loop.Progress = Progress{Epoch: epoch, Index: index}
	if s.batch, err = s.loop.Upcoming(); err != nil {
		return r, err
	}
	if err = s.write(false, values); err != nil {
		return r, err
	}
	if r, err = s.gradient(i, n); err != nil {
		return r, err
	}
	return r, s.read(true, values)
}

// gradient leaves in the variables the gradient of part i of n of the batch; the
// sizes of the parts differ by one at most.
func (s *Split) gradient(i, n int) (network.Result, error) {
	l := s.loop
	return l.Descent.from.Gradient(l.Set, shareOf(s.batch, i, n), l.Epoch*l.Batches()+l.Index+1)
}

// shareOf is part i of n of a batch.
func shareOf(batch []int32, i, n int) []int32 {
	k := len(batch)
	return batch[i*k/n : (i+1)*k/n]
}

// Values reads the values into v.
func (s *Split) Values(v []float32) error { return s.read(false, v) }

func (s *Split) read(gradient bool, to []float32) error {
	for _, v := range s.vars {
		b := buffer(v, gradient)
		n := b.Spec().Len
		if err := s.loop.Descent.dev.Read(b, 0, to[:n]); err != nil {
			return err
		}
		to = to[n:]
	}
	return nil
}

func (s *Split) write(gradient bool, from []float32) error {
	for _, v := range s.vars {
		b := buffer(v, gradient)
		n := b.Spec().Len
		if err := s.loop.Descent.dev.Write(b, 0, from[:n]); err != nil {
			return err
		}
		from = from[n:]
	}
	return nil
}

func buffer(v *compute.Var, gradient bool) compute.Buffer {
	if gradient {
		return v.Grad
	}
	return v.Value
}
