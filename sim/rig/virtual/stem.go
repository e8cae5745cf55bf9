package virtual

import (
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// stem is the light's way as far as all cameras share it, to right behind the last panel, and behind its lens: cameras that
// expose together see the same light there. It has two programs, of which the first, to in front of the last panel, is the same for
// frames between which nothing but that panel's levels has changed: the steps of a phase.
type stem struct {
	dev    compute.Device
	levels []compute.Buffer // of each panel, [batch][Ny][Nx], between levels too
	behind compute.Buffer   // [batch][Ny][Nx] complex
	frame  compute.Buffer   // [batch][FrameNumbers]: what panels do in the frame
	begin  compute.Runner   // nil where there is but one panel
	end    compute.Runner
	still  bool        // panels do not flicker
	lit    [][]float32 // numbers of the frames whose light is in front of the last panel; nil for none
	there  [][]float32 // and behind it
}

// newStem writes the program of the panels down and makes it ready.
func newStem(dev compute.Device, s Setup, t *Truth) (*stem, error) {
	n := s.Plane.Len()
	m, w := &maker{dev: dev, batch: s.Batch}, &stem{dev: dev}
	w.still = t.Faults.Flicker == 0
	var p *compute.Program
	w.frame, w.behind = m.alloc("frame", compute.Sample, kernels.FrameNumbers(len(s.Panels))), m.alloc("light", compute.Sample, 2*n)
	states, other := m.alloc("panel", compute.Scratch, 2*n), m.alloc("panel", compute.Scratch, 2*n)
	ahead := w.behind
	if len(s.Panels) > 1 {
		ahead = m.alloc("light", compute.Sample, 2*n)
	}
	for i := range s.Panels {
		last := i+1 == len(s.Panels)
		if i == 0 || last {
			p = new(compute.Program)
		}
		truth, panel := &t.Panels[i], t.panel(s, i)
		curve := make([]float32, 0, 2*panel.Levels)
		for _, st := range truth.Curve.States {
			curve = append(curve, float32(st.Amplitude), float32(st.Phase))
		}
		plate := append([]complex128(nil), truth.Plate...)
		if i == 0 {
			multiply(plate, t.Light)
		}
		levels, shared, gain, glass := m.alloc("levels", compute.Sample, n), m.table("curve", curve), m.table("gain", truth.Gain), m.plane("plate", plate)
		if m.err != nil {
			return nil, m.err
		}
		w.levels = append(w.levels, levels)
		p.Add(panel.States(), levels, shared, gain, w.frame, states)
		from, to := states, other
		if panel.CrossTalk > 0 {
			p.Add(panel.Mix(), from, to)
			from, to = to, from
		}
		p.Add(panel.Transmission(), from, to)
		light := ahead
		switch {
		case last:
			light = w.behind
			if i == 0 {
				p.Add(kernels.ModulateTo(), to, glass, light)
			} else {
				p.Add(kernels.ModulateTo(), to, ahead, light)
				p.Add(kernels.Modulate(), light, glass)
			}
		case i == 0:
			p.Add(kernels.ModulateTo(), to, glass, light)
		default:
			p.Add(kernels.Modulate(), light, to)
			p.Add(kernels.Modulate(), light, glass)
		}
		if f := s.lens(i); f > 0 {
			lens, err := optics.NewLensLines(dev, optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: f}, optics.At(s.Plane), s.Batch)
			if err != nil {
				return nil, err
			}
			lens.Forward(p, light, light)
		}
		if last {
			break
		}
		h, err := m.hop(s, truth.Pose, t.Panels[i+1].Pose, s.Panels[i].Gap, false, nil)
		if err != nil {
			return nil, err
		}
		h.forward(p, light, light)
		if i+2 == len(s.Panels) {
			if w.begin, err = dev.Compile(p); err != nil {
				return nil, err
			}
		}
	}
	var err error
	w.end, err = dev.Compile(p)
	return w, err
}

// How much of the light of the frames before serves those that are to come: nothing; that in front of the last panel, if no panel flickers
// otherwise; and also that behind it.
const (
	dark = iota
	lit
	behind
)

// same is by how much numbers of frames in which panels do the same may differ, which is their rounding, rad.
const same = 1e-6

// together tells whether the panels do the same in the frames of two lists.
func (w *stem) together(a, b [][]float32) bool {
	return slices.EqualFunc(a, b, func(a, b []float32) bool {
		return w.still || slices.EqualFunc(a[kernels.FrameRipple:], b[kernels.FrameRipple:], func(a, b float32) bool { return max(a-b, b-a) <= same })
	})
}

// shine takes the light of frames to right behind the last panel, as far as it is not there.
func (w *stem) shine(numbers [][]float32, all []float32, there int) error {
	if there == behind && w.there != nil && w.together(w.there, numbers) {
		return nil
	}
	if err := w.dev.Write(w.frame, 0, all); err != nil {
		return err
	}
	if w.begin != nil && (there == dark || w.lit == nil || !w.together(w.lit, numbers)) {
		w.lit = nil
		if err := w.begin.Run(len(numbers)); err != nil {
			return err
		}
		w.lit = numbers
	}
	w.there = nil
	if err := w.end.Run(len(numbers)); err != nil {
		return err
	}
	w.there = numbers
	return nil
}

// expose computes frames of one camera, number i of levels i and of its numbers; of the light before no more than is still there.
func (w *way) expose(numbers [][]float32, there int) error {
	all := make([]float32, 0, len(numbers)*len(numbers[0]))
	for _, v := range numbers {
		all = append(all, v...)
	}
	if err := w.shine(numbers, all, there); err != nil {
		return err
	}
	if err := w.dev.Write(w.frame, 0, all); err != nil {
		return err
	}
	return w.run.Run(len(numbers))
}
