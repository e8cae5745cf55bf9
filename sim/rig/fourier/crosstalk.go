package fourier

import (
	"context"
	"math"

	"talbot/sim/modulator"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// mixed is what pixels have of phases, [ny][nx], that are told to them: a share c of each of four neighbours' is in place of their own; at the edge a
// pixel is its own neighbour (kernels.Panel.Mix). Of two pixels each has as much of the other, so it is its own adjoint.
func mixed(v []float32, nx, ny int, c float32) []float32 {
	if c == 0 {
		return v
	}
	out := make([]float32, len(v))
	share(ny, func(from, to int) {
		for y := from; y < to; y++ {
			row, up, down := v[y*nx:][:nx], v[max(y-1, 0)*nx:][:nx], v[min(y+1, ny-1)*nx:][:nx]
			for x, p := range row {
				out[y*nx+x] = p + c*(row[max(x-1, 0)]+row[min(x+1, nx-1)]+up[x]+down[x]-4*p)
			}
		}
	})
	return out
}

// broad is how many rows of the phase panel a stripe has that is broad: their orders lie 13 samples aside.
func (b *Bench) broad() int { return max(2, b.Design.Plane.Ny/26) }

// MeasureCrossTalk finds which share of its phase a pixel of the phase panel has from each of four neighbours. Where every other row has
// a phase, and those between have none, two of a pixel's neighbours are of the other kind, and the rows differ by 1 - 4 c of what they are told. The
// light in the middle goes up and down with that, and with broad stripes of n rows, of which those at the edges alone are such, with 1 - 4 c/n
// of it: the two are looked at in turns, and the curve of the panel is brought to the second. Rows lie along x, so that fringes do not count.
// It is not told well from light that the panel does not change: beside 5 % of that and a typical bench's noise 0.0125 and 0.0150 were found of 0.01
// (two seeds), and a mask that is fitted to 0.024 of it is worse than one to none. So Calibrate leaves this step to those whose panel changes nearly all light.
func (b *Bench) MeasureCrossTalk(ctx context.Context) error {
	g, m := b.Design.Plane, &b.Mounts[1]
	top := m.Curve.Levels() - 1
	corrects := b.Correction // as in MeasurePhases
	b.Correction = make([]float32, g.Len())
	defer func() { b.Correction = corrects }()
	zero := b.shown(g.Nx, func(int) float64 { return 0 })
	heights := [2]int{1, b.broad()}
	var loads []plant.Load
	var told []float64
	const times = 4 // the light is not the same from frame to frame
	for p := range times * (probed + 1) {
		k := p % (probed + 1) * top / probed
		told = append(told, m.Curve.States[k].Phase-m.Curve.States[zero[0]].Phase)
		for _, height := range heights {
			levels := append([]uint16(nil), zero...)
			for i := range levels {
				if i/g.Nx/height%2 == 1 {
					levels[i] = uint16(k)
				}
			}
			loads = append(loads, b.spot(0, 0, hole, levels))
		}
	}
	if err := b.fit(ctx, loads[:1]); err != nil {
		return err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return err
	}
	seen := b.middles(frames)
	var light [2][]float64 // of single rows and of broad stripes
	for i, v := range seen {
		light[i%2] = append(light[i%2], v)
	}
	nearest := func(h int, model func(k int, x float64) []float64) (best int, err error) {
		least, ok := math.Inf(1), false
		for k := range 201 {
			if left, rises := leftOver(told, light[h], func(x float64) []float64 { return model(k, x) }); rises && left < least {
				least, best, ok = left, k, true
			}
		}
		if !ok {
			err = rig.ErrUncalibrated
		}
		return best, err
	}
	k, err := nearest(1, func(k int, x float64) []float64 {
		s, c := math.Sincos((0.9 + float64(k)/1000) * x)
		return []float64{c, s} // as in MeasurePhases
	})
	if err != nil {
		return err
	}
	scale := func(c float64) float64 { return (0.9 + float64(k)/1000) / (1 - 4*c/float64(heights[1])) }
	found, err := nearest(0, func(k int, x float64) []float64 {
		c := float64(k) / 4000
		x *= scale(c)
		size := math.Cos((1 - 4*c) * x / 2)
		return []float64{size * (size + 2*real(b.Unmodulated)*math.Cos(x/2)), size * math.Sin(x/2)}
	})
	if err != nil {
		return err
	}
	b.CrossTalk = float64(found) / 4000
	c := modulator.Curve{Name: m.Curve.Name}
	for _, s := range m.Curve.States {
		s.Phase *= scale(b.CrossTalk)
		c.States = append(c.States, s)
	}
	m.Curve = c
	b.curves()
	return nil
}
