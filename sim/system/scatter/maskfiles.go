package scatter

import (
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/system/focus"
)

// MaskArray gives the masks away.
func (r *running) MaskArray() (*experiment.MaskArray, error) {
	a := &experiment.MaskArray{Kind: experiment.Radians, Type: "float32"}
	all, err := r.s.masks()
	for _, m := range all {
		a.Values = append(a.Values, m...)
	}
	return a, err
}

// TakeMasks begins anew with those of a file.
func (r *running) TakeMasks(a *experiment.MaskArray) error {
	if r.s.Wires != nil {
		return errs.New("scatter: an electronic network has weights, and takes no masks: choose the method ", Methods[0])
	}
	phases, err := a.Phases(r.s.Layers, r.s.Samples)
	if err != nil {
		return err
	}
	return r.s.Stage.Anew(r.s.dev, phases, 0)
}

// Screens are the masks for panels.
func (r *running) Screens() (*experiment.Screens, error) {
	all, err := r.s.masks()
	if err != nil {
		return nil, err
	}
	n := r.s.Samples
	v := &experiment.Screens{Wavelength: focus.Wavelength, Note: "Each panel adds its phase to the light in front of it, and the camera stands behind the last. Rows and columns run as those of the camera."}
	for l, m := range all {
		v.Masks = append(v.Masks, experiment.Screen{Name: itoa(l + 1), Nx: n, Ny: n, Pitch: focus.Aperture / float64(n), Phase: m,
			Facts: []experiment.Amount{{Name: "layer", Value: float64(l + 1)}, {Name: "distance behind it, m", Value: focus.Distance}}})
	}
	return v, nil
}

var (
	_ experiment.Taking   = (*running)(nil)
	_ experiment.Screened = (*running)(nil)
)
