package language

import (
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Session is a language model in training.
type Session struct {
	Config
	Net   *network.Network
	Stage *train.Epochs
	DFA   *train.DFA

	pairs      Pairs
	names      []string // of the tokens
	eval, view *network.Pass
}

const (
	evalBatch = 32
	measured  = 32 // examples that an angle is the mean of
)

// Alignment is the name of the cosine of block i, from 0 for the embedding, among an epoch's values.
func Alignment(i int) string { return "alignment " + strconv.Itoa(i) }

// Open makes the model of c on dev, for a text that is a set of one byte for each picture; nil for none yet.
func Open(dev compute.Device, c Config, learn *data.Set) (*Session, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	s := &Session{Config: c}
	if learn == nil {
		learn = data.NewText(c.Data, make([]byte, 2*c.Context))
	} else if c.Tokens == "pairs" {
		s.pairs = LearnPairs(learn.Images, c.Vocabulary)
	}
	s.names = s.pairs.Names(c.size())
	text, err := s.cut(learn)
	if err != nil {
		return nil, err
	}
	blocks, err := s.build(dev)
	if err != nil {
		return nil, err
	}
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
	s.Stage = &train.Epochs{Title: "training", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: text, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.Rate(epoch) }, Closing: s.closing}}
	return s, nil
}

// build makes the network: an embedding and blocks, which get feedback, and behind them a normalisation and the layer of the
// vocabulary, which the true gradient reaches, as it does the last block. With the last layer alone it is these two that
// are trained, and no block.
func (s *Session) build(dev compute.Device) (*network.Blocks, error) {
	seed, vocabulary := uint64(s.Seed), s.size()
	embed, err := network.NewEmbed(dev, "tokens", vocabulary, s.Width)
	if err == nil {
		err = embed.Draw(seed, 0, 0.02)
	}
	if err != nil {
		return nil, err
	}
	places, err := network.NewPositions(dev, "places", s.Context, s.Width)
	if err == nil {
		err = places.Draw(seed, 1, 0.02)
	}
	if err != nil {
		return nil, err
	}
	b := &network.Blocks{Feedback: s.Shares(s.Seed), LastOnly: s.Feedback == "last-layer", Rows: s.Context, Chain: network.Chain{network.Chain{embed, places}}}
	kind := network.Transformer{Width: s.Width, Heads: s.Heads, Hidden: 4 * s.Width, Causal: true, Blocks: s.Config.Blocks}
	const draws = 4 // of a block
	for i := range s.Config.Blocks {
		block, err := kind.New(dev, i, seed, uint32(2+draws*i))
		if err != nil {
			return nil, err
		}
		if s.To == "layers" {
			b.Chain = append(b.Chain, block...)
		} else {
			b.Chain = append(b.Chain, block)
		}
	}
	norm, err := network.NewLayerNorm(dev, "last norm", s.Width)
	if err != nil {
		return nil, err
	}
	last, err := network.NewLinear(dev, "vocabulary", s.Width, vocabulary, true)
	if err == nil {
		err = last.Draw(seed, uint32(2+draws*s.Config.Blocks), 1)
	}
	if err != nil {
		return nil, err
	}
	s.Net = &network.Network{Device: dev, Input: network.Rows(1, s.Context), Layers: network.Chain{b, norm, last}, Loses: network.NextToken{}}
	if b.LastOnly {
		b.Chain = append(b.Chain, network.Chain{norm, last})
		s.Net.Layers = network.Chain{b}
	}
	return b, s.Net.Init()
}

// closing adds the angles of the end of an epoch to what it tells.
func (s *Session) closing(sum *network.Result) error {
	all, err := s.Cosines()
	for i, c := range all {
		sum.Values = append(sum.Values, network.Named{Name: Alignment(i), X: c * float64(sum.Count)})
	}
	return err
}

// Cosines are how near the feedback is to what backpropagation brings, behind the embedding and each block but the last:
// see train.DFA.
func (s *Session) Cosines() ([]float64, error) {
	return s.DFA.Cosines(s.Stage.Set, 0, min(measured, s.Stage.Set.Len()))
}

// exam is an evaluation.
type exam struct {
	experiment.Evaluation
	s  *Session
	of *examples
}

// More tests with the next examples; it returns false once all are done.
func (x *exam) More() (bool, error) {
	_, all := x.Result()
	from, p := x.Count, x.s.eval
	n := min(evalBatch, all-from)
	if n <= 0 {
		return false, nil
	}
	for i := range n {
		x.of.Read(from+i, p.Stage(i, x.of.Target(from+i)))
	}
	if err := p.Run(n); err != nil {
		return false, err
	}
	r, err := p.Result(n)
	if err != nil {
		return false, err
	}
	x.Evaluation.Result.Add(r)
	return x.Count < all, nil
}

// Result is that of what was done so far, and the number of all examples.
func (x *exam) Result() (*experiment.Evaluation, int) {
	if x.of == nil {
		return &x.Evaluation, 0
	}
	return &x.Evaluation, x.of.Len()
}

// Perplexity is exp of a mean loss: of how many tokens an answer is as uncertain as a fair choice.
func Perplexity(loss float64) float64 { return math.Exp(loss) }

// Evaluate tests with a text.
func (s *Session) Evaluate(of *data.Set) (*experiment.Evaluation, error) {
	text, err := s.cut(of)
	if err != nil {
		return nil, err
	}
	x := &exam{s: s, of: text}
	for {
		if more, err := x.More(); err != nil || !more {
			return &x.Evaluation, err
		}
	}
}

var _ experiment.Test = (*exam)(nil)
