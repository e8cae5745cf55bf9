package train

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/network"
)

// keepNotes makes the stacks of what the updates of a piece gave, and the program that puts it there.
func (s *Fitting) keepNotes() (err error) {
	from := []compute.Buffer{s.loss, s.matched}
	if s.gain != nil {
		from = append(from, s.gain.Value)
	}
	var p compute.Program
	for _, b := range from {
		n := b.Spec().Len
		stack, err := s.dev.Alloc(compute.Spec{Name: "notes", Len: n * s.piece})
		if err != nil {
			return err
		}
		p.Add(kernels.Push(n, s.piece), b, stack)
		s.noted = append(s.noted, stack)
	}
	s.note, err = s.dev.Compile(&p)
	return err
}

// recall reads what the last n updates gave, the first of them first.
func (s *Fitting) recall(n int) (all []network.Result, err error) {
	sizes := []int{s.loss.Spec().Len, s.matched.Spec().Len, 1}
	got := [3][]float32{2: make([]float32, n)}
	for i, stack := range s.noted {
		got[i] = make([]float32, n*sizes[i])
		if err := s.dev.Read(stack, 0, got[i]); err != nil {
			return nil, err
		}
	}
	for k := n - 1; k >= 0; k-- {
		of := func(i int) []float32 { return got[i][k*sizes[i] : (k+1)*sizes[i]] }
		r, err := s.told(of(0), of(1), of(2), s.gain != nil, s.most())
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// result reads what the last pass gave.
func (s *Fitting) result() (network.Result, error) {
	return s.read(s.loss, s.matched, s.gain, s.most())
}

// read is the result of a pass that has left its loss and its match; trained is the gain, nil for the best up to most.
func (s *Fitting) read(loss, matched compute.Buffer, trained *compute.Var, most float64) (r network.Result, err error) {
	parts, m, w := make([]float32, loss.Spec().Len), make([]float32, 2), make([]float32, 1)
	if err := s.dev.Read(loss, 0, parts); err != nil {
		return r, err
	}
	if err := s.dev.Read(matched, 0, m); err != nil {
		return r, err
	}
	if trained != nil {
		if err := s.dev.Read(trained.Value, 0, w); err != nil {
			return r, err
		}
	}
	return s.told(parts, m, w, trained != nil, most)
}

// told is the result of an update that has left these numbers.
func (s *Fitting) told(parts, m, w []float32, trained bool, most float64) (r network.Result, err error) {
	r.Count = 1
	for _, v := range parts {
		r.Loss += float64(v)
	}
	r.Loss *= s.scale
	if math.IsNaN(r.Loss) || math.IsInf(r.Loss, 0) {
		return r, errs.New("train: the fit has no error that is a number any more; take a lower rate")
	}
	gain := float64(kernels.Matched(m, float32(most)))
	if trained {
		gain = float64(w[0])
	}
	r.Values = []network.Named{{Name: "gain", X: math.Abs(gain)}, {Name: "share", X: float64(m[1])}}
	return r, nil
}
