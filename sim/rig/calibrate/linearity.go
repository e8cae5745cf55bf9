package calibrate

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// Of a ladder of exposures: how many steps there are of each factor of two, how often each is taken, and how many points a response has.
const perOctave, sweeps, points = 3, 2, 17

// linearity finds what light counts stand for, by exposures of which each pixel has a share: the light of a pixel in an exposure is
// the product of both, which is to be the response of what it counts (Debevec and Malik, SIGGRAPH 97, 369 (1997)). The response is that of the bench
// before for the largest count.
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
		if e.Linear, err = response(seen, exposures, most); err != nil {
			return errs.New("calibrate: camera ", e.Camera.Info().Name, ": ", err)
		}
		seen, exposures, err = ladder(ctx, b, c, most, math.Pow(2, 0.5/perOctave))
		if err != nil {
			return err
		}
		r.Verified = append(r.Verified, Test{eyeNames[c], 100 * bentBy(seen, exposures, was, most), 100 * bentBy(seen, exposures, e.Linear, most), "% rms from a straight line", 0.2})
	}
	return nil
}

// ladder is what some pixels count above the dark at exposures that double, [exposure][pixel], NaN for one that is full or hardly tells:
// the mean of frames that are taken up and down the ladder, so that light which drifts favours none.
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
	for k := -6 * perOctave; k <= 2*perOctave; k++ {
		if x := half * by * math.Pow(2, float64(k)/perOctave); x >= info.MinExposure && x <= info.MaxExposure {
			exposures = append(exposures, x)
		}
	}
	if len(exposures) < 4*perOctave {
		return nil, nil, errs.New("calibrate: camera ", info.Name, " has only ", len(exposures), " exposures for this light: take less light")
	}
	seen = make([][]float64, len(exposures))
	every := max(1, b.Design.Plane.Len()/2000)
	for s := range sweeps {
		for i := range exposures {
			k := i
			if s%2 == 1 {
				k = len(exposures) - 1 - i
			}
			got, err := e.Camera.Configure(ctx, rig.CameraConfig{Exposure: exposures[k]})
			if err != nil {
				return nil, nil, err
			}
			exposures[k] = got.Exposure
			f, err := grab(ctx, e.Camera)
			if err != nil {
				return nil, nil, err
			}
			v := above(b, e, f)
			if seen[k] == nil {
				seen[k] = make([]float64, (len(v)+every-1)/every)
			}
			for n := range seen[k] {
				if v[n*every] > 0.97*most {
					seen[k][n] = math.NaN()
				}
				seen[k][n] += v[n*every] / sweeps
			}
		}
	}
	for _, row := range seen {
		for n, v := range row {
			if v < 0.004*most {
				row[n] = math.NaN()
			}
		}
	}
	return seen, exposures, nil
}

// lights are the light of each pixel by a response, NaN for one that tells too little, from exposures that are weighed by their length.
func lights(seen [][]float64, exposures []float64, at func(v float64) float64) []float64 {
	out := make([]float64, len(seen[0]))
	for p := range out {
		sum, time, n := 0.0, 0.0, 0
		for k, row := range seen {
			if !math.IsNaN(row[p]) {
				sum, time, n = sum+at(row[p]), time+exposures[k], n+1
			}
		}
		if out[p] = sum / time; n < 4 {
			out[p] = math.NaN()
		}
	}
	return out
}

// response is that of a ladder, by turns with the light of the pixels.
func response(seen [][]float64, exposures []float64, most float64) (*rig.Response, error) {
	r := &rig.Response{Top: most, Light: make([]float64, points)}
	for i := range r.Light {
		r.Light[i] = most * float64(i) / (points - 1)
	}
	first := points
	for range 60 {
		light := lights(seen, exposures, r.At)
		var ratio, weight [points]float64
		for k, row := range seen {
			for p, v := range row {
				if math.IsNaN(v) || math.IsNaN(light[p]) {
					continue
				}
				t := v / most * (points - 1)
				at := max(0, min(int(t), points-2))
				by := light[p] * exposures[k] / r.At(v)
				ratio[at] += (1 - t + float64(at)) * by
				weight[at] += 1 - t + float64(at)
				ratio[at+1] += (t - float64(at)) * by
				weight[at+1] += t - float64(at)
			}
		}
		first = points
		last := 0
		for i := 1; i < points; i++ {
			if weight[i] > 20 {
				first, last = min(first, i), i
			}
		}
		if last-first < points/2 {
			return nil, errs.New("the light reaches ", first, " to ", last, " of ", points, " counts only: take a load that is brighter in places")
		}
		for i := first; i < points; i++ { // where nothing is seen, as between
			below, above := i, i
			for weight[below] <= 20 {
				below--
			}
			for above < last && weight[above] <= 20 {
				above++
			}
			by := ratio[below] / weight[below]
			if above > below && above <= last {
				by += float64(i-below) / float64(above-below) * (ratio[above]/weight[above] - by)
			}
			r.Light[i] *= by
		}
		// Below, where counts hardly tell, the power of the count that it has above.
		power := math.Log(r.Light[first+2]/r.Light[first]) / math.Log(float64(first+2)/float64(first))
		for i := 1; i < first; i++ {
			r.Light[i] = r.Light[first] * math.Pow(float64(i)/float64(first), power)
		}
		scale := most / r.Light[points-1]
		for i := range r.Light {
			r.Light[i] *= scale
		}
	}
	for i := range points - 1 {
		if !(r.Light[i+1] > r.Light[i]) {
			return nil, errs.New("it counts no more for more light, around ", round(100*float64(i)/(points-1), 0), " % of its range")
		}
	}
	return r, nil
}

// bentBy is how far the light is from the product of pixel and exposure, as a share of it, root mean square over exposures of the mean of the
// pixels; of counts above a tenth of the top.
func bentBy(seen [][]float64, exposures []float64, r *rig.Response, most float64) float64 {
	at := func(v float64) float64 { return v }
	if r != nil {
		at = r.At
	}
	light := lights(seen, exposures, at)
	square, rows := 0.0, 0.0
	for k, row := range seen {
		sum, want := 0.0, 0.0
		for p, v := range row {
			if !math.IsNaN(v) && !math.IsNaN(light[p]) && v > 0.1*most {
				sum, want = sum+at(v), want+light[p]*exposures[k]
			}
		}
		if want > 0 {
			square, rows = square+math.Pow(sum/want-1, 2), rows+1
		}
	}
	return math.Sqrt(square / math.Max(rows, 1))
}
