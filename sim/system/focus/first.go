package focus

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/optics"
)

// first are the phases before training, [Ny][Nx] rad: of the lens that images the object with nothing in the way, none, or those of the lens
// with what the scatterer does taken off, as far as one mask can.
func (s *Scene) first() ([]float32, error) {
	g := s.whole.Camera()
	v := make([]float32, g.Len())
	if s.Start == "flat" {
		return v, nil
	}
	for i := range v {
		x, y := g.X(i%g.Nx), g.Y(i/g.Nx)
		turn := (x*x + y*y) / (Wavelength * Distance) // 1/f = 2/distance
		v[i] = float32(2 * math.Pi * (math.Ceil(turn) - turn))
	}
	if s.Start != "conjugate" {
		return v, nil
	}
	more, err := s.undoing()
	for i, p := range more {
		v[i] = float32(math.Mod(float64(v[i])+p+2*math.Pi, 2*math.Pi))
	}
	return v, err
}

// undoing is the phase of the mask, rad, that gives the light of all squares that of light with nothing in the way, in the mean:
//
//	phi = arg sum_k e_k conj(u_k)
//
// u_k being the field of square k as it is measured in front of the mask, and e_k as it would be there by the angular spectrum. It is digital
// optical phase conjugation (Cui and Yang, Opt. Express 18, 3444 (2010)) of what is known to be there. A phase that all fields have, such as that of
// the reference beam, changes nothing. What a scatterer does that is not at the mask is another phase for each square, of which this is the mean.
func (s *Scene) undoing() ([]float64, error) {
	g := s.whole.Camera()
	way, err := optics.Space{In: g, Wavelength: Wavelength, Z: Distance}.AngularSpectrum(optics.Window{PadX: g.Nx / 2, PadY: g.Ny / 2, BandLimit: true})
	if err != nil {
		return nil, err
	}
	sum, v := make([]complex128, g.Len()), make([]float32, g.Len())
	for k := range s.objects.Len() {
		u, err := s.before(context.Background(), k)
		if err != nil {
			return nil, err
		}
		s.objects.draw(k, v)
		f := optics.Profile(func(x, y float64) complex128 { return 1 }).Field(g, Wavelength)
		for i, a := range v {
			f.U[2*i], f.U[2*i+1] = a, 0
		}
		if f, err = way.Propagate(s.dev, f); err != nil {
			return nil, err
		}
		for i, m := range u {
			sum[i] += complex(float64(f.U[2*i]), float64(f.U[2*i+1])) * cmplx.Conj(m)
		}
	}
	phases := make([]float64, g.Len())
	for i, x := range sum {
		phases[i] = cmplx.Phase(x)
	}
	return phases, nil
}
