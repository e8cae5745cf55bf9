package forward

import (
	"math"
	"sync"

	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/rng"
)

// counting is a camera that counts photons.
type counting struct {
	s     *Session
	mean  float64 // photons that a pixel counts of the light, the mean over the plane and over the first examples
	dark  float64 // counts in the dark of each pixel
	scale float64 // photons of an intensity of 1; 0 until the first examples
	seen  uint32  // examples before
}

// Count begins a test in the model of the bench, with a camera that counts single photons: mean of them a pixel, and as
// many as dark without light. What the detectors read is then counts. The light's power stays the same for all examples.
func (s *Session) Count(of data.Examples, mean, dark float64) (*Evaluation, error) {
	if !(mean > 0) || !(dark >= 0) {
		return nil, errs.New("forward: photons a pixel must be above 0 and dark counts 0 or more, not ", errs.Float(mean), " and ", errs.Float(dark))
	}
	e := s.Evaluate(of, false)
	c := &counting{s: s, mean: mean, dark: dark}
	e.after = c.after
	return e, nil
}

// after puts the roots of counts in the place of the light on the camera, of the first examples of a batch.
func (c *counting) after(examples int) func(mask int) error {
	s := c.s
	return func(mask int) error {
		if mask != s.Layers-1 {
			return nil // light of one mask is on its way to the next
		}
		n := s.Net.Nx * s.Net.Ny
		light := make([]float32, 2*n*examples)
		if err := s.dev.Read(s.Net.Light(), 0, light); err != nil {
			return err
		}
		if c.scale == 0 {
			sum := 0.0
			for _, v := range light {
				sum += float64(v) * float64(v)
			}
			if sum == 0 {
				return errs.New("forward: no light arrives at the camera")
			}
			c.scale = c.mean * float64(n*examples) / sum
		}
		var all sync.WaitGroup
		for i := range examples {
			all.Go(func() { c.count(c.seen+uint32(i), light[2*n*i:2*n*(i+1)]) })
		}
		all.Wait()
		c.seen += uint32(examples)
		return s.dev.Write(s.Net.Light(), 0, light)
	}
}

// count puts the roots of counts in the place of the field of the example of that number, [n] complex.
func (c *counting) count(example uint32, field []float32) {
	st := rng.Stream{Seed: uint64(c.s.Seed), Stream: rng.Electrons}
	u, z := make([]float32, len(field)/2), make([]float32, len(field)/2)
	st.Uniform(counted+2*example, u)
	st.Normal(counted+2*example+1, z)
	for p := range u {
		re, im := float64(field[2*p]), float64(field[2*p+1])
		count := kernels.Poisson(float32(c.scale*(re*re+im*im)+c.dark), u[p], z[p])
		field[2*p], field[2*p+1] = float32(math.Sqrt(float64(count))), 0
	}
}

// counted is the step of rng.Electrons of the first example, beyond the frames of benches.
const counted = 1 << 30
