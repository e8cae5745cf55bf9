package forward

import (
	"context"
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/frame"
)

// Look is the frame of a picture of a class, or -1: the light on the way from mask to mask as the bench measures it, and
// panels with what the bench has learned.
func (s *Session) Look(image []byte, class int) (f *frame.Frame, err error) {
	if len(image) > s.Net.Numbers {
		return nil, errs.New("forward: a picture has ", s.Net.Numbers, " pixels, not ", len(image))
	}
	ctx := context.Background()
	var twins []frame.Panel
	if err := s.peek(ctx, func() error {
		if f, err = s.look(ctx, image, class); err != nil {
			return err
		}
		twins, err = s.twins(ctx, f, class)
		return err
	}); err != nil {
		return nil, err
	}
	f.Panels = append(twins, s.panels()...)
	return f, nil
}

func (s *Session) look(ctx context.Context, image []byte, class int) (*frame.Frame, error) {
	k := s.Net
	picture := make([]byte, k.Numbers)
	copy(picture, image)
	one := &data.Set{Width: k.Numbers, Height: 1, Images: picture, Labels: []uint16{uint16(max(class, 0))}}
	if err := k.Put(one, []int32{0}); err != nil {
		return nil, err
	}
	f := &frame.Frame{Wavelength: float32(s.Wavelength), Label: class}
	g := s.Grid()
	u, phase := make([]float32, 2*g.Len()), make([]float32, g.Len())
	first := float32(0)
	add := func(p frame.Plane) {
		intensity := make([]float32, g.Len())
		for i := range intensity {
			intensity[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
			p.Peak, p.Power = max(p.Peak, intensity[i]), p.Power+intensity[i]
		}
		if first == 0 {
			first = max(p.Power, 1e-30)
		}
		p.Power /= first
		// The panel of the picture, which a relay images onto the first mask, is drawn as far before it as the others stand apart.
		p.Nx, p.Ny, p.Pitch, p.Z = g.Nx, g.Ny, float32(g.Dx), float32(s.Distance)*float32(len(f.Planes)-1)
		p.Intensity = frame.Bytes(intensity, p.Peak)
		f.Planes = append(f.Planes, p)
	}
	mask := func(l int) error {
		p := frame.Plane{Kind: frame.Mask, Name: itoa(l + 1), Phase: make([]byte, g.Len())}
		if err := s.dev.Read(k.Masks[l].Value, 0, phase); err != nil {
			return err
		}
		for i, v := range phase {
			p.Phase[i] = frame.PhaseByte(float64(v))
		}
		add(p)
		return nil
	}
	_, err := k.Forth(ctx, onBench{s}, 1, func(l int) error {
		if l == 0 { // what is shown of the first mask is the picture, turned by it
			if err := s.dev.Read(k.Shown(0), 0, u); err != nil {
				return err
			}
			add(frame.Plane{Kind: frame.Source, Name: "input"})
			if err := mask(0); err != nil {
				return err
			}
		}
		if err := s.dev.Read(k.Light(), 0, u); err != nil {
			return err
		}
		if l+1 < len(k.Masks) {
			return mask(l + 1)
		}
		p := frame.Plane{Kind: frame.Detector, Name: "camera"}
		for i, r := range s.detector().Regions {
			p.Regions = append(p.Regions, frame.Region{X0: r.X0, Y0: r.Y0, X1: r.X1, Y1: r.Y1, Class: i})
		}
		f.Readings = s.readings(u)
		add(p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	logits, err := k.Logits(1)
	if err != nil {
		return nil, err
	}
	f.Predicted = kernels.ArgMax(logits)
	f.Scores = shares(f.Readings)
	if s.Loss == "regions" {
		f.Scores = kernels.Softmax(logits)
	}
	return f, nil
}

// readings are the mean intensities of the squares.
func (s *Session) readings(u []float32) (all []float32) {
	for _, r := range s.detector().Regions {
		sum := 0.0
		for y := r.Y0; y < r.Y1; y++ {
			for x := r.X0; x < r.X1; x++ {
				i := 2 * (y*s.Samples + x)
				sum += float64(u[i])*float64(u[i]) + float64(u[i+1])*float64(u[i+1])
			}
		}
		all = append(all, float32(sum/float64(r.Area())))
	}
	return all
}

// shares are those of numbers of their sum.
func shares(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x)
	}
	out := make([]float32, len(v))
	for i, x := range v {
		if sum > 0 {
			out[i] = float32(float64(x) / sum)
		}
	}
	return out
}

// frameRate is how many frames a second a real bench takes: its panels show 60 pictures a second.
const frameRate = 60

// waited is how long a real bench would need for so many frames, in words.
func waited(frames int) (amount float64, unit string) {
	t := float64(frames) / frameRate
	switch {
	case t < 10:
		return math.Ceil(10*t) / 10, "s"
	case t < 120:
		return math.Round(t), "s"
	case t < 7200:
		return math.Round(t / 60), "min"
	}
	return math.Round(t/360) / 10, "h"
}
