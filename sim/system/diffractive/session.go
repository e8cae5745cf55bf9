package diffractive

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/fmath"
	"talbot/sim/frame"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/train"
)

// Session is one network on one device with its training: what a front end holds.
type Session struct {
	Config Config
	Device compute.Device
	Set    *data.Set // what NewSession got
	Net    *network.Optical
	Loop   *train.Loop
	Split  *train.Split // of Loop's updates

	displays []modulator.Display // the masks, if they are of a display
	control  *modulator.Control

	eval    *network.Pass
	view    *network.Pass
	slicers []*optics.Slicer // one a gap

	Network int // the network that Look shows, counted from 0

	KeepReadings bool // of evaluations, for each picture

	// Trained says that the masks come from a run that has ended, as the shipped ones do:
	// training goes on from them with TrainedRate, and at the end of the temperature
	// schedule. It is for the first update, or before.
	Trained bool
}

// evalBatch is how many images an evaluation takes at a time: few, so that a person
// sees it go on, but enough for a device that works while the host does other things.
// Their fields take no more than the 128 MiB that a shader may see of any GPU.
func evalBatch(dev compute.Device, samples int) int {
	if _, ok := dev.(compute.Later); ok {
		return max(1, min(500, 128<<20/(8*samples)))
	}
	return evalImages
}

// NewSession builds the network of c for the given training set, of which only
// the pictures' size matters until the first step. A network for which dev has no room is
// a *compute.MemoryError.
func NewSession(dev compute.Device, c Config, set *data.Set) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	if err := c.fitsClasses(set); err != nil {
		return nil, err
	}
	if set.Channels > 1 {
		return nil, errs.New(set.Name, " has pictures of ", set.Channels, " channels, and light has one here: make them grey (data.Set.Grey)")
	}
	if err := c.Fits(dev, set.Width*set.Height, false); err != nil {
		return nil, err
	}
	s := &Session{Config: c, Device: dev, Set: set}
	var err error
	if s.Net, s.displays, err = Build(dev, &s.Config, set.Width, set.Height); err != nil {
		return nil, err
	}
	if len(s.displays) > 0 {
		s.control = s.displays[0].Control()
	}
	gradient, err := train.NewBackprop(&s.Net.Network, c.Batch)
	if err != nil {
		return nil, err
	}
	descent, err := train.NewDescent(dev, gradient, c.Rule(), c.Loss == "softmax-mse")
	if err != nil {
		return nil, err
	}
	s.Loop = &train.Loop{Descent: descent, Set: set, Batch: c.Batch, Seed: uint64(c.Seed), Rate: s.rate}
	gradient.Augment = train.Augment{Shift: c.Shift, Flip: c.Flip, Seed: uint64(c.Seed)}
	if s.control != nil {
		gradient.Before = s.beforeGradient
	}
	s.Split = train.NewSplit(s.Loop)
	if s.eval, err = s.Net.NewPass(network.Eval, evalBatch(dev, s.Config.widest())); err != nil {
		return nil, err
	}
	s.view, err = s.Net.NewPass(network.View, 1)
	return s, err
}

// gain is the factor on the power that the gains of the first n masks made.
func (s *Session) gain(n int) float64 { return power(s.Config.Gain, n) }

// Values reads the trainable arrays, one [N][N] a mask, radians for phase masks; for
// a display what its method trains, in the shape of that.
func (s *Session) Values() ([][]float32, error) {
	var from []compute.Buffer
	var out [][]float32
	for _, v := range s.Net.Vars() {
		from, out = append(from, v.Value), append(out, make([]float32, v.Len()))
	}
	return out, compute.ReadAll(s.Device, from, out)
}

// MaskBytes is the masks of all networks as bytes, [mask][y][x]: byte b is 2 pi b/256 rad for a
// phase mask, transmission b/255 for an amplitude mask, level b for a display.
func (s *Session) MaskBytes() ([]byte, error) {
	if s.displays != nil {
		return s.displayBytes()
	}
	values, err := s.Values()
	return s.maskBytes(values), err
}

// maskBytes are the bytes of the values of free masks.
func (s *Session) maskBytes(values [][]float32) (out []byte) {
	for _, m := range values {
		for _, v := range m {
			if s.Config.Mask == "amplitude" {
				out = append(out, byte(255*kernels.Logistic(float64(v))+0.5))
				continue
			}
			out = append(out, frame.PhaseByte(float64(v)))
		}
	}
	return out
}

// SetMaskBytes replaces the masks by what MaskBytes gave.
func (s *Session) SetMaskBytes(b []byte) error {
	n := s.Config.Grid().Len()
	if len(b) != n*s.Config.Masks() {
		return errs.New("these masks have ", len(b), " values, this network needs ", s.Config.Masks(), " masks of ",
			s.Config.Grid().Nx, " x ", s.Config.Grid().Ny)
	}
	if s.displays != nil {
		return s.SetMaskArray(experiment.BytesArray(b))
	}
	v := make([]float32, n)
	for l, w := range s.Net.Vars() {
		for i, x := range b[l*n : (l+1)*n] {
			if s.Config.Mask == "amplitude" {
				a := math.Min(math.Max(float64(x)/255, 1e-3), 1-1e-3)
				v[i] = float32(fmath.Log(a / (1 - a)))
				continue
			}
			v[i] = float32(float64(x) * (2 * math.Pi / 256))
		}
		if err := s.Device.Write(w.Value, 0, v); err != nil {
			return err
		}
	}
	return nil
}
