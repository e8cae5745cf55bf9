package scatter

import (
	"context"
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/detect"
	"talbot/sim/errs"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/system/focus"
	"talbot/sim/system/forward"
	"talbot/sim/train"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Session is masks, or an electronic network, in training.
type Session struct {
	Config
	benches
	Net   *plant.Cascade   // of the masks
	Wires *network.Network // of the electronic network; nil for masks
	Stage *train.Epochs

	dev     compute.Device
	drawer  *drawer
	names   []string
	regions []kernels.Region
	lights  *lights // what masks learn from
	frames  *frames // what electronics learn from
	pass    *network.Pass
	view    *View   // of the last test
	power   float64 // mean intensity in front of the first mask
	learn   *data.Set

	asked context.Context // that ends what is long, nil for nothing
	said  func(what string)
}

// Open makes masks or an electronic network by c on dev, for pictures like those of learn. What is long, such as the light in front of the masks, is
// measured when it is asked for.
func Open(dev compute.Device, c Config, learn *data.Set) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	if learn == nil {
		return nil, errs.New("scatter: ", c.Data, " wants its pictures")
	}
	if learn.Channels > 1 {
		return nil, errs.New(learn.Name, " has pictures of ", learn.Channels, " channels, and light has one here: make them grey (data.Set.Grey)")
	}
	s := &Session{Config: c, dev: dev}
	if s.names = learn.ClassNames(); len(s.names) == 0 {
		s.names = data.ClassNames(c.Data)
	}
	detector := forward.Detector(c.grid(), c.RegionSize)
	s.regions = detector.Regions
	if len(s.names) > len(s.regions) {
		return nil, errs.New(learn.Name, " has ", len(s.names), " classes, and the detector ", len(s.regions), " squares")
	}
	var err error
	if s.benches, err = c.benches(dev); err != nil {
		return nil, err
	}
	if s.drawer, err = c.drawer(dev, learn.Width, learn.Height); err != nil {
		return nil, err
	}
	if s.Net, err = c.build(dev, detector); err != nil {
		return nil, err
	}
	g, err := s.gradient()
	if err != nil {
		return nil, err
	}
	descent, err := train.NewDescent(dev, g, c.Rule(), false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "training", N: c.Epochs, Loop: &train.Loop{Descent: descent, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.RateWithin(epoch, s.Stage.Index, s.Stage.Batches()) }}}
	s.take(learn)
	return s, nil
}

// take has it learn from other pictures; the epoch begins anew.
func (s *Session) take(learn *data.Set) {
	s.learn = learn.FirstOfEach(s.PerClass)
	s.power = 0
	s.lights, s.frames = newLights(s.learn, s.Samples), nil
	if s.Stage.Set = s.lights; s.Wires != nil {
		s.frames = &frames{s: s, sums: make([][]float64, s.learn.Len())}
		s.Stage.Set = s.frames
	}
	s.Stage.Index = 0
}

// build makes the masks, whose examples are light in front of the first, [2 Ny Nx].
func (c *Config) build(dev compute.Device, d detect.Detector) (*plant.Cascade, error) {
	g := c.grid()
	n, classes := g.Len(), len(d.Regions)
	k := &plant.Cascade{Device: dev, Nx: g.Nx, Ny: g.Ny, Batch: c.Batch, Numbers: 2 * n, Classes: classes}
	for l := range c.Layers {
		v := &compute.Var{Name: "mask " + itoa(l+1), Shape: []int{g.Ny, g.Nx}}
		var err error
		if v.Value, err = dev.Alloc(compute.Spec{Name: v.Name, Len: n}); err != nil {
			return nil, err
		}
		if v.Grad, err = dev.Alloc(compute.Spec{Name: v.Name + " gradient", Scope: compute.Sum, Len: n}); err != nil {
			return nil, err
		}
		if err := dev.Write(v.Value, 0, c.first()); err != nil {
			return nil, err
		}
		k.Masks = append(k.Masks, v)
	}
	k.Encode = func(p *compute.Program, example, field compute.Buffer) { p.Add(kernels.Times(2*n, 1), example, field) }
	var err error
	scratch := func(name string) (b compute.Buffer) {
		if err == nil {
			b, err = dev.Alloc(compute.Spec{Name: name, Scope: compute.Scratch, Len: classes, Batch: c.Batch})
		}
		return b
	}
	readings, slope, steep := scratch("readings"), scratch("slope"), scratch("steepness")
	if err != nil {
		return nil, err
	}
	readout := c.readout()
	k.Loss = func(p *compute.Program, field, label, logits, out, into compute.Buffer) {
		d.Forward(p, field, readings)
		readout.Forward(p, classes, readings, logits)
		loss.Loss(nil).Record(p, classes, logits, label, out, slope)
		readout.Adjoint(p, classes, readings, slope, steep)
		d.Adjoint(p, field, steep, into)
	}
	return k, k.Ready()
}

func (c *Config) readout() detect.Readout {
	if c.Logits == "scale" {
		return detect.Readout{Logits: detect.Scaled, Scale: c.LogitScale}
	}
	return detect.Readout{Logits: detect.Shared, Scale: c.LogitScale}
}

