package rig

import (
	"context"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Expose shortens the exposure of both cameras, by halves, until of each frame of some loads, smooth random phases of full
// amplitude in all steps, no more than a share of the pixels is saturated: a pixel that is full tells no interference.
func (b *Bench) Expose(ctx context.Context, share float64) error {
	if b.Reference.Camera == nil || b.Stepper < 0 || b.Stepper >= len(b.Mounts) || !(share > 0) {
		return errs.New("rig: cameras are exposed for fields that are read by steps, and for a share of pixels above 0: ", ErrUncalibrated)
	}
	levels := LevelsOf(b.Mounts[b.Stepper].Curve)
	var loads []plant.Load
	for i := range 3 {
		l := b.Blank()
		for k, p := range wavy(b.Design.Plane.Nx, b.Design.Plane.Ny, uint32(1000+i)) {
			l[b.Stepper][k] = levels.Nearest(p)
		}
		loads = append(loads, l)
	}
	for {
		worst, exposure, err := b.Saturates(ctx, loads)
		if err != nil {
			return err
		}
		if worst[0] <= share && worst[1] <= share {
			return nil
		}
		for c, w := range worst {
			if w <= share {
				continue
			}
			if err := b.shorten(ctx, c, exposure[c], w); err != nil {
				return err
			}
		}
	}
}

// shorten halves the exposure of a camera of which a share of the pixels is saturated.
func (b *Bench) shorten(ctx context.Context, c int, exposure, saturated float64) error {
	camera := b.eye(c).Camera
	if exposure/2 < camera.Info().MinExposure {
		return errs.New("rig: at the shortest exposure camera ", camera.Info().Name, " still has ", 100*saturated, " % of its pixels saturated: take less light: ", ErrSaturated)
	}
	_, err := camera.Configure(ctx, CameraConfig{exposure / 2})
	return err
}

// Suit exposes both cameras for what is shown: twice as long, again and again, while of each frame of some loads, in all steps, no more than a share of
// the pixels would be saturated, and for no longer than longest, s; half as long where more than two shares are, so that what is nearly as bright again
// leaves it. Expose is for any load, and most are darker. How much longer is told by the brightest pixels of the frames, and seen to by others. A
// camera that counts to any number stays as it is.
func (b *Bench) Suit(ctx context.Context, loads []plant.Load, share, longest float64) error {
	if len(loads) == 0 || !(share > 0) {
		return errs.New("rig: exposures suit a load or more, and a share of pixels above 0, not ", len(loads), " and ", share)
	}
	var fixed [2]bool // once shortened
	for {
		worst, exposure, err := b.brightest(ctx, loads)
		if err != nil {
			return err
		}
		again := false
		for c, above := range worst {
			camera := b.eye(c).Camera
			if camera == nil || camera.Info().Bits == 0 {
				continue
			}
			if above[0] > 2*share {
				if err := b.shorten(ctx, c, exposure[c], above[0]); err != nil {
					return err
				}
				fixed[c], again = true, true
				continue
			}
			to := exposure[c]
			for _, s := range above[1:] {
				if s > share || 2*to > min(longest, camera.Info().MaxExposure) {
					break
				}
				to *= 2
			}
			if fixed[c] || to == exposure[c] {
				continue
			}
			if _, err := camera.Configure(ctx, CameraConfig{to}); err != nil {
				return err
			}
			again = true
		}
		if !again {
			return nil
		}
	}
}

// doublings is how many times an exposure is doubled at most before other frames are looked at.
const doublings = 8

// brightest are, of each camera, the largest shares of pixels of a frame that are saturated, and that would be if light were twice, four times
// and so on as bright.
func (b *Bench) brightest(ctx context.Context, loads []plant.Load) (worst [2][doublings + 1]float64, exposure [2]float64, err error) {
	err = b.allSteps(ctx, loads, func(c int, f *Frame) {
		info := b.eye(c).Camera.Info()
		exposure[c] = f.Exposure
		worst[c][0] = max(worst[c][0], float64(f.Saturated)/float64(len(f.Counts)))
		most := float64(int(1)<<info.Bits-1) - info.Offset
		for k := 1; k <= doublings && info.Bits > 0; k++ {
			limit, above := float32(info.Offset+most/float64(int(1)<<k)), 0
			for _, v := range f.Counts {
				if v >= limit {
					above++
				}
			}
			worst[c][k] = max(worst[c][k], float64(above)/float64(len(f.Counts)))
		}
	})
	return worst, exposure, err
}

// Saturates is the largest share of pixels of a frame that are saturated, of each camera in all steps of some loads, and how long it is exposed.
func (b *Bench) Saturates(ctx context.Context, loads []plant.Load) (worst, exposure [2]float64, err error) {
	err = b.allSteps(ctx, loads, func(c int, f *Frame) {
		worst[c] = max(worst[c], float64(f.Saturated)/float64(len(f.Counts)))
		exposure[c] = f.Exposure
	})
	return worst, exposure, err
}

// allSteps has each frame of both cameras looked at, of some loads in four steps.
func (b *Bench) allSteps(ctx context.Context, loads []plant.Load, look func(camera int, f *Frame)) error {
	one := *b
	one.Reading, one.Saturated, one.everyStep = FourSteps, 1, true
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	return one.each(ctx, loads, chunk, func(part []plant.Load) error {
		all, err := one.stepped(ctx, part)
		for _, steps := range all {
			for _, frames := range steps {
				for c, f := range frames {
					look(c, f)
				}
			}
		}
		return err
	})
}
