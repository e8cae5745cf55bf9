package dante

import (
	"strconv"

	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// Screens are the masks in the order of the light. Their facts say what stands before and behind each: the
// tiling of its channels, phases that are to be added to theirs, and the gain that brings the light of a point to the kernels.
func (r *running) Screens() (*experiment.Screens, error) {
	s := r.s
	switch {
	case s.Electronic():
		return nil, errs.New("dante: the network ", s.Network, " has no light and no masks")
	case !s.ByLight():
		return nil, errs.New("dante: the masks have not been fitted yet: train to the end first")
	}
	all := &experiment.Screens{Wavelength: s.Wavelength, Curve: s.curve,
		Note: "Each mask stands in the middle of a 4-f system, a focal length behind one lens and before another. Its rows and columns run as those of the " +
			"input; what the camera sees is turned by half a turn. In the middle of the input the channels stand row after row in square cells, in the middle of the camera the outputs, in " +
			"squares as large as all of the input."}
	for _, m := range s.masks {
		phase, gain, err := s.maskOf(m)
		if err != nil {
			return nil, err
		}
		one := experiment.Screen{Name: m.Name, Nx: m.System.Mask, Ny: m.System.Mask, Pitch: s.Pitch, Phase: phase}
		fact := func(name string, v float64) {
			one.Facts = append(one.Facts, experiment.Amount{Name: name, Value: v})
		}
		for _, f := range []struct {
			name string
			n    int
		}{{"layer", m.Layer + 1}, {"input channels", m.In}, {"output channels", m.Out}, {"side of a channel", m.Side}, {"darkness on each side", m.Pad},
			{"side of a kernel", m.Tiling.Kernel}, {"input block", m.Block()}, {"response", m.Response()}, {"region", m.Region()}} {
			fact(f.name, float64(f.n))
		}
		fact("focal length, m", s.Focus)
		fact("gain", gain)
		if s.Dual() {
			_, _, left, share := s.fitted(m)
			fact("relative squared error", left)
			fact("share of the light in the region", share)
			one.Levels = s.levelsOf(m)
			for c, phase := range s.inputs(m) {
				fact("phase of input channel "+strconv.Itoa(c+1)+", rad", float64(phase))
			}
		}
		all.Masks = append(all.Masks, one)
	}
	return all, nil
}

var _ experiment.Screened = (*running)(nil)

// MaskArray gives the fitted masks away, in the order of the light. They come back by no file: what is read behind them depends on gains and on
// all that was learned with them.
func (r *running) MaskArray() (*experiment.MaskArray, error) {
	all, err := r.Screens()
	if err != nil {
		return nil, err
	}
	a := &experiment.MaskArray{Kind: experiment.Radians, Type: "float32"}
	for _, m := range all.Masks {
		a.Values = append(a.Values, m.Phase...)
	}
	return a, nil
}
