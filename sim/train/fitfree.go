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

// FreeFit is the fit of masks in free space, without lenses, to the kernels of a layer. No single impulse
// tells what they do, as they treat each place of a picture in its own way: so each update sends Probes
// fields of random phases through them, and goes down by Adam in
//
//	error = sum |w u - v|^2/sum |v|^2,
//
// u what comes out of the masks, v of the convolution, w the best gain of the update before. Its mean over all
// fields is the relative squared distance of the two maps. Masks want about as many phases as the numbers that light is to give for each of the
// points of a picture, and a distance at which the light of a sample spreads over most of a mask: see package sim/reproduce/fit. (Yuan et al., Nature Communications 14, 7110 (2023), say
// that their learning extends to such networks; this is our way.)
type FreeFit struct {
	Tiling  network.Tiling
	Stack   network.Stack
	Kernels []float32 // [Out][In][Kernel][Kernel] pairs

	Probes, Steps int
	Rate          float64 // of Adam, rad; it falls to a hundredth by a cosine
	Seed          uint64
	Number        uint32 // of the layer: of its first phases
}

// Check says what is wrong with the fit.
func (f *FreeFit) Check() error {
	if err := f.Tiling.Check(); err != nil {
		return err
	}
	if want := 2 * f.Tiling.Out * f.Tiling.In * f.Tiling.Kernel * f.Tiling.Kernel; len(f.Kernels) != want || power(f.Kernels) == 0 {
		return errs.New("train: ", len(f.Kernels), " numbers of kernels to fit masks to, and the layer has ", want, ", of which one at least is not 0")
	}
	if f.Probes < 1 || f.Steps < 1 || !(f.Rate > 0) {
		return errs.New("train: a fit wants 1 field and 1 update or more, and a rate above 0")
	}
	return f.Stack.Check(max(f.Tiling.Block(), f.Tiling.Response()))
}

// FreeFitting is a FreeFit on a device: a stage.
type FreeFitting struct {
	FreeFit
	Layer *network.Lensless

	dev    compute.Device
	in     compute.Buffer // probes
	out    compute.Buffer // of the layer
	wanted compute.Buffer // of the convolution
	pass   compute.Runner
	opt    *optim.Optimiser
	step   int
	u, v   []float32
}

// Open makes the fit ready.
func (f FreeFit) Open(dev compute.Device) (*FreeFitting, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	layer, err := network.NewLensless(dev, "layer", f.Tiling, f.Stack, f.Probes)
	if err != nil {
		return nil, err
	}
	s := &FreeFitting{FreeFit: f, Layer: layer, dev: dev}
	for i, m := range layer.Masks {
		x := make([]float32, m.Var().Len())
		rng.Stream{Seed: f.Seed, Stream: rng.Init}.Uniform(f.Number*uint32(len(layer.Masks))+uint32(i), x)
		for k := range x {
			x[k] *= math.Pi / 2 // more, and light would be scattered out of the planes
		}
		if err := dev.Write(m.Var().Value, 0, x); err != nil {
			return nil, err
		}
	}
	conv, err := network.NewComplexConv(dev, "kernels", f.Tiling.In, f.Tiling.Out, f.Tiling.Kernel, f.Tiling.Pad)
	if err != nil {
		return nil, err
	}
	if err := dev.Write(conv.K.Value, 0, f.Kernels); err != nil {
		return nil, err
	}
	t := network.NewTape(dev, network.Train, f.Probes)
	x := t.New("probes", network.Fields(f.Tiling.In, f.Tiling.Side, f.Tiling.Side))
	t.Keep("probes", x)
	v, _, err := conv.Forward(t, x)
	if err != nil {
		return nil, err
	}
	u, back, err := layer.Forward(t, x)
	if err != nil {
		return nil, err
	}
	t.Keep("convolved", v)
	t.Keep("through the masks", u)
	// The mean square of what comes is In Kernel^2 times that of the kernels, for the gradient not to be small.
	scale := 1 / (float64(f.Tiling.In*f.Tiling.Kernel*f.Tiling.Kernel) * power(f.Kernels) / float64(len(f.Kernels)/2) * float64(u.Len()/2))
	e, g := t.New("errors", network.Vector(u.Len()/2)), t.New("gradient", u.Shape)
	t.Main.Add(kernels.SquaredError(scale), u.Buf, v.Buf, e.Buf, g.Buf)
	if _, err := back(g, false); err != nil {
		return nil, err
	}
	if s.pass, err = t.Compile(); err != nil {
		return nil, err
	}
	s.in, s.out, s.wanted = x.Buffer(), u.Buffer(), v.Buffer()
	s.u, s.v = make([]float32, f.Probes*u.Len()), make([]float32, f.Probes*u.Len())
	masks := layer.Vars()
	s.opt, err = optim.New(dev, optim.DefaultAdam, masks[:len(masks)-1])
	return s, err
}

