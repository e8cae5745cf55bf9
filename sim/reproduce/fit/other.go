package fit

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/compute"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// runFree makes the fit of masks in free space.
func (row Row) runFree(ctx context.Context, dev compute.Device, seed int, clock func() float64, told func(Point)) (*Result, error) {
	f := *row.Free
	f.Kernels, f.Seed = Drawn(f.Tiling, seed), uint64(seed)
	begun := clock()
	s, err := f.Open(dev)
	if err != nil {
		return nil, err
	}
	if _, err := s.Error(); err != nil { // a pass that does not count
		return nil, err
	}
	start := clock()
	r := &Result{Experiment: ID, Row: row.Name, Seed: seed, Model: "angular spectrum", Mask: f.Stack.Samples, Region: f.Tiling.Response(),
		In: f.Tiling.In, Out: f.Tiling.Out, Kernel: f.Tiling.Kernel, Ready: start - begun, Device: dev.Name()}
	for s.Done() < 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		one, err := s.Next()
		if err != nil {
			return nil, err
		}
		r.Steps++
		p := Point{r.Steps, clock() - start, one.Loss}
		r.Curve = append(r.Curve, p)
		told(p)
	}
	r.Seconds = clock() - start
	r.Error, err = s.Error()
	r.round()
	return r, err
}

// rings are how many distances from the axis intensities are averaged at.
const rings = 64

// runSpot sends a picture of random phases, as large as the layer's input, through single neurons whose
// masks are as the paper draws them.
func (row Row) runSpot(dev compute.Device, seed int, clock func() float64) (*Result, error) {
	f, start := row.Fit.System, clock()
	draw := rng.Stream{Seed: uint64(seed), Stream: rng.Init}
	picture := row.Fit.Tiling.Block()
	light, phases := optics.NewField(f.Grid(f.Samples), f.Wavelength), make([]float32, picture*picture)
	draw.Uniform(0, phases)
	for i, p := range phases {
		light.Set(f.Samples/2-picture/2+i%picture, f.Samples/2-picture/2+i/picture, cmplx.Rect(1, 2*math.Pi*float64(p)))
	}
	masks := make([][]float32, row.Spot)
	for l := range masks {
		masks[l] = make([]float32, f.Mask*f.Mask)
		draw.Normal(uint32(l+1), masks[l])
		for i, x := range masks[l] {
			masks[l][i] = float32(1.999 * math.Pi / (1 + math.Exp(-float64(x))))
		}
	}
	planes, err := f.SinglePlanes(dev, light, masks)
	if err != nil {
		return nil, err
	}
	r := &Result{Experiment: ID, Row: row.Name, Seed: seed, Model: string(f.Model), Mask: f.Mask, Region: picture, Reach: f.Reach(), Device: dev.Name(), Seconds: clock() - start}
	for _, p := range planes {
		r.Outside = append(r.Outside, digits(network.OutsideSpot(p, f.Samples, picture)))
		sum, count := make([]float64, rings), make([]float64, rings)
		for i, v := range p {
			x, y := float64(i%f.Samples-f.Samples/2), float64(i/f.Samples-f.Samples/2)
			if k := int(math.Hypot(x, y) * 2 * rings / float64(f.Samples)); k < rings {
				sum[k] += float64(v)
				count[k]++
			}
		}
		for k := range sum {
			sum[k] = digits(sum[k] / math.Max(1, count[k]))
		}
		r.Rings = append(r.Rings, sum)
	}
	r.round()
	return r, nil
}
