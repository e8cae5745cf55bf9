package optics

import (
	"math"

	"talbot/sim/errs"
)

// span is one axis of a propagation from the plane in to the plane out.
type span struct {
	axis
	out line
	far float64 // how far, m, the farthest sample out lies sideways of a sample in
}

// spans are the axes along which either plane has more than one sample.
func (s Space) spans(out Plane) (all []span) {
	add := func(name string, in, o line) {
		if in.n > 1 || o.n > 1 {
			a := axis{name, in.n, in.d, s.InMedium(), math.Abs(s.Z)}
			all = append(all, span{a, o, math.Max(math.Abs(o.at(o.n-1)-in.at(0)), math.Abs(o.at(0)-in.at(in.n-1)))})
		}
	}
	add("x", s.In.lineX(), out.lineX())
	add("y", s.In.lineY(), out.lineY())
	return all
}

// resolves reports whether the samples resolve the kernel of the Rayleigh-Sommerfeld
// integral: 1 is for any light that they can carry, 2 for light of low frequencies, whose
// kernel may turn by a period from sample to sample. Nearer than three samples the kernel
// is narrower than they are.
func (p span) resolves(band float64) bool {
	return p.far <= ImpulseLimit(p.d/band, p.lambda, p.z) && p.z >= 3*p.d
}

// Resolves reports whether the samples resolve the kernel of the Rayleigh-Sommerfeld
// integral onto out: with band 1 for any light that they can carry, with 2 for light of
// low frequencies, whose kernel may turn by a period from sample to sample.
func (s Space) Resolves(out Plane, band float64) bool {
	for _, p := range s.spans(out) {
		if !p.resolves(band) {
			return false
		}
	}
	return true
}

// Unresolved says, for each axis along which the samples do not resolve the kernel of the
// Rayleigh-Sommerfeld integral even for light of low frequencies, from what distance they
// would.
func (s Space) Unresolved(out Plane) (warnings []string) {
	for _, p := range s.spans(out) {
		if p.resolves(2) {
			continue
		}
		limit := 3 * p.d
		if sin := p.lambda / p.d; sin < 1 {
			limit = math.Max(limit, p.far*math.Sqrt(1-sin*sin)/sin)
		}
		warnings = append(warnings, errs.New("along ", p.name, " samples of ", Length(p.d), " resolve the integrand beyond ", Length(limit),
			" only, and the distance is ", Length(p.z), ": use auto or angular-spectrum").Error())
	}
	return warnings
}

// window is how many samples a window needs that holds the light which the samples can
// carry: its repetitions stay out of the plane out, and its transfer function is sampled.
// steep is how far sideways, m, the steepest light moves. An eighth and 32 samples more
// keep out most of the ripple of light that fills the band.
func (p span) window(steep float64) int {
	steep = math.Min(steep, 2*p.far+64*p.d)
	return int(math.Ceil(math.Max(2*steep, 1.125*(p.far+steep)+32*p.d) / p.d))
}

// steep is how far sideways, m, the steepest light of all axes moves along p.
func (s Space) steep(p span, all []span) float64 {
	sum := 0.0
	for _, a := range all {
		if a.n > 1 {
			sum += a.lambda * a.lambda / (4 * a.d * a.d)
		}
	}
	if sum >= 1 {
		return math.Inf(1)
	}
	return p.z * p.lambda / (2 * p.d) / math.Sqrt(1-sum)
}

// HoldingWindow is the padding that keeps the light on the plane out apart from its
// repetitions, whatever light of their band the samples carry, times more.
func (s Space) HoldingWindow(out Plane, more float64) Window {
	var w Window
	all := s.spans(out)
	for _, p := range all {
		m := more * float64(p.window(s.steep(p, all)))
		if s.Z == 0 && p.out == (line{p.n, p.d, 0}) || !(m < 1<<30) {
			m = 0
		}
		pad := (fastWindow(p.n, max(p.n, int(math.Ceil(m)))) - p.n + 1) / 2
		if p.name == "x" {
			w.PadX = pad
		} else {
			w.PadY = pad
		}
	}
	return w
}

