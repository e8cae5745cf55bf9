package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/rng"
)

// Embed has for each token of a text, [1][1][tokens] numbers of tokens, its trained row: Rows(tokens, width).
// It stands first: there is no gradient with respect to tokens.
type Embed struct {
	Table *compute.Var // [vocabulary][width]
	dev   compute.Device
}

// NewEmbed makes a table of zeros.
func NewEmbed(dev compute.Device, name string, vocabulary, width int) (*Embed, error) {
	v, err := newVar(dev, name, compute.Shared, 0, vocabulary, width)
	return &Embed{v, dev}, err
}

// Vars is the table.
func (l *Embed) Vars() []*compute.Var { return []*compute.Var{l.Table} }

// Draw gives the table normal numbers of a deviation.
func (l *Embed) Draw(seed uint64, step uint32, deviation float64) error {
	return drawNormal(l.dev, l.Table, seed, step, deviation)
}

func drawNormal(dev compute.Device, v *compute.Var, seed uint64, step uint32, deviation float64) error {
	if compute.Counts(dev) {
		return nil
	}
	x := make([]float32, v.Len())
	rng.Stream{Seed: seed, Stream: rng.Init}.Normal(step, x)
	for i := range x {
		x[i] *= float32(deviation)
	}
	return dev.Write(v.Value, 0, x)
}

func (l *Embed) Forward(t *Tape, x Value) (Value, Back, error) {
	rows, width, tokens := l.Table.Shape[0], l.Table.Shape[1], x.Nx
	if err := x.Want("layer "+l.Table.Name, Rows(1, tokens)); err != nil {
		return x, nil, err
	}
	y := t.New("embedded", Rows(tokens, width))
	t.Main.Add(kernels.Embed(tokens, rows, width), x.Buf, l.Table.Value, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		if input {
			return g, errs.New("network: tokens have no gradient: an embedding stands before all that is trained")
		}
		t.Main.Add(kernels.EmbedAdjoint(tokens, rows, width, t.Adds(l.Table)), x.Buf, g.Buf, l.Table.Grad)
		return g, nil
	}, nil
}

// Positions adds to each row trained numbers of its place.
type Positions struct {
	Table *compute.Var // [rows][width]
	dev   compute.Device
}

// NewPositions makes a table of zeros.
func NewPositions(dev compute.Device, name string, rows, width int) (*Positions, error) {
	v, err := newVar(dev, name, compute.Sum, 0, rows, width)
	return &Positions{v, dev}, err
}

// Vars is the table.
func (l *Positions) Vars() []*compute.Var { return []*compute.Var{l.Table} }

// Draw gives the table normal numbers of a deviation.
func (l *Positions) Draw(seed uint64, step uint32, deviation float64) error {
	return drawNormal(l.dev, l.Table, seed, step, deviation)
}

func (l *Positions) Forward(t *Tape, x Value) (Value, Back, error) {
	if err := x.Want("layer "+l.Table.Name, Rows(l.Table.Shape[0], l.Table.Shape[1])); err != nil {
		return x, nil, err
	}
	y, n := t.New("placed", x.Shape), x.Len()
	t.Main.Add(kernels.Times(n, 1), x.Buf, y.Buf)
	t.Main.Add(kernels.AddTo(n), l.Table.Value, y.Buf)
	return y, func(g Value, _ bool) (Value, error) {
		t.Main.Add(kernels.AddTo(n), g.Buf, l.Table.Grad)
		return g, nil
	}, nil
}

// Attention is what heads make of rows (q, k, v), each of Width numbers: see kernels.Attend. A Causal one lets a row
// see itself and those before it.
type Attention struct {
	Heads  int
	Causal bool
}

func (Attention) Vars() []*compute.Var { return nil }

func (l Attention) Forward(t *Tape, x Value) (Value, Back, error) {
	width := x.Nx / 3
	if l.Heads < 1 || width%l.Heads != 0 || x.Nx != 3*width || width < 1 || x.Complex || x.Channels != 1 {
		return x, nil, errs.New("network: attention of ", l.Heads, " heads takes rows of three times as many numbers, or a multiple, and what comes is ", x.String())
	}
	a := kernels.Attend{Tokens: x.Ny, Heads: l.Heads, Width: width, Causal: l.Causal}
	square := Shape{Channels: l.Heads, Ny: x.Ny, Nx: x.Ny}
	p, y := t.New("attention", square), t.New("attended", Rows(x.Ny, width))
	t.Main.Add(a.Weights(), x.Buf, p.Buf)
	t.Main.Add(a.Values(), p.Buf, x.Buf, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		ds, dx := t.New("attention gradient", square), t.New("gradient before attention", x.Shape)
		t.Main.Add(a.WeightsAdjoint(), p.Buf, x.Buf, g.Buf, ds.Buf)
		t.Main.Add(a.Adjoint(), p.Buf, ds.Buf, x.Buf, g.Buf, dx.Buf)
		return dx, nil
	}, nil
}

// Transformer is what a block of a Transformer is made of.
type Transformer struct {
	Width, Heads, Hidden int // Hidden numbers of the two layers behind attention
	Causal               bool
	Blocks               int // in all, which the start depends on
}

// New makes block number i, from 0, and draws it: attention and two dense layers with GELU between, each behind a
// normalisation and added to what comes (Radford et al., "Language models are unsupervised multitask learners", 2019). What
// is added is drawn smaller by sqrt(2 Blocks). It draws numbers step to step+3.
func (b Transformer) New(dev compute.Device, i int, seed uint64, step uint32) (Chain, error) {
	name := "block " + itoa(i+1) + " "
	var err error
	linear := func(what string, in, out int, size float64) *Linear {
		if err != nil {
			return nil
		}
		var l *Linear
		if l, err = NewLinear(dev, name+what, in, out, true); err == nil {
			err = l.Draw(seed, step, size)
		}
		step++
		return l
	}
	norm := func(what string) *LayerNorm {
		if err != nil {
			return nil
		}
		var l *LayerNorm
		l, err = NewLayerNorm(dev, name+what, b.Width)
		return l
	}
	size := math.Sqrt(3)
	added := size / math.Sqrt(float64(2*max(1, b.Blocks)))
	attend := Chain{norm("first norm"), linear("attention", b.Width, 3*b.Width, size), Attention{b.Heads, b.Causal}, linear("attended", b.Width, b.Width, added)}
	dense := Chain{norm("second norm"), linear("hidden", b.Width, b.Hidden, size), GELU{}, linear("output", b.Hidden, b.Width, added)}
	return Chain{Residual{attend}, Residual{dense}}, err
}

// NextToken is the Criterion of a text: cross-entropy of each next token, in the mean over the tokens of an example. An
// answer is right that is right behind the last token. exp of the loss is the perplexity.
type NextToken struct{}

func (NextToken) Record(t *Tape, in, logits, label, out, d Value) error {
	if err := logits.Want("a loss of tokens", Rows(in.Len(), logits.Nx)); err != nil {
		return err
	}
	parts := t.New("losses of tokens", Rows(in.Len(), 2))
	t.Main.Add(kernels.TokenCrossEntropy(in.Len(), logits.Nx), logits.Buf, in.Buf, label.Buf, parts.Buf, d.Buf)
	t.Main.Add(kernels.TokenMeans(in.Len()), parts.Buf, out.Buf)
	return nil
}

var (
	_ Layer     = (*Embed)(nil)
	_ Layer     = (*Positions)(nil)
	_ Layer     = Attention{}
	_ Criterion = NextToken{}
)
