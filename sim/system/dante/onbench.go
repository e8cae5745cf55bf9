package dante

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
)

// Shown is a mask as a bench needs it: what it is to do to the phase of light, and how channels lie on the planes.
type Shown struct {
	Name   string
	Tiling network.Tiling
	Side   int       // samples of the mask
	Phase  []float32 // rad, [Side][Side]
}

// Bench is a real bench, or one that is simulated with its faults: it shows pictures before a mask and tells what its camera sees.
type Bench interface {
	// Read shows blocks of amplitudes from 0 to 1, [Block][Block] in the middle of the input, and gives the intensities in
	// the middle of the camera, [Response][Response], where Tiling.Output has them, all in one unit for a mask.
	Read(ctx context.Context, m Shown, blocks [][]float32) ([][]float32, error)
}

// OnBench is what came of a network whose masks were put on a bench.
type OnBench struct {
	Simulated float64 // share of right answers by the light of the session's masks, the read-out tuned for it
	Before    float64 // the same on the bench, with that read-out
	After     float64 // with the read-out tuned once more, on what the bench's camera saw of training pictures
	Frames    int     // that the bench took
}

// ForBench says why the network cannot be read on a bench, nil if it can.
func (s *Session) ForBench() error {
	switch {
	case !s.arch.bench || !s.Dual():
		return errs.New("dante: a bench takes networks of dual neurons with amplitudes as input: train a preset dante-bench-... to the end first")
	case !s.ByLight():
		return errs.New("dante: not all masks of this network have been fitted: train it to the end first")
	}
	return nil
}

// OnBench reads a trained network on a bench, which nothing here knows of but what its camera tells. Where the light of the first
// examples of learn is brighter or darker on a channel than in simulation, a gain and an offset of the electronics make up for it; then the
// read-out learns from what is seen of learn, for so many epochs, and is tested with test.
func (s *Session) OnBench(ctx context.Context, b Bench, learn, test data.Examples, epochs int, progress func(done, all int)) (*OnBench, error) {
	if err := s.ForBench(); err != nil {
		return nil, err
	}
	if learn.Len() == 0 || test.Len() == 0 {
		return nil, errs.New("dante: on a bench a read-out is tuned by some pictures and tested with others, and there are none")
	}
	e, err := s.Evaluate(test, true)
	if err != nil {
		return nil, err
	}
	read, err := s.readOut("read-out of the bench")
	if err != nil {
		return nil, err
	}
	for i, v := range read.Vars() {
		x := make([]float32, v.Len())
		if err := s.dev.Read(s.readLight.Vars()[i].Value, 0, x); err != nil {
			return nil, err
		}
		if err := s.dev.Write(v.Value, 0, x); err != nil {
			return nil, err
		}
	}
	m := &measuring{s: s, bench: b, ctx: ctx, layers: make([]*measured, len(s.layers))}
	net, err := s.chain(s.Net.Input, read, m.layer)
	if err != nil {
		return nil, err
	}
	batch := min(calibrating, learn.Len())
	if err := m.expect(learn, batch); err != nil {
		return nil, err
	}
	pass, err := net.NewPass(network.Eval, batch)
	if err != nil {
		return nil, err
	}
	all, done := learn.Len()+test.Len(), 0
	see := func(of data.Examples) (*data.Table, float64, error) {
		t := &data.Table{Columns: make([]string, s.arch.features()), Classes: s.names}
		right := 0
		for from := 0; from < of.Len(); from += batch {
			n := min(batch, of.Len()-from)
			for i := range n {
				of.Read(from+i, pass.Stage(i, of.Target(from+i)))
			}
			if err := pass.Run(n); err != nil {
				return nil, 0, err
			}
			r, err := pass.Result(n)
			if err != nil {
				return nil, 0, err
			}
			right += r.Correct
			seen, err := pass.Read(mark{what: markFeatures}.name(), n)
			if err != nil {
				return nil, 0, err
			}
			t.Features = append(t.Features, seen[0]...)
			for i := range n {
				t.Labels = append(t.Labels, uint16(of.Target(from+i)))
			}
			if done += n; progress != nil {
				progress(done, all)
			}
		}
		return t, float64(right) / float64(of.Len()), nil
	}
	known, _, err := see(learn)
	if err != nil {
		return nil, err
	}
	unseen, before, err := see(test)
	if err != nil {
		return nil, err
	}
	tune, err := s.tuning(read, epochs)
	if err != nil {
		return nil, err
	}
	for tune.Set = known; tune.Done() < 1; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := tune.Next(); err != nil {
			return nil, err
		}
	}
	if _, err := tune.Descent.Flush(); err != nil {
		return nil, err
	}
	after, err := s.rightOf(read, unseen)
	return &OnBench{e.Accuracy(), before, after, m.frames}, err
}

// Learned are the examples that the network learns from, and Tested those of a set that the settings test with.
func (s *Session) Learned() data.Examples { return s.learn }

func (s *Session) Tested(set *data.Set) data.Examples { return s.some(set, false) }

// Block is the side, in samples, of the largest square that channels are written on before a mask.
func (s *Session) Block() (side int) {
	for _, m := range s.masks {
		side = max(side, m.Tiling.Block())
	}
	return side
}

