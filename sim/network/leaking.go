package network

import (
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// leaking is a Diffractive layer whose mask does not change a share of the light's power: of a field u
//
//	sqrt(1 - Share) exp(i phi) u + sqrt(Share) u
//
// comes out of it, as of a panel that is not covered by its pixels. Behind the second lens of a 4-f system the
// second part is a sharp image of the input, upside down: the zero order.
type leaking struct {
	Diffractive
	Share float64
}

func (l leaking) Forward(t *Tape, in Value) (Value, Back, error) {
	u, err := propagate(t, l.Hop, in)
	if err != nil {
		return u, nil, err
	}
	out, changed, still := t.New("field", u.Shape), math.Sqrt(1-l.Share), math.Sqrt(l.Share)
	n := u.Len()
	rest := t.New("zero order", u.Shape)
	t.Main.Add(kernels.Times(n, still), u.Buf, rest.Buf)
	l.Mask.Prepare(&t.Before)
	l.Mask.Forward(&t.Main, u.Buf)
	t.Main.Add(kernels.Times(n, changed), u.Buf, out.Buf)
	t.Main.Add(kernels.AddTo(n), rest.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		rest := t.New("zero order gradient", u.Shape)
		t.Main.Add(kernels.Times(n, still), g.Buf, rest.Buf)
		t.Main.Add(kernels.Times(n, changed), g.Buf, g.Buf)
		l.Mask.Adjoint(&t.Main, g.Buf, u.Buf)
		t.Main.Add(kernels.AddTo(n), rest.Buf, g.Buf)
		return propagateBack(t, l.Hop, g, input), nil
	}, nil
}

// lit is the layer from the light that comes to that behind the mask.
func (d *Dual) lit(front optics.Propagator) Layer {
	switch l := (Diffractive{front, d.Mask}); {
	case d.Shown != nil:
		return shown{front, d.Shown, d.System.Unmodulated}
	case d.System.Unmodulated > 0:
		return leaking{l, d.System.Unmodulated}
	default:
		return l
	}
}

var _ Layer = leaking{}
