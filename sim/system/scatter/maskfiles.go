package scatter

import (
	"talbot/sim/experiment"
	"talbot/sim/system/focus"
)

// masked is running of masks, which files can have; an electronic network has none of its own.
type masked struct{ *running }

// Can is to train and to be tested, and for masks to be given to files and taken from them.
func (r masked) Can() []string { return []string{"train", "evaluate", "files"} }

// MaskArray gives the masks away.
func (r masked) MaskArray() (*experiment.MaskArray, error) {
	a := &experiment.MaskArray{Kind: experiment.Radians, Type: "float32"}
	all, err := r.s.masks()
	for _, m := range all {
		a.Values = append(a.Values, m...)
	}
	return a, err
}

// TakeMasks begins anew with those of a file.
func (r masked) TakeMasks(a *experiment.MaskArray) error {
	phases, err := a.Phases(r.s.Layers, r.s.Samples)
	if err != nil {
		return err
	}
	r.s.view = nil
	return r.s.Stage.Anew(r.s.dev, phases, 0)
}

// Screens are the masks for panels.
func (r masked) Screens() (*experiment.Screens, error) {
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
	_ experiment.Taking   = masked{}
	_ experiment.Screened = masked{}
)
