package optics

import (
	"math"

	"talbot/sim/errs"
)

// Exact plans a propagation onto the samples of the input by one of two methods that are
// not paraxial: the angular spectrum or the scalable one. It knows no other method, so that a
// page that needs no other need not load them. Beyond the limit of the scalable one,
// and where Auto would have to limit the band, it is an error.
func (s Space) Exact() (*Plan, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	p := &Plan{}
	nearest, near, far := math.Inf(1), false, false
	for _, a := range s.axes() {
		z := a.critical(a.n)
		nearest = math.Min(nearest, z)
		near, far = near || a.z <= 2*z, far || a.z > 2*z
	}
	d, twice, limit := Length(math.Abs(s.Z)), Length(2*nearest), s.scalableLimit()
	var err error
	switch {
	case !far:
		p.Method = Spectrum
		p.Reason = "angular spectrum: " + d + " is within 2 N dx²/λ = " + twice + ", twice the critical distance, up to which a window of 2 N samples can sample it"
		p.Recipe, err = s.AngularSpectrum(s.window(0, 0))
	case !near && math.Abs(s.Z) <= limit:
		p.Method = Scalable
		p.Reason = "scalable angular spectrum: " + d + " is beyond 2 N dx²/λ = " + twice + ", twice the critical distance, and within its limit of " + Length(limit)
		p.Recipe, err = s.ScalableSpectrum(At(s.In))
	default:
		err = errs.New("optics: ", d, " is too far for samples of ", s.In.Spacing(), ": ask for less, or for a wider spacing")
	}
	return p, err
}
