package train

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optim"
)

// Displaying is a DisplayFit on a device: a stage.
type Displaying struct {
	DisplayFit
	Free *Fitting // of the free phase

	mask    modulator.Display
	pass    compute.Runner
	look    compute.Runner
	field   compute.Buffer // of look
	matched compute.Buffer // of pass, and of look
	seen    compute.Buffer
	loss    compute.Buffer
	opt     *optim.Optimiser
	step    int
	passes  float64 // share of the light: see passes
}

// most is the largest gain: Share is of the light that the display lets through, as no mask of it could have more come to the region.
func (s *Displaying) most() float64 { return s.Free.most() / math.Sqrt(s.passes) }

// nearest is the state nearest to a phase, which gets the mean amplitude of the states.
func nearest(states []float32, phase float64) (level int, re, im float32) {
	size := 0.0
	for k := 0; k < len(states); k += 2 {
		size += math.Hypot(float64(states[k]), float64(states[k+1])) / float64(len(states)/2)
	}
	sin, cos := math.Sincos(phase)
	re, im = float32(size*cos), float32(size*sin)
	for k := range len(states) / 2 {
		if away(states, k, re, im) < away(states, level, re, im) {
			level = k
		}
	}
	return level, re, im
}

// away is the squared distance of a number from a state.
func away(states []float32, k int, re, im float32) float32 {
	x, y := re-states[2*k], im-states[2*k+1]
	return float32(x*x) + float32(y*y)
}

// passes is the share of the light that pixels let through whose states are those nearest to phases all around the circle.
func passes(states []float32) (share float64) {
	const phases = 1024
	for i := range phases {
		k, _, _ := nearest(states, 2*math.Pi*float64(i)/phases)
		re, im := float64(states[2*k]), float64(states[2*k+1])
		share += (float64(re*re) + float64(im*im)) / phases
	}
	return share
}

// Open makes the fit ready.
func (f DisplayFit) Open(dev compute.Device) (*Displaying, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	free, err := f.Fit.Open(dev)
	if err != nil {
		return nil, err
	}
	s := &Displaying{DisplayFit: f, Free: free}
	control, err := modulator.NewControl(dev)
	if err != nil {
		return nil, err
	}
	grid := f.System.Grid(f.System.Mask)
	switch f.Rule {
	case DisplayGumbel:
		s.mask, err = modulator.NewGumbel(control, "mask", int(f.Number), grid, f.Curve, 1, kernels.MixComplex, 1)
	case DisplayQAT:
		s.mask, err = modulator.NewFitted(control, "mask", grid, f.Curve, 1, min(5, f.Curve.Levels()-1), false)
	default:
		s.mask, err = modulator.NewNearest(control, "mask", grid, f.Curve, 1)
	}
	if err != nil {
		return nil, err
	}
	if s.opt, err = optim.New(dev, optim.DefaultAdam, []*compute.Var{s.mask.Var()}); err != nil {
		return nil, err
	}
	s.passes = passes(s.mask.States())
	return s, s.record()
}

// record makes the passes, as those of the free fit but for the mask.
func (s *Displaying) record() error {
	f, side := s.Free, s.Tiling.Region()
	back, err := s.System.Back(f.dev, side, 1)
	if err != nil {
		return err
	}
	light, err := s.System.PointLight(f.dev)
	if err != nil {
		return err
	}
	lit, err := f.dev.Alloc(compute.Spec{Name: "light at the mask", Len: len(light.U)})
	if err != nil {
		return err
	}
	if err := f.dev.Write(lit, 0, light.U); err != nil {
		return err
	}
	until := func(kind network.Kind) (t *network.Tape, u, m network.Value) {
		t = network.NewTape(f.dev, kind, 1)
		if kind == network.Train {
			s.mask.PrepareTrain(&t.Before)
		} else {
			s.mask.Prepare(&t.Before)
		}
		behind := t.New("light behind the mask", network.Plane(back.In()))
		s.mask.Forward(&t.Main, lit, behind.Buf)
		u = t.New("impulse response", network.Plane(back.Out()))
		back.Forward(&t.Main, behind.Buf, u.Buf)
		return t, u, f.match(t, u)
	}
	t, u, m := until(network.Train)
	loss := f.errors(t, u, m, s.most())
	d := t.New("gradient behind the mask", network.Plane(back.In()))
	back.Adjoint(&t.Main, u.Buf, d.Buf)
	s.mask.Adjoint(&t.Main, d.Buf, lit)
	s.mask.Finish(&t.After)
	if s.pass, err = t.Compile(); err != nil {
		return err
	}
	s.matched, s.loss = m.Buffer(), loss.Buffer()
	t, u, m = until(network.View)
	t.Keep("impulse response", u)
	s.look, err = t.Compile()
	s.field, s.seen = u.Buffer(), m.Buffer()
	return err
}

