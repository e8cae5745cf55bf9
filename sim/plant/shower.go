package plant

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/modulator"
)

// shower shows complex fields on a plant by the levels of an amplitude panel and of a phase panel behind it.
type shower struct {
	plant            FieldPlant
	n                int
	amplitude, phase int // which panels
	brightest        float64
	darkest          float64  // amplitude of the darkest level
	amplitudes       []uint16 // the level nearest to each of as many equal steps of amplitude, up to the brightest
	phases           []uint16 // and of phase over a turn
	fringed          bool     // phases run into each other, over leastFringe or more

	rest complex128 // the zero order that fields have been compensated for: see kernels.Showing
}

// leastFringe is how far phases must run into each other for it to matter, pixels: a mild panel's.
const leastFringe = 0.1

// steps is how many values of amplitude and phase are told apart before they are rounded to levels: far
// more than panels have.
const steps = 1 << 12

func newShower(p FieldPlant) (*shower, error) {
	s := &shower{plant: p, n: p.Camera().Len(), amplitude: -1, phase: -1}
	panels := p.Panels()
	for i, q := range panels {
		if q.Grid.Len() != s.n {
			return nil, errs.New("plant: panel ", q.Name, " has ", q.Grid.String(), ", and the camera ", p.Camera().String(), ": fields cannot be shown again")
		}
		least, most, turn := math.Inf(1), 0.0, 0.0
		for _, st := range q.Curve.States {
			least, most = math.Min(least, st.Amplitude), math.Max(most, st.Amplitude)
			turn = math.Max(turn, math.Abs(st.Phase-q.Curve.States[0].Phase))
		}
		switch dark := least < most/2; {
		case dark && s.amplitude < 0:
			s.amplitude, s.brightest, s.darkest = i, most, least
		case !dark && turn > math.Pi && s.phase < 0:
			s.phase = i
		}
	}
	if len(panels) != 2 || s.amplitude < 0 || s.phase < 0 {
		return nil, errs.New("plant: fields want a panel that changes the amplitude and one that changes the phase by most of a turn; this plant has ", len(panels), " panels")
	}
	if f, ok := p.(Fringed); ok {
		length, _ := f.Fringing()
		s.fringed = length >= leastFringe
	}
	s.amplitudes, s.phases = make([]uint16, steps+1), make([]uint16, steps)
	for k := range s.amplitudes {
		a := s.brightest * float64(k) / steps
		s.amplitudes[k] = nearest(panels[s.amplitude].Curve, func(st modulator.State) float64 { return math.Abs(st.Amplitude - a) })
	}
	for k := range s.phases {
		phi := 2 * math.Pi * float64(k) / steps
		s.phases[k] = nearest(panels[s.phase].Curve, func(st modulator.State) float64 { return math.Abs(math.Remainder(st.Phase-phi, 2*math.Pi)) })
	}
	return s, nil
}

func nearest(c modulator.Curve, far func(modulator.State) float64) uint16 {
	best, least := 0, math.Inf(1)
	for i, st := range c.States {
		if d := far(st); d < least {
			best, least = i, d
		}
	}
	return uint16(best)
}

// fields shows fields, each as large as the panel can and overdriven by a factor, and measures what comes of
// them, times the factor that was taken off. What a pixel's levels miss goes to the pixels to its right and below,
// as in a halftone (Floyd and Steinberg, Proceedings of the Society for Information Display 17, 75 (1976)): so the error of
// rounding has only fine detail, which diffraction spreads thin.
func (s *shower) fields(ctx context.Context, u [][]complex128, over float64, part Part) (measured [][]complex128, err error) {
	loads, sizes := make([]Load, len(u)), make([]float64, len(u))
	for i, field := range u {
		sizes[i] = s.size(field, over)
		loads[i] = s.load(field, sizes[i])
	}
	measure := s.plant.Field
	switch p, ok := s.plant.(Separating); {
	case ok && part == Modulated:
		measure = p.Modulated
	case part == Magnitude:
		measure = s.magnitude
	}
	fields, err := measure(ctx, loads)
	if err != nil {
		return nil, err
	}
	measured = make([][]complex128, len(u))
	for i, f := range fields {
		measured[i] = make([]complex128, s.n)
		for p := range measured[i] {
			measured[i][p] = complex(sizes[i]*float64(f[2*p]), sizes[i]*float64(f[2*p+1]))
		}
	}
	return measured, nil
}

// size is how large a field is shown as 1.
func (s *shower) size(field []complex128, over float64) float64 {
	most := 0.0
	for _, v := range field {
		most = math.Max(most, cmplx.Abs(v))
	}
	if most == 0 || math.IsNaN(most) || math.IsInf(most, 0) {
		most = 1
	}
	return most / (over * s.brightest)
}

// magnitude is the root of the light of each load, as a field.
func (s *shower) magnitude(ctx context.Context, loads []Load) ([][]float32, error) {
	all, err := s.plant.Intensity(ctx, loads)
	for k, light := range all {
		u := make([]float32, 2*len(light))
		for i, v := range light {
			u[2*i] = float32(math.Sqrt(float64(v)))
		}
		all[k] = u
	}
	return all, err
}

// load are the levels for a field of which size is shown as 1.
func (s *shower) load(field []complex128, size float64) Load {
	panels, nx := s.plant.Panels(), s.plant.Camera().Nx
	amplitudes, phases := panels[s.amplitude].Curve.States, panels[s.phase].Curve.States
	l := Load{make([]uint16, s.n), make([]uint16, s.n)}
	missed := make([]complex128, s.n+nx+2) // one pixel more on each side of the rows
	for p, v := range field {
		v = v/complex(size, 0) + missed[p]
		a := cmplx.Abs(v)
		if s.rest != 0 {
			turned := amplitudes[s.amplitudes[int(math.Round(min(a, s.brightest)/s.brightest*steps))]].Phase
			v += s.rest * (complex(a, 0) - cmplx.Rect(max(a, s.darkest), turned))
			a = cmplx.Abs(v)
		}
		if a > s.brightest {
			v *= complex(s.brightest/a, 0)
			a = s.brightest
		}
		level := s.amplitudes[int(math.Round(a/s.brightest*steps))]
		st := amplitudes[level]
		turn := (cmplx.Phase(v) - st.Phase) / (2 * math.Pi) // what the amplitude panel turns is taken off
		dark := s.fringed && a < s.darkest
		if dark {
			aside := math.Acos(a/s.darkest) / (2 * math.Pi)
			if p/nx%2 == 1 {
				aside = -aside
			}
			turn += aside
		}
		turn -= math.Floor(turn)
		l[s.amplitude][p], l[s.phase][p] = level, s.phases[int(math.Round(turn*steps))%steps]
		if dark {
			continue
		}
		q := phases[l[s.phase][p]]
		e := (v - cmplx.Rect(st.Amplitude*q.Amplitude, st.Phase+q.Phase)) / 16
		if x := p % nx; x+1 < nx {
			missed[p+1] += 7 * e
			missed[p+nx+1] += e
		}
		if p%nx > 0 {
			missed[p+nx-1] += 3 * e
		}
		missed[p+nx] += 5 * e
	}
	return l
}
