package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/detect"
	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/source"
)

// Encode writes pictures on the light of a source: from [1][Height][Width] grey values 0..1
// to a field. It has no way back, as it stands before all that is trained. All passes but
// those of training keep "encoded power", that of the light behind the picture, in units of
// full-scale samples.
type Encode struct {
	source.Encoder
	light compute.Buffer // Shared, [Ny][Nx] complex
}

// NewEncode puts light on the device.
func NewEncode(dev compute.Device, e source.Encoder, light *optics.Field) (*Encode, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	if light.Grid != e.Grid {
		return nil, errs.New("network: the grid of the light is not that of the picture")
	}
	b, err := dev.Alloc(compute.Spec{Name: "light", Len: len(light.U)})
	if err != nil {
		return nil, err
	}
	return &Encode{e, b}, dev.Write(b, 0, light.U)
}

// Picture is the shape of the input.
func (e *Encode) Picture() Shape { return Shape{Channels: 1, Ny: e.Height, Nx: e.Width} }

func (e *Encode) Vars() []*compute.Var { return nil }

func (e *Encode) Forward(t *Tape, in Value) (Value, Back, error) {
	if err := in.Want("an encoder", e.Picture()); err != nil {
		return in, nil, err
	}
	out := t.New("field", Plane(e.Grid))
	e.Record(&t.Main, in.Buf, e.light, out.Buf)
	if t.Kind != Train {
		power := t.New("encoded power", Vector(1))
		t.After.Add(kernels.Power(e.Grid.Len()), out.Buf, power.Buf)
		t.Keep("encoded power", power)
	}
	return out, nil, nil
}

// Readout makes logits of readings.
type Readout struct{ detect.Readout }

func (r Readout) Vars() []*compute.Var { return nil }

func (r Readout) Forward(t *Tape, in Value) (Value, Back, error) {
	n := in.Len()
	if n%r.Readings() != 0 {
		return in, nil, errs.New("network: differential detection has two regions a class; these are ", n)
	}
	classes := n / r.Readings()
	out := t.New("logits", Vector(classes))
	r.Readout.Forward(&t.Main, classes, in.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		d := t.New("readings gradient", in.Shape)
		r.Adjoint(&t.Main, classes, in.Buf, g.Buf, d.Buf)
		return d, nil
	}, nil
}

var (
	_ Layer = (*Encode)(nil)
	_ Layer = Readout{}
)