// begin takes the free phase over.
func (s *Displaying) begin() error {
	phase, _, err := s.Free.Mask()
	if err != nil {
		return err
	}
	states := s.mask.States()
	levels, z := make([]uint16, len(phase)), make([]float32, 2*len(phase))
	for i, phi := range phase {
		var k int
		k, z[2*i], z[2*i+1] = nearest(states, float64(phi))
		levels[i] = uint16(k)
	}
	v := s.mask.Var().Value
	switch s.Rule {
	case DisplayNearest, DisplayStraight:
		return s.Free.dev.Write(v, 0, z)
	case DisplayGumbel: // the softmax of mixtures by distance
		n := len(phase)
		logits := make([]float32, n*len(states)/2)
		for i := range n {
			for k := range len(states) / 2 {
				logits[k*n+i] = -gumbelDistance * away(states, k, z[2*i], z[2*i+1])
			}
		}
		return s.Free.dev.Write(v, 0, logits)
	}
	return s.mask.SetLevels(levels)
}

// gumbelDistance is how much a squared distance of a state from the free phase lowers its logit.
const gumbelDistance = 20

func (s *Displaying) Name() string { return "fit on a display" }

// Done counts updates of both parts.
func (s *Displaying) Done() float64 {
	done := s.Free.step + s.step
	if s.Free.Done() >= 1 && s.Refine == 0 && s.step == 0 {
		done-- // the states are still to be taken over
	}
	return float64(done) / float64(s.Steps+s.Refine)
}

// Next makes a piece of the updates; its result is as Fitting's, of mixtures where the rule has them.
func (s *Displaying) Next() (r network.Result, err error) {
	if s.Free.Done() < 1 {
		return s.Free.Next()
	}
	if s.step == 0 {
		if err := s.begin(); err != nil {
			return r, err
		}
		if s.Refine == 0 {
			s.step = 1
			return r, nil
		}
	}
	for range min(s.Free.piece, s.Refine-s.step) {
		one, err := s.update()
		if err != nil {
			return r, err
		}
		r.Add(one)
	}
	return r, nil
}

func (s *Displaying) update() (r network.Result, err error) {
	x := float64(s.step) / float64(s.Refine)
	draw := modulator.Draw{Temperature: max(s.Warmth*math.Pow(0.01, x), 1e-6), Noise: s.Noise, Step: uint32(s.step), Seed: s.Seed, Pull: s.Pull,
		Hard: s.Rule == DisplayStraight || s.Rule == DisplayQAT && x >= s.Soft}
	if err := s.mask.Control().Train(draw); err != nil {
		return r, err
	}
	rate := s.Refining * (0.1 + 0.9*(1+math.Cos(math.Pi*x))/2)
	if err := s.opt.Prepare(s.step+1, rate, 1); err != nil {
		return r, err
	}
	if err := s.pass.Run(1); err != nil {
		return r, err
	}
	if err := s.opt.Run(); err != nil {
		return r, err
	}
	s.step++
	return s.Free.read(s.loss, s.matched, nil, s.most())
}

// Levels are the states that the display shows, [Mask][Mask], and the gain.
func (s *Displaying) Levels() (levels []uint16, gain float64, err error) {
	if err := s.look.Run(1); err != nil {
		return nil, 0, err
	}
	if _, err := s.Free.read(s.loss, s.seen, nil, s.most()); err != nil {
		return nil, 0, err
	}
	m := make([]float32, 2)
	if err := s.Free.dev.Read(s.seen, 0, m); err != nil {
		return nil, 0, err
	}
	levels, err = s.mask.Levels()
	return levels, float64(kernels.Matched(m, float32(s.most()))), err
}

// Response is the impulse response of what the display shows, [Region][Region] pairs, before the gain.
func (s *Displaying) Response() ([]float32, error) {
	if err := s.look.Run(1); err != nil {
		return nil, err
	}
	u := make([]float32, len(s.Free.target))
	return u, s.Free.dev.Read(s.field, 0, u)
}

// Shows tells whether the display has its first states: the free phase has been fitted and taken over.
func (s *Displaying) Shows() bool { return s.step > 0 }

// Error is the relative squared error of what the display shows, and the share of the light that comes to
// the region.
func (s *Displaying) Error() (e, share float64, err error) {
	_, gain, err := s.Levels()
	if err != nil {
		return 0, 0, err
	}
	u, err := s.Response()
	if err != nil {
		return 0, 0, err
	}
	return relative(u, s.Free.target, gain), power(u), nil
}

var _ Stage = (*Displaying)(nil)
