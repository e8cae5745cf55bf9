package optics

import (
	"math"

	"talbot/sim/errs"
)

// Exact plans a propagation onto the samples of the input by what Auto takes for
// them: the angular spectrum or the scalable one. It knows no other method, so that a
// page that needs no other need not load them. Beyond the limit of the scalable one,
// and where Auto would have to limit the band, it is an error.
func (s Space) Exact() (*Plan, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	p := &Plan{}
	var err error
	switch p.Method, p.Reason = s.choose(Choice{}); p.Method {
	case Spectrum:
		p.Recipe, err = s.AngularSpectrum(s.window(Choice{}, 0, 0))
	case Scalable:
		p.Recipe, err = s.ScalableSpectrum(At(s.In))
	default:
		err = errs.New("optics: ", Length(math.Abs(s.Z)), " is too far for samples of ", s.In.Spacing(), ": ask for less, or for a wider spacing")
	}
	return p, err
}
