// Package fourier reads masks on a bench whose phase panel stands in the Fourier plane of an amplitude panel: between two lenses of
// equal focal length, behind the second of which the camera stands. What the camera sees of a point is the transform of what the phase
// panel shows, and of a picture its correlation with that, upside down (DANTE's bench: Yuan et al., Nature
// Communications 14, 7110 (2023), figure 4).
//
// Calibrate finds by frames alone, without a reference beam, what such a bench needs: which of the camera's pixels are hot; how long to expose; which phases Zernike's polynomials
// must have so that a point comes to the smallest spot; what the levels of both panels do, and how much a pixel's do to those beside it; what light the phase panel does not change; over how many pixels phases run into each other; where
// on the phase panel the light of a picture comes to; and where the camera sees each place. A mask is then fitted to the panel as it is known, for the
// light in the part of the camera that is read. What was found can be kept (Known) and given to the same bench later, where nine frames tell whether it holds (Verify).
package fourier

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Bench is a rig.Bench with an amplitude panel, a phase panel behind a lens, and a camera behind another one.
type Bench struct {
	*rig.Bench
	Correction []float32 // rad, [Ny][Nx]: what the phase panel shows beside a mask
	Stop       int       // samples of a side of the square of the input that gets light
	Fringing   float64   // pixels along x over which phases of the phase panel run into each other
	CrossTalk  float64   // share of its phase that a pixel of the phase panel has from each of four neighbours, see MeasurePhases and TryCrossTalk
	// Unmodulated is the amplitude of light that the phase panel does not change, as a share of what it does.
	Unmodulated complex128
	// Leak, 0 or less, is of the light that the amplitude panel does not change the part in phase with what it does, as a share of the largest
	// amplitude: where it is below 0, amplitudes are written larger by so much, and so is darkness.
	Leak   float64
	Centre [2]float64     // samples from the middle of the phase panel, x and y: where the light of the input's middle comes to
	Hot    []int          // samples of the camera's plane, in rising order, that count without light: what is beside stands in
	Place  rig.Homography // takes a place of the input to where the camera sees it, without a mask; m

	reach    float64 // samples of the phase panel that a point lights
	exposure float64
	levels   map[string][]uint16 // of masks, by their name
	exposed  map[string]float64  // and how long their frames take
	light    func(a float64) uint16
	turn     rig.Levels
}

// Of is a bench that is not calibrated, with lenses of a focal length, m, of which so many samples of a side of the input get light.
func Of(b *rig.Bench, focus float64, stop int) (*Bench, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	if len(b.Mounts) != 2 || b.Mounts[0].SLM.Info().Kind != rig.Amplitude || b.Mounts[1].SLM.Info().Kind != rig.Phase {
		return nil, errs.New("fourier: the bench wants an amplitude panel and then a phase panel")
	}
	if stop < 24 || stop > min(b.Design.Plane.Nx, b.Design.Plane.Ny) {
		return nil, errs.New("fourier: 24 samples of a side or more of ", b.Design.Plane.String(), " must get light, not ", stop)
	}
	f := &Bench{Bench: b, Stop: stop, reach: b.Design.Wavelength * focus / (b.Design.Plane.Dx * b.Design.Plane.Dx), Correction: make([]float32, b.Design.Plane.Len()), Place: rig.Homography{-1, 0, 0, 0, -1, 0, 0, 0, 1},
		levels: map[string][]uint16{}, exposed: map[string]float64{}}
	f.Object.Registration, f.Object.Bent = rig.Same, nil
	f.curves()
	return f, f.expose(context.Background(), 1e-3)
}

// curves takes over what is known of the panels.
func (b *Bench) curves() {
	b.turn = rig.LevelsOf(b.Mounts[1].Curve)
	states := b.Mounts[0].Curve.States
	most := 0.0
	for _, s := range states {
		most = math.Max(most, s.Amplitude)
	}
	const steps = 1024
	leak := most * b.Leak
	table := make([]uint16, steps+1)
	for i := range table {
		want := most * float64(i) / steps
		for k, s := range states {
			if math.Abs(s.Amplitude+leak-want) < math.Abs(states[table[i]].Amplitude+leak-want) {
				table[i] = uint16(k)
			}
		}
	}
	b.light = func(a float64) uint16 { return table[int(steps*max(0, min(1, a))+0.5)] }
	clear(b.levels)
	clear(b.exposed)
}

// least is the share of a period from which on an exposure is made a whole one: what is fitted to be well exposed is not full then.
const least = 0.7

// expose sets how long the camera exposes: whole periods of the phase panel's refresh where that is known and the exposure comes near to one or more.
// Pixels move with the period, and over a whole one what they do has its mean.
func (b *Bench) expose(ctx context.Context, seconds float64) error {
	info := b.Object.Camera.Info()
	seconds = min(max(seconds, info.MinExposure), info.MaxExposure)
	if refresh := b.Mounts[1].SLM.Info().Refresh; refresh > 0 {
		if periods := math.Floor(seconds*refresh + 1 - least); periods >= 1 && periods/refresh <= info.MaxExposure {
			seconds = periods / refresh
		}
	}
	c, err := b.Object.Camera.Configure(ctx, rig.CameraConfig{Exposure: seconds})
	b.exposure = c.Exposure
	return err
}

