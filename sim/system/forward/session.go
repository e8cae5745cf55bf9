package forward

import (
	"context"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/train"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Session is a network in training: its masks, the simulation and the bench.
type Session struct {
	Config
	Net   *plant.Cascade
	Stage *train.Epochs

	dev     compute.Device
	names   []string
	model   *plant.Model // as the bench is meant
	bench   *rig.Bench
	shown   *shown        // the bench, as the network's way has it
	way     plant.Handing // through it
	blank   []float32     // what the blank wave should be
	knocked float64       // of the bench that there is
	before  []*compute.Var
	frames  int // of benches before this one
	learned int // frames of updates
	probe   *probe
	refined *refined // of the method of that name
	watch   bool     // somebody looks at what the probe sees
	tested  []int    // confusion of the last evaluation

	centre rig.Centre        // where the bench's image is
	asked  context.Context   // that ends what is long, nil for nothing
	said   func(what string) // is told of it; may be nil
}

// evalBatch is how many examples are tested at a time, at least. A GPU that is not a page's takes more at a time: each pass of a batch looks
// at the blank wave twice, however many examples it has.
func evalBatch(dev compute.Device) int {
	if _, hosted := dev.(compute.Hosted); hosted || !compute.Threads {
		return 10
	}
	return 32
}

// Open makes the network of c on dev, for pictures like those of learn. The bench is made when it is asked for.
func Open(dev compute.Device, c Config, learn *data.Set) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	if learn == nil {
		return nil, errs.New("forward: ", c.Data, " wants its pictures")
	}
	if learn.Channels > 1 {
		return nil, errs.New(learn.Name, " has pictures of ", learn.Channels, " channels, and light has one here: make them grey (data.Set.Grey)")
	}
	s := &Session{Config: c, dev: dev}
	if s.names = learn.ClassNames(); len(s.names) == 0 {
		s.names = data.ClassNames(c.Data)
	}
	if len(s.names) > len(squares) {
		return nil, errs.New(learn.Name, " has ", len(s.names), " classes, and the detector ", len(squares), " squares")
	}
	batch := max(c.Batch, evalBatch(dev))
	var err error
	if s.Net, err = s.build(dev, learn.Width, learn.Height, batch); err != nil {
		return nil, err
	}
	hop, err := c.hop(dev, batch, 0, 0, 0)
	if err != nil {
		return nil, err
	}
	if s.model, err = plant.NewModel(s.Net, hop); err != nil {
		return nil, err
	}
	for _, v := range s.Net.Masks {
		k := &compute.Var{Name: v.Name + " of the simulation", Shape: v.Shape}
		if k.Value, err = dev.Alloc(compute.Spec{Name: k.Name, Len: v.Len()}); err != nil {
			return nil, err
		}
		s.before = append(s.before, k)
	}
	g, err := s.newGradient()
	if err != nil {
		return nil, err
	}
	descent, err := train.NewDescent(dev, g, c.Rule(), false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "training", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: learn.FirstOfEach(c.PerClass), Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.RateWithin(epoch, s.Stage.Index, s.Stage.Batches()) }}}
	s.probe = &probe{s: s}
	return s, nil
}

// inModel tells whether training is still in the simulation, before the method begins.
func (s *Session) inModel() bool { return s.onBench() && s.Stage.Epoch < s.Elsewhere }

// ready makes the bench, anew where it has been knocked since.
func (s *Session) ready(ctx context.Context) error {
	if s.bench != nil && s.knocked == s.Knock {
		return nil
	}
	s.Forget()
	b, err := s.openBench(ctx, s.dev, s.Net.Batch, s.said)
	if err != nil {
		return err
	}
	return s.take(b)
}

