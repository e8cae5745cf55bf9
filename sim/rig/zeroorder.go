package rig

import (
	"context"
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// MeasureZeroOrder finds out how much light the panel that steps the phase leaves as it is, and keeps it as the mount's ZeroOrder: of an even
// load at phase p, looked at so many times, the field is U + U_0, of which the steps tell U apart, and
//
//	ZeroOrder = exp(i p) sum conj(U) U_0 / sum |U|^2.
//
// It wants what MeasureBeam finds out.
func (b *Bench) MeasureZeroOrder(ctx context.Context, times int) error {
	if times < 1 || b.Stepper < 0 || b.Stepper >= len(b.Mounts) || !b.separates() {
		return errs.New("rig: the zero order is told by steps of the phase beside a reference beam that has been measured, once or more, not ", times, " times: ", ErrUncalibrated)
	}
	blank := b.Blank()
	var rest, all complex128
	err := b.each(ctx, []plant.Load{blank}, chunk, func(part []plant.Load) error {
		for range times {
			frames, err := b.stepped(ctx, part)
			if err != nil {
				return err
			}
			u, whole := b.separated(frames[0], true), b.separated(frames[0], false)
			for i := range len(u) / 2 {
				v := complex(float64(u[2*i]), float64(u[2*i+1]))
				rest += cmplx.Conj(v) * (complex(float64(whole[2*i]), float64(whole[2*i+1])) - v)
				all += cmplx.Conj(v) * v
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !(real(all) > 0) {
		return ErrUncalibrated
	}
	m := &b.Mounts[b.Stepper]
	rest *= cmplx.Rect(1/real(all), m.Curve.States[blank[b.Stepper][0]].Phase)
	m.ZeroOrder = [2]float64{real(rest), imag(rest)}
	return nil
}

// ZeroOrder is that of the panel that steps the phase, as far as it has been measured.
func (b *Bench) ZeroOrder() complex128 {
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) {
		return 0
	}
	z := b.Mounts[b.Stepper].ZeroOrder
	return complex(z[0], z[1])
}

var _ plant.Leaking = (*Bench)(nil)