// Of the largest count, what the brightest pixel is brought to, and what is bright enough.
const bright, enough = 0.6, 0.35

// fit exposes loads so that the brightest pixel is not full.
func (b *Bench) fit(ctx context.Context, loads []plant.Load) error {
	info := b.Object.Camera.Info()
	if info.Bits == 0 {
		return nil
	}
	full := math.Pow(2, float64(info.Bits)) - 1 - info.Offset
	for range 20 {
		frames, err := b.Intensity(ctx, loads)
		if err != nil {
			return err
		}
		top := 0.0
		for _, f := range frames {
			for _, v := range f {
				top = math.Max(top, float64(v)*b.Object.Unit*b.exposure/full)
			}
		}
		next := b.exposure * bright / math.Max(top, 1e-3)
		switch {
		case top > 0.97: // who knows how much more it is
			next = b.exposure / 4
		case top >= enough && top <= 0.85:
			return nil
		}
		was := b.exposure
		if err := b.expose(ctx, next); err != nil || b.exposure == was {
			return err
		}
	}
	return nil
}

// load shows amplitudes of a square in the middle of the input, and phases on the whole phase panel.
func (b *Bench) load(side int, amplitude []float32, phases []uint16) plant.Load {
	g := b.Design.Plane
	l := plant.Load{make([]uint16, g.Len()), phases}
	dark := b.light(0)
	for i := range l[0] {
		l[0][i] = dark
	}
	for i, a := range amplitude {
		l[0][(g.Ny/2-side/2+i/side)*g.Nx+g.Nx/2-side/2+i%side] = b.light(float64(a))
	}
	return l
}

// shown are the levels of a phase in the middle of the phase panel, with the correction; what lies beside goes far aside.
func (b *Bench) shown(side int, phase func(i int) float64) []uint16 {
	g := b.Design.Plane
	out := make([]uint16, g.Len())
	board := [2]uint16{b.turn.Nearest(0), b.turn.Nearest(math.Pi)}
	for i := range out {
		x, y := i%g.Nx-g.Nx/2+side/2, i/g.Nx-g.Ny/2+side/2
		if x < 0 || y < 0 || x >= side || y >= side {
			out[i] = board[(i%g.Nx+i/g.Nx)%2]
			continue
		}
		out[i] = b.turn.Nearest(phase(y*side+x) + float64(b.Correction[i]))
	}
	return out
}

// Read shows blocks of amplitudes from 0 to 1, [block][block], before a mask of a phase, rad, [side][side], and gives the
// intensities on the middle of the camera, [response][response]. A mask is known by its name from the first time on.
func (b *Bench) Read(ctx context.Context, name string, side int, phase []float32, blocks [][]float32, block, response int) ([][]float32, error) {
	g := b.Design.Plane
	if side > g.Nx || side > g.Ny || block > b.Stop || block+response > g.Nx || len(phase) != side*side {
		return nil, errs.New("fourier: a bench of ", g.String(), " whose input has light on ", b.Stop, " samples does not take a mask of ", side, " x ", side, " for a block of ", block, " and a response of ", response)
	}
	levels, known := b.levels[name]
	if !known {
		var err error
		if levels, err = b.masked(side, phase, block+response); err != nil {
			return nil, err
		}
		b.levels[name] = levels
	}
	loads := make([]plant.Load, len(blocks))
	for i, a := range blocks {
		loads[i] = b.load(block, a, levels)
	}
	if !known {
		if err := b.fit(ctx, loads[:min(len(loads), 8)]); err != nil {
			return nil, err
		}
		if err := b.expose(ctx, b.exposure*0.8); err != nil { // others may be brighter
			return nil, err
		}
		b.exposed[name] = b.exposure
	}
	if b.exposure != b.exposed[name] {
		if err := b.expose(ctx, b.exposed[name]); err != nil {
			return nil, err
		}
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return nil, err
	}
	for i, f := range frames {
		frames[i] = b.place(f, response)
	}
	return frames, nil
}

// place is what a camera sees in a square in the middle of the network's output, by the pixel nearest to each place.
func (b *Bench) place(f []float32, side int) []float32 {
	g := b.Design.Plane
	out := make([]float32, side*side)
	for i := range out {
		u, w := b.Place.At(-float64(i%side-side/2)*g.Dx, -float64(i/side-side/2)*g.Dy)
		x, y := int(math.Round(u/g.Dx))+g.Nx/2, int(math.Round(w/g.Dy))+g.Ny/2
		if x >= 0 && y >= 0 && x < g.Nx && y < g.Ny {
			out[i] = f[y*g.Nx+x]
		}
	}
	return out
}
