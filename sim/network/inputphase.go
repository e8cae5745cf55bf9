package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fmath"
)

// Schroeder are the phases, rad, of n things in a square of rows, in the order of their numbers, whose sum has the
// least peaks: pi (x^2 + y^2)/across, across the side of the square (Schroeder, IEEE Transactions on Information Theory 16, 85 (1970)).
func Schroeder(n int) []float32 {
	across, all := root(n), make([]float32, n)
	for i := range all {
		x, y := i%across, i/across
		all[i] = float32(math.Mod(math.Pi*float64(x*x+y*y)/float64(across), 2*math.Pi))
	}
	return all
}

// TurnInputs multiplies kernels, [Out][In][Kernel][Kernel] pairs, by exp(-i phases[c]) for input channel c: they do
// to light with those phases what they did to that without.
func (t Tiling) TurnInputs(k, phases []float32) []float32 {
	turned, each := make([]float32, len(k)), t.Kernel*t.Kernel
	for i := range len(k) / 2 {
		sin, cos := fmath.Sincos(float64(phases[i/each%t.In]))
		re, im := float64(k[2*i]), float64(k[2*i+1])
		turned[2*i], turned[2*i+1] = float32(float64(re*cos)+float64(im*sin)), float32(float64(im*cos)-float64(re*sin))
	}
	return turned
}

// PhaseInputs gives the light of each input channel of the optical face a phase, rad, on passes that are recorded from now on; nil for
// none. The panel that writes channels as phases adds it to theirs; a panel of amplitudes wants a plate in front of it. A mask that
// is fitted to TurnInputs of the kernels undoes it.
func (d *Dual) PhaseInputs(phases []float32) error {
	if len(phases) == 0 {
		d.plate = nil
		return nil
	}
	if len(phases) != d.In {
		return errs.New("network: layer ", d.name, " has ", d.In, " input channels, and here are ", len(phases), " phases")
	}
	p := &plate{}
	side := d.Block()
	for i, b := range []*compute.Buffer{&p.there, &p.back} {
		x := make([]float32, 2*side*side)
		for k := range side * side {
			y, x0 := k/side/d.Cell(), k%side/d.Cell()
			re, im := 1.0, 0.0
			if c := y*root(d.In) + x0; c < d.In {
				im, re = fmath.Sincos(float64(phases[c]))
			}
			if i == 1 {
				im = -im
			}
			x[2*k], x[2*k+1] = float32(re), float32(im)
		}
		var err error
		if *b, err = d.dev.Alloc(compute.Spec{Name: d.name + " phases of inputs", Scope: compute.Shared, Len: len(x)}); err != nil {
			return err
		}
		if err := d.dev.Write(*b, 0, x); err != nil {
			return err
		}
	}
	d.plate = p
	return nil
}

// plate is a transmission of amplitude 1 on a plane that nobody trains, and its conjugate for the way back.
type plate struct{ there, back compute.Buffer }

func (p *plate) Vars() []*compute.Var { return nil }

func (p *plate) Forward(t *Tape, in Value) (Value, Back, error) {
	t.Main.Add(kernels.Modulate(), in.Buf, p.there)
	return in, func(g Value, input bool) (Value, error) {
		if input {
			t.Main.Add(kernels.Modulate(), g.Buf, p.back)
		}
		return g, nil
	}, nil
}

var _ Layer = (*plate)(nil)
