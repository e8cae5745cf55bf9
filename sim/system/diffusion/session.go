package diffusion

import (
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Session is a network in training.
type Session struct {
	Config
	Net   *network.Network // from pictures, through noise, to what is left
	Tells *network.Network // the trained part: from z and the time to v
	Stage *train.Epochs
	DFA   *train.DFA

	learn   *data.Set // small
	names   []string  // of the classes
	hide    *network.Diffuse
	eval    *network.Pass
	maker   *network.Pass // of pictures
	view    *network.Pass
	pages   []float32 // samples that are shown
	pagesAt int       // updates made when they were made
}

// Told is the share of what is to be told of a picture in noise that may be wrong where an answer counts as right. That of
// an answer of zeros is about 1.
const Told = 0.25

const evalBatch = 200

// Alignment is the name of the cosine of hidden block i, from 0, among an epoch's values.
func Alignment(i int) string { return "alignment " + strconv.Itoa(i+1) }

func left(n int) compute.Kernel { return kernels.MeanSquare(n, Told) }

// Open makes the network of c on dev, for pictures of learn as they are.
func Open(dev compute.Device, c Config, learn *data.Set) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	if learn.Channels > 1 {
		learn = learn.Grey()
	}
	s := &Session{Config: c, learn: Shrink(learn, c.Side), names: learn.Classes}
	if len(s.names) == 0 { // there are no pictures yet
		s.names = data.ClassNames(c.Data)
	}
	if len(s.names) == 0 {
		return nil, experiment.Wrong("data-set", c.Data, " is a set that Talbot does not know: give its pictures first")
	}
	blocks := &network.Blocks{Feedback: c.Shares(c.Seed), LastOnly: c.Feedback == "last-layer"}
	s.hide = &network.Diffuse{Seed: uint64(c.Seed), Waves: c.Waves}
	pixels := c.Side * c.Side
	size := math.Sqrt(3) // of the weights: what keeps the size of what is not rectified
	if c.Activate == "relu" {
		size = math.Sqrt(6)
	}
	inputs := s.hide.Kernel(pixels).Len()
	for i := range c.Layers + 1 {
		outputs, draw, name := c.Hidden, size, "weights "+strconv.Itoa(i+1)
		if i == c.Layers {
			outputs, draw, name = pixels, 0.1, "last weights"
		}
		l, err := network.NewDense(dev, name, inputs, outputs, true)
		if err == nil {
			err = l.Draw(uint64(c.Seed), uint32(i), draw)
		}
		if err != nil {
			return nil, err
		}
		if i == c.Layers {
			blocks.Chain = append(blocks.Chain, l)
		} else {
			blocks.Chain = append(blocks.Chain, network.Chain{l, c.activation()})
		}
		inputs = outputs
	}
	s.Net = &network.Network{Device: dev, Input: network.Shape{Channels: 1, Ny: c.Side, Nx: c.Side}, Layers: network.Chain{s.hide, blocks, network.Left{Of: s.hide}}, Loss: left}
	s.Tells = &network.Network{Device: dev, Input: network.Vector(s.hide.Kernel(pixels).Len()), Layers: network.Chain{blocks}, Loss: left}
	for _, n := range []*network.Network{s.Net, s.Tells} {
		if err := n.Init(); err != nil {
			return nil, err
		}
	}
	var err error
	if s.eval, err = s.Net.NewPass(network.Eval, evalBatch); err != nil {
		return nil, err
	}
	if s.DFA, err = train.NewDFA(s.Net, blocks, c.Batch); err != nil {
		return nil, err
	}
	descent, err := train.NewDescent(dev, s.DFA, c.Rule(), false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "training", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: s.learn, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.Rate(epoch) }, Closing: s.closing}}
	return s, nil
}

// closing adds the angles of the end of an epoch to what it tells.
func (s *Session) closing(sum *network.Result) error {
	all, err := s.Cosines()
	for i, c := range all {
		sum.Values = append(sum.Values, network.Named{Name: Alignment(i), X: c * float64(sum.Count)})
	}
	return err
}

