package diffusion

import (
	"math"
	"strconv"

	"talbot/sim/data"
	"talbot/sim/fmath"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// noise fills pictures with normal numbers, each by its number.
func noise(seed int, out []float32, pixels int) {
	for i := range len(out) / pixels {
		rng.Stream{Seed: uint64(seed), Stream: rng.Diffuse + rng.MaskStream}.Normal(uint32(i), out[i*pixels:(i+1)*pixels])
	}
}

// goOn takes z from a time to an earlier one by what was told, v: the picture u = a z - s v, which is kept between -1 and
// 1, and the noise that fits it.
func goOn(z, v []float32, now, next float32) {
	sin, cos := fmath.Sincos(math.Pi / 2 * float64(now))
	s, a := float32(sin), float32(cos)
	sin, cos = fmath.Sincos(math.Pi / 2 * float64(next))
	for i := range z {
		u := min(1, max(-1, float32(a*z[i])-float32(s*v[i])))
		e := (z[i] - float32(a*u)) / s
		z[i] = float32(float32(cos)*u) + float32(float32(sin)*e)
	}
}

const (
	shown   = 16     // samples of the panel
	rows    = 4      // in so many rows
	gap     = 0.1    // m, between planes
	spacing = 100e-6 // m
	often   = 25     // updates between two times that the samples are made anew
)

// Look is the frame of a picture, [Side][Side] from 0 to 1, of a class or -1: the picture in noise, what the layers make
// of it, the picture that is told, and a panel of samples.
func (s *Session) Look(x []float32, class int) (*frame.Frame, error) {
	if s.view == nil {
		var err error
		if s.view, err = s.Tells.NewPass(network.View, 1); err != nil {
			return nil, err
		}
	}
	const time = 0.5
	pixels := s.Side * s.Side
	sin, cos := fmath.Sincos(math.Pi / 2 * time)
	z := s.view.Stage(0, 0)
	noise(s.Seed, z[:pixels], pixels)
	for i, v := range x {
		z[i] = float32(cos)*(2*v-1) + float32(sin)*z[i]
	}
	s.hide.Kernel(pixels).Time(time, z[pixels:])
	if err := s.view.Run(1); err != nil {
		return nil, err
	}
	v, err := s.view.Logits(1)
	if err != nil {
		return nil, err
	}
	layers, err := s.view.Read(network.Behind, 1)
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Wavelength: 532e-9, Label: class, Predicted: -1}
	told, seen := make([]float32, pixels), make([]float32, pixels)
	for i := range told {
		told[i] = min(1, max(0, (float32(cos)*z[i]-float32(sin)*v[i]+1)/2))
		seen[i] = min(1, max(0, (z[i]+1)/2))
	}
	add(f, frame.Plane{Kind: frame.Source, Name: "picture in noise", Nx: s.Side, Ny: s.Side, Pitch: spacing}, seen)
	for i, y := range layers[:len(layers)-1] {
		size := make([]float32, len(y))
		for k, v := range y {
			size[k] = max(v, -v)
		}
		ny := int(math.Sqrt(float64(len(y))))
		for len(y)%ny != 0 {
			ny--
		}
		add(f, frame.Plane{Kind: frame.Relay, Name: "layer " + strconv.Itoa(i+1), Nx: len(y) / ny, Ny: ny, Pitch: spacing}, size)
	}
	add(f, frame.Plane{Kind: frame.Screen, Name: "picture told", Nx: s.Side, Ny: s.Side, Pitch: spacing}, told)
	if l := s.Stage.Loop; s.pages == nil || l.Step >= s.pagesAt+often {
		if s.pages, err = s.Sample(shown, s.Steps, s.Seed); err != nil {
			return nil, err
		}
		s.pagesAt = l.Step
	}
	f.Panels = append(f.Panels, Sheet(s.pages, s.Side))
	return f, nil
}

// Sheet is a panel of samples, in rows, with a dark line between two.
func Sheet(samples []float32, side int) frame.Panel {
	count, cell := len(samples)/(side*side), side+1
	cols := (count + rows - 1) / rows
	p := frame.Panel{ID: "samples", Shape: frame.Image, Title: "Samples", Names: []string{"brightness"}, Nx: cols*cell - 1, Ny: rows*cell - 1, Lo: 0, Hi: 1, Map: frame.Gray,
		Note: "Pictures that the network makes of noise, always of the same noise. From 0, dark, to 1, the full brightness of a pixel."}
	p = p.Across("px", 0, float32(p.Nx), 0, float32(p.Ny))
	p.Image = make([]byte, p.Nx*p.Ny)
	for i, v := range samples {
		k, y, x := i/(side*side), i/side%side, i%side
		p.Image[(k/cols*cell+y)*p.Nx+k%cols*cell+x] = byte(255*v + 0.5)
	}
	return p
}

// add puts a plane behind the others, with light on it in shares of its brightest point.
func add(f *frame.Frame, p frame.Plane, light []float32) {
	p.Power = 1
	for _, v := range light {
		p.Peak = max(p.Peak, v)
	}
	p.Intensity = frame.Bytes(light, p.Peak)
	if len(f.Planes) > 0 {
		p.Z = f.Planes[len(f.Planes)-1].Z + gap
	}
	f.Planes = append(f.Planes, p)
}

// small is a picture as a front end gives it, made small; one of zeros where there is none.
func (s *Session) small(x []float32) []float32 {
	_, ny, nx := data.Shape(s.Data)
	if len(x) == s.Side*s.Side {
		return x
	}
	if nx*ny != len(x) {
		nx = int(math.Sqrt(float64(len(x))))
		ny = nx
	}
	if nx*ny != len(x) || nx == 0 {
		return make([]float32, s.Side*s.Side)
	}
	return shrink(x, nx, ny, s.Side)
}
