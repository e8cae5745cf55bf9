package optics

import (
	"math"
	"strconv"

	"talbot/sim/errs"
)

// Method names a propagator.
type Method string

// The methods; Auto chooses one of the others by their sampling conditions.
const (
	Auto            Method = "auto"
	Spectrum        Method = "angular-spectrum"
	BandLimited     Method = "band-limited"
	ScaledSpectrum  Method = "scaled-spectrum"
	Scalable        Method = "scalable"
	FresnelTransfer Method = "fresnel"
	FresnelImpulse  Method = "fresnel-impulse"
	ChirpZ          Method = "chirp-z"
	TwoStep         Method = "two-step"
	Impulse         Method = "impulse-response"
	Fraunhofer      Method = "fraunhofer"
	Lens            Method = "lens"
)

// Methods lists every method with one line about it.
var Methods = []struct {
	Method Method
	Doc    string
}{
	{Auto, "the one with the smallest error, and say why"},
	{Spectrum, "angular spectrum; short distances; same samples"},
	{BandLimited, "angular spectrum without the angles that the window cannot sample"},
	{ScaledSpectrum, "angular spectrum by chirp-z: any samples within the window"},
	{Impulse, "Rayleigh-Sommerfeld sum by Fourier transforms; long distances; same spacing"},
	{Scalable, "scalable angular spectrum; long distances; any samples"},
	{FresnelTransfer, "paraxial, by its transfer function; short distances; same samples"},
	{FresnelImpulse, "paraxial, by its impulse response; long distances; same samples"},
	{ChirpZ, "paraxial, by one Fourier integral; long distances; any samples"},
	{TwoStep, "paraxial, by two Fourier integrals; long distances; other spacing"},
	{Fraunhofer, "far field; any samples"},
	{Lens, "2-f lens, the distance its focal length: the Fourier transform; any samples"},
}

// Choice is how a propagation is to be done. The zero value leaves all to Plan.
type Choice struct {
	Method Method
	Out    *Plane // nil: the samples of the input; for Fraunhofer and Lens, as many over all of the light
	// Padding is the window of the methods that have one; nil is one that holds the light.
	// No padding along an axis means light that repeats along it without end.
	Padding *Window
}

// Plan is a propagation made ready to run, and what there is to say about it.
type Plan struct {
	Method   Method
	Recipe   *Recipe
	Reason   string   // one sentence
	Warnings []string // what works but is wasteful, or loses light

	window [2]int // samples of the window, where the recipe's steps do not say it
}

// Plan chooses the window, and for Auto the method, by the sampling conditions of
// each: for Auto the one that is best for light that fills the band of the samples, for a
// field see package judge. A method that cannot sample the propagation is an error with
// the numbers and what to change.
func (s Space) Plan(c Choice) (*Plan, error) {
	if c.Method == "" || c.Method == Auto {
		all, err := s.Candidates(c)
		if err != nil {
			return nil, err
		}
		return all[0], nil
	}
	if err := s.check(c); err != nil {
		return nil, err
	}
	return s.plan(c, near)
}

func (s Space) check(c Choice) error {
	if err := s.Check(); err != nil {
		return err
	}
	if c.Out != nil {
		if err := c.Out.Check(); err != nil {
			return err
		}
	}
	if c.Padding != nil {
		return checkPadding(*c.Padding)
	}
	return nil
}

// same reports whether a method keeps the samples of its input.
func (m Method) same() bool {
	return m == Spectrum || m == BandLimited || m == FresnelTransfer || m == FresnelImpulse
}

// plan plans one method, in a window of at most most times the samples where c leaves it open.
func (s Space) plan(c Choice, most float64) (*Plan, error) {
	p := &Plan{Method: c.Method, Reason: string(c.Method) + ", as asked"}
	if p.Method.same() && c.Out != nil && c.Out.Grid != s.In {
		return nil, errs.New("optics: ", string(p.Method), " keeps the samples of its input, ", s.In.String(), "; for others use scaled-spectrum, scalable or chirp-z")
	}
	var err error
	switch p.Method {
	case Spectrum, BandLimited, FresnelTransfer:
		err = s.planWindow(p, c, most)
	case FresnelImpulse:
		err = s.planImpulse(p, c)
	case Impulse:
		err = s.planSum(p, c)
	case ScaledSpectrum:
		err = s.planScaled(p, c, most)
	case Scalable, ChirpZ, TwoStep, Fraunhofer, Lens:
		err = s.planIntegral(p, c)
	default:
		known := ""
		for _, m := range Methods {
			known += " " + string(m.Method)
		}
		err = errs.New("optics: there is no method \"", string(p.Method), "\"; the methods are:", known)
	}
	if err != nil {
		return nil, err
	}
	s.planPhysics(p)
	return p, nil
}

