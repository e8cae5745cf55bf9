package calibrate

import (
	"math"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// answer is what a camera counts for light, as a line of logarithms: exp(count[j]) at light exp(from + step*j), and beyond its ends as steep as there.
type answer struct {
	from, step float64
	count      []float64
}

// at is the logarithm of the count for one of light, how steep it is, and between which points it lies, how far.
func (a *answer) at(x float64) (count, steep float64, j int, t float64) {
	last := len(a.count) - 1
	t = (x - a.from) / a.step
	j = max(0, min(int(math.Floor(t)), last-1))
	t -= float64(j)
	d := a.count[j+1] - a.count[j]
	return a.count[j] + t*d, d / a.step, j, t
}

// ladderFit are the numbers that a ladder is to tell: what the camera counts, each pixel's light, and the power that each frame had besides its exposure, of
// light and power the logarithms.
type ladderFit struct {
	seen   [][]float64
	times  []float64 // logarithms of the exposures
	most   float64
	answer answer
	light  []float64 // NaN for a pixel that tells too little
	power  []float64
}

// lowest and highest are the counts, as shares of the top, between which a frame is expected that is used: the lower ones hardly tell, and of what is
// nearly full some are full.
const lowest, highest = 1.0 / (points - 1), 0.9

// response is what the counts of a ladder stand for: by least squares of how far counts are from what the product of pixel, exposure and a power of the
// frame's own gives. Of the powers it is known how far frames of one exposure differ, so that they explain no more than that; where pixels have
// different light, each frame tells its own.
func response(seen [][]float64, exposures []float64, most float64) (*rig.Response, error) {
	f := &ladderFit{seen: seen, most: most, power: make([]float64, len(seen)), light: make([]float64, len(seen[0]))}
	for _, e := range exposures {
		f.times = append(f.times, math.Log(e))
	}
	f.begin(exposures)
	noise, wander := 1e-4, 2.5e-3 // variances: of a count's share at the top, and of powers
	for range 10 {
		square, n, err := f.step(noise / wander)
		if err != nil {
			return nil, err
		}
		noise, wander = math.Max(square/math.Max(n, 1), 1e-10), wanders(f.power, exposures)
	}
	return f.response()
}

// begin takes the camera for one that counts straight.
func (f *ladderFit) begin(exposures []float64) {
	low, high := math.Inf(1), math.Inf(-1)
	for p := range f.light {
		sum, time, n := 0.0, 0.0, 0
		for k, row := range f.seen {
			if v := row[p]; !math.IsNaN(v) && v > lowest*f.most && v < highest*f.most {
				sum, time, n = sum+v, time+exposures[k], n+1
			}
		}
		if f.light[p] = math.Log(sum / time); n < 4*sweeps {
			f.light[p] = math.NaN()
			continue
		}
		for _, t := range f.times {
			if x := f.light[p] + t; x > math.Log(lowest*f.most)-1 && x < math.Log(f.most) {
				low, high = math.Min(low, x), math.Max(high, x)
			}
		}
	}
	f.answer = answer{from: low, step: (high - low) / (points - 1)}
	for j := range points {
		f.answer.count = append(f.answer.count, low+f.answer.step*float64(j))
	}
}

// step is one of Gauss's and Newton's: powers weigh as so many counts at the top do. It tells the weighed squares of what was left, and how many counts there were.
func (f *ladderFit) step(tied float64) (square, count float64, err error) {
	n := points + len(f.seen) // the unknowns: changes of what is counted, and of the powers
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n+1)
	}
	sums := make([][]float64, len(f.light)) // of each pixel, by whose light's change the rest is reduced
	weights := make([]float64, len(f.light))
	var reached [points]float64
	for p, light := range f.light {
		if math.IsNaN(light) {
			continue
		}
		row := make([]float64, n+1)
		for k := range f.seen {
			v := f.seen[k][p]
			log, steep, j, t := f.answer.at(light + f.times[k] + f.power[k])
			want := math.Exp(log)
			if math.IsNaN(v) || want < lowest*f.most || want > highest*f.most {
				continue
			}
			// How the logarithm of the count goes with two points of the answer, the frame's power, and the pixel's light.
			left, w := v/want-1, want/f.most
			square, count = square+w*left*left, count+1
			reached[j], reached[j+1] = reached[j]+1-t, reached[j+1]+t
			at, by := [3]int{j, j + 1, points + k}, [3]float64{1 - t, t, steep}
			for a, i := range at {
				for b, l := range at {
					m[i][l] += w * by[a] * by[b]
				}
				m[i][n] += w * by[a] * left
				row[i] += w * by[a] * steep
			}
			row[n] += w * steep * left
			weights[p] += w * steep * steep
		}
		if weights[p] > 0 {
			for i, a := range row[:n] {
				if a != 0 {
					for l, b := range row {
						m[i][l] -= a * b / weights[p]
					}
				}
			}
			sums[p] = row
		}
	}
	if err := reach(reached); err != nil {
		return 0, 0, err
	}
	for k := range f.power {
		m[points+k][points+k] += tied
		m[points+k][n] -= tied * f.power[k]
	}
	for j := 1; j < points-1; j++ { // smooth where nothing is seen
		at, by := [3]int{j - 1, j, j + 1}, [3]float64{1, -2, 1}
		bend := f.answer.count[j-1] - 2*f.answer.count[j] + f.answer.count[j+1]
		for a, i := range at {
			for b, l := range at {
				m[i][l] += by[a] * by[b]
			}
			m[i][n] -= by[a] * bend
		}
	}
	m[points/2][points/2] += count // the light has no scale: one count is given
	x, ok := solved(m)
	if !ok {
		return 0, 0, errs.New("the ladder of exposures does not tell a response")
	}
	for j := range f.answer.count {
		f.answer.count[j] += x[j]
	}
	for k := range f.power {
		f.power[k] += x[points+k]
	}
	for p, row := range sums {
		if row == nil {
			continue
		}
		by := row[n]
		for i, v := range x {
			by -= row[i] * v
		}
		f.light[p] += by / weights[p]
	}
	return square, count, nil
}

