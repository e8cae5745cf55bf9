package validate

import (
	"math"

	"talbot/sim/optics"
	"talbot/sim/optics/exact"
	"talbot/sim/rng"
)

// MaskRow is one propagator of light that fills the band of its samples.
type MaskRow struct {
	Method string  `json:"method"`
	Times  float64 `json:"critical_distances"`
	Error  float64 `json:"error"` // relative distance from the Rayleigh-Sommerfeld sum over the samples
	Bound  float64 `json:"bound"` // of the impulse response, which is that sum; 0 for others: an edge of the band has no estimate
}

// MaskTimes are the distances of Masks, in critical distances N dx^2/lambda of the longer
// axis: from 2 on the samples resolve the integral.
var MaskTimes = []float64{2, 3, 6, 20, 100, 1000}

// Masks propagates a random phase mask, 48 x 40 samples of 8 um at 633 nm, on e: unlike
// the smooth aperture of the sweep it has as much light at the edge of its band as
// anywhere. The angular spectrum, in a window that holds its light, ends at 6.
func Masks(e Engine) ([]MaskRow, error) {
	g := optics.Grid{Nx: 48, Ny: 40, Dx: 8e-6, Dy: 8e-6}
	phase := make([]float32, g.Len())
	rng.Stream{Seed: 1896}.Uniform(0, phase)
	u := make([]complex128, g.Len())
	for i := range u {
		sin, cos := math.Sincos(2 * math.Pi * float64(phase[i]))
		u[i] = complex(cos, sin)
	}
	out := optics.At(g)
	methods := []struct {
		name string
		most float64
		make func(s optics.Space) (*optics.Recipe, error)
	}{
		{"angular spectrum", 6, func(s optics.Space) (*optics.Recipe, error) { return s.AngularSpectrum(s.HoldingWindow(out, 1)) }},
		{"Rayleigh-Sommerfeld impulse response", 1e9, func(s optics.Space) (*optics.Recipe, error) { return s.ImpulseResponse(optics.Window{}, out) }},
		{"scalable angular spectrum", 1e9, func(s optics.Space) (*optics.Recipe, error) { return s.ScalableSpectrum(out) }},
		{"Fresnel by chirp-z", 1e9, func(s optics.Space) (*optics.Recipe, error) { return s.FresnelChirp(out) }},
	}
	var rows []MaskRow
	for _, times := range MaskTimes {
		s := optics.Space{In: g, Wavelength: 633e-9, Z: times * float64(g.Nx) * g.Dx * g.Dx / 633e-9}
		want, err := exact.RayleighSommerfeld(s, u, out)
		if err != nil {
			return nil, err
		}
		for _, m := range methods {
			if times > m.most {
				continue
			}
			r, err := m.make(s)
			if err != nil {
				return nil, err
			}
			v, err := e.Apply(r, u)
			if err != nil {
				return nil, err
			}
			row := MaskRow{Method: m.name, Times: times, Error: distance(v, want)}
			if m.name == methods[1].name {
				row.Bound = rounding(e.Eps, 1, 96) + turned(2*math.Pi*times*float64(g.Nx))
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}
