package train

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/optim"
	"talbot/sim/rng"
)

// FitRule is how a mask is fitted.
type FitRule string

const (
	// FitAdam goes down by Adam. The phase wraps, and the gain is the best one at each update.
	FitAdam FitRule = "adam"
	// FitPaper is the recipe of Yuan et al., Nature Communications 14, 7110 (2023), and its code:
	// phases 1.999 pi/(1 + exp(-x)), x drawn from the normal distribution, and a gain that begins at 0.1,
	// all by Adam at one rate of 0.5.
	FitPaper FitRule = "paper"
	// FitRetrieval is phase retrieval after Gerchberg and Saxton: the mask gets the phase of its
	// light once that has been moved so that the target comes of it. Where the target says nothing the
	// light may go as it likes. Moving it beyond the target, by 1.9, takes a third of the updates.
	FitRetrieval FitRule = "retrieval"
)

// Fit is the fit of one mask: what light of a point makes of it comes to be the impulse
// response of a dual layer's kernels, in the least squares of the field,
//
//	error = sum |w u - v|^2/sum |v|^2   over Tiling.Region,
//
// v the tiled kernels, u the field of a point of amplitude 1, and w the gain.
type Fit struct {
	Tiling  network.Tiling
	System  network.FourF
	Kernels []float32 // [Out][In][Kernel][Kernel] pairs

	Rule  FitRule
	Steps int     // updates
	Warm  int     // of them by retrieval, before those of FitAdam
	Rate  float64 // of Adam, rad; of retrieval how far the light is moved, 1 for to the target: from 2 on it fails
	// The rate is multiplied by Factor when the error has not fallen for so many updates; 0 for never.
	Patience int
	Factor   float64
	// FreePhase lets each output channel have a phase of its own, which no camera sees: the targets begin with phases that
	// differ, so that channels that are alike do not make a grating, and are brought to those of the field now and then.
	// Not for FitPaper.
	FreePhase bool
	// InputPhase gives the light of each input channel a phase of its own, network.Schroeder's, which the mask undoes: input channels that
	// are alike make a grating too.
	InputPhase bool
	// Share is the least share of the light that is to come to the region, 0 for any: a mask can come nearer to
	// the kernels by sending light elsewhere, and the gain then makes up for it. It is reached when the fit
	// is; not for FitPaper, whose gain finds its own.
	Share  float64
	Seed   uint64
	Number uint32 // of the mask: of its first phases
	Piece  int    // updates of a piece, for those who watch; 0 for some 10^13 operations, at most 10
}

// DefaultFit has settings of few updates. For the second layer of the paper's ONN-3-3 with random
// kernels, at full size, 20 updates of retrieval leave 0.8 % of the squared error, and 53 % of the light
// come to the region. What is left then is a matter of the light that may go elsewhere: after 100 updates in
// all 0.37 % at a Share of 0.3, 0.28 % at 0.2, and 0.17 % where 6 % were left.
var DefaultFit = Fit{Rule: FitAdam, Steps: 100, Warm: 20, Rate: 0.1, Patience: 50, Factor: 0.5, Share: 0.2}

// PaperFit has those of the paper.
var PaperFit = Fit{Rule: FitPaper, Steps: 12000, Rate: 0.5, Patience: 150, Factor: 0.5}

// The paper's ranges, and its amplitude of the point.
const (
	paperPhase     = 1.999 * math.Pi
	paperGain      = 0.1
	paperAmplitude = 100
)

