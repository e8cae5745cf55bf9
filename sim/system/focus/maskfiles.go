package focus

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/train"
)

// given is the one mask as an array of a file.
func given(dev compute.Device, phase *compute.Var) (*experiment.MaskArray, error) {
	a := &experiment.MaskArray{Kind: experiment.Radians, Type: "float32", Values: make([]float32, phase.Len())}
	return a, dev.Read(phase.Value, 0, a.Values)
}

// taken begins anew with that of a file.
func taken(dev compute.Device, of train.Stage, n int, a *experiment.MaskArray) error {
	e, ok := of.(*train.Epochs)
	if !ok {
		return errs.New("focus: a search begins with what it draws, not with a mask: choose the method ", methods[0])
	}
	phases, err := a.Phases(1, n)
	if err != nil {
		return err
	}
	return e.Anew(dev, phases, 0)
}

// MaskArray gives the mask away.
func (r *running) MaskArray() (*experiment.MaskArray, error) { return given(r.s.dev, r.s.phase) }

// TakeMasks begins with the mask of a file.
func (r *running) TakeMasks(a *experiment.MaskArray) error {
	if err := taken(r.s.dev, r.s.Stage, r.s.Samples, a); err != nil {
		return err
	}
	r.history, r.at = nil, 0
	return nil
}

// MaskArray gives the mask away.
func (r *seeing) MaskArray() (*experiment.MaskArray, error) { return given(r.s.dev, r.s.phase) }

// TakeMasks begins with the mask of a file.
func (r *seeing) TakeMasks(a *experiment.MaskArray) error {
	if err := taken(r.s.dev, r.s.Stage, r.s.Samples, a); err != nil {
		return err
	}
	r.history, r.at = nil, 0
	return nil
}

var (
	_ experiment.Taking = (*running)(nil)
	_ experiment.Taking = (*seeing)(nil)
)

// shown is the mask for a panel of its own.
func shown(dev compute.Device, phase *compute.Var, n int) (*experiment.Screens, error) {
	a, err := given(dev, phase)
	if err != nil {
		return nil, err
	}
	return &experiment.Screens{Wavelength: Wavelength, Note: "The panel adds its phase to the light in front of it, and the camera sees what comes of that. Rows and columns run as those of the camera.",
		Masks: []experiment.Screen{{Name: "1", Nx: n, Ny: n, Pitch: Aperture / float64(n), Phase: a.Values, Facts: []experiment.Amount{{Name: "distance behind it, m", Value: Distance}}}}}, nil
}

// Screens is the mask for a panel.
func (r *running) Screens() (*experiment.Screens, error) {
	return shown(r.s.dev, r.s.phase, r.s.Samples)
}

// Screens is the mask for a panel.
func (r *seeing) Screens() (*experiment.Screens, error) {
	return shown(r.s.dev, r.s.phase, r.s.Samples)
}