// rightOf is the share that a read-out gets right of a table.
func (s *Session) rightOf(read *network.Dense, t *data.Table) (float64, error) {
	n := &network.Network{Device: s.dev, Input: network.Vector(s.arch.features()), Layers: network.Chain{read}, Loss: s.Net.Loss}
	if err := n.Init(); err != nil {
		return 0, err
	}
	pass, err := n.NewPass(network.Eval, s.Batch)
	if err != nil {
		return 0, err
	}
	right := 0
	for from := 0; from < t.Len(); from += s.Batch {
		k := min(s.Batch, t.Len()-from)
		for i := range k {
			t.Read(from+i, pass.Stage(i, t.Target(from+i)))
		}
		if err := pass.Run(k); err != nil {
			return 0, err
		}
		r, err := pass.Result(k)
		if err != nil {
			return 0, err
		}
		right += r.Correct
	}
	return float64(right) / float64(t.Len()), nil
}

// calibrating is how many pictures the electronics' gains and offsets are found by, and how many are read at a time.
const calibrating = 64

// measuring is a network that is read on a bench.
type measuring struct {
	s      *Session
	bench  Bench
	ctx    context.Context
	layers []*measured
	frames int
}

// layer takes the place of a layer's light.
func (m *measuring) layer(i int, _ network.Chain) network.Chain {
	m.layers[i] = &measured{m: m, i: i}
	return network.Chain{m.layers[i]}
}

// expect reads the first n examples by the simulated light, and keeps mean and deviation of what each channel has there.
func (m *measuring) expect(of data.Examples, n int) error {
	l, err := m.s.light()
	if err != nil {
		return err
	}
	if l.view == nil {
		if l.view, err = l.net.NewPass(network.View, 1); err != nil {
			return err
		}
	}
	seen := make([][]float32, len(m.layers)) // [example][channel][place]
	for k := range n {
		of.Read(k, l.view.Stage(0, of.Target(k)))
		if err := l.view.Run(1); err != nil {
			return err
		}
		for i := range m.layers {
			x, err := keptBy(l.view, mark{markOut, i}.name())
			if err != nil {
				return err
			}
			seen[i] = append(seen[i], x...)
		}
	}
	for i, layer := range m.layers {
		layer.want = moments(seen[i], n, m.channels(i))
	}
	return nil
}

// channels is how many a layer's cameras see, of all masks.
func (m *measuring) channels(i int) int { return m.s.arch.layers[i].masks * m.s.arch.layers[i].out }

// measured is a layer that a bench is: amplitudes of all masks' channels come, and intensities go on.
type measured struct {
	m    *measuring
	i    int
	want [][2]float64 // mean and deviation of each channel, in simulation
	have [][2]float64 // on the bench; nil before the first batch has been seen
}

func (l *measured) Vars() []*compute.Var { return nil }

func (l *measured) Forward(t *network.Tape, in network.Value) (network.Value, network.Back, error) {
	side := l.m.s.arch.layers[l.i].tiling().Valid()
	out := t.New("seen by the bench", network.Shape{Channels: l.m.channels(l.i), Ny: side, Nx: side})
	t.Keep("to the bench "+mark{markIn, l.i}.name(), in)
	t.Keep("of the bench "+mark{markOut, l.i}.name(), out)
	t.Stop(func(batch int) error { return l.read(in, out, batch) })
	return out, func(g network.Value, _ bool) (network.Value, error) {
		return g, errs.New("dante: nothing is trained through a bench")
	}, nil
}

// read has the bench see a batch.
func (l *measured) read(in, out network.Value, batch int) error {
	s, arch := l.m.s, l.m.s.arch.layers[l.i]
	x := make([]float32, batch*in.Len())
	if err := s.dev.Read(in.Buffer(), 0, x); err != nil {
		return err
	}
	seen := make([]float32, batch*out.Len())
	t := arch.tiling()
	each, places := in.Len()/arch.masks, t.Valid()*t.Valid()
	for k, m := range s.layers[l.i] {
		phase, _, _, _ := s.fitted(m)
		blocks := make([][]float32, batch)
		for b := range blocks {
			blocks[b] = blockOf(t, x[b*in.Len()+k*each:][:each])
		}
		frames, err := l.m.bench.Read(l.m.ctx, Shown{m.Name, t, m.System.Mask, phase}, blocks)
		if err != nil {
			return err
		}
		l.m.frames += batch
		for b, f := range frames {
			for o := range t.Out {
				for p := range places {
					seen[b*out.Len()+(k*t.Out+o)*places+p] = f[t.Output(o, p/t.Valid(), p%t.Valid())]
				}
			}
		}
	}
	if l.have == nil {
		l.have = moments(seen, batch, len(l.want))
	}
	for i, v := range seen {
		c := i % out.Len() / places
		have, want := l.have[c], l.want[c]
		if have[1] > 0 {
			seen[i] = float32((float64(v)-have[0])/have[1]*want[1] + want[0])
		}
	}
	return s.dev.Write(out.Buffer(), 0, seen)
}

// blockOf are the amplitudes of a mask's channels, [In][Side][Side], where they stand in the input.
func blockOf(t network.Tiling, x []float32) []float32 {
	block := make([]float32, t.Block()*t.Block())
	for c := range t.In {
		for k := range t.Side * t.Side {
			block[t.Input(c, k/t.Side, k%t.Side)] = x[c*t.Side*t.Side+k]
		}
	}
	return block
}

// moments are mean and deviation of each channel of n examples, [example][channel][place].
func moments(x []float32, n, channels int) [][2]float64 {
	m, places := make([][2]float64, channels), len(x)/n/channels
	for i, v := range x {
		m[i/places%channels][0] += float64(v) / float64(n*places)
	}
	for i, v := range x {
		c := &m[i/places%channels]
		d := float64(v) - c[0]
		c[1] += d * d / float64(n*places)
	}
	for c := range m {
		m[c][1] = math.Sqrt(m[c][1])
	}
	return m
}

var _ network.Layer = (*measured)(nil)
