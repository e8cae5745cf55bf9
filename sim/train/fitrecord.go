package train

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/network"
	"talbot/sim/optim"
)

// fitParts is how many numbers a sum over the region comes in.
const fitParts = 1024

// freeEvery is how many updates there are between two looks at the phases of the channels.
const freeEvery = 20

// look is a pass that only looks at the field of the mask.
type look struct {
	run     compute.Runner
	field   compute.Buffer
	matched compute.Buffer
}

// record makes the arrays and the passes. The light in front of the mask is the same in all
// updates, and the gradient ends at the mask: so of planes as large as the mask one is enough, for the light
// behind it and then for the gradient there.
func (s *Fitting) record() error {
	dev, n, side := s.dev, s.System.Mask*s.System.Mask, s.Tiling.Region()
	shape := []int{s.System.Mask, s.System.Mask}
	lit, light, err := s.System.Lit(dev)
	if err != nil {
		return err
	}
	alloc := func(name string, size int, data []float32) (b compute.Buffer) {
		if err == nil {
			b, err = dev.Alloc(compute.Spec{Name: name, Len: size})
		}
		if err == nil && data != nil {
			err = dev.Write(b, 0, data)
		}
		return b
	}
	shone := alloc("light at the mask", len(light), light)
	s.tried = alloc("target", len(s.target), s.target)
	s.phase = &compute.Var{Name: "mask", Shape: shape, Value: alloc("mask", n, nil), Grad: alloc("mask gradient", n, nil)}
	if s.x = s.phase; s.Rule == FitPaper {
		s.x = &compute.Var{Name: "mask before the sigmoid", Shape: shape, Value: alloc("mask before the sigmoid", n, nil), Grad: alloc("gradient before the sigmoid", n, nil)}
	}
	if err != nil {
		return err
	}
	if err := dev.Write(s.x.Value, 0, s.begin()); err != nil {
		return err
	}
	back, err := s.System.Back(dev, side, 1)
	if err != nil {
		return err
	}

	// until records the way to the field in the region, through a plane behind the mask that may be there already.
	until := func(kind network.Kind, plane compute.Buffer) (t *network.Tape, behind, u network.Value) {
		t = network.NewTape(dev, kind, 1)
		if s.Rule == FitPaper {
			t.Before.Add(kernels.SigmoidPhase(n, paperPhase), s.x.Value, s.phase.Value)
		}
		if behind = (network.Value{Shape: network.Plane(back.In()), Buf: plane}); plane == nil {
			behind = t.New("light behind the mask", behind.Shape)
		}
		t.Main.Add(lit.Illuminate(), s.phase.Value, shone, behind.Buf)
		u = t.New("impulse response", network.Plane(back.Out()))
		back.Forward(&t.Main, behind.Buf, u.Buf)
		return t, behind, u
	}

	t, behind, u := until(network.Train, nil)
	m, g := s.match(t, u), u
	vars := []*compute.Var{s.x}
	sum := power(s.target)
	scale := float64(n) / sum // of the loss, so that a gradient is not small beside Adam's epsilon
	if s.Rule == FitPaper {
		scale = paperAmplitude * paperAmplitude / float64(side*side)
	}
	s.scale = 1 / (scale * sum)
	var loss network.Value
	if s.Rule == FitPaper {
		gain, err := network.NewGain(dev, "gain", paperGain)
		if err != nil {
			return err
		}
		s.gain = gain.W
		vars = append(vars, s.gain)
		y, backwards, err := gain.Forward(t, u)
		if err != nil {
			return err
		}
		e := t.New("errors", network.Vector(side*side))
		t.Main.Add(kernels.SquaredError(scale), y.Buf, s.tried, e.Buf, y.Buf)
		if g, err = backwards(y, true); err != nil {
			return err
		}
		loss = s.fold(t, e)
	} else {
		loss = s.errors(t, u, m, s.most())
	}
	back.Adjoint(&t.Main, g.Buf, behind.Buf)
	t.Main.Add(lit.Adjoint(), behind.Buf, s.phase.Value, shone, s.phase.Grad)
	if s.Rule == FitPaper {
		t.After.Add(kernels.SigmoidPhaseAdjoint(n, paperPhase), s.phase.Value, s.phase.Grad, s.x.Grad)
	}
	t.Keep("gradient behind the mask", behind)
	if s.pass, err = t.Compile(); err != nil {
		return err
	}
	s.matched, s.loss = m.Buffer(), loss.Buffer()
	if s.Rule == FitRetrieval || s.Rule == FitAdam && s.Warm > 0 {
		var p compute.Program
		p.Add(lit.Retrieve(s.share()/(2*scale), s.most()), behind.Buffer(), shone, s.matched, s.phase.Value)
		if s.retrieve, err = dev.Compile(&p); err != nil {
			return err
		}
	}
	if s.opt, err = optim.New(dev, optim.DefaultAdam, vars); err != nil {
		return err
	}
	if err := s.keepNotes(); err != nil {
		return err
	}

	v, _, u := until(network.View, behind.Buffer()) // the gradient there is of no more use then
	v.Keep("impulse response", u)
	m = s.match(v, u)
	s.look = &look{}
	if s.look.run, err = v.Compile(); err != nil {
		return err
	}
	s.look.field, s.look.matched = u.Buffer(), m.Buffer()
	return nil
}

