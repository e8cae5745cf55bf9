package virtual

import (
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// stem is the light's way as far as all cameras share it, to right behind the last panel, and behind its lens: cameras that
// expose together and for the same time see the same light there. It has two programs, of which the first, to in front of the last
// panel, is the same for frames between which nothing but that panel's levels has changed: the steps of a phase. A camera that is exposed
// for another time sees another mean of the panels' flicker, and so each camera has programs, and light in front of the last panel, of its own.
type stem struct {
	dev    compute.Device
	levels []compute.Buffer // of each panel, [batch][Ny][Nx], between levels too
	behind compute.Buffer   // [batch][Ny][Nx] complex
	frame  compute.Buffer   // [batch][FrameNumbers]: what panels do in the frame
	ways   []ahead
	still  bool        // panels do not flicker
	there  [][]float32 // numbers of the frames whose light is behind the last panel; nil for none
}

// ahead are a camera's programs.
type ahead struct {
	begin compute.Runner // to in front of the last panel; nil where there is but one panel
	end   compute.Runner
	lit   [][]float32 // numbers of the frames whose light is in front of the last panel; nil for none
}

// newStem writes the programs of the panels down and makes them ready, for so many cameras.
func newStem(dev compute.Device, s Setup, t *Truth, cameras int) (*stem, error) {
	n := s.Plane.Len()
	m, w := &maker{dev: dev, batch: s.Batch}, &stem{dev: dev}
	w.still = t.Faults.Flicker == 0
	w.frame, w.behind = m.alloc("frame", compute.Sample, kernels.FrameNumbers(len(s.Panels))), m.alloc("light", compute.Sample, 2*n)
	states, other := m.alloc("panel", compute.Scratch, 2*n), m.alloc("panel", compute.Scratch, 2*n)
	fields := []compute.Buffer{w.behind} // in front of the last panel
	if len(s.Panels) > 1 {
		fields = nil
		for range cameras {
			fields = append(fields, m.alloc("light", compute.Sample, 2*n))
		}
	}
	w.ways = make([]ahead, len(fields))
	var programs []compute.Program
	each := func(do func(p *compute.Program, ahead compute.Buffer)) {
		for c := range programs {
			do(&programs[c], fields[c])
		}
	}
	for i := range s.Panels {
		last := i+1 == len(s.Panels)
		if i == 0 || last {
			programs = make([]compute.Program, len(fields))
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
		ripple := m.table("ripple", panel.Ripples())
		if m.err != nil {
			return nil, m.err
		}
		w.levels = append(w.levels, levels)
		each(func(p *compute.Program, ahead compute.Buffer) {
			p.Add(panel.States(), levels, shared, gain, ripple, w.frame, states)
			from, to := states, other
			if panel.CrossTalk > 0 {
				p.Add(panel.Mix(), from, to)
				from, to = to, from
			}
			p.Add(panel.Transmission(), from, to)
			switch {
			case i == 0:
				p.Add(kernels.ModulateTo(), to, glass, ahead)
			case last:
				p.Add(kernels.ModulateTo(), to, ahead, w.behind)
				p.Add(kernels.Modulate(), w.behind, glass)
			default:
				p.Add(kernels.Modulate(), ahead, to)
				p.Add(kernels.Modulate(), ahead, glass)
			}
		})
		if f := s.lens(i); f > 0 {
			lens, err := optics.NewLensLines(dev, optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: f}, optics.At(s.Plane), s.Batch)
			if err != nil {
				return nil, err
			}
			each(func(p *compute.Program, ahead compute.Buffer) {
				if last {
					ahead = w.behind
				}
				lens.Forward(p, ahead, ahead)
			})
		}
		if last {
			break
		}
		h, err := m.hop(s, truth.Pose, t.Panels[i+1].Pose, s.Panels[i].Gap, false, nil)
		if err != nil {
			return nil, err
		}
		each(func(p *compute.Program, ahead compute.Buffer) { h.forward(p, ahead, ahead) })
		if i+2 == len(s.Panels) {
			for c := range programs {
				if w.ways[c].begin, err = dev.Compile(&programs[c]); err != nil {
					return nil, err
				}
			}
		}
	}
	for c := range programs {
		var err error
		if w.ways[c].end, err = dev.Compile(&programs[c]); err != nil {
			return nil, err
		}
	}
	return w, nil
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

// way is the number of the programs for frames of a camera: those in front of whose last panel the light is already, or the camera's own.
func (w *stem) way(camera int, numbers [][]float32) int {
	for c, a := range w.ways {
		if a.lit != nil && w.together(a.lit, numbers) {
			return c
		}
	}
	return min(camera, len(w.ways)-1)
}

// darken says that what panels in front of the last one show has changed.
func (w *stem) darken() {
	for c := range w.ways {
		w.ways[c].lit = nil
	}
}

// shine takes the light of frames of a camera to right behind the last panel, as far as it is not there.
func (w *stem) shine(camera int, numbers [][]float32, all []float32, there int) error {
	if there == behind && w.there != nil && w.together(w.there, numbers) {
		return nil
	}
	if there == dark {
		w.darken()
	}
	if err := w.dev.Write(w.frame, 0, all); err != nil {
		return err
	}
	w.there = nil
	a := &w.ways[w.way(camera, numbers)]
	if a.begin != nil && (a.lit == nil || !w.together(a.lit, numbers)) {
		a.lit = nil
		if err := a.begin.Run(len(numbers)); err != nil {
			return err
		}
		a.lit = numbers
	}
	if err := a.end.Run(len(numbers)); err != nil {
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
	if err := w.shine(w.camera, numbers, all, there); err != nil {
		return err
	}
	if err := w.dev.Write(w.frame, 0, all); err != nil {
		return err
	}
	return w.run.Run(len(numbers))
}
