package dante

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/train"
)

// OpenFit makes the fit of one mask by itself, of number 0 on, to its kernels: numbers of real and imaginary parts in
// turns, [out][in][y][x], as the network's convolutions have them when they have learned. Its states are those of the
// fit in a whole training, bit for bit on the same kind of device.
func (c *Config) OpenFit(dev compute.Device, number int, kernels []float32) (train.Stage, error) {
	own := *c
	if _, err := own.Check(); err != nil {
		return nil, err
	}
	if !own.Dual() {
		return nil, errs.New("dante: the masks of single neurons learn by themselves, and are not fitted")
	}
	channels, ny, nx := own.Shape()
	// The network itself is only counted: the fit wants none of its arrays.
	p, err := newParts(&own, &compute.Counter{}, network.Shape{Channels: channels, Ny: ny, Nx: nx}, own.classCount())
	if err != nil {
		return nil, err
	}
	if number < 0 || number >= len(p.masks) {
		return nil, errs.New("dante: mask ", number, " is outside 0 to ", len(p.masks)-1)
	}
	m := p.masks[number]
	if len(kernels) != m.Conv.K.Len() {
		return nil, errs.New("dante: mask ", number, " has kernels of ", m.Conv.K.Len(), " numbers, and here are ", len(kernels))
	}
	s := &Session{Config: own, parts: p, fits: map[string]*fitting{}, made: map[string]int{}, falls: map[string][]float32{}}
	s.curve, _ = own.displayCurve() // Check has read it
	return s.beginFit(dev, number, m, kernels)
}

// Fit is what is known of a fit that is made elsewhere: its last state, nil until it has ended, and the share that is done.
type Fit struct {
	State *train.State
	Done  float64
}

// Away has all masks fitted elsewhere, at the same time: begin is called for each, with its number and its kernels as
// OpenFit takes them, and gives a function that waits for a moment and tells how far the fit is. That is called from several
// goroutines. A fit that has begun here is begun again there.
func (s *Session) Away(begin func(number int, kernels []float32) (wait func() (Fit, error), err error)) {
	s.Local.Devices = nil
	for i, m := range s.masks {
		s.Local.Devices = append(s.Local.Devices, s.dev)
		key := "mask " + m.Name
		s.Local.List[i].Open = func(compute.Device) (train.Stage, error) {
			k := make([]float32, m.Conv.K.Len())
			if err := s.dev.Read(m.Conv.K.Value, 0, k); err != nil {
				return nil, err
			}
			wait, err := begin(i, k)
			return &away{s: s, key: key, wait: wait}, err
		}
	}
}

// away is a fit that is made elsewhere.
type away struct {
	s    *Session
	key  string
	wait func() (Fit, error)
	fit  Fit
}

func (a *away) Name() string { return a.key }

func (a *away) Next() (r network.Result, err error) {
	a.fit, err = a.wait()
	if err == nil && a.fit.State != nil {
		// The error, as a fit of here tells it of its last piece.
		if len(a.fit.State.Arrays) < 2 || len(a.fit.State.Arrays[1].Data) != 3 {
			return r, errs.New("dante: the state is not of a fit that has ended")
		}
		r.Count, r.Loss = 1, float64(a.fit.State.Arrays[1].Data[1])
	}
	return r, err
}

func (a *away) Done() float64 {
	if a.fit.State != nil {
		return 1
	}
	return min(a.fit.Done, 1-1e-9)
}

// State is none until the fit has ended: where it is under way has the checkpoint.
func (a *away) State() (*train.State, error) {
	if a.fit.State != nil {
		a.s.take(a.key, a.fit.State)
	}
	return a.fit.State, nil
}

func (a *away) Restore(*train.State) error { return nil }

var _ train.Stage = (*away)(nil)