// first are the phases of each mask before training, [Ny][Nx] rad: none, or those of a lens that images what is a hop before it a hop behind,
// 2 pi r^2/(lambda z) less.
func (c *Config) first() []float32 {
	g := c.grid()
	v := make([]float32, g.Len())
	if c.Start == "flat" {
		return v
	}
	for i := range v {
		x, y := g.X(i%g.Nx), g.Y(i/g.Nx)
		turn := (x*x + y*y) / (focus.Wavelength * focus.Distance)
		v[i] = float32(2 * math.Pi * (math.Ceil(turn) - turn))
	}
	return v
}

// gradient is that of the method.
func (s *Session) gradient() (train.Gradient, error) {
	if s.Method == "electronic" {
		return s.wired()
	}
	var way plant.Way
	var err error
	if s.Method == "in-silico" {
		var hop *optics.Map
		if hop, err = s.hop(s.dev, s.Batch); err != nil {
			return nil, err
		}
		way, err = plant.NewModel(s.Net, hop)
	} else {
		way, err = plant.NewForward(s.Net, s.back, plant.Direct, s.Overdrive)
	}
	return &led{plant.Led{Cascade: s.Net, Way: func(int) (plant.Way, error) { return way, nil }}, s}, err
}

// led is a gradient that ends with the session's context.
type led struct {
	plant.Led
	s *Session
}

func (l *led) Gradient(ex data.Examples, batch []int32, t int) (network.Result, error) {
	l.Context = l.s.ctx()
	return l.Led.Gradient(ex, batch, t)
}

// Attend makes what is long end with ctx, and tells what is being done.
func (s *Session) Attend(ctx context.Context, said func(what string)) { s.asked, s.said = ctx, said }

func (s *Session) ctx() context.Context {
	if s.asked == nil {
		return context.Background()
	}
	return s.asked
}

func (s *Session) tell(what string, done, all int) {
	if s.said != nil && (done%100 == 0 || done == all) {
		s.said(errs.New(what, ": ", done, " of ", all).Error())
	}
}

// know finds what the examples are, before the first update.
func (s *Session) know() error {
	if s.frames != nil {
		return s.frames.take()
	}
	find, what := s.clear, "light in front of the mask with nothing in the way"
	if s.Method == "ffm" {
		find, what = s.measured, "measuring light in front of the mask"
	}
	return s.lights.know(s.ctx(), s.drawer, find, func(done int) { s.tell(what, done, s.lights.Len()) })
}

// Next makes an update.
func (s *Session) Next() (network.Result, error) {
	if err := s.know(); err != nil {
		return network.Result{}, err
	}
	return s.Stage.Next()
}

// Frames is how many the bench's cameras have taken of light in front of the masks and for updates.
func (s *Session) Frames() int {
	n := s.front.Frames() + s.back.Frames()
	if s.frames != nil {
		n += s.frames.drawn()
	}
	return n
}

// masks are the phases of all masks, [mask][Ny][Nx] rad.
func (s *Session) masks() (all [][]float32, err error) {
	for _, v := range s.Net.Masks {
		x := make([]float32, v.Len())
		if err := s.dev.Read(v.Value, 0, x); err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// Seen is a picture's light on the camera behind scatterer and masks, without noise, [Ny][Nx]; the light in front of the picture is 1. The
// picture is [height][width] of 0 to 1.
func (s *Session) Seen(picture []float32) ([]float32, error) {
	a, err := s.drawer.draw(picture)
	if err != nil {
		return nil, err
	}
	masks, err := s.masks()
	if err != nil {
		return nil, err
	}
	panels := s.whole.Panels()
	load := plant.Load{levels(panels[0], a)}
	for l, m := range masks {
		load = append(load, focus.PhaseLevels(m, len(panels[1+l].Curve.States)))
	}
	return s.whole.Seen(load)
}

// scaledBy is how many pictures tell how bright light is in front of the first mask.
const scaledBy = 100

// Power is the mean intensity in front of the first mask, of the first pictures to learn from, where that in front of a picture is 1.
func (s *Session) Power() (float64, error) {
	if s.power > 0 {
		return s.power, nil
	}
	n, x := min(scaledBy, s.learn.Len()), make([]float32, len(s.drawer.x))
	sum := 0.0
	for i := range n {
		s.learn.Read(i, x)
		a, err := s.drawer.draw(x)
		if err != nil {
			return 0, err
		}
		light, err := s.front.Seen(s.inFront(a))
		if err != nil {
			return 0, err
		}
		for _, v := range light {
			sum += float64(v) / float64(n*len(light))
		}
	}
	if sum == 0 {
		return 0, errs.New("scatter: no light arrives at the first mask")
	}
	s.power = sum
	return sum, nil
}

// reader is the camera of tests where a pixel counts so many photons, 0 for light without noise.
func (s *Session) reader(photons float64) (reader, error) {
	power, err := s.Power()
	if photons == 0 {
		return reader{scale: 1 / power}, err
	}
	return reader{scale: photons / power, noise: true, read: s.TestRead, seed: uint64(s.Seed)}, err
}
