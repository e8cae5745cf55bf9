package plant

import (
	"context"

	"talbot/sim/compute"
)

// carry is what shows the fields of a buffer on a bench, and leaves there what is measured of them; of the part of the light
// that the bench modulates, only where it can tell. Rest is the zero order that they have been compensated for, or 0.
func carry(dev compute.Device, p FieldPlant, fields compute.Buffer, over float64, part Part, rest complex128) (Carry, error) {
	if _, ok := p.(Separating); !ok && part == Modulated {
		part = Whole
	}
	if r, ok := p.(Resident); ok {
		if home, batch, err := r.Home(); err == nil && home == dev && batch >= fields.Spec().Batch {
			return newPass(r, fields, fields, max(over, 1), part, rest)
		}
	}
	s, err := newShower(p)
	if err != nil {
		return nil, err
	}
	s.rest = rest
	return &loads{dev, s, fields, max(over, 1), part}, nil
}

// loads takes fields through the host, one load after another.
type loads struct {
	dev    compute.Device
	show   *shower
	fields compute.Buffer
	over   float64
	part   Part
}

// Run shows the first fields of the batch.
func (l *loads) Run(ctx context.Context, fields int) error {
	n := 2 * l.show.n
	v := make([]float32, n)
	u := make([][]complex128, fields)
	for i := range u {
		if err := l.dev.Read(l.fields, i*n, v); err != nil {
			return err
		}
		u[i] = make([]complex128, l.show.n)
		for p := range u[i] {
			u[i][p] = complex(float64(v[2*p]), float64(v[2*p+1]))
		}
	}
	measured, err := l.show.fields(ctx, u, l.over, l.part)
	if err != nil {
		return err
	}
	for i, m := range measured {
		for p, c := range m {
			v[2*p], v[2*p+1] = float32(real(c)), float32(imag(c))
		}
		if err := l.dev.Write(l.fields, i*n, v); err != nil {
			return err
		}
	}
	return nil
}
