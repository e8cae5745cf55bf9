package assembly

import "talbot/sim/fft/gen/dft"

// Signed is a value, or minus one, or nothing: Sign is 1, -1 or 0.
type Signed struct {
	V    V
	Sign int
}

// Sparse writes the arithmetic of package dft where some inputs are zero: it leaves out what they would
// do, and carries signs along rather than write them.
type Sparse struct{ *Code }

// Value is v, Zero is 0.
func Value(v V) Signed { return Signed{v, 1} }
func Zero() Signed     { return Signed{} }

func (a Signed) minus() Signed { return Signed{a.V, -a.Sign} }

func (c Sparse) Add(a, b Signed) Signed {
	switch {
	case a.Sign == 0:
		return b
	case b.Sign == 0:
		return a
	case a.Sign == b.Sign:
		return Signed{c.Code.Add(a.V, b.V), a.Sign}
	case a.Sign > 0:
		return Value(c.Code.Sub(a.V, b.V))
	}
	return Value(c.Code.Sub(b.V, a.V))
}

func (c Sparse) Sub(a, b Signed) Signed { return c.Add(a, b.minus()) }

func (c Sparse) Mul(a, b Signed) Signed {
	if a.Sign == 0 || b.Sign == 0 {
		return Zero()
	}
	return Signed{c.Code.Mul(a.V, b.V), a.Sign * b.Sign}
}

// MulAdd is a b + d.
func (c Sparse) MulAdd(a, b, d Signed) Signed {
	switch s := a.Sign * b.Sign; {
	case s == 0:
		return d
	case d.Sign == 0:
		return c.Mul(a, b)
	case s == d.Sign:
		return Signed{c.Code.MulAdd(a.V, b.V, d.V), s}
	default:
		return Signed{c.Code.MulSub(a.V, b.V, d.V), d.Sign}
	}
}

func (c Sparse) Constant(x float64) Signed { return Value(c.Code.Constant(x)) }

func (c Sparse) Turn(a dft.Complex[Signed], re, im float64) dft.Complex[Signed] {
	return c.Times(a, dft.Complex[Signed]{Re: c.Constant(re), Im: c.Constant(im)})
}

// Times is a w.
func (c Sparse) Times(a, w dft.Complex[Signed]) dft.Complex[Signed] {
	return dft.Complex[Signed]{Re: c.MulAdd(a.Im.minus(), w.Im, c.Mul(a.Re, w.Re)), Im: c.MulAdd(a.Re, w.Im, c.Mul(a.Im, w.Re))}
}

// Plain is a as a value of its own.
func (c Sparse) Plain(a Signed) V {
	switch a.Sign {
	case 1:
		return a.V
	case 0:
		panic("assembly: nothing to store")
	}
	return c.Code.Mul(a.V, c.Code.Constant(-1))
}
