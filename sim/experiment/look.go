package experiment

import (
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// Depths is how many slices of light a frame shows in each gap.
const Depths = 24

// Look runs one image, [height][width] grey values 0..255, through the network
// and returns what there is to see. label is -1 when the true class is not known.
func (s *Session) Look(image []byte, label int) (*Frame, error) {
	s.view.Set(0, image, label)
	if err := s.view.Run(1); err != nil {
		return nil, err
	}
	c, layers := &s.Config, s.Config.Layers
	f := &Frame{N: c.Samples, Pitch: float32(c.Pitch), Wavelength: float32(c.Wavelength), Distance: float32(c.Distance),
		Steps: Depths, Label: label}
	for _, r := range s.Net.Detector.Regions {
		f.Regions = append(f.Regions, Rect(r))
	}
	if err := s.lookMasks(f); err != nil {
		return nil, err
	}
	behind := make([][]float32, layers+2)
	for i := range behind {
		u, err := s.view.Field(i)
		if err != nil {
			return nil, err
		}
		// Undo the gains, so that the picture shows the light of a real bench.
		scale := float32(1 / math.Sqrt(s.gain(min(i, layers))))
		for k := range u {
			u[k] *= scale
		}
		behind[i] = u
	}
	source := 0.0
	for i, u := range behind {
		intensity := make([]float32, c.Samples*c.Samples)
		power, peak := 0.0, float32(0)
		for k := range intensity {
			v := u[2*k]*u[2*k] + u[2*k+1]*u[2*k+1]
			if c.Mask == "amplitude" && i > 0 && i <= layers {
				// The light that arrives is the light behind over the transmission.
				a := float32(math.Max(float64(f.Amplitude[i-1][k]), 1)) / 255
				v /= a * a
			}
			intensity[k] = v
			power += float64(v)
			peak = max(peak, v)
		}
		if i == 0 {
			source = power
		}
		f.Planes = append(f.Planes, display(intensity, peak))
		f.Peak = append(f.Peak, peak)
		f.Power = append(f.Power, float32(power/math.Max(source, 1e-30)))
	}
	if err := s.lookGaps(f, behind); err != nil {
		return nil, err
	}
	logits, err := s.view.Logits(1)
	if err != nil {
		return nil, err
	}
	f.Scores = kernels.Softmax(logits)
	f.Predicted = kernels.ArgMax(logits)
	f.Readings, err = s.view.Readings(1)
	return f, err
}

func (s *Session) lookMasks(f *Frame) error {
	b, err := s.MaskBytes()
	if err != nil {
		return err
	}
	n := s.Config.Samples * s.Config.Samples
	for l := range s.Config.Layers {
		m := b[l*n : (l+1)*n : (l+1)*n]
		if s.Config.Mask == "amplitude" {
			f.Amplitude = append(f.Amplitude, m)
			m = make([]byte, n)
		}
		f.Masks = append(f.Masks, m)
	}
	return nil
}

// lookGaps fills the x-z slices between the planes.
func (s *Session) lookGaps(f *Frame, behind [][]float32) error {
	c := &s.Config
	if s.slicer == nil {
		var err error
		if s.slicer, err = optics.NewSlicer(c.Grid(), c.Wavelength, c.Distance, c.Window(), Depths); err != nil {
			return err
		}
	}
	slices := make([][]float32, c.Layers+1)
	var peak float32
	for g := range slices {
		slices[g] = make([]float32, Depths*c.Samples)
		s.slicer.Slice(behind[g], slices[g])
		for _, v := range slices[g] {
			peak = max(peak, v)
		}
	}
	f.RibbonPeak = peak
	for _, v := range slices {
		f.Ribbon = append(f.Ribbon, display(v, peak))
	}
	return nil
}

// display is 255 sqrt(v/peak), rounded.
func display(v []float32, peak float32) []byte {
	b := make([]byte, len(v))
	if peak <= 0 {
		return b
	}
	for i, x := range v {
		b[i] = byte(255*math.Sqrt(float64(x/peak)) + 0.5)
	}
	return b
}