// match records what the best gain of u is made of.
func (s *Fitting) match(t *network.Tape, u network.Value) network.Value {
	parts, m := t.New("match in parts", network.Vector(2*fitParts)), t.New("match", network.Vector(2))
	t.Main.Add(kernels.MatchParts(u.Len()/2, fitParts), u.Buf, s.tried, parts.Buf)
	t.Main.Add(kernels.Total(2, fitParts), parts.Buf, m.Buf)
	t.Keep("match", m)
	return m
}

// errors records the loss of u with that gain, up to most, in parts; u becomes its gradient.
func (s *Fitting) errors(t *network.Tape, u, m network.Value, most float64) network.Value {
	e, scale := t.New("errors", network.Vector(u.Len()/2)), 1/(s.scale*power(s.target))
	t.Main.Add(kernels.MatchedError(u.Len()/2, scale, most), u.Buf, s.tried, m.Buf, e.Buf, u.Buf)
	return s.fold(t, e)
}

// fold records the sum of the errors, in parts.
func (s *Fitting) fold(t *network.Tape, e network.Value) network.Value {
	n := e.Len()
	some, loss := t.New("errors in parts", network.Vector(min(n, 16*fitParts))), t.New("loss", network.Vector(min(n, fitParts)))
	t.Main.Add(kernels.Fold(n, some.Len()), e.Buf, some.Buf)
	t.Main.Add(kernels.Fold(some.Len(), loss.Len()), some.Buf, loss.Buf)
	t.Keep("loss", loss)
	return loss
}

// retrievalRate is that of the updates before Adam's.
const retrievalRate = 1.9

// share is how far retrieval moves the light.
func (s *Fitting) share() float64 {
	if s.Rule == FitRetrieval {
		return s.Rate
	}
	return retrievalRate
}

// free turns the target of each output channel to the phase of what the mask does for it.
func (s *Fitting) free() error {
	u, err := s.Response()
	if err != nil {
		return err
	}
	for o := range s.Tiling.Out {
		re, im := 0.0, 0.0 // sum u conj v
		s.within(o, func(at int) {
			a, b, c, d := float64(u[at]), float64(u[at+1]), float64(s.target[at]), float64(s.target[at+1])
			re += float64(a*c) + float64(b*d)
			im += float64(b*c) - float64(a*d)
		})
		size := math.Sqrt(float64(re*re) + float64(im*im))
		if size == 0 {
			continue
		}
		s.turn(o, re/size, im/size)
	}
	return s.dev.Write(s.tried, 0, s.target)
}

// spread gives the targets of the output channels, which stand in a square, Schroeder's phases: kernels of channels
// that are alike make a grating otherwise, whose few bright places no mask of phases can have.
func (s *Fitting) spread() {
	for o, phase := range network.Schroeder(s.Tiling.Out) {
		im, re := math.Sincos(float64(phase))
		s.turn(o, re, im)
	}
}

// Inputs are the phases of the input channels' light, rad, [In]; nil for none.
func (f *Fit) Inputs() []float32 {
	if !f.InputPhase {
		return nil
	}
	return network.Schroeder(f.Tiling.In)
}

// turned are the kernels for light with these phases.
func (f *Fit) turned() []float32 {
	if !f.InputPhase {
		return f.Kernels
	}
	return f.Tiling.TurnInputs(f.Kernels, f.Inputs())
}

// within calls f with the place of each number of output channel o in the target.
func (s *Fitting) within(o int, f func(at int)) {
	side, block := s.Tiling.Region(), s.Tiling.Block()
	row, col := s.Tiling.SuperCell(o)
	for y := range block {
		for x := range block {
			f(2 * ((row+y)*side + col + x))
		}
	}
}

// turn multiplies the target of output channel o by re + i im.
func (s *Fitting) turn(o int, re, im float64) {
	s.within(o, func(at int) {
		c, d := float64(s.target[at]), float64(s.target[at+1])
		s.target[at], s.target[at+1] = float32(float64(c*re)-float64(d*im)), float32(float64(c*im)+float64(d*re))
	})
}

// Response is the impulse response of the mask as it is, [Region][Region] pairs, of a point of amplitude 1.
func (s *Fitting) Response() ([]float32, error) {
	if err := s.look.run.Run(1); err != nil {
		return nil, err
	}
	u := make([]float32, len(s.target))
	return u, s.dev.Read(s.look.field, 0, u)
}

// Error is the relative squared error of the mask as it is, and the share of the light that comes to the region.
func (s *Fitting) Error() (e, share float64, err error) {
	_, gain, err := s.Mask()
	if err != nil {
		return 0, 0, err
	}
	u, err := s.Response()
	if err != nil {
		return 0, 0, err
	}
	return relative(u, s.target, gain), power(u), nil
}

// relative is the squared error of gain u, relative to v.
func relative(u, v []float32, gain float64) (e float64) {
	for i, x := range v {
		d := float64(gain*float64(u[i])) - float64(x)
		e += float64(d * d)
	}
	return e / power(v)
}

// Target is what the response, times the gain, comes to be.
func (s *Fitting) Target() []float32 { return s.target }