// take has the network shown on a bench, as it is calibrated now.
func (s *Session) take(b *rig.Bench) error {
	k := &shown{Bench: b}
	b.Wanders = s.Calibrate && s.Recentre > 0
	way, err := plant.NewForward(s.Net, k, s.symmetry(), s.Overdrive)
	if err != nil {
		return err
	}
	if s.bench != b {
		s.Forget()
		s.centre = rig.Centre{}
	}
	s.bench, s.shown, s.way, s.knocked = b, k, way, s.Knock
	return nil
}

// Attend makes what is long, the calibration of the bench and tests on it, end with ctx, and tells what is being done.
func (s *Session) Attend(ctx context.Context, said func(what string)) { s.asked, s.said = ctx, said }

func (s *Session) ctx() context.Context {
	if s.asked == nil {
		return context.Background()
	}
	return s.asked
}

// Forget lets go of the bench: the next measurement is on a new one, by the settings as they are then.
func (s *Session) Forget() {
	if s.bench != nil {
		s.frames += s.bench.Report.Frames
		s.bench = nil
	}
}

// measureBlank takes off what has drifted.
func (s *Session) measureBlank(ctx context.Context) (err error) {
	if s.blank == nil {
		if s.blank, err = s.bench.Expected(s.dev, s.Padding); err != nil {
			return err
		}
	}
	return s.bench.MeasureBlank(ctx, s.blank, max(1, s.Samples/8))
}

// Frames is how many frames the bench's cameras have taken so far.
func (s *Session) Frames() int {
	if s.bench == nil {
		return s.frames
	}
	return s.frames + s.bench.Report.Frames
}

// Learned is how many of them were for updates, those before a checkpoint too, and not for tests, to
// calibrate or to be looked at.
func (s *Session) Learned() int { return s.learned }

// Next makes an update; the bench is there before.
func (s *Session) Next() (network.Result, error) {
	if s.onBench() && !s.inModel() {
		if err := s.ready(s.ctx()); err != nil {
			return network.Result{}, err
		}
	}
	from := s.Frames()
	var r network.Result
	err := s.recentre(s.ctx())
	if err != nil {
		return r, err
	}
	err = s.gathered(func() (err error) {
		r, err = s.Stage.Loop.Next()
		return err
	})
	s.learned += s.Frames() - from
	if err != nil {
		return r, err
	}
	if s.inModel() || s.Stage.Step == 1 || s.Stage.Epoch == s.Elsewhere && s.Stage.Index == 0 {
		if err := s.keep(); err != nil {
			return r, err
		}
	}
	return r, s.probe.next()
}

// gathered does something whose work is sent to a device together: a bench writes what is particular to each frame between its passes, and each
// write would send what is recorded before it.
func (s *Session) gathered(do func() error) error {
	if g, ok := s.dev.(compute.Gathers); ok {
		g.Gather(true)
		defer g.Gather(false)
	}
	return do()
}

// keep keeps the masks as the simulation has made them.
func (s *Session) keep() error {
	for l, v := range s.Net.Masks {
		x := make([]float32, v.Len())
		if err := s.dev.Read(v.Value, 0, x); err != nil {
			return err
		}
		if err := s.dev.Write(s.before[l].Value, 0, x); err != nil {
			return err
		}
	}
	return nil
}

// with does something with other masks in place of the trained ones.
func (s *Session) with(masks []*compute.Var, do func() error) (err error) {
	old := make([][]float32, len(masks))
	for l, v := range s.Net.Masks {
		x := make([]float32, v.Len())
		old[l] = make([]float32, v.Len())
		if err := s.dev.Read(v.Value, 0, old[l]); err != nil {
			return err
		}
		if err := s.dev.Read(masks[l].Value, 0, x); err != nil {
			return err
		}
		if err := s.dev.Write(v.Value, 0, x); err != nil {
			return err
		}
	}
	defer func() {
		for l, v := range s.Net.Masks {
			if e := s.dev.Write(v.Value, 0, old[l]); err == nil {
				err = e
			}
		}
	}()
	return do()
}

// Grid is that of all planes.
func (s *Session) Grid() optics.Grid { return optics.Square(s.Samples, s.Pitch) }