// reach says where the light of a ladder tells too little.
func reach(reached [points]float64) error {
	n := 0
	for _, r := range reached {
		if r > 20 {
			n++
		}
	}
	if n < points/2 {
		return errs.New("the light reaches ", n, " of ", points, " counts only: take a load that is brighter in places")
	}
	return nil
}

// response is the light of counts that are evenly apart, with that of the top as it is.
func (f *ladderFit) response() (*rig.Response, error) {
	a := &f.answer
	for j := range points - 1 {
		if at := math.Exp(a.count[j]) / f.most; !(a.count[j+1] > a.count[j]) && at > lowest/2 && at < 1 {
			return nil, errs.New("it counts no more for more light, around ", round(100*at, 0), " % of its range")
		}
	}
	r := &rig.Response{Top: f.most, Light: make([]float64, points)}
	for i := 1; i < points; i++ {
		log := math.Log(f.most * float64(i) / (points - 1))
		j, _ := slices.BinarySearch(a.count, log)
		j = max(0, min(j-1, points-2))
		r.Light[i] = math.Exp(a.from + a.step*(float64(j)+(log-a.count[j])/(a.count[j+1]-a.count[j])))
	}
	scale := f.most / r.Light[points-1]
	for i := range r.Light {
		r.Light[i] *= scale
	}
	return r, nil
}

// wanders is the variance of powers in frames of one exposure.
func wanders(powers, exposures []float64) float64 {
	sum, square, n := map[float64]float64{}, 0.0, map[float64]float64{}
	for k, e := range exposures {
		sum[e] += powers[k]
		n[e]++
	}
	for k, e := range exposures {
		square += math.Pow(powers[k]-sum[e]/n[e], 2)
	}
	return math.Max(square/math.Max(float64(len(powers)-len(n)), 1), 1e-8)
}

// bentBy is how far a response, nil for a straight one, is from another, as a share of it and root mean square over counts from a tenth of the top on: but for their scale.
func bentBy(want, r *rig.Response) float64 {
	var mean, square, n float64
	for pass := range 2 {
		for i := range points {
			v := want.Top * float64(i) / (points - 1)
			if v < 0.1*want.Top {
				continue
			}
			light := v
			if r != nil {
				light = r.At(v)
			}
			d := math.Log(light / want.At(v))
			if pass == 0 {
				mean, n = mean+d, n+1
			} else {
				square += math.Pow(d-mean/n, 2)
			}
		}
	}
	return math.Sqrt(square / n)
}