// suits is the window that c asks for, or HoldingWindow where that has at most most
// times the samples, or few, or twice the plane.
func (s Space) suits(c Choice, out Plane, most float64) Window {
	if c.Padding != nil {
		return *c.Padding
	}
	w := s.HoldingWindow(out, 1)
	size := float64(max(s.In.Len(), out.Len()))
	if float64(s.In.Nx+2*w.PadX)*float64(s.In.Ny+2*w.PadY) <= math.Max(math.Max(near*size, math.Min(most*size, 1<<24)), 1<<16) {
		return w
	}
	excess := func(p, o line) float64 { // how far the plane out reaches beyond the plane in
		return math.Max(0, math.Abs(o.c)+(float64(o.n)*o.d-float64(p.n)*p.d)/2)
	}
	return s.window(excess(s.In.lineX(), out.lineX()), excess(s.In.lineY(), out.lineY()))
}

// order is the order in which Auto tries the methods: first those that are right for any
// light that the samples can carry. Before the samples resolve the kernel of the integral
// a window of about twice the planes holds the angular spectrum, beyond it they sum the
// integral itself.
func (s Space) order(c Choice, out Plane) []Method {
	if c.Padding != nil || !s.Resolves(out, 1) {
		return []Method{Spectrum, ScaledSpectrum, BandLimited, Impulse, Scalable, ChirpZ, FresnelTransfer, FresnelImpulse, TwoStep, Fraunhofer}
	}
	return []Method{Impulse, Scalable, Spectrum, ScaledSpectrum, ChirpZ, BandLimited, FresnelImpulse, FresnelTransfer, TwoStep, Fraunhofer}
}

// Candidates plans c by every method that can do it, best first for light that fills the
// band of the samples, or by the one that c names. Which of them is best for a field,
// package judge measures. When none can, the error is that of the first.
func (s Space) Candidates(c Choice) ([]*Plan, error) {
	if err := s.check(c); err != nil {
		return nil, err
	}
	if c.Method != "" && c.Method != Auto {
		p, err := s.plan(c, near)
		if err != nil {
			return nil, err
		}
		return []*Plan{p}, nil
	}
	out := c.out(s)
	var all []*Plan
	var first error
	whole := false // the angular spectrum holds all of the band
	c.Out = &out   // for all the same
	for _, c.Method = range s.order(c, out) {
		if c.Method.same() && out.Grid != s.In {
			continue
		}
		p, err := s.plan(c, affordable)
		switch {
		case err == nil && whole && (p.Method == ScaledSpectrum || p.Method == BandLimited): // the same, or less
		case err == nil:
			whole = whole || p.Method == Spectrum
			p.Reason = s.reason(p, out)
			all = append(all, p)
		case first == nil:
			first = err
		}
	}
	if len(all) == 0 {
		return nil, first
	}
	return all, nil
}

// How many times the samples of the planes a window may have: one that a person asked a
// method for, and one that Auto takes where nothing else is right.
const (
	near       = 8
	affordable = 32 // while that is below 2^24 samples
)

// out is the plane out that c asks for.
func (c Choice) out(s Space) Plane {
	if c.Out != nil {
		return *c.Out
	}
	return At(s.In)
}

// reason says in one sentence why Auto takes p.
func (s Space) reason(p *Plan, out Plane) string {
	d := Length(math.Abs(s.Z))
	x, y := p.Window()
	window := errs.New("a window of ", x, " x ", y, " samples").Error()
	if y <= 1 {
		window = errs.New("a window of ", x, " samples").Error()
	}
	switch p.Method {
	case Spectrum:
		return "angular spectrum in " + window + ", which can sample it over " + d
	case ScaledSpectrum:
		return "angular spectrum by chirp-z, for the samples asked for, in " + window
	case BandLimited:
		return "band-limited angular spectrum in " + window + ", which can sample a part of the angles over " + d
	case Impulse:
		limit, far := math.Inf(1), 0.0
		for _, a := range s.spans(out) {
			limit, far = math.Min(limit, ImpulseLimit(a.d, a.lambda, a.z)), math.Max(far, a.far)
		}
		if math.IsInf(limit, 0) {
			return "Rayleigh-Sommerfeld impulse response: the samples resolve its kernel over " + d
		}
		return "Rayleigh-Sommerfeld impulse response: over " + d + " the samples resolve its kernel as far as " + Length(limit) + " sideways, and the planes reach " + Length(far)
	case Scalable:
		return "scalable angular spectrum, for long distances and any samples: " + d + " is within its limit of " + Length(s.scalableLimit())
	case ChirpZ:
		return "Fresnel integral by chirp-z, paraxial to " + short(s.ParaxialError()) + " rad for the steepest light of the samples: no other method can sample " + d
	}
	return string(p.Method) + ", which can sample " + d
}