// Check says what is wrong with the fit.
func (f *Fit) Check() error {
	if err := f.Tiling.Check(); err != nil {
		return err
	}
	if err := f.System.Check(f.Tiling.Region()); err != nil {
		return err
	}
	if want := 2 * f.Tiling.Out * f.Tiling.In * f.Tiling.Kernel * f.Tiling.Kernel; len(f.Kernels) != want {
		return errs.New("train: ", len(f.Kernels), " numbers of kernels to fit a mask to, and the layer has ", want)
	}
	switch f.Rule {
	case FitAdam, FitPaper, FitRetrieval:
	default:
		return errs.New("train: a mask is fitted by adam, paper or retrieval, not ", string(f.Rule))
	}
	if f.Steps < 1 || f.Warm < 0 || !(f.Rate > 0) || f.Patience < 0 || f.Patience > 0 && !(f.Factor > 0 && f.Factor < 1) {
		return errs.New("train: a fit wants 1 update or more, a rate above 0 and a factor between 0 and 1")
	}
	if !(f.Share >= 0 && f.Share < 1) || f.Share > 0 && f.Rule == FitPaper {
		return errs.New("train: the least share of the light is 0 to below 1, and 0 for the paper's fit")
	}
	if f.FreePhase && f.Rule == FitPaper {
		return errs.New("train: the paper's fit has no free phases")
	}
	if power(f.Kernels) == 0 {
		return errs.New("train: all kernels are 0, which no mask can be fitted to")
	}
	return nil
}

func power(x []float32) (sum float64) {
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return sum
}

// Job is the fit as one of Jobs.
func (f Fit) Job(key string) Job {
	return Job{Key: key, Open: func(dev compute.Device) (Stage, error) { return f.Open(dev) }}
}

// Fitting is a Fit on a device: a stage.
type Fitting struct {
	Fit
	dev      compute.Device
	piece    int // updates of a piece
	target   []float32
	tried    compute.Buffer // target
	x        *compute.Var   // what is trained: phase, or the number it is made of
	phase    *compute.Var
	gain     *compute.Var // of FitPaper
	matched  compute.Buffer
	loss     compute.Buffer // in parts
	scale    float64        // of the loss, to relative error
	pass     compute.Runner
	retrieve compute.Runner
	noted    []compute.Buffer // loss, match and gain of the last updates, of a piece at most
	note     compute.Runner   // puts those of the last pass there
	opt      *optim.Optimiser
	look     *look // for FreePhase

	step     int
	schedule [3]float32 // rate, least error, updates since
}

// Open makes the fit ready.
func (f Fit) Open(dev compute.Device) (*Fitting, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	s := &Fitting{Fit: f, dev: dev, target: f.Tiling.Kernels(f.turned())}
	if f.FreePhase {
		s.spread()
	}
	// A piece is the same number of updates on each device, as the result must not depend on it: of
	// some 10^13 operations.
	n := float64(f.Tiling.Region()) * float64(f.System.Mask)
	s.piece = int(min(max(4e6/n, 1), 10))
	if f.Piece > 0 {
		s.piece = f.Piece
	}
	s.schedule = [3]float32{float32(f.Rate), math.MaxFloat32, 0}
	return s, s.record()
}

// begin is the number that the mask begins with.
func (s *Fitting) begin() []float32 {
	x := make([]float32, s.System.Mask*s.System.Mask)
	draw := rng.Stream{Seed: s.Seed, Stream: rng.Init}
	if s.Rule == FitPaper {
		draw.Normal(s.Number, x)
		return x
	}
	draw.Uniform(s.Number, x)
	for i := range x {
		x[i] *= 2 * math.Pi
	}
	return x
}

func (s *Fitting) Name() string { return "fit" }

// Done counts updates.
func (s *Fitting) Done() float64 { return float64(s.step) / float64(s.Steps) }

// RateNow is the learning rate of the next update.
func (s *Fitting) RateNow() float64 { return float64(s.schedule[0]) }

// Next makes a piece of the updates. The result counts them, its loss is their relative squared errors, and it
// has "gain", on amplitudes and without its sign, which no camera sees, and "share", of the light that comes to the region.
func (s *Fitting) Next() (sum network.Result, err error) {
	for left := min(s.piece, s.Steps-s.step); left > 0; {
		n := min(left, s.ahead())
		if err := s.updates(n, &sum); err != nil {
			return sum, err
		}
		left -= n
	}
	return sum, nil
}

// ahead is how many updates can be made before their errors are read: until the rate could fall.
func (s *Fitting) ahead() int {
	if s.Patience == 0 {
		return s.piece
	}
	return max(1, s.Patience-int(s.schedule[2])+1)
}