// Window is the size of the window whose repetitions the light meets, 0 along an axis
// where the method has none.
func (p *Plan) Window() (x, y int) {
	switch h := p.Recipe.Steps[0]; p.Method {
	case Spectrum, BandLimited, FresnelTransfer:
		return h.Mx, h.My
	}
	return p.window[0], p.window[1]
}

func (p *Plan) warn(parts ...any) { p.Warnings = append(p.Warnings, errs.New(parts...).Error()) }

// planPhysics warns about the approximation and the samples themselves.
func (s Space) planPhysics(p *Plan) {
	g := s.In
	if lambda := s.InMedium(); lambda > 2*g.Dx && g.Nx > 1 || lambda > 2*g.Dy && g.Ny > 1 {
		p.warn("the samples are finer than half a wavelength: detail below ", Length(lambda/2), " makes evanescent light, which decays")
	}
	switch p.Method {
	case FresnelTransfer, FresnelImpulse, ChirpZ, TwoStep:
		if off := s.ParaxialError(); off > 0.1 {
			p.warn("the paraxial approximation is off by ", short(off), " rad for the steepest light that these samples carry; impulse-response, scalable and angular-spectrum are not paraxial")
		}
	case Fraunhofer:
		if off := s.FraunhoferError(); off > 0.1 {
			p.warn("the far field leaves out a phase of ", short(off), " rad at the corner of the input; it is below 0.1 rad beyond ", Length(math.Abs(s.Z)*off/0.1))
		}
	}
}

// axis is one axis of a propagation, for sampling conditions.
type axis struct {
	name      string
	n         int
	d, lambda float64
	z         float64 // > 0
}

// axes are those along which there is more than one sample.
func (s Space) axes() (all []axis) {
	z := math.Abs(s.Z)
	if s.In.Nx > 1 {
		all = append(all, axis{"x", s.In.Nx, s.In.Dx, s.InMedium(), z})
	}
	if s.In.Ny > 1 {
		all = append(all, axis{"y", s.In.Ny, s.In.Dy, s.InMedium(), z})
	}
	return all
}

// critical is n d^2/lambda: up to here n samples hold the phase of the transfer
// function, beyond it that of the impulse response.
func (a axis) critical(n int) float64 { return float64(n) * a.d * a.d / a.lambda }

// reach is how far, in samples, the steepest light moves sideways.
func (a axis) reach() float64 {
	s := a.lambda / (2 * a.d)
	if s >= 1 {
		return math.Inf(1)
	}
	return a.z * s / math.Sqrt(1-s*s) / a.d
}

// ParaxialError is the phase error, rad, of the paraxial approximation for the
// steepest light that the samples carry: k z s^2/(2 (1 + sqrt(1-s))^2), s the square of
// the sine of its angle.
func (s Space) ParaxialError() float64 {
	sum := 0.0
	for _, a := range s.axes() {
		sin := a.lambda / (2 * a.d)
		sum += sin * sin
	}
	sum = math.Min(sum, 1)
	q := 1 + math.Sqrt(1-sum)
	return math.Pi / s.InMedium() * math.Abs(s.Z) * sum * sum / (q * q)
}

// FraunhoferError is the phase, rad, that the far field leaves out at the corner of
// the input: pi r^2/(lambda z).
func (s Space) FraunhoferError() float64 {
	r2 := 0.0
	for _, a := range s.axes() {
		half := float64(a.n) * a.d / 2
		r2 += half * half
	}
	return math.Pi * r2 / (s.InMedium() * math.Abs(s.Z))
}

// short formats x with three significant digits.
func short(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }
