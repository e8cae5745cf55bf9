package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Patches cuts pictures into squares of side x side places, a row for each with all its numbers, [channels][side][side]: the
// tokens of a vision Transformer (Dosovitskiy et al., "An image is worth 16x16 words", ICLR 2021). What is cut off at the
// right and below is left out.
func Patches(in Shape, side int) (*Arrange, error) {
	if side < 1 || in.Ny < side || in.Nx < side || in.Complex {
		return nil, errs.New("network: patches of ", side, " x ", side, " places do not fit ", in.String())
	}
	ny, nx := in.Ny/side, in.Nx/side
	a := &Arrange{Title: "patches", In: in, Out: Rows(ny*nx, in.Channels*side*side)}
	for p := range ny * nx {
		for c := range in.Channels {
			for k := range side * side {
				y, x := p/nx*side+k/side, p%nx*side+k%side
				a.Index = append(a.Index, int32((c*in.Ny+y)*in.Nx+x))
			}
		}
	}
	return a, nil
}

// MeanRows is the mean of all rows.
type MeanRows struct{}

func (MeanRows) Vars() []*compute.Var { return nil }

func (MeanRows) Forward(t *Tape, in Value) (Value, Back, error) {
	rows, n := in.Ny, in.Nx
	if err := wantRows("a mean of rows", in.Shape, n); err != nil {
		return in, nil, err
	}
	out := t.New("mean of rows", Vector(n))
	t.Main.Add(kernels.MeanRows(rows, n), in.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		d := t.New("gradient before the mean", in.Shape)
		t.Main.Add(kernels.MeanRowsAdjoint(rows, n), g.Buf, d.Buf)
		return d, nil
	}, nil
}

// ForRows is Feedback to blocks that give rows, of which a mean is behind them: all rows get the same, as much of it as of the
// mean's gradient.
type ForRows struct{ Feedback }

// Project records out = B_i g for each row, over the number of rows.
func (f ForRows) Project(t *Tape, g Value, rows int, out Shape, i int) (Value, error) {
	if err := wantRows("feedback for rows", out, out.Nx); err != nil {
		return g, err
	}
	s, err := f.Feedback.Project(t, g, rows, Vector(out.Nx), i)
	if err != nil {
		return g, err
	}
	all := t.New("feedback for rows", out)
	t.Main.Add(kernels.MeanRowsAdjoint(out.Ny, out.Nx), s.Buf, all.Buf)
	return all, nil
}

var (
	_ Layer    = MeanRows{}
	_ Feedback = ForRows{}
)
