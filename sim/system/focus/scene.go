package focus

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/measure"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
	"talbot/sim/train"
)

// Scene is a bench that learns to see an object behind a scatterer. It is three benches of the same faults: one with
// everything; one whose camera stands where the mask does, for the light of the object there; and one of the mask alone,
// which shows that light again and carries the error forwards.
type Scene struct {
	Hidden
	Stage train.Stage // all of the training

	whole, front, back *Bench
	objects            squares
	light              [][]complex128 // in front of the mask, of each square; nil before it is measured
	phase              *compute.Var
	dev                compute.Device
}

// OpenScene makes the benches of c; light is computed on dev.
func OpenScene(dev compute.Device, c Hidden) (*Scene, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	f := c.Faults
	f.Seed += c.Seed - 1 // another scatterer for each
	s := &Scene{Hidden: c, dev: dev, objects: squares{c}}
	object, mask := virtual.Free(c.Samples).Panels[0], virtual.Free(c.Samples).Panels[1]
	plate := Scattering(Distance - c.At*Distance)
	amplitude := object                                                       // in front of the mask, imaged onto it
	steps := virtual.Panel{Name: "steps", Kind: rig.Phase, Curve: mask.Curve} // of the light in front of the object: what tells a field's phase
	object.Name, object.Gap = "object", c.At*Distance
	for _, b := range []struct {
		to     **Bench
		planes []virtual.Panel
	}{{&s.whole, []virtual.Panel{object, plate, mask}}, {&s.front, []virtual.Panel{steps, object, plate}}, {&s.back, []virtual.Panel{amplitude, mask}}} {
		var err error
		if *b.to, err = Chain(dev, c.Samples, b.planes, c.Scatterer, f); err != nil {
			return nil, err
		}
	}
	n := c.Samples * c.Samples
	s.phase = &compute.Var{Name: "phase", Shape: []int{c.Samples, c.Samples}}
	var err error
	if s.phase.Value, err = dev.Alloc(compute.Spec{Name: "phase", Len: n}); err != nil {
		return nil, err
	}
	if s.phase.Grad, err = dev.Alloc(compute.Spec{Name: "phase, gradient", Len: n}); err != nil {
		return nil, err
	}
	first, err := s.first()
	if err != nil {
		return nil, err
	}
	if err := dev.Write(s.phase.Value, 0, first); err != nil {
		return nil, err
	}
	g := plant.NewFFM(dev, []*compute.Var{s.phase})
	g.Plant, g.Overdrive, g.Light = s.back, 2, s.before // as the authors drive it here
	loss := make([]float32, n)
	target := make([]float32, n)
	g.Loss = func(intensity []float32, square int, slope []float32) (float64, bool) {
		s.objects.image(square, target)
		like := likeness(intensity, target, c.Samples, loss)
		for p, v := range loss {
			slope[p] = -v
		}
		return 1 - like, like >= good
	}
	descent, err := train.NewDescent(dev, g, c.Rule(), false)
	if err != nil {
		return nil, err
	}
	s.Stage = &train.Epochs{Title: "learning to see", N: c.Epochs, Loop: &train.Loop{Descent: descent, Set: s.objects, Batch: c.Batch, Seed: uint64(c.Seed),
		Rate: func(epoch int) float64 { return s.Rate(epoch) }}}
	return s, nil
}

// good is the structural similarity from which on a picture is counted as right.
const good = 0.9

// before measures the light of a square in front of the mask, once: it is the same whatever the mask shows.
func (s *Scene) before(ctx context.Context, square int) ([]complex128, error) {
	if s.light == nil {
		var loads []plant.Load
		v := make([]float32, s.whole.Camera().Len())
		for k := range s.objects.Len() {
			s.objects.draw(k, v)
			loads = append(loads, plant.Load{make([]uint16, len(v)), s.levels(v)})
		}
		fields, err := s.front.Field(ctx, loads)
		if err != nil {
			return nil, err
		}
		light := make([][]complex128, len(fields))
		for k, f := range fields {
			for p := 0; p < len(f); p += 2 {
				light[k] = append(light[k], complex(float64(f[p]), float64(f[p+1])))
			}
		}
		s.light = light
	}
	return s.light[square], nil
}

// levels of the object's panel for amplitudes of 0 to 1.
func (s *Scene) levels(amplitudes []float32) []uint16 {
	v := make([]uint16, len(amplitudes))
	most := float64(len(s.whole.Panels()[0].Curve.States) - 1)
	for i, a := range amplitudes {
		v[i] = uint16(math.Round(float64(a) * most))
	}
	return v
}

// Seen is an object's light on the camera without noise, amplitudes of 0 to 1 being those behind the object.
func (s *Scene) Seen(amplitudes []float32) ([]float32, error) {
	phases := make([]float32, s.phase.Len())
	if err := s.dev.Read(s.phase.Value, 0, phases); err != nil {
		return nil, err
	}
	return s.whole.Seen(plant.Load{s.levels(amplitudes), PhaseLevels(phases, len(s.whole.Panels()[1].Curve.States))})
}

// likeness is the structural similarity of light to the picture that it should be, at the gain that is best for it:
//
//	SSIM(g I, T),  g = sum I T / sum I^2
//
// Slope, unless nil, becomes its derivative by I.
func likeness(intensity, target []float32, n int, slope []float32) float64 {
	var it, ii float64
	for p, v := range intensity {
		it, ii = it+float64(v)*float64(target[p]), ii+float64(v)*float64(v)
	}
	if ii == 0 {
		clear(slope)
		return 0
	}
	g := it / ii
	bright := make([]float32, len(intensity))
	for p, v := range intensity {
		bright[p] = float32(g * float64(v))
	}
	s, err := measure.SSIMSlope(bright, target, n, n, 1, slope)
	if err != nil {
		panic(err) // Check has the size
	}
	along := 0.0
	for p, v := range slope {
		along += float64(v) * float64(intensity[p])
	}
	for p, v := range slope {
		slope[p] = float32(g*float64(v) + along*(float64(target[p])-2*g*float64(intensity[p]))/ii)
	}
	return s
}

// Frames is how many have been taken of the light in front of the mask and for updates.
func (s *Scene) Frames() int { return s.front.Frames() + s.back.Frames() }
