package dante

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Local is the second step: a job for each mask, which needs nothing of the others, so that they can
// be made in any order, and each on a device of its own.
type Local struct {
	*train.Jobs
	s *Session
}

// Restore takes over masks; what was read by light before is forgotten.
func (l Local) Restore(state *train.State) error {
	err := l.Jobs.Restore(state)
	if err == nil {
		l.s.deployed, l.s.made, l.s.falls, l.s.fits = nil, map[string]int{}, map[string][]float32{}, map[string]*fitting{}
		for _, p := range state.Parts {
			l.s.take(p.Key, &p.State)
		}
	}
	return err
}

// take takes over what the state of a fit tells.
func (s *Session) take(key string, state *train.State) {
	s.made[key], s.at = updates(state), key
	if n := len(state.Arrays); n > 0 && state.Arrays[n-1].Name == fallArray {
		s.falls[key] = state.Arrays[n-1].Data
	}
}

// updates are those of a fit: of a display its own, and those of the phase before.
func updates(state *train.State) int {
	n := state.Step
	for _, p := range state.Parts {
		n += p.State.Step
	}
	return n
}

// fitting is the fit of one mask. At its end it keeps the mask alone.
type fitting struct {
	*train.Fitting                   // of phases, which displays take over at its end
	on             *train.Displaying // nil for none
	s              *Session
	key            string
	last           network.Result // of the last piece
}

// Arrays of a fit that has ended.
const (
	maskArray = "phase"
	doneArray = "gain, error, share of the light"
)

// inputArray are the phases of the input channels' light, rad, that a mask was fitted to; there is none without.
const inputArray = "phases of inputs"

// fallArray is how the error of a fit has fallen: pairs of an update and the relative squared error.
const fallArray = "fall"

// falls adds it to the state of a fit.
func (f *fitting) falls(state *train.State) *train.State {
	fall := append([]float32(nil), f.s.falls[f.key]...)
	state.Arrays = append(state.Arrays, train.Values{Name: fallArray, Shape: []int{len(fall) / 2, 2}, Data: fall})
	return state
}

// job fits one mask to its kernels as they are when it begins.
func (s *Session) job(i int, m Mask) train.Job {
	key := "mask " + m.Name
	return train.Job{Key: key, Open: func(dev compute.Device) (train.Stage, error) {
		k := make([]float32, m.Conv.K.Len())
		if err := s.dev.Read(m.Conv.K.Value, 0, k); err != nil {
			return nil, err
		}
		return s.beginFit(dev, i, m, k)
	}}
}

// beginFit opens the fit of mask number i to its kernels.
func (s *Session) beginFit(dev compute.Device, i int, m Mask, kernels []float32) (train.Stage, error) {
	f, key := s.fit(i), "mask "+m.Name
	f.Tiling, f.System, f.Kernels = m.Tiling, m.System, kernels
	one := &fitting{s: s, key: key}
	if s.curve != nil {
		on, err := train.OnDisplay(f, *s.curve, train.DisplayRule(s.DisplayRule)).Open(dev)
		if err != nil {
			return nil, err
		}
		one.on, one.Fitting = on, on.Free
	} else {
		open, err := f.Open(dev)
		if err != nil {
			return nil, err
		}
		one.Fitting = open
	}
	s.fits[key], s.at = one, key
	delete(s.falls, key)
	return one, nil
}

func (f *fitting) Next() (network.Result, error) {
	r, err := f.stage().Next()
	if err == nil {
		f.last = r
		f.s.made[f.key] += r.Count
		if r.Count > 0 {
			f.s.falls[f.key] = append(f.s.falls[f.key], float32(f.s.made[f.key]), float32(r.Loss/float64(r.Count)))
		}
	}
	return r, err
}

// Restore goes on from a state of a fit that has not ended.
func (f *fitting) Restore(state *train.State) error {
	fit, fall := *state, []float32(nil)
	if n := len(fit.Arrays); n > 0 && fit.Arrays[n-1].Name == fallArray {
		fit.Arrays, fall = fit.Arrays[:n-1], fit.Arrays[n-1].Data
	}
	err := f.stage().Restore(&fit)
	if err == nil {
		f.s.made[f.key], f.s.falls[f.key] = updates(state), append([]float32(nil), fall...)
	}
	return err
}

// State of an ended fit is the mask, its gain, the relative squared error and the share of the light.
func (f *fitting) State() (*train.State, error) {
	if f.Done() < 1 {
		state, err := f.stage().State()
		if err != nil {
			return nil, err
		}
		return f.falls(state), nil
	}
	phase, gain, err := f.Mask()
	if err != nil {
		return nil, err
	}
	n := float64(max(1, f.last.Count))
	left, share, side := f.last.Loss/n, f.last.Value("share")/n, f.System.Mask
	state := &train.State{Progress: train.Progress{Step: f.Steps}}
	var levels []train.Values // and what else there may be
	if f.on != nil {
		if left, share, err = f.on.Error(); err != nil {
			return nil, err
		}
		numbers, _, err := f.on.Levels()
		if err != nil {
			return nil, err
		}
		list := make([]float32, len(numbers))
		for i, k := range numbers {
			list[i] = float32(k)
		}
		state.Step += f.on.Refine
		levels = []train.Values{{Name: levelArray, Shape: []int{side, side}, Data: list}}
	}
	if inputs := f.Inputs(); inputs != nil {
		levels = append(levels, train.Values{Name: inputArray, Shape: []int{len(inputs)}, Data: inputs})
	}
	delete(f.s.fits, f.key) // its buffers are of no more use
	state.Arrays = append([]train.Values{
		{Name: maskArray, Shape: []int{side, side}, Data: phase},
		{Name: doneArray, Shape: []int{3}, Data: []float32{float32(gain), float32(left), float32(share)}}}, levels...)
	return f.falls(state), nil
}

// fitted is what became of a mask: nil until its fit has ended.
func (s *Session) fitted(m Mask) (phase []float32, gain, left, share float64) {
	state := s.Local.Ended("mask " + m.Name)
	if state == nil {
		return nil, 0, 0, 0
	}
	done := state.Arrays[1].Data
	return state.Arrays[0].Data, float64(done[0]), float64(done[1]), float64(done[2])
}

// inputs are the phases of the input channels' light that a fitted mask wants, rad, nil for none.
func (s *Session) inputs(m Mask) []float32 {
	if state := s.Local.Ended(jobKey(m)); state != nil {
		for _, a := range state.Arrays {
			if a.Name == inputArray {
				return a.Data
			}
		}
	}
	return nil
}

// changed is the share of the field that masks change; fits have their gain for all of it.
func (s *Session) changed() float64 { return math.Sqrt(1 - s.ZeroOrder) }

// put writes all fitted masks to the layers' optical faces.
func (s *Session) put() error {
	for _, m := range s.masks {
		phase, gain, _, _ := s.fitted(m)
		gain /= s.changed()
		if len(phase) != m.System.Mask*m.System.Mask {
			return errs.New("dante: mask ", m.Name, " has not been fitted, or is of another size")
		}
		if err := m.Show(network.FaceOptical); err != nil {
			return err
		}
		if err := m.Show(network.FaceArtificial); err != nil {
			return err
		}
		if err := m.PhaseInputs(s.inputs(m)); err != nil {
			return err
		}
		if err := s.dev.Write(m.Mask.Var().Value, 0, phase); err != nil {
			return err
		}
		if err := s.display(m); err != nil {
			return err
		}
		if err := s.dev.Write(m.Gain.W.Value, 0, []float32{float32(gain)}); err != nil {
			return err
		}
	}
	return nil
}

var _ train.Stage = Local{}
