package calibrate

import (
	"context"
	"math"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// Of a ladder of exposures: how many steps there are of each factor of two, how often each is taken, and how many points a response has.
const perOctave, sweeps, points = 3, 4, 17

// linearity finds what light counts stand for, by exposures of which each pixel has a share: the light of a pixel in an exposure is
// the product of both, which is to be the response of what it counts (Debevec and Malik, SIGGRAPH 97, 369 (1997)). A frame may have more or less
// light as a whole, as power that wanders and panels that flicker make it. The response is that of the bench before for the largest count.
func linearity(ctx context.Context, b *rig.Bench, r *Result) error {
	for c, e := range eyes(b) {
		most, err := top(e)
		if err != nil {
			return err
		}
		was := e.Linear
		seen, exposures, err := ladder(ctx, b, c, most, 1)
		if err != nil {
			return err
		}
		found, err := response(seen, exposures, most)
		if err != nil {
			return errs.New("calibrate: camera ", e.Camera.Info().Name, ": ", err)
		}
		seen, exposures, err = ladder(ctx, b, c, most, math.Pow(2, 0.5/perOctave))
		if err != nil {
			return err
		}
		again, err := response(seen, exposures, most)
		if err != nil {
			return errs.New("calibrate: camera ", e.Camera.Info().Name, ": ", err)
		}
		e.Linear = found
		// What two ladders differ by is also how far either may be out by chance.
		before, after := 100*bentBy(again, was), 100*bentBy(again, found)
		r.Verified = append(r.Verified, Test{eyeNames[c], before, after, "% rms from what new frames tell", max(0.2, 2*after)})
	}
	return nil
}

// ladder is what some pixels count above the dark at exposures that double, [frame][pixel], NaN for one that is full, and each
// frame's exposure: up and down the ladder by turns, so that light which drifts favours none.
func ladder(ctx context.Context, b *rig.Bench, camera int, most, by float64) (seen [][]float64, exposures []float64, err error) {
	e := eyes(b)[camera]
	info := e.Camera.Info()
	if err := shown(ctx, b, lit(b, camera, 0, 0, 0), b.Waits()); err != nil {
		return nil, nil, err
	}
	was, half, err := expose(ctx, b, e, 0.6)
	defer func() { back(ctx, e, was, &err) }()
	if err != nil {
		return nil, nil, err
	}
	var steps []float64
	for k := -6 * perOctave; k <= 2*perOctave; k++ {
		if x := half * by * math.Pow(2, float64(k)/perOctave); x >= info.MinExposure && x <= info.MaxExposure {
			steps = append(steps, x)
		}
	}
	if len(steps) < 4*perOctave {
		return nil, nil, errs.New("calibrate: camera ", info.Name, " has only ", len(steps), " exposures for this light: take less light")
	}
	every := max(1, b.Design.Plane.Len()/500)
	for range sweeps {
		for _, x := range steps {
			got, err := e.Camera.Configure(ctx, rig.CameraConfig{Exposure: x})
			if err != nil {
				return nil, nil, err
			}
			f, err := grab(ctx, e.Camera)
			if err != nil {
				return nil, nil, err
			}
			var row []float64
			for n, v := range above(b, e, f) {
				if n%every != 0 {
					continue
				}
				if v > 0.97*most {
					v = math.NaN()
				}
				row = append(row, v)
			}
			seen, exposures = append(seen, row), append(exposures, got.Exposure)
		}
		slices.Reverse(steps)
	}
	return seen, exposures, nil
}
