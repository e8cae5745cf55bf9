package virtual

import (
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// stem is the light's way as far as all cameras share it, to right behind the last panel, and behind its lens. Cameras that
// expose together see the same light there.
type stem struct {
	dev    compute.Device
	levels []compute.Buffer // of each panel, [batch][Ny][Nx], between levels too
	behind compute.Buffer   // [batch][Ny][Nx] complex
	frame  compute.Buffer   // [batch][FrameNumbers]: what panels do in the frame
	begin  compute.Runner
}

// newStem writes the program of the panels down and makes it ready.
func newStem(dev compute.Device, s Setup, t *Truth) (*stem, error) {
	n := s.Plane.Len()
	m, w := &maker{dev: dev, batch: s.Batch}, &stem{dev: dev}
	p := new(compute.Program)
	w.frame, w.behind = m.alloc("frame", compute.Sample, kernels.FrameNumbers(len(s.Panels))), m.alloc("light", compute.Sample, 2*n)
	states, other := m.alloc("panel", compute.Scratch, 2*n), m.alloc("panel", compute.Scratch, 2*n)
	for i := range s.Panels {
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
		if i == 0 {
			p.Add(kernels.ModulateTo(), to, glass, w.behind)
		} else {
			p.Add(kernels.Modulate(), w.behind, to)
			p.Add(kernels.Modulate(), w.behind, glass)
		}
		if f := s.lens(i); f > 0 {
			lens, err := optics.NewLensLines(dev, optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: f}, optics.At(s.Plane), s.Batch)
			if err != nil {
				return nil, err
			}
			lens.Forward(p, w.behind, w.behind)
		}
		if i+1 == len(s.Panels) {
			break
		}
		h, err := m.hop(s, truth.Pose, t.Panels[i+1].Pose, s.Panels[i].Gap, false, nil)
		if err != nil {
			return nil, err
		}
		h.forward(p, w.behind, w.behind)
	}
	var err error
	w.begin, err = dev.Compile(p)
	return w, err
}

// together tells whether the panels do the same in two frames.
func together(a, b []float32) bool {
	return slices.Equal(a[kernels.FrameRipple:], b[kernels.FrameRipple:])
}

// expose computes frames of one camera, number i of levels i and of its numbers; the light behind the panels is not computed again
// where it is there, of the same levels.
func (w *way) expose(numbers [][]float32, there bool) error {
	all := make([]float32, 0, len(numbers)*len(numbers[0]))
	for _, v := range numbers {
		all = append(all, v...)
	}
	if !there {
		if err := w.dev.Write(w.stem.frame, 0, all); err != nil {
			return err
		}
		if err := w.begin.Run(len(numbers)); err != nil {
			return err
		}
	}
	if err := w.dev.Write(w.frame, 0, all); err != nil {
		return err
	}
	return w.run.Run(len(numbers))
}
