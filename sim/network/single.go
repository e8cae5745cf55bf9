package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// singlePhase is the largest phase that a camera's reading is written on the next layer's light as, rad.
const singlePhase = 1.999 * math.Pi

// SinglePlanes is what the camera behind each layer sees of networks that learn through the light itself,
// single neurons (Yuan et al., Nature Communications 14, 7110 (2023)): light, on a plane of f, goes through a 4-f
// layer with the first mask, [Mask][Mask] rad; its intensity is written as a phase, 1.999 pi/(1 + exp(-intensity)), on
// light that fills all of the plane, for the next. Nothing is cropped or pooled on the way, so that all that is dark is
// bright light of one phase in the next layer. f must be of full propagation.
func (f FourF) SinglePlanes(dev compute.Device, light *optics.Field, masks [][]float32) (planes [][]float32, err error) {
	half, err := f.Half(dev, 1)
	if err != nil {
		return nil, err
	}
	u := light
	for i, mask := range masks {
		if len(mask) != f.Mask*f.Mask {
			return nil, errs.New("network: mask ", i+1, " has ", len(mask), " numbers, and those of the layer ", f.Mask*f.Mask)
		}
		if u, err = optics.Apply(dev, half, u); err != nil {
			return nil, err
		}
		first := f.Samples/2 - f.Mask/2
		for y := range f.Samples {
			for x := range f.Samples {
				v := complex128(0)
				if y >= first && y < first+f.Mask && x >= first && x < first+f.Mask {
					sin, cos := fmath.Sincos(float64(mask[(y-first)*f.Mask+x-first]))
					v = u.At(x, y) * complex(cos, sin)
				}
				u.Set(x, y, v)
			}
		}
		if u, err = optics.Apply(dev, half, u); err != nil {
			return nil, err
		}
		seen := make([]float32, f.Samples*f.Samples)
		for k := range seen {
			re, im := float64(u.U[2*k]), float64(u.U[2*k+1])
			seen[k] = float32(float64(re*re) + float64(im*im))
			sin, cos := fmath.Sincos(singlePhase / (1 + math.Exp(-float64(seen[k]))))
			u.U[2*k], u.U[2*k+1] = float32(cos), float32(sin)
		}
		planes = append(planes, seen)
	}
	return planes, nil
}

// OutsideSpot is the share of the power of a plane, [side][side], that lies outside the square of spot x spot
// samples in its middle, where a 4-f layer's unmodulated light comes back: the picture upside down, however the
// mask is.
func OutsideSpot(intensity []float32, side, spot int) float64 {
	all, inside, first := 0.0, 0.0, side/2-spot/2
	for i, v := range intensity {
		all += float64(v)
		if x, y := i%side, i/side; x >= first && x < first+spot && y >= first && y < first+spot {
			inside += float64(v)
		}
	}
	if all == 0 {
		return 0
	}
	return 1 - inside/all
}

// Single is a Dual that learns through its light and writes all that its camera sees on the next one's, as SinglePlanes tells: what comes is
// tiled for the first layer and fills the plane for others, and the channels of the tiling are read behind the last alone. Behind others
// comes the whole plane, as one channel of Samples x Samples.
type Single struct {
	*Dual
	First, Last bool
}

// Vars are mask and gain.
func (s Single) Vars() []*compute.Var { return []*compute.Var{s.Mask.Var(), s.Gain.W} }

func (s Single) Forward(t *Tape, in Value) (Value, Back, error) {
	whole := Tiling{In: 1, Out: 1, Side: s.System.Samples, Kernel: 1}
	comes, goes := whole.tile(), whole.plane()
	front, err := s.System.WholeFront(t.Device, t.Batch)
	if s.First && err == nil {
		comes = s.tile()
		front, err = s.System.Front(t.Device, s.Block(), t.Batch)
	}
	if err != nil {
		return in, nil, err
	}
	back, err := s.System.Whole(t.Device, t.Batch)
	if s.Last && err == nil {
		goes = s.read()
		back, err = s.System.Back(t.Device, s.Response(), t.Batch)
	}
	if err != nil {
		return in, nil, err
	}
	block, mask, response := s.Kept()
	return Chain{comes, kept(block), s.lit(front), kept(mask), Free{back}, s.Gain, kept(response), goes}.Forward(t, in)
}

// plane are the Fields of a tiling of one channel, all that is on a plane, which is not turned.
func (t Tiling) plane() *Arrange {
	n := t.Side * t.Side
	a := &Arrange{Title: "plane", In: Shape{Channels: 1, Ny: t.Side, Nx: t.Side, Complex: true}, Out: Fields(1, t.Side, t.Side), Index: make([]int32, 2*n)}
	for i := range n {
		a.Index[i], a.Index[n+i] = int32(2*i), int32(2*i+1)
	}
	return a
}

var _ Layer = Single{}