// Cosines are how near the feedback is to what backpropagation brings, behind each hidden block: see train.DFA.
func (s *Session) Cosines() ([]float64, error) {
	return s.DFA.Cosines(s.learn, 0, min(512, s.learn.Len()))
}

// exam is an evaluation, whose noise is always the same.
type exam struct {
	experiment.Evaluation
	s  *Session
	of *data.Set
}

func (s *Session) testing(of *data.Set) *exam {
	x := &exam{s: s}
	if of != nil {
		if of.Channels > 1 {
			of = of.Grey()
		}
		x.of = Shrink(of, s.Side)
	}
	return x
}

// More tests with the next pictures; it returns false once all are done.
func (x *exam) More() (bool, error) {
	_, all := x.Result()
	from := x.Count
	n := min(evalBatch, all-from)
	if n <= 0 {
		return false, nil
	}
	p := x.s.eval
	for i := range n {
		x.of.Read(from+i, p.Stage(i, x.of.Target(from+i)))
	}
	p.Step = 1<<30 + from/evalBatch
	if err := p.Run(n); err != nil {
		return false, err
	}
	r, err := p.Result(n)
	if err != nil {
		return false, err
	}
	rest, err := p.Logits(n)
	if err != nil {
		return false, err
	}
	k := len(rest) / n
	for i := range n {
		sum := 0.0
		for _, v := range rest[i*k : (i+1)*k] {
			sum += float64(v) * float64(v)
		}
		x.Right = append(x.Right, sum/float64(k) < Told)
	}
	x.Evaluation.Result.Add(r)
	return x.Count < all, nil
}

// Evaluate tests with pictures, of any size.
func (s *Session) Evaluate(of *data.Set) (*experiment.Evaluation, error) {
	x := s.testing(of)
	for {
		if more, err := x.More(); err != nil || !more {
			return &x.Evaluation, err
		}
	}
}

// Result is that of what was done so far, and the number of all pictures.
func (x *exam) Result() (*experiment.Evaluation, int) {
	if x.of == nil {
		return &x.Evaluation, 0
	}
	return &x.Evaluation, x.of.Len()
}

var _ experiment.Test = (*exam)(nil)

// Sample makes pictures of noise, [count][Side][Side] from 0 to 1, in so many steps without chance (Song, Meng, Ermon,
// "Denoising diffusion implicit models", ICLR 2021): each picture of the noise of its number and of a seed.
func (s *Session) Sample(count, steps, seed int) ([]float32, error) {
	const batch = 100
	if s.maker == nil {
		var err error
		if s.maker, err = s.Tells.NewPass(network.Eval, batch); err != nil {
			return nil, err
		}
	}
	if steps < 2 {
		return nil, errs.New("diffusion: a picture in ", steps, " steps: want 2 or more")
	}
	pixels := s.Side * s.Side
	kernel := s.hide.Kernel(pixels)
	out := make([]float32, count*pixels)
	noise(seed, out, pixels)
	for from := 0; from < count; from += batch {
		n := min(batch, count-from)
		z := out[from*pixels : (from+n)*pixels]
		for k := range steps {
			now := float32(network.MostNoise) * float32(steps-k) / float32(steps)
			next := float32(network.MostNoise) * float32(steps-k-1) / float32(steps)
			for i := range n {
				x := s.maker.Stage(i, 0)
				copy(x, z[i*pixels:(i+1)*pixels])
				kernel.Time(now, x[pixels:])
			}
			if err := s.maker.Run(n); err != nil {
				return nil, err
			}
			v, err := s.maker.Logits(n)
			if err != nil {
				return nil, err
			}
			goOn(z, v, now, next)
		}
		for i, v := range z {
			z[i] = min(1, max(0, (v+1)/2))
		}
	}
	return out, nil
}
