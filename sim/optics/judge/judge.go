package judge

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/optics/exact"
)

// Sum is the method that package optics has no recipe for: the Rayleigh-Sommerfeld
// integral itself, term by term, in float64.
const Sum optics.Method = "rayleigh-sommerfeld"

// How many terms Sum may have: when it is asked for, and when Auto takes it because
// nothing else is right to rounding.
const (
	mostTerms = 1e11
	autoTerms = 3e8
)

const farOff = "this field is far from the truth: method auto takes the one with the smallest error"

// Floors of the error, which rounding leaves in float64 and float32: no bound is lower.
const (
	Floor64 = 1e-9
	Floor32 = 1e-6
)

// Task is a propagation to be done and judged.
type Task struct {
	Space  optics.Space
	Choice optics.Choice
	U      []complex128 // [Ny][Nx] of Space.In
	Floor  float64      // Floor64 or Floor32
	// Run runs a recipe on U.
	Run func(r *optics.Recipe) ([]complex128, error)
	// Tell, which may be nil, hears what is computed next, as a share of all that there may be.
	Tell func(what string, share float64)
	// Blind leaves the error unknown: Auto takes the method that is best for light that
	// fills the band of the samples.
	Blind bool
}

// Result is a propagation that was done.
type Result struct {
	Method   optics.Method
	Reason   string
	Warnings []string
	Out      optics.Plane
	V        []complex128 // [Ny][Nx] of Out

	Error  float64 // bound of the relative L2 error of V; NaN when it is not known
	Basis  string  // what V was held against, or why against nothing
	Inside float64 // power on the plane out as a share of that of U
	Tried  []Tried // by Auto, in this order
}

// Tried is a method and the bound of its error.
type Tried struct {
	Method optics.Method `json:"method"`
	Error  float64       `json:"error"`
}

// Do propagates. For Auto it runs the methods that can do it, best first for light that
// fills the band, until one is right to rounding, and takes the one with the smallest
// bound of the error.
func (k Task) Do() (*Result, error) {
	if k.Tell == nil {
		k.Tell = func(string, float64) {}
	}
	if k.Choice.Method == Sum {
		return k.sum()
	}
	auto := k.Choice.Method == "" || k.Choice.Method == optics.Auto
	plans, err := k.Space.Candidates(k.Choice)
	if err != nil {
		if auto && k.sumSuits() {
			return k.sum()
		}
		return nil, err
	}
	if !k.Blind {
		k.Tell("the truth to hold it against", 0)
	}
	truth, why := k.truth(plans)
	var best *Result
	var failed error
	for i, p := range plans {
		k.Tell(string(p.Method), float64(i+1)/float64(len(plans)+1))
		v, err := k.Run(p.Recipe)
		if err != nil {
			failed = err
			continue
		}
		r := &Result{Method: p.Method, Reason: p.Reason, Warnings: p.Warnings, Out: p.Recipe.Out, V: v, Error: math.NaN(), Basis: why}
		k.judge(r, truth)
		if best == nil || r.Error < best.Error {
			if best != nil {
				r.Tried = best.Tried
			}
			best = r
		}
		if !auto && r.Error > 0.1 {
			r.Warnings = append(r.Warnings, farOff)
		}
		if auto && truth != nil {
			best.Tried = append(best.Tried, Tried{r.Method, r.Error})
		}
		if truth == nil || best.Error <= k.Floor {
			break
		}
	}
	if best == nil {
		return nil, failed
	}
	if len(best.Tried) > 1 && best.Method != best.Tried[0].Method {
		best.Reason = errs.New(string(best.Method), ", which has the smallest error of ", len(best.Tried), " methods that can sample ", optics.Length(math.Abs(k.Space.Z))).Error()
	}
	if auto && truth != nil && truth.sum && best.Error > k.Floor && k.Choice.Padding == nil {
		best = k.orSum(best, truth)
	}
	return best, nil
}