func (s *FreeFitting) Name() string  { return "fit in free space" }
func (s *FreeFitting) Done() float64 { return float64(s.step) / float64(s.Steps) }

// Error is the relative squared error for fields of random phases that are of no update, with the best gain
// for them, which the layer then has.
func (s *FreeFitting) Error() (float64, error) {
	if err := s.probe(1 << 30); err != nil {
		return 0, err
	}
	e, err := s.match()
	return e, err
}

// probe sends fields through, of a number.
func (s *FreeFitting) probe(number uint32) error {
	size := s.Tiling.Side * s.Tiling.Side
	phases := make([]float32, s.Probes*s.Tiling.In*size)
	rng.Stream{Seed: s.Seed, Stream: rng.Sample}.Uniform(number, phases)
	x := make([]float32, 2*len(phases))
	for i, p := range phases {
		sin, cos := math.Sincos(2 * math.Pi * float64(p))
		c, at := i/size, i%size
		x[2*c*size+at], x[(2*c+1)*size+at] = float32(cos), float32(sin)
	}
	if err := s.dev.Write(s.in, 0, x); err != nil {
		return err
	}
	return s.pass.Run(s.Probes)
}

// match gives the layer the best gain for what the last pass gave, and returns the error with it.
func (s *FreeFitting) match() (float64, error) {
	if err := s.dev.Read(s.out, 0, s.u); err != nil {
		return 0, err
	}
	if err := s.dev.Read(s.wanted, 0, s.v); err != nil {
		return 0, err
	}
	uv, uu, vv := 0.0, 0.0, 0.0
	for i, u := range s.u {
		uv += float64(u) * float64(s.v[i])
		uu += float64(u) * float64(u)
		vv += float64(s.v[i]) * float64(s.v[i])
	}
	if !(uu > 0) || math.IsInf(uu, 0) {
		return 0, errs.New("train: no light comes through the masks to what is read, or more than there can be; take a shorter distance or a lower rate")
	}
	w := make([]float32, 1)
	if err := s.dev.Read(s.Layer.Gain.W.Value, 0, w); err != nil {
		return 0, err
	}
	w[0] *= float32(uv / uu)
	return 1 - uv*uv/(uu*vv), s.dev.Write(s.Layer.Gain.W.Value, 0, w)
}

func (s *FreeFitting) arrays() (a []Array) {
	for _, v := range s.Layer.Vars() {
		a = append(a, Array{v.Name, v.Shape, v.Value})
	}
	for _, o := range s.opt.States() {
		a = append(a, Array{o.Name, []int{o.Len}, o.Buffer})
	}
	return a
}

// State has the masks, the gain and Adam's moments.
func (s *FreeFitting) State() (*State, error) { return stateOf(s.dev, s.arrays(), s.step) }

// Restore goes on from a state of a fit of the same sizes.
func (s *FreeFitting) Restore(state *State) error {
	err := restoreTo(s.dev, s.arrays(), state, "the fit of masks in free space")
	if err == nil {
		s.step = state.Step
	}
	return err
}

// Next makes an update. The result's loss is its relative squared error.
func (s *FreeFitting) Next() (r network.Result, err error) {
	if s.step == 0 { // the first gain
		if _, err := s.Error(); err != nil {
			return r, err
		}
	}
	rate := s.Rate * (0.01 + 0.99*(1+math.Cos(math.Pi*s.Done()))/2)
	if err := s.opt.Prepare(s.step+1, rate, 1); err != nil {
		return r, err
	}
	if err := s.probe(uint32(s.step)); err != nil {
		return r, err
	}
	if err := s.opt.Run(); err != nil {
		return r, err
	}
	e, err := s.match()
	if err != nil {
		return r, err
	}
	s.step++
	r.Add(network.Result{Count: 1, Loss: e})
	return r, nil
}

var _ Stage = (*FreeFitting)(nil)