// updates makes n of them, and then adds what they gave to sum: a device need not wait for the host after each.
func (s *Fitting) updates(n int, sum *network.Result) error {
	for t := s.step + 1; t <= s.step+n; t++ {
		if s.FreePhase && (t-1)%freeEvery == freeEvery-1 {
			if err := s.free(); err != nil {
				return err
			}
		}
		if err := s.update(t); err != nil {
			return err
		}
	}
	all, err := s.recall(n)
	if err != nil {
		return err
	}
	for _, r := range all {
		s.step++
		s.plateau(float32(r.Loss), s.retrieves(s.step))
		sum.Add(r)
	}
	return nil
}

// retrieves tells whether update t is by retrieval.
func (s *Fitting) retrieves(t int) bool {
	return s.Rule == FitRetrieval || t <= s.Warm && s.Rule == FitAdam
}

// update makes number t; what it gave is on the stack then.
func (s *Fitting) update(t int) error {
	change := s.opt.Run
	if s.retrieves(t) {
		change = func() error { return s.retrieve.Run(1) }
	} else if err := s.opt.Prepare(t, float64(s.schedule[0]), 1); err != nil {
		return err
	}
	if err := s.pass.Run(1); err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	return s.note.Run(1)
}

// plateau lowers the rate when the error no longer falls.
func (s *Fitting) plateau(e float32, retrieve bool) {
	switch {
	case e < s.schedule[1]:
		s.schedule[1], s.schedule[2] = e, 0
	case !retrieve && s.Patience > 0:
		if s.schedule[2]++; int(s.schedule[2]) > s.Patience {
			s.schedule[0] *= float32(s.Factor)
			s.schedule[2] = 0
		}
	}
}

// Objective is the relative squared error of a mask x, rad, [Mask][Mask], with the best gain, and its
// gradient, written to g: for minimisers of one's own. Not for FitPaper, whose gain is one of the numbers.
func (s *Fitting) Objective(x, g []float32) (float64, error) {
	if s.Rule == FitPaper {
		return 0, errs.New("train: the paper's fit has no objective of the mask alone")
	}
	if err := s.dev.Write(s.x.Value, 0, x); err != nil {
		return 0, err
	}
	if err := s.pass.Run(1); err != nil {
		return 0, err
	}
	r, err := s.result()
	if err == nil {
		err = s.dev.Read(s.x.Grad, 0, g)
	}
	for i := range g {
		g[i] *= float32(s.scale)
	}
	return r.Loss, err
}

// most is the largest gain: that with which the target takes Share of the light of a point.
func (s *Fitting) most() float64 {
	if s.Share == 0 {
		return 1e30
	}
	return math.Sqrt(power(s.Kernels) / s.Share)
}

// Mask reads the phase, rad, [Mask][Mask], and the gain.
func (s *Fitting) Mask() (phase []float32, gain float64, err error) {
	phase = make([]float32, s.phase.Len())
	if err := s.look.run.Run(1); err != nil { // of the phase as it is now
		return nil, 0, err
	}
	if err := s.dev.Read(s.phase.Value, 0, phase); err != nil {
		return nil, 0, err
	}
	m := make([]float32, 2)
	if s.gain != nil {
		err = s.dev.Read(s.gain.Value, 0, m[:1])
		return phase, float64(m[0]), err
	}
	err = s.dev.Read(s.look.matched, 0, m)
	return phase, float64(kernels.Matched(m, float32(s.most()))), err
}

// Put brings the fitted mask to the layer's optical face, on the layer's own device.
func (s *Fitting) Put(d *network.Dual, dev compute.Device) error {
	phase, gain, err := s.Mask()
	if err != nil {
		return err
	}
	if len(phase) != d.System.Mask*d.System.Mask {
		return errs.New("train: the mask has ", len(phase), " numbers, and that of the layer ", d.System.Mask*d.System.Mask)
	}
	if err := d.Show(network.FaceOptical); err != nil {
		return err
	}
	if err := d.PhaseInputs(s.Inputs()); err != nil {
		return err
	}
	if err := dev.Write(d.Mask.Var().Value, 0, phase); err != nil {
		return err
	}
	return dev.Write(d.Gain.W.Value, 0, []float32{float32(gain)})
}

var _ Stage = (*Fitting)(nil)
