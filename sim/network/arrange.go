package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Arrange puts the numbers that come in another order: crops, tiles and permutations.
type Arrange struct {
	Title   string
	In, Out Shape
	// Index is which number of In each one of Out is, in the order of their arrays, or kernels.None
	// for 0.
	Index []int32
}

func (a *Arrange) Vars() []*compute.Var { return nil }

func (a *Arrange) Forward(t *Tape, in Value) (Value, Back, error) {
	if err := in.Want(a.Title, a.In); err != nil {
		return in, nil, err
	}
	if max(a.In.Len(), a.Out.Len()) > kernels.MostGathered {
		return in, nil, errs.New("network: ", a.Title, " would put more than ", kernels.MostGathered, " numbers in order: ", a.In.String(), " to ", a.Out.String())
	}
	table := make([]float32, len(a.Index))
	for i, k := range a.Index {
		table[i] = float32(k)
	}
	out, err := a.gather(t, in, a.Out, table, 1)
	return out, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		turned, terms := kernels.Turned(a.Index, a.In.Len())
		return a.gather(t, g, a.In, turned, terms)
	}, err
}

func (a *Arrange) gather(t *Tape, in Value, to Shape, table []float32, terms int) (Value, error) {
	b, err := t.Device.Alloc(compute.Spec{Name: "order of " + a.Title, Len: len(table)})
	if err != nil {
		return in, err
	}
	if err := t.Device.Write(b, 0, table); err != nil {
		return in, err
	}
	out := t.New(a.Title, to)
	t.Main.Add(kernels.Gather(to.Len(), terms), in.Buf, b, out.Buf)
	return out, nil
}

// byChannel is an Arrange whose output channel i is channel from(i), all places as they were.
func byChannel(title string, in Shape, channels int, from func(i int) int) *Arrange {
	a := &Arrange{Title: title, In: in, Out: in}
	a.Out.Channels = channels
	size := in.Len() / max(in.Channels, 1)
	for i := range channels {
		for p := range size {
			a.Index = append(a.Index, int32(from(i)*size+p))
		}
	}
	return a
}

// Shuffle mixes the channels of Groups groups, so that each of the next groups gets some of
// each: channel c goes to (c mod n) Groups + c div n, n the channels of a group (Zhang et al.,
// "ShuffleNet", CVPR 2018).
type Shuffle struct{ Groups int }

func (s Shuffle) Vars() []*compute.Var { return nil }

func (s Shuffle) Forward(t *Tape, in Value) (Value, Back, error) {
	if s.Groups < 1 || in.Channels%s.Groups != 0 {
		return in, nil, errs.New("network: ", s.Groups, " groups of channels do not fit ", in.String())
	}
	n := in.Channels / s.Groups
	return byChannel("shuffle", in.Shape, in.Channels, func(i int) int { return i%s.Groups*n + i/s.Groups }).Forward(t, in)
}

// Repeat gives all channels so many times, one copy after another.
type Repeat struct{ Times int }

func (r Repeat) Vars() []*compute.Var { return nil }

func (r Repeat) Forward(t *Tape, in Value) (Value, Back, error) {
	if r.Times < 1 {
		return in, nil, errs.New("network: channels cannot be repeated ", r.Times, " times")
	}
	return byChannel("repeat", in.Shape, r.Times*in.Channels, func(i int) int { return i % in.Channels }).Forward(t, in)
}

// Crop keeps Ny x Nx places in the middle: from (n - Ny)/2, with integer division.
type Crop struct{ Ny, Nx int }

func (c Crop) Vars() []*compute.Var { return nil }

func (c Crop) Forward(t *Tape, in Value) (Value, Back, error) {
	if c.Ny < 1 || c.Nx < 1 || c.Ny > in.Ny || c.Nx > in.Nx {
		return in, nil, errs.New("network: a crop of ", c.Ny, " x ", c.Nx, " places does not fit ", in.String())
	}
	a := &Arrange{Title: "crop", In: in.Shape, Out: in.Shape}
	a.Out.Ny, a.Out.Nx = c.Ny, c.Nx
	parts := in.Len() / (in.Channels * in.Ny * in.Nx)
	for ch := range in.Channels {
		for y := range c.Ny {
			from := ((ch*in.Ny+(in.Ny-c.Ny)/2+y)*in.Nx + (in.Nx-c.Nx)/2) * parts
			for x := range c.Nx * parts {
				a.Index = append(a.Index, int32(from+x))
			}
		}
	}
	return a.Forward(t, in)
}

// Groups gives each of its layers an equal share of the channels, in their order, and puts what comes
// out in a row again.
type Groups []Layer

func (g Groups) Vars() []*compute.Var { return Chain(g).Vars() }

func (g Groups) Forward(t *Tape, in Value) (Value, Back, error) {
	if len(g) == 0 || in.Channels%len(g) != 0 {
		return in, nil, errs.New("network: ", len(g), " groups of channels do not fit ", in.String())
	}
	part := in.Shape
	part.Channels /= len(g)
	parts, backs := make([]Value, len(g)), make([]Back, len(g))
	for i, l := range g {
		v := t.New("group", part)
		t.Main.Add(kernels.CopyPart(part.Len(), i*part.Len(), 0), in.Buf, v.Buf)
		var err error
		if parts[i], backs[i], err = l.Forward(t, v); err != nil {
			return in, nil, err
		}
		if i > 0 && parts[i].Shape != parts[0].Shape {
			return in, nil, errs.New("network: groups side by side give ", parts[0].String(), " and ", parts[i].String(), "; want the same of all")
		}
	}
	one := parts[0].Shape
	all := one
	all.Channels *= len(g)
	out := t.New("groups", all)
	for i, v := range parts {
		t.Main.Add(kernels.CopyPart(one.Len(), 0, i*one.Len()), v.Buf, out.Buf)
	}
	return out, func(d Value, input bool) (Value, error) {
		var sum Value
		if input {
			sum = t.New("gradient before groups", in.Shape)
		}
		for i := range g {
			if backs[i] == nil {
				return d, errs.New("network: group ", i+1, " has no way back")
			}
			v := t.New("group gradient", one)
			t.Main.Add(kernels.CopyPart(one.Len(), i*one.Len(), 0), d.Buf, v.Buf)
			v, err := backs[i](v, input)
			if err != nil {
				return d, err
			}
			if input {
				t.Main.Add(kernels.CopyPart(part.Len(), 0, i*part.Len()), v.Buf, sum.Buf)
			}
		}
		return sum, nil
	}, nil
}

var (
	_ Layer = (*Arrange)(nil)
	_ Layer = Shuffle{}
	_ Layer = Repeat{}
	_ Layer = Crop{}
	_ Layer = Groups{}
)
