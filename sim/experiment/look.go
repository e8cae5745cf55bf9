package experiment

import (
	"math"
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/modulator"
	"talbot/sim/optics"
)

// Depths is how many slices of light a frame shows in each gap.
const Depths = 24

// Look runs one image, [height][width] grey values 0..255, through the network, or all
// of several, and returns what there is to see of it or of number s.Network. label is -1 when the true class is not known.
func (s *Session) Look(image []byte, label int) (*Frame, error) {
	s.view.Set(0, image, label)
	if err := s.view.Run(1); err != nil {
		return nil, err
	}
	c, layers := &s.Config, s.Config.Layers
	f := &Frame{N: c.Samples, Pitch: float32(c.Pitch), Wavelength: float32(c.Wavelength), Distance: float32(c.Distance),
		Steps: Depths, Label: label, Network: s.Network, Networks: c.Networks}
	detector := &s.Net.Branches[s.Network].Detector
	for _, r := range detector.Regions {
		f.Regions = append(f.Regions, Rect(r))
	}
	if err := s.lookMasks(f); err != nil {
		return nil, err
	}
	behind, arriving := make([][]float32, layers+2), make([][]float32, layers+2)
	for i := range behind {
		u, err := s.view.Field(s.Network, i)
		if err != nil {
			return nil, err
		}
		if arriving[i] = u; s.devices != nil {
			if u, err = s.passDevice(i, u); err != nil {
				return nil, err
			}
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
			if s.devices != nil && i > 0 && i <= layers {
				// Of devices the view has the light that arrives.
				a := arriving[i]
				v = (a[2*k]*a[2*k] + a[2*k+1]*a[2*k+1]) / float32(s.gain(i-1))
			} else if c.Mask == "amplitude" && i > 0 && i <= layers {
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
	if f.Readings, err = s.view.Readings(1); err != nil {
		return nil, err
	}
	f.Scores, f.Predicted = answer(image, f.Readings, logits)
	f.Readings = f.Readings[detector.First:][:len(f.Regions)]
	return f, nil
}

// answer is what a network makes of its readings of a picture: the softmax of the logits,
// and the class with the highest. Where there is nothing to answer, the picture being blank,
// the detector dark or a number not finite, the scores are 0 and the class is -1; it is -1
// too when two classes have the highest score.
func answer(image []byte, readings, logits []float32) (scores []float32, class int) {
	nothing := make([]float32, len(logits))
	if !slices.ContainsFunc(image, func(v byte) bool { return v > 0 }) ||
		!slices.ContainsFunc(readings, func(v float32) bool { return v > 0 }) {
		return nothing, -1
	}
	scores = kernels.Softmax(logits)
	class = kernels.ArgMax(logits)
	for k, v := range scores {
		if v-v != 0 { // NaN or infinite
			return nothing, -1
		}
		if k != class && v == scores[class] && logits[k] == logits[class] {
			return scores, -1
		}
	}
	return scores, class
}

// passDevice is the field behind the mask in plane i, of the field that arrives: u
// itself where there is no mask.
func (s *Session) passDevice(i int, u []float32) ([]float32, error) {
	devices := s.shownDevices()
	if i < 1 || i > len(devices) {
		return u, nil
	}
	t, err := devices[i-1].Transmission()
	for k := 0; k+1 < len(t); k += 2 {
		re, im := u[k], u[k+1]
		t[k], t[k+1] = float32(re*t[k])-float32(im*t[k+1]), float32(re*t[k+1])+float32(im*t[k])
	}
	return t, err
}

func (s *Session) lookMasks(f *Frame) error {
	if s.devices != nil {
		return s.lookDevices(f)
	}
	b, err := s.MaskBytes()
	if err != nil {
		return err
	}
	n, first := s.Config.Samples*s.Config.Samples, s.Network*s.Config.Layers
	for l := first; l < first+s.Config.Layers; l++ {
		m := b[l*n : (l+1)*n : (l+1)*n]
		if s.Config.Mask == "amplitude" {
			f.Amplitude = append(f.Amplitude, m)
			m = make([]byte, n)
		}
		f.Masks = append(f.Masks, m)
	}
	return nil
}

// shownDevices are the devices of the network that is shown.
func (s *Session) shownDevices() []modulator.Device {
	first := s.Network * s.Config.Layers
	return s.devices[first : first+s.Config.Layers]
}

// lookDevices fills in what the masks do to the light: their last transmissions.
func (s *Session) lookDevices(f *Frame) error {
	for _, d := range s.shownDevices() {
		t, err := d.Transmission()
		if err != nil {
			return err
		}
		phase, amplitude := make([]byte, len(t)/2), make([]byte, len(t)/2)
		for i := range phase {
			re, im := float64(t[2*i])/s.Config.Gain, float64(t[2*i+1])/s.Config.Gain
			phase[i] = phaseByte(math.Atan2(im, re))
			amplitude[i] = byte(255*math.Min(1, math.Sqrt(re*re+im*im)) + 0.5)
		}
		f.Masks, f.Amplitude = append(f.Masks, phase), append(f.Amplitude, amplitude)
	}
	return nil
}

// lookGaps fills the x-z slices between the planes.
func (s *Session) lookGaps(f *Frame, behind [][]float32) error {
	c := &s.Config
	if s.slicer == nil {
		e := s.Net.Encoder
		if err := c.Fits(s.Device, e.Width*e.Height, true); err != nil {
			return err
		}
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