// truth is what the light is on the plane of the plans, or why that is not known.
func (k Task) truth(plans []*optics.Plan) (*Truth, string) {
	if k.Blind {
		return nil, "not asked for"
	}
	if plans[0].Method == optics.Lens {
		return nil, "a thin lens has no integral to hold it against"
	}
	x, y := 0, 0
	for _, p := range plans {
		wx, wy := p.Window()
		x, y = max(x, wx), max(y, wy)
	}
	t, err := k.find(plans[0].Recipe.Out, x, y)
	if err != nil {
		return nil, err.Error()
	}
	return t, t.Basis
}

func (k Task) find(out optics.Plane, windowX, windowY int) (*Truth, error) {
	var repeat Repeat
	if w := k.Choice.Padding; w != nil {
		repeat = Repeat{w.PadX == 0 && k.Space.In.Nx > 1, w.PadY == 0 && k.Space.In.Ny > 1}
	}
	return Find(k.Space, k.U, out, repeat, windowX, windowY)
}

// judge measures r.
func (k Task) judge(r *Result, t *Truth) {
	if all := power(k.U, k.Space.In); all > 0 {
		r.Inside = power(r.V, r.Out.Grid) / all
	}
	if t != nil {
		r.Error, r.Inside = t.Error(r.V)
		r.Error = math.Max(r.Error, k.Floor)
	}
}

// orSum is the integral itself in place of best, where it is not too long.
func (k Task) orSum(best *Result, t *Truth) *Result {
	terms := float64(k.Space.In.Len()) * float64(best.Out.Len())
	if t.full == nil && (terms > autoTerms || k.Space.Z < 0) {
		if k.Space.Z > 0 && terms <= mostTerms {
			best.Warnings = append(best.Warnings, errs.New("rayleigh-sommerfeld would be right to rounding, with ", terms, " terms").Error())
		}
		return best
	}
	v := t.full
	if v == nil {
		k.Tell(string(Sum), 1)
		var err error
		if v, err = exact.RayleighSommerfeld(k.Space, k.U, best.Out); err != nil {
			return best
		}
	}
	r := &Result{Method: Sum, Reason: "the first Rayleigh-Sommerfeld integral, one term for every pair of samples: no faster method is right to rounding", Out: best.Out, V: v, Basis: t.Basis}
	k.judge(r, t)
	r.Tried = append(best.Tried, Tried{Sum, r.Error})
	return r
}

// sumSuits reports whether the integral itself can take the place of methods that cannot
// sample the propagation.
func (k Task) sumSuits() bool {
	s, out := k.Space, optics.At(k.Space.In)
	if k.Choice.Out != nil {
		out = *k.Choice.Out
	}
	return s.Check() == nil && out.Check() == nil && k.Choice.Padding == nil && s.Z > 0 && s.Resolves(out, 1) && float64(s.In.Len())*float64(out.Len()) <= mostTerms/10
}

// sum sums the integral, if that ends this year.
func (k Task) sum() (*Result, error) {
	s, out := k.Space, optics.At(k.Space.In)
	if k.Choice.Out != nil {
		out = *k.Choice.Out
	}
	if k.Choice.Padding != nil {
		return nil, errs.New("optics: ", string(Sum), " has no window to pad: leave the padding out")
	}
	if terms := float64(s.In.Len()) * float64(out.Len()); terms > mostTerms {
		return nil, errs.New("optics: ", string(Sum), " would sum ", terms, " terms, which takes hours: ask for fewer samples out (at most ", max(1, int(mostTerms/float64(s.In.Len()))),
			" here), or for --method auto")
	}
	k.Tell(string(Sum), 0)
	v, err := exact.RayleighSommerfeld(s, k.U, out)
	if err != nil {
		return nil, err
	}
	r := &Result{Method: Sum, Reason: "the first Rayleigh-Sommerfeld integral, one term for every pair of samples", Out: out, V: v, Error: math.NaN(), Basis: "not asked for",
		Warnings: s.Unresolved(out)}
	var truth *Truth
	if !k.Blind {
		if truth, err = k.find(out, 0, 0); err != nil {
			r.Basis = err.Error()
		} else {
			r.Basis = truth.Basis
		}
	}
	k.judge(r, truth)
	if r.Error > 0.1 {
		r.Warnings = append(r.Warnings, farOff)
	}
	return r, nil
}
