package twin

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rng"
)

// Sample is what was shown on a bench and what was seen of it.
type Sample struct {
	Amplitude, Phase []float32 // as the levels mean them, phases from 0 to 2 pi, [Ny][Nx]
	Seen             []float32 // the field, [Ny][Nx] complex, or the intensity, [Ny][Nx]
}

// field tells which of both was seen.
func (s *Sample) field() bool { return len(s.Seen) == 2*len(s.Phase) }

// Check says whether the sample is of a plane.
func (s *Sample) Check(g optics.Grid) error {
	if n := g.Len(); len(s.Amplitude) != n || len(s.Phase) != n || len(s.Seen) != n && len(s.Seen) != 2*n {
		return errs.New("twin: a sample of ", len(s.Amplitude), ", ", len(s.Phase), " and ", len(s.Seen), " numbers is not of a plane of ", g.String())
	}
	return nil
}

// shown is what the sample's levels mean.
func (s *Sample) shown() shown {
	out := shown{make([]float64, len(s.Amplitude)), make([]float64, len(s.Phase))}
	for i := range out.phase {
		out.amplitude[i], out.phase[i] = float64(s.Amplitude[i]), float64(s.Phase[i])
	}
	return out
}

// Pattern is a random one: amplitudes from 0 to 1 and phases, rad, each of waves of 4 to 24 pixels, so that it has detail of all sizes that
// come to a camera.
func Pattern(g optics.Grid, number int) (amplitude, phase []float64) {
	const count = 8
	draws := make([]float32, 6*count)
	rng.Stream{Seed: 3, Stream: rng.Probe}.Uniform(uint32(number), draws)
	wave := func(draws []float32) []float64 {
		v := make([]float64, g.Len())
		for k := range count {
			s, c := math.Sincos(2 * math.Pi * float64(draws[3*k]))
			period := 4 * math.Pow(6, float64(draws[3*k+1]))
			for i := range v {
				v[i] += math.Cos(2*math.Pi*((float64(i%g.Nx)*c+float64(i/g.Nx)*s)/period+float64(draws[3*k+2]))) * math.Sqrt(2.0/count)
			}
		}
		return v
	}
	amplitude, phase = wave(draws[:3*count]), wave(draws[3*count:])
	for i := range amplitude {
		amplitude[i] = math.Max(0, math.Min(0.6+0.3*amplitude[i], 1))
		phase[i] = math.Pi + 1.2*phase[i]
	}
	return amplitude, phase
}

// Capture shows pattern number such a one, and sees the field if the bench can tell it, and else the intensity: of that no pixel may be
// saturated, which is up to who sets the exposure (rig.Bench.Saturated).
func Capture(ctx context.Context, b *rig.Bench, number int) (*Sample, error) {
	amplitude, phase := -1, -1
	for i, m := range b.Mounts {
		switch m.SLM.Info().Kind {
		case rig.Amplitude:
			amplitude = i
		case rig.Phase:
			phase = i
		}
	}
	if len(b.Mounts) != 2 || amplitude < 0 || phase < 0 {
		return nil, errs.New("twin: want a bench of an amplitude panel and a phase panel")
	}
	g := b.Design.Plane
	as, ps := b.Mounts[amplitude].Curve.States, b.Mounts[phase].Curve.States
	levels := rig.LevelsOf(b.Mounts[phase].Curve)
	near := amplitudes(b.Mounts[amplitude].Curve)
	a, phi := Pattern(g, number)
	load := plant.Load{make([]uint16, g.Len()), make([]uint16, g.Len())}
	s := &Sample{Amplitude: make([]float32, g.Len()), Phase: make([]float32, g.Len())}
	for i := range a {
		k := near[int(math.Round(a[i]*float64(len(near)-1)))]
		q := levels.Nearest(phi[i] - as[k].Phase)
		load[amplitude][i], load[phase][i] = k, q
		turn := math.Mod(as[k].Phase+ps[q].Phase, 2*math.Pi)
		if turn < 0 {
			turn += 2 * math.Pi
		}
		s.Amplitude[i], s.Phase[i] = float32(as[k].Amplitude*ps[q].Amplitude), float32(turn)
	}
	measure := b.Field
	if b.Reference.Camera == nil {
		measure = b.Intensity
	}
	all, err := measure(ctx, []plant.Load{load})
	if err != nil {
		return nil, err
	}
	s.Seen = all[0]
	return s, nil
}

// amplitudes are the levels nearest to equal steps from 0 to 1 of a panel's brightest.
func amplitudes(c modulator.Curve) []uint16 {
	near, most := make([]uint16, 1<<10), 0.0
	for _, s := range c.States {
		most = math.Max(most, s.Amplitude)
	}
	for i := range near {
		want, least := most*float64(i)/float64(len(near)-1), math.Inf(1)
		for k, s := range c.States {
			if d := math.Abs(s.Amplitude - want); d < least {
				near[i], least = uint16(k), d
			}
		}
	}
	return near
}
