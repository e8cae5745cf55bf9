package diffractive

import (
	"math"
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/frame"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
)

// Look runs one image, [height][width] grey values 0..255, through the network, or all
// of several, and returns what there is to see of it or of number s.Network: the source,
// the masks and the detector. label is -1 when the true class is not known.
func (s *Session) Look(image []byte, label int) (*frame.Frame, error) {
	s.view.Set(0, image, label)
	if err := s.view.Run(1); err != nil {
		return nil, err
	}
	c := &s.Config
	names := make([]string, c.Layers+2)
	for i := range names {
		names[i] = network.PlaneName(s.Network, i)
	}
	masks, err := s.view.Fetch(1, names, s.Net.Vars())
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Wavelength: float32(c.Wavelength), Label: label, Network: s.Network, Networks: c.Networks, Planes: s.planes()}
	if err := s.lookMasks(f.Planes[1:c.Layers+1], masks); err != nil {
		return nil, err
	}
	behind, err := s.lookPlanes(f.Planes)
	if err != nil {
		return nil, err
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
	f.Readings = f.Readings[s.Net.Branches[s.Network].Detector.First:][:len(f.Last().Regions)]
	return f, nil
}

// planes are the planes of the network that is shown, still dark.
func (s *Session) planes() []frame.Plane {
	c := &s.Config
	planes := make([]frame.Plane, c.Layers+2)
	for i := range planes {
		g := c.PlaneAt(i)
		planes[i] = frame.Plane{Kind: frame.Mask, Nx: g.Nx, Ny: g.Ny, Pitch: float32(g.Dx), Z: float32(c.Place(i))}
		if i > 0 && i <= c.Layers {
			planes[i].Name = c.MaskNumber(s.Network*c.Layers + i - 1)
		}
	}
	last := &planes[c.Layers+1]
	planes[0].Kind, planes[0].Name, last.Kind, last.Name = frame.Source, "source", frame.Detector, "detector"
	each, _ := c.rows()
	detector := &s.Net.Branches[s.Network].Detector
	for i, r := range detector.Regions {
		k := detector.First + i
		last.Regions = append(last.Regions, frame.Region{X0: r.X0, Y0: r.Y0, X1: r.X1, Y1: r.Y1, Class: k / each, Against: k%each > 0})
	}
	return planes
}

