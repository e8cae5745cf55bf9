package dante

import (
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/modulator"
	"talbot/sim/train"
)

// levelArray is the levels that a display shows of a fitted mask.
const levelArray = "levels"

// noDisplay is the display of free phases.
const noDisplay = "none"

// displayCurve is the curve of the display that shows the masks, nil for free phases.
func (c *Config) displayCurve() (*modulator.Curve, error) {
	if c.Display == noDisplay || c.Display == "" {
		return nil, nil
	}
	curve, err := modulator.ParseCurve(c.Display)
	return &curve, err
}

func checkDisplay(text string) error {
	_, err := (&Config{Display: text}).displayCurve()
	return err
}

// checkDisplay says what of a display does not go with the fit.
func (c *Config) checkDisplay() error {
	curve, err := c.displayCurve()
	switch {
	case err != nil:
		return experiment.Wrong("curve", err.Error())
	case curve == nil || !c.Dual():
		return nil
	case c.FitRule == string(train.FitPaper):
		return experiment.Wrong("fit", "a mask for a display is fitted by adam or retrieval: take one of them, or no display")
	case c.FreePhase:
		return experiment.Wrong("free-phase", "the mask of a display has no free phases: switch them off, or take no display")
	}
	return nil
}

// stage is the fit: of phases, and then on the display.
func (f *fitting) stage() train.Stage {
	if f.on != nil {
		return f.on
	}
	return f.Fitting
}

// Done counts updates of both parts.
func (f *fitting) Done() float64 { return f.stage().Done() }

// Mask is the phase of each pixel, as it is fitted or as the display shows it, and the gain.
func (f *fitting) Mask() (phase []float32, gain float64, err error) {
	if f.on == nil || !f.on.Shows() {
		return f.Fitting.Mask()
	}
	levels, gain, err := f.on.Levels()
	phase = make([]float32, len(levels))
	for i, k := range levels {
		phase[i] = float32(f.s.curve.States[k].Phase)
	}
	return phase, gain, err
}

// Response is the impulse response of that, before the gain.
func (f *fitting) Response() ([]float32, error) {
	if f.on == nil || !f.on.Shows() {
		return f.Fitting.Response()
	}
	return f.on.Response()
}

// levelsOf are the levels that a display shows of a fitted mask, nil without one.
func (s *Session) levelsOf(m Mask) []uint16 {
	state := s.Local.Ended(jobKey(m))
	if s.curve == nil || state == nil || len(state.Arrays) < 3 || state.Arrays[2].Name != levelArray {
		return nil
	}
	levels := make([]uint16, len(state.Arrays[2].Data))
	for i, v := range state.Arrays[2].Data {
		levels[i] = uint16(v)
	}
	return levels
}

// display puts the levels of a fitted mask on the display of its layer.
func (s *Session) display(m Mask) error {
	if s.curve == nil {
		return nil
	}
	levels := s.levelsOf(m)
	if levels == nil {
		return errs.New("dante: mask ", m.Name, " was fitted without a display")
	}
	for _, k := range levels {
		if int(k) >= s.curve.Levels() {
			return errs.New("dante: mask ", m.Name, " was fitted on a display with more levels")
		}
	}
	if m.Shown == nil {
		control, err := modulator.NewControl(s.dev)
		if err != nil {
			return err
		}
		shown, err := modulator.NewNearest(control, "mask "+m.Name, m.System.Grid(m.System.Mask), *s.curve, 1)
		if err != nil {
			return err
		}
		m.Dual.Shown = shown
	}
	return m.Shown.SetLevels(levels)
}

// transmissionOf is what a mask does to the amplitude of light: 1 everywhere without a display.
func (s *Session) transmissionOf(m Mask, n int) []float64 {
	t, levels := make([]float64, n), s.levelsOf(m)
	for i := range t {
		if t[i] = 1; levels != nil {
			t[i] = s.curve.States[levels[i]].Amplitude
		}
	}
	return t
}
