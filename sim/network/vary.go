package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/rng"
)

// Standardise takes each channel to a mean of 0 and a deviation of 1, (x - Mean)/Deviation,
// where the data set has those given.
type Standardise struct{ Mean, Deviation []float64 }

func (s Standardise) Vars() []*compute.Var { return nil }

func (s Standardise) Forward(t *Tape, x Value) (Value, Back, error) {
	if len(s.Mean) != x.Channels || len(s.Deviation) != x.Channels || x.Complex {
		return x, nil, errs.New("network: to standardise ", x.String(), " wants a mean and a deviation for each channel; these are ", len(s.Mean), " and ", len(s.Deviation))
	}
	factor, offset := make([]float32, x.Channels), make([]float32, x.Channels)
	for c, d := range s.Deviation {
		if !(d > 0) {
			return x, nil, errs.New("network: the deviation of channel ", c+1, " must be above 0, not ", d)
		}
		factor[c], offset[c] = float32(1/d), float32(-s.Mean[c]/d)
	}
	y := t.New("standardised", x.Shape)
	t.Main.Add(kernels.Affine(x.Ny*x.Nx, factor, offset), x.Buf, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		if input {
			t.Main.Add(kernels.Affine(x.Ny*x.Nx, factor, make([]float32, x.Channels)), g.Buf, g.Buf)
		}
		return g, nil
	}, nil
}

// Vary changes pictures at random in training, anew for every update, so that there seem to
// be more of them: it mirrors them, erases a rectangle (Zhong et al., "Random Erasing Data
// Augmentation", AAAI 34, 13001 (2020)) and moves them, in this order; what is erased or moves
// in is 0. To move by up to so many pixels is what others call a random crop of the padded
// picture. The change depends on the seed, the update and the number of the sample
// in the batch. Passes that do not train change nothing.
type Vary struct {
	Mirror float64 // share of the pictures that are mirrored, left to right
	Erase  Erase
	Move   int // pixels by which a picture is moved at most along each axis
	Seed   uint64
}

// Erase says which rectangles Vary erases.
type Erase struct {
	Share                    float64 // of the pictures
	Least, Most              float64 // area, as a share of the picture's; even between them
	LeastAspect, LargeAspect float64 // height over width; even in its logarithm
}

// Check is an error when v cannot be done.
func (v Vary) Check() error {
	e := v.Erase
	switch {
	case !(v.Mirror >= 0 && v.Mirror <= 1) || !(e.Share >= 0 && e.Share <= 1):
		return errs.New("network: shares of pictures are from 0 to 1, not ", v.Mirror, " and ", e.Share)
	case v.Move < 0:
		return errs.New("network: pictures are moved by 0 pixels or more, not ", v.Move)
	case e.Share == 0:
		return nil
	case !(e.Least > 0 && e.Least <= e.Most && e.Most <= 1):
		return errs.New("network: the area that is erased is a share above 0 and up to 1, not ", e.Least, " to ", e.Most)
	case !(e.LeastAspect > 0 && e.LeastAspect <= e.LargeAspect && !math.IsInf(e.LargeAspect, 0)):
		return errs.New("network: the height over the width of what is erased is above 0, not ", e.LeastAspect, " to ", e.LargeAspect)
	}
	return nil
}

func (v Vary) Vars() []*compute.Var { return nil }

func (v Vary) Forward(t *Tape, x Value) (Value, Back, error) {
	if err := v.Check(); err != nil {
		return x, nil, err
	}
	if x.Complex {
		return x, nil, errs.New("network: pictures that vary are real numbers, and what comes is ", x.String())
	}
	if t.Kind != Train {
		return x, func(g Value, _ bool) (Value, error) { return g, nil }, nil
	}
	how, err := t.Device.Alloc(compute.Spec{Name: "how pictures vary", Scope: compute.Sample, Len: kernels.Variation, Batch: t.Batch})
	if err != nil {
		return x, nil, err
	}
	numbers, runs := make([]float32, t.Batch*kernels.Variation), uint32(0)
	t.BeforeRun(func(step, batch int) error {
		draw := uint32(step)
		if step == 0 {
			runs++
			draw = 1<<31 + runs
		}
		for i := range batch {
			v.draw(draw, uint32(i), x.Ny, x.Nx, numbers[i*kernels.Variation:][:kernels.Variation])
		}
		return t.Device.Write(how, 0, numbers[:batch*kernels.Variation])
	})
	y := t.New("varied", x.Shape)
	t.Main.Add(kernels.Vary(x.Channels, x.Ny, x.Nx), x.Buf, how, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		dx := t.New("gradient before variation", x.Shape)
		t.Main.Add(kernels.VaryAdjoint(x.Channels, x.Ny, x.Nx), g.Buf, how, dx.Buf)
		return dx, nil
	}, nil
}

// draw writes how sample i of an update varies.
func (v Vary) draw(update, i uint32, ny, nx int, how []float32) {
	s := rng.Stream{Seed: v.Seed, Stream: rng.Augment + rng.MaskStream}
	a, b := s.Block(update, 2*i), s.Block(update, 2*i+1)
	even := func(n uint32) float64 { return float64(n>>8) / (1 << 24) } // 0 to 1
	among := func(n uint32, count int) int { return int(even(n) * float64(count)) }
	clear(how)
	how[0], how[1] = float32(among(a[0], 2*v.Move+1)-v.Move), float32(among(a[1], 2*v.Move+1)-v.Move)
	if even(a[2]) < v.Mirror {
		how[2] = 1
	}
	if e := v.Erase; even(a[3]) < e.Share {
		area := (e.Least + (e.Most-e.Least)*even(b[0])) * float64(ny*nx)
		aspect := fmath.Exp(fmath.Log(e.LeastAspect) + (fmath.Log(e.LargeAspect)-fmath.Log(e.LeastAspect))*even(b[1]))
		high, wide := min(ny, int(math.Sqrt(area*aspect)+0.5)), min(nx, int(math.Sqrt(area/aspect)+0.5))
		left, top := among(b[2], nx-wide+1), among(b[3], ny-high+1)
		how[3], how[4], how[5], how[6] = float32(left), float32(top), float32(left+wide), float32(top+high)
	}
}

var (
	_ Layer = Standardise{}
	_ Layer = Vary{}
)
