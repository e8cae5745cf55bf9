package dante

import (
	"math"
	"strconv"

	"talbot/sim/frame"
	"talbot/sim/network"
)

// planes adds those of a layer, as its first mask has them: what electronics write on the light, a lens,
// the mask, another lens, and the camera. Where convolutions stand in for the light, the
// camera sees their channels where they would lie, and there is no light elsewhere.
func (s *Session) planes(f *frame.Frame, pass *network.Pass, light bool, i int) error {
	m := s.layers[i][0]
	add := func(p frame.Plane, gap float64) {
		p.Pitch = float32(s.Pitch)
		if n := len(f.Planes); n > 0 {
			p.Z = f.Planes[n-1].Z + float32(gap)
		}
		f.Planes = append(f.Planes, p)
	}
	numbers, err := keptBy(pass, mark{markIn, i}.name())
	if err != nil {
		return err
	}
	from, camera := s.sides(i)
	var phases []float32
	if light && s.Dual() {
		phases = s.inputs(m)
	}
	in := s.block(from, numbers, phases)
	if in.Kind, in.Name = frame.Source, "input"; i > 0 {
		in.Kind, in.Name = frame.Relay, "relay "+strconv.Itoa(i)
	}
	add(in, s.Focus)
	mask := frame.Plane{Kind: frame.Mask, Name: m.Name, Nx: m.System.Mask, Ny: m.System.Mask, Phase: make([]byte, m.System.Mask*m.System.Mask)}
	seen := frame.Plane{Kind: frame.Camera, Name: "camera " + strconv.Itoa(i+1), Nx: camera, Ny: camera}
	phase, gain, err := s.maskOf(m)
	if err != nil {
		return err
	}
	if s.Dual() {
		gain /= s.changed()
	}
	for k, v := range phase {
		mask.Phase[k] = frame.PhaseByte(float64(v))
	}
	if light {
		first, behind, last := m.Kept()
		var fields [3][]float32
		for k, name := range []string{first, behind, last} {
			if fields[k], err = keptBy(pass, name); err != nil {
				return err
			}
		}
		whole := sum(fields[0])
		shine(&mask, intensity(fields[1]), sum(fields[1])/whole)
		shine(&seen, intensity(fields[2]), sum(fields[2])/whole/(gain*gain))
	} else {
		channels, err := keptBy(pass, mark{markOut, i}.name())
		if err != nil {
			return err
		}
		shine(&seen, onCamera(m.Tiling, channels), 0)
	}
	add(s.lens(m.System), s.Focus)
	add(mask, s.Focus)
	add(s.lens(m.System), s.Focus)
	add(seen, s.Focus)
	return nil
}

// keptBy is what a pass of one example has under a name.
func keptBy(pass *network.Pass, name string) ([]float32, error) {
	all, err := pass.Read(name, 1)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// block is the plane that a mask gets: phases of the first numbers, [channel][y][x], in the cells of a tiling, and darkness
// around them, each channel with its own phase, nil for none, added; or on the paper's bench amplitudes of one phase.
func (s *Session) block(t network.Tiling, numbers, phases []float32) frame.Plane {
	side := t.Block()
	p := frame.Plane{Nx: side, Ny: side, Phase: make([]byte, side*side), Amplitude: make([]byte, side*side), Peak: 1, Power: 1}
	light := make([]float32, side*side)
	for c := range t.In {
		for k := range t.Side * t.Side {
			at := t.Input(c, k/t.Side, k%t.Side)
			v := float64(numbers[c*t.Side*t.Side+k])
			if s.arch.bench {
				p.Amplitude[at] = byte(255*max(0, min(1, v)) + 0.5)
				light[at] = float32(v * v)
				continue
			}
			phase := most / (1 + math.Exp(-v))
			if phases != nil {
				phase += float64(phases[c])
			}
			p.Phase[at] = frame.PhaseByte(phase)
			p.Amplitude[at] = 255
		}
	}
	p.Intensity = p.Amplitude // all of it is as bright
	if s.arch.bench {
		p.Intensity = frame.Bytes(light, 1)
	}
	return p
}

// onCamera is the first intensities, [channel][y][x], where a camera has the channels of a tiling.
func onCamera(t network.Tiling, channels []float32) []float32 {
	valid := t.Valid()
	v := make([]float32, t.Response()*t.Response())
	for o := range t.Out {
		for k := range valid * valid {
			v[t.Output(o, k/valid, k%valid)] = channels[o*valid*valid+k]
		}
	}
	return v
}

// lens is the plane of a lens as large as the mask.
func (s *Session) lens(f network.FourF) frame.Plane {
	n := f.Mask
	p := frame.Plane{Kind: frame.Lens, Name: "lens", Nx: n, Ny: n, Phase: make([]byte, n*n)}
	each := f.Pitch * f.Pitch * math.Pi / (f.Wavelength * f.Focus)
	for k := range p.Phase {
		y, x := float64(k/n-n/2), float64(k%n-n/2)
		p.Phase[k] = frame.PhaseByte(-each * (x*x + y*y))
	}
	return p
}

// shine gives a plane its light, whose power is that share of what its layer began with.
func shine(p *frame.Plane, light []float32, power float64) {
	for _, v := range light {
		p.Peak = max(p.Peak, v)
	}
	p.Intensity, p.Power = frame.Bytes(light, p.Peak), float32(power)
}

// intensity is that of pairs re, im.
func intensity(u []float32) []float32 {
	out := make([]float32, len(u)/2)
	for i := range out {
		out[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
	}
	return out
}

func sum(u []float32) (all float64) {
	for _, v := range u {
		all += float64(v) * float64(v)
	}
	return all
}

// electronicPlanes are the picture and the numbers that come to the read-out, of a network without light.
func (s *Session) electronicPlanes(f *frame.Frame, pass *network.Pass, x []float32) error {
	features, err := keptBy(pass, mark{what: markFeatures}.name())
	if err != nil {
		return err
	}
	in := s.Net.Input
	add := func(kind frame.Kind, name string, ny, nx int, v []float32) {
		p := frame.Plane{Kind: kind, Name: name, Nx: nx, Ny: ny, Pitch: float32(s.Pitch), Z: float32(s.Focus) * float32(len(f.Planes))}
		shine(&p, v, 1)
		f.Planes = append(f.Planes, p)
	}
	grey := make([]float32, in.Ny*in.Nx)
	for i, v := range x {
		grey[i%len(grey)] += v / float32(in.Channels)
	}
	add(frame.Source, "input", in.Ny, in.Nx, grey)
	for i, v := range features {
		features[i] = max(v, 0)
	}
	add(frame.Relay, "read-out", 1, len(features), features)
	return nil
}
