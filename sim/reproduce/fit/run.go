package fit

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/modulator"
	"talbot/sim/train"
)

// Result is a fit that has ended, as its line of a record.
type Result struct {
	Experiment string  `json:"experiment"`
	Row        string  `json:"row"`
	Seed       int     `json:"seed"`
	Quick      bool    `json:"quick,omitempty"`
	Model      string  `json:"model"`  // how the light is computed
	Mask       int     `json:"mask"`   // samples of a side
	Region     int     `json:"region"` // likewise
	Reach      float64 `json:"reach"`  // likewise
	In         int     `json:"in"`     // channels
	Out        int     `json:"out"`
	Kernel     int     `json:"kernel"`  // side
	Steps      int     `json:"steps"`   // passes of the light
	Error      float64 `json:"error"`   // relative squared, at the end
	Share      float64 `json:"share"`   // of the light that comes to the region
	Seconds    float64 `json:"seconds"` // of the fit, without making it ready
	Ready      float64 `json:"ready"`   // s, of making it ready
	Curve      []Point `json:"curve,omitempty"`
	// Of single neurons: of each layer's plane the share of the power outside the spot in the middle, and the mean
	// intensity by the distance from the axis in steps of a 64th of half the plane.
	Outside []float64   `json:"outside,omitempty"`
	Rings   [][]float64 `json:"rings,omitempty"`
	Device  string      `json:"device"`
	Talbot  string      `json:"talbot"`
	Command string      `json:"command"`
}

// Point is where a fit stood.
type Point struct {
	Step    int     `json:"step"`
	Seconds float64 `json:"seconds"`
	Error   float64 `json:"error"`
}

// Run makes the fit of a row from a seed. clock is in seconds; told is called now and then.
func Run(ctx context.Context, dev compute.Device, row Row, seed int, clock func() float64, told func(Point)) (*Result, error) {
	switch {
	case row.Free != nil:
		return row.runFree(ctx, dev, seed, clock, told)
	case row.Spot > 0:
		return row.runSpot(dev, seed, clock)
	}
	f := row.Fit
	f.Kernels, f.Seed = Drawn(f.Tiling, seed), uint64(seed)
	begun := clock()
	s, free, err := row.open(dev, f)
	if err != nil {
		return nil, err
	}
	// A pass that does not count, as the first on a GPU makes it ready.
	if _, err := free.Response(); err != nil {
		return nil, err
	}
	start := clock()
	r := &Result{Experiment: ID, Row: row.Name, Seed: seed, Model: string(f.System.Model), Mask: f.System.Mask, Region: f.Tiling.Region(), Reach: f.System.Reach(),
		In: f.Tiling.In, Out: f.Tiling.Out, Kernel: f.Tiling.Kernel, Ready: start - begun, Device: dev.Name()}
	point := func(steps int, e float64) {
		r.Steps += steps
		p := Point{r.Steps, clock() - start, e}
		r.Curve = append(r.Curve, p)
		told(p)
	}
	for s.Done() < 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		one, err := s.Next()
		if err != nil {
			return nil, err
		}
		if one.Count > 0 {
			point(one.Count, one.Loss/float64(one.Count))
		}
	}
	if row.LBFGS > 0 {
		if err := minimise(ctx, free, row.LBFGS, point); err != nil {
			return nil, err
		}
	}
	r.Seconds = clock() - start
	if r.Error, r.Share, err = s.Error(); err != nil {
		return nil, err
	}
	r.round()
	return r, nil
}

// stage is what both kinds of fits are.
type stage interface {
	train.Stage
	Error() (e, share float64, err error)
}

// open makes the row's fit ready; free is that of the free phase.
func (row Row) open(dev compute.Device, f train.Fit) (s stage, free *train.Fitting, err error) {
	if row.Display == "" {
		free, err = f.Open(dev)
		return free, free, err
	}
	curve, err := modulator.ParseCurve(row.Display)
	if err != nil {
		return nil, nil, err
	}
	on, err := train.OnDisplay(f, curve, row.Rule).Open(dev)
	if err != nil {
		return nil, nil, err
	}
	return on, on.Free, nil
}

// mostPoints are kept of a curve.
const mostPoints = 60

// round keeps points of the curve that are further apart the later they are, and five digits.
func (r *Result) round() {
	for _, v := range []*float64{&r.Error, &r.Share, &r.Seconds, &r.Ready, &r.Reach} {
		*v = digits(*v)
	}
	if len(r.Curve) == 0 {
		return
	}
	last := r.Curve[len(r.Curve)-1]
	every := math.Pow(float64(last.Step)/float64(max(1, r.Curve[0].Step)), 1/float64(mostPoints))
	next, kept := 0.0, r.Curve[:0]
	for _, p := range r.Curve {
		if float64(p.Step) >= next || p == last {
			kept = append(kept, Point{p.Step, digits(p.Seconds), digits(p.Error)})
			next = float64(p.Step) * every
		}
	}
	r.Curve = kept
}

// digits is x to four of them.
func digits(x float64) float64 {
	if x == 0 {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*scale) / scale
}
