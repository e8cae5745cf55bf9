package experiment

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/train"
)

// Session is one network on one device with its training: what a front end holds.
type Session struct {
	Config Config
	Device compute.Device
	Net    *network.Network
	Loop   *train.Loop
	Split  *train.Split // of Loop's updates

	eval   *network.Pass
	view   *network.Pass
	slicer *optics.Slicer
}

// evalBatch is how many images an evaluation takes at a time: few, so that a person
// sees it go on, but enough for a device that works while the host does other things.
func evalBatch(dev compute.Device) int {
	if _, ok := dev.(compute.Later); ok {
		return 500
	}
	return 64
}

// NewSession builds the network of c for the given training set, of which only
// the pictures' size matters until the first step.
func NewSession(dev compute.Device, c Config, set *data.Set) (*Session, error) {
	s := &Session{Config: c, Device: dev}
	var err error
	if s.Net, err = Build(dev, &s.Config, set.Width, set.Height); err != nil {
		return nil, err
	}
	method, err := train.NewBackprop(s.Net, c.rule(), c.Batch, c.Loss == "softmax-mse")
	if err != nil {
		return nil, err
	}
	s.Loop = &train.Loop{Method: method, Set: set, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.Config.Rate(epoch) }}
	s.Split = train.NewSplit(s.Loop, method)
	if s.eval, err = s.Net.NewPass(network.Eval, evalBatch(dev)); err != nil {
		return nil, err
	}
	s.view, err = s.Net.NewPass(network.View, 1)
	return s, err
}

// Evaluation is how well a network does on a set.
type Evaluation struct {
	network.Result
	Efficiency float64 // share of the source's power that lands in the detector regions
	Confusion  []int   // [classes][classes]: row the true class, column the answer

	set           *data.Set
	source, light float64
}

// Evaluate starts an evaluation of the whole set.
func (s *Session) Evaluate(set *data.Set) *Evaluation {
	k := len(s.Net.Detector.Regions)
	return &Evaluation{set: set, Confusion: make([]int, k*k)}
}

// Accuracy is the share of right answers so far.
func (e *Evaluation) Accuracy() float64 { return float64(e.Correct) / math.Max(1, float64(e.Count)) }

// MeanLoss is the mean loss so far.
func (e *Evaluation) MeanLoss() float64 { return e.Loss / math.Max(1, float64(e.Count)) }

// More runs the next images of an evaluation; it returns false once all are done.
func (s *Session) More(e *Evaluation) (bool, error) {
	batch := min(s.eval.Batch, e.set.Len()-e.Count)
	if batch <= 0 {
		return false, nil
	}
	for i := range batch {
		s.eval.Set(i, e.set.Image(e.Count+i), int(e.set.Labels[e.Count+i]))
	}
	if err := s.eval.Run(batch); err != nil {
		return false, err
	}
	r, err := s.eval.Result(batch)
	if err != nil {
		return false, err
	}
	logits, err := s.eval.Logits(batch)
	if err != nil {
		return false, err
	}
	source, inside, err := s.eval.Power(batch)
	if err != nil {
		return false, err
	}
	k := len(s.Net.Detector.Regions)
	for i := range batch {
		e.Confusion[int(e.set.Labels[e.Count+i])*k+kernels.ArgMax(logits[i*k:(i+1)*k])]++
		e.source += float64(source[i])
		e.light += float64(inside[i])
	}
	e.Count += r.Count
	e.Loss += r.Loss
	e.Correct += r.Correct
	if e.source > 0 {
		e.Efficiency = e.light / e.source / s.gain(s.Config.Layers)
	}
	return e.Count < e.set.Len(), nil
}

// gain is the factor on the power that the gains of the first n masks made.
func (s *Session) gain(n int) float64 {
	g := 1.0
	for range n {
		g *= s.Config.Gain * s.Config.Gain
	}
	return g
}

// Values reads the trainable arrays, one [N][N] a mask: radians for phase masks.
func (s *Session) Values() ([][]float32, error) {
	var out [][]float32
	for _, v := range s.Net.Vars() {
		m := make([]float32, v.Len())
		if err := s.Device.Read(v.Value, 0, m); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// MaskBytes is the masks as bytes, [layer][y][x]: byte b is 2 pi b/256 rad for a
// phase mask, transmission b/255 for an amplitude mask.
func (s *Session) MaskBytes() ([]byte, error) {
	values, err := s.Values()
	if err != nil {
		return nil, err
	}
	var out []byte
	for _, m := range values {
		for _, v := range m {
			if s.Config.Mask == "amplitude" {
				out = append(out, byte(255*kernels.Logistic(float64(v))+0.5))
				continue
			}
			out = append(out, phaseByte(float64(v)))
		}
	}
	return out, nil
}

// SetMaskBytes replaces the masks by what MaskBytes gave.
func (s *Session) SetMaskBytes(b []byte) error {
	n := s.Config.Samples * s.Config.Samples
	if len(b) != n*s.Config.Layers {
		return errs.New("these masks have ", len(b), " values, this network needs ", s.Config.Layers, " masks of ",
			s.Config.Samples, " x ", s.Config.Samples)
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

func phaseByte(phi float64) byte {
	turns := phi / (2 * math.Pi)
	return byte(int(math.Floor(256*(turns-math.Floor(turns))+0.5)) & 255)
}
