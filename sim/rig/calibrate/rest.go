package calibrate

import (
	"context"
	"errors"
	"math"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// rest are what the camera sees of levels between that have settled, less what frames of one level differ by: see without.
type rest struct {
	levels [][]float64 // each the mean of some frames
	apart  [][]float64 // of length 1 and square to each other
}

// parts is how many ways there are in which frames of one level may differ: power that wanders, and panels that flicker with their refresh, whose
// light meets that of their zero order.
const parts = 3

// between takes them: nine of them, behind a wait.
func between(ctx context.Context, b *rig.Bench, panel int, wait float64) (r rest, err error) {
	const steps, times = 8, 6
	var differ [][]float64
	for k := range steps + 1 {
		if err := shown(ctx, b, bars(b, panel, float64(k)/steps), 2*wait); err != nil {
			return r, err
		}
		mean := make([]float64, b.Design.Plane.Len())
		var seen [][]float64
		for range 3 * times {
			var f rig.Frame
			if err := b.Object.Camera.Flush(ctx); err != nil {
				return r, err
			}
			if err := b.Object.Camera.Grab(ctx, &f); errors.Is(err, rig.ErrTimeout) || err == nil && f.Status != rig.Complete {
				continue
			} else if err != nil {
				return r, err
			}
			one := make([]float64, len(mean))
			for i, v := range b.Light(0, &f) {
				one[i] = float64(v)
				mean[i] += float64(v) / times
			}
			if seen = append(seen, one); len(seen) == times {
				break
			}
		}
		if len(seen) < times {
			return r, errs.New("calibrate: of ", 3*times, " frames only ", len(seen), " came: ", rig.ErrTimeout)
		}
		for _, one := range seen {
			for i := range one {
				one[i] -= mean[i]
			}
		}
		r.levels, differ = append(r.levels, mean), append(differ, seen...)
	}
	for range parts {
		u := principal(differ)
		if u == nil {
			break
		}
		r.apart = append(r.apart, u)
		for _, d := range differ {
			project(d, u)
		}
	}
	for _, l := range r.levels {
		r.without(l)
	}
	return r, nil
}

// principal is the way in which rows are largest, of length 1, or nil where they are nothing: by iterations of the power of their covariance.
func principal(rows [][]float64) []float64 {
	u, most := make([]float64, len(rows[0])), 0.0
	for _, r := range rows {
		if n := scalar(r, r); n > most {
			most = n
			copy(u, r)
		}
	}
	if most == 0 {
		return nil
	}
	for range 30 {
		next := make([]float64, len(u))
		for _, r := range rows {
			by := scalar(r, u)
			for i, v := range r {
				next[i] += by * v
			}
		}
		long := math.Sqrt(scalar(next, next))
		for i, v := range next {
			u[i] = v / long
		}
	}
	return u
}

func scalar(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// project takes out of v what lies along u, which has length 1.
func project(v, u []float64) {
	by := scalar(v, u)
	for i := range v {
		v[i] -= by * u[i]
	}
}

// without takes out of a frame what frames of one level differ by.
func (r rest) without(v []float64) {
	for _, u := range r.apart {
		project(v, u)
	}
}

// find is how far a panel has gone in what the camera sees: the nearest place on the line that joins the frames of rest.
func (r rest) find(light []float32) (x float64) {
	v := make([]float64, len(light))
	for i, l := range light {
		v[i] = float64(l)
	}
	r.without(v)
	least := math.Inf(1)
	for k := range len(r.levels) - 1 {
		from, to := r.levels[k], r.levels[k+1]
		var along, length float64
		for i, p := range v {
			d := to[i] - from[i]
			along, length = along+d*(p-from[i]), length+d*d
		}
		t := 0.0
		if length > 0 {
			t = math.Max(0, math.Min(along/length, 1))
		}
		far := 0.0
		for i, p := range v {
			e := p - from[i] - t*(to[i]-from[i])
			far += e * e
		}
		if far < least {
			least, x = far, (float64(k)+t)/float64(len(r.levels)-1)
		}
	}
	return x
}
