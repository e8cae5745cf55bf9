package focus

import (
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// Camera of the frames that a Scene is watched by: the published one's quantum efficiency, read noise and well, and the energy of a
// photon of 532 nm, J.
const (
	efficiency   = 0.6399
	readNoise    = 2.47
	well         = 10500
	photonEnergy = 6.62607015e-34 * 299792458 / Wavelength
)

// Electrons is how many a pixel gets in a frame of light of intensity 1, that in front of the object.
func (c *Hidden) Electrons() float64 {
	return c.Power * c.Frame * efficiency / photonEnergy / float64(c.Samples*c.Samples)
}

// frame is what the camera counts of light in number'th frame: photons by chance, what reading adds, and no more than a well.
func (s *Scene) frame(light []float32, number uint32) []float32 {
	v, u, z := make([]float32, len(light)), make([]float32, len(light)), make([]float32, len(light))
	st := rng.Stream{Seed: uint64(s.Seed), Stream: rng.Electrons}
	st.Uniform(watched+3*number, u)
	st.Normal(watched+3*number+1, z)
	st.Normal(watched+3*number+2, v) // what reading adds
	e := s.Electrons()
	for p, i := range light {
		count := float64(kernels.Poisson(float32(e*float64(i)), u[p], z[p])) + readNoise*float64(v[p])
		v[p] = float32(math.Max(0, math.Min(well, math.Round(count))))
	}
	return v
}

// watched is the step of rng.Electrons of the first frame, beyond those of benches.
const watched = 1 << 30

// Picture is one frame beside what it should be.
type Picture struct {
	Object, Target []float32 // amplitudes; intensities on the camera
	Frame          []float32 // electrons
	SSIM           float64
}

// Two is a frame of two squares that stand still, the pair'th of all.
func (s *Scene) Two(pair int) (*Picture, error) {
	v := make([]float32, s.phase.Len())
	for _, k := range s.objects.pairs()[pair] {
		x, y := s.objects.middle(k)
		s.objects.add(v, x, y)
	}
	light, err := s.Seen(v)
	if err != nil {
		return nil, err
	}
	return s.picture(v, light, uint32(pair)), nil
}

// Pairs is how many there are.
func (s *Scene) Pairs() int { return len(s.objects.pairs()) }

// within is how many places of a moving object a frame adds up.
const within = 4

// Moving is a frame of a square that goes to the right through the middle, the number'th of a pass, beside where it is halfway
// through the frame.
func (s *Scene) Moving(number int) (*Picture, error) {
	v, light := make([]float32, s.phase.Len()), make([]float32, s.phase.Len())
	from := -s.reach() + float64(number)*s.Speed*s.Frame
	for k := range within {
		clear(v)
		s.objects.add(v, from+(float64(k)+0.5)/within*s.Speed*s.Frame, 0)
		one, err := s.Seen(v)
		if err != nil {
			return nil, err
		}
		for p, i := range one {
			light[p] += i / within
		}
	}
	clear(v)
	s.objects.add(v, from+s.Speed*s.Frame/2, 0)
	return s.picture(v, light, uint32(s.Pairs()+number)), nil
}

// reach is how far from the middle a pass begins and ends, m.
func (s *Scene) reach() float64 { return float64(s.Squares-1) / 2 * s.Side }

// Pass is how many frames a pass has: 1 of an object that stands still.
func (s *Scene) Pass() int {
	if s.Speed == 0 {
		return 1
	}
	return max(1, min(1000, int(2*s.reach()/(s.Speed*s.Frame))))
}

func (s *Scene) picture(object, light []float32, number uint32) *Picture {
	p := &Picture{Object: object, Target: append([]float32(nil), object...), Frame: s.frame(light, number)}
	s.objects.turn(p.Target)
	p.SSIM = likeness(p.Frame, p.Target, s.Samples, nil)
	return p
}