// lookPlanes fills in the light that arrives at the planes, and returns the fields behind
// them.
func (s *Session) lookPlanes(planes []frame.Plane) (behind [][]float32, err error) {
	c, layers := &s.Config, s.Config.Layers
	source := 0.0
	for i := range planes {
		p := &planes[i]
		u, err := s.view.Field(s.Network, i)
		if err != nil {
			return nil, err
		}
		arriving := u
		if s.displays != nil {
			if u, err = s.passDisplay(i, u); err != nil {
				return nil, err
			}
		}
		// Undo the gains, so that the picture shows the light of a real bench.
		scale := float32(1 / math.Sqrt(s.gain(min(i, layers))))
		mask := i > 0 && i <= layers
		intensity := make([]float32, p.Nx*p.Ny)
		power, area := 0.0, float64(p.Pitch/planes[0].Pitch)*float64(p.Pitch/planes[0].Pitch)
		for k := range intensity {
			re, im := u[2*k]*scale, u[2*k+1]*scale
			v := re*re + im*im
			if s.displays != nil && mask {
				// Of displays the view has the light that arrives.
				re, im := arriving[2*k], arriving[2*k+1]
				v = (re*re + im*im) / float32(s.gain(i-1))
			} else if c.Mask == "amplitude" && mask {
				// The light that arrives is the light behind over the transmission.
				a := float32(math.Max(float64(p.Amplitude[k]), 1)) / 255
				v /= a * a
			}
			intensity[k] = v
			power += float64(v) * area
			p.Peak = max(p.Peak, v)
		}
		for k := range u {
			u[k] *= scale
		}
		if i == 0 {
			source = power
		}
		p.Intensity = frame.Bytes(intensity, p.Peak)
		p.Power = float32(power / math.Max(source, 1e-30))
		behind = append(behind, u)
	}
	return behind, nil
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

// passDisplay is the field behind the mask in plane i, of the field that arrives: u
// itself where there is no mask.
func (s *Session) passDisplay(i int, u []float32) ([]float32, error) {
	displays := s.shownDisplays()
	if i < 1 || i > len(displays) {
		return u, nil
	}
	t, err := displays[i-1].Transmission()
	for k := 0; k+1 < len(t); k += 2 {
		re, im := u[k], u[k+1]
		t[k], t[k+1] = float32(re*t[k])-float32(im*t[k+1]), float32(re*t[k+1])+float32(im*t[k])
	}
	return t, err
}

// lookMasks fills in what the masks of these values do to the light.
func (s *Session) lookMasks(planes []frame.Plane, values [][]float32) error {
	if s.displays != nil {
		return s.lookDisplays(planes)
	}
	b := s.maskBytes(values)
	n, first := s.Config.Grid().Len(), s.Network*s.Config.Layers
	for l := range planes {
		m := b[(first+l)*n : (first+l+1)*n : (first+l+1)*n]
		if s.Config.Mask == "amplitude" {
			planes[l].Amplitude = m
		} else {
			planes[l].Phase = m
		}
	}
	return nil
}

// shownDisplays are the displays of the network that is shown.
func (s *Session) shownDisplays() []modulator.Display {
	first := s.Network * s.Config.Layers
	return s.displays[first : first+s.Config.Layers]
}

// lookDisplays fills in what the masks do to the light: their last transmissions.
func (s *Session) lookDisplays(planes []frame.Plane) error {
	for l, d := range s.shownDisplays() {
		t, err := d.Transmission()
		if err != nil {
			return err
		}
		phase, amplitude := make([]byte, len(t)/2), make([]byte, len(t)/2)
		for i := range phase {
			re, im := float64(t[2*i])/s.Config.Gain, float64(t[2*i+1])/s.Config.Gain
			phase[i] = frame.PhaseByte(math.Atan2(im, re))
			amplitude[i] = byte(255*math.Min(1, math.Sqrt(re*re+im*im)) + 0.5)
		}
		planes[l].Phase, planes[l].Amplitude = phase, amplitude
	}
	return nil
}

// lookGaps fills the x-z slices between the planes.
func (s *Session) lookGaps(f *frame.Frame, behind [][]float32) error {
	c := &s.Config
	if s.slicers == nil {
		e := s.Net.Encoder
		if err := c.Fits(s.Device, e.Width*e.Height, true); err != nil {
			return err
		}
		hops := c.hops()
		s.slicers = make([]*optics.Slicer, len(hops))
		for g, h := range hops {
			if k := slices.Index(hops[:g], h); k >= 0 {
				s.slicers[g] = s.slicers[k]
				continue
			}
			var err error
			if s.slicers[g], err = optics.NewSlicer(c.evenly(h).Grid(), c.Wavelength, h.z, c.Window(), frame.Depths); err != nil {
				s.slicers = nil
				return err
			}
		}
	}
	slices := make([][]float32, c.Layers+1)
	var peak float32
	for g, h := range c.hops() {
		wide := c.evenly(h).Grid()
		slices[g] = make([]float32, frame.Depths*wide.Nx)
		s.slicers[g].Slice(inMiddle(behind[g], h.from, wide), slices[g])
		for _, v := range slices[g] {
			peak = max(peak, v)
		}
	}
	f.RibbonPeak = peak
	for g, v := range slices {
		nx := len(v) / frame.Depths
		f.Ribbons = append(f.Ribbons, frame.Ribbon{Plane: g, Steps: frame.Depths, Nx: nx, Pitch: f.Planes[g].Pitch, Values: frame.Bytes(v, peak)})
	}
	return nil
}

// inMiddle is the field u of a plane, [Ny][Nx] pairs, in the middle of a larger one.
func inMiddle(u []float32, g, wide optics.Grid) []float32 {
	if wide.Nx == g.Nx && wide.Ny == g.Ny {
		return u
	}
	v := make([]float32, 2*wide.Len())
	x, y := wide.Nx/2-g.Nx/2, wide.Ny/2-g.Ny/2
	for j := range g.Ny {
		copy(v[2*((y+j)*wide.Nx+x):], u[2*j*g.Nx:2*(j+1)*g.Nx])
	}
	return v
}
