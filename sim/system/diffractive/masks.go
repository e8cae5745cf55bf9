package diffractive

import (
	"math"
	"strconv"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/fmath"
)

// MaskKind is the kind of array that gives the masks of c back as they are: the
// trained numbers bit for bit, or the levels that a display shows.
func (c *Config) MaskKind() string {
	switch {
	case c.Displayed():
		return experiment.Levels
	case c.Mask == "amplitude":
		return experiment.Logits
	}
	return experiment.Radians
}

// CurveHash tells the displays of the masks from others, whatever their names: the
// FNV-1a hash, 64 bits in hexadecimal, of Curve.Text of each mask's curve in turn,
// joined by commas. It is "" for masks of no display.
func (c *Config) CurveHash() string {
	if !c.Displayed() {
		return ""
	}
	curves, err := c.Curves()
	if err != nil {
		return ""
	}
	h := uint64(0xcbf29ce484222325)
	for i, d := range curves {
		text := d.Text()
		if i > 0 {
			text = "," + text
		}
		for _, c := range []byte(text) {
			h = (h ^ uint64(c)) * 0x100000001b3
		}
	}
	text := strconv.FormatUint(h, 16)
	return "0000000000000000"[len(text):] + text
}

// MaskArray reads the masks as SetMaskArray gives them back, of the kind MaskKind.
func (s *Session) MaskArray() (*experiment.MaskArray, error) {
	a := &experiment.MaskArray{Kind: s.Config.MaskKind(), Type: "float32", Curve: s.Config.CurveHash()}
	if s.displays == nil {
		values, err := s.Values()
		for _, m := range values {
			a.Values = append(a.Values, m...)
		}
		return a, err
	}
	a.Type = "uint16"
	levels, err := s.Levels()
	for _, m := range levels {
		for _, k := range m {
			a.Values = append(a.Values, float32(k))
		}
	}
	return a, err
}

// SetMaskArray replaces the masks, or changes nothing and says why. A *ParamError of
// the name "masks-kind" asks for the kind.
func (s *Session) SetMaskArray(a *experiment.MaskArray) error {
	if want := s.Config.Masks() * s.Config.Grid().Len(); len(a.Values) != want {
		return errs.New("these masks have ", len(a.Values), " values, this network needs ", s.Config.Masks(), " masks of ",
			s.Config.Grid().Nx, " x ", s.Config.Grid().Ny)
	}
	if err := a.Finite(s.Config.Grid().Nx); err != nil {
		return err
	}
	kind := a.Kind
	if kind == "" {
		var err error
		if kind, err = s.guess(a); err != nil {
			return err
		}
	}
	if err := s.takes(kind, a); err != nil {
		return err
	}
	switch {
	case s.displays != nil: // bytes are levels too
		return s.setLevels(a.Values)
	case kind == experiment.Bytes:
		b := make([]byte, len(a.Values))
		for i, v := range a.Values {
			b[i] = byte(v)
		}
		return s.SetMaskBytes(b)
	}
	n, v := s.Config.Grid().Len(), a.Values
	if kind == experiment.Degrees || kind == experiment.Amplitude {
		v = make([]float32, len(a.Values))
		for i, x := range a.Values {
			if kind == experiment.Amplitude {
				v[i] = logit(float64(x))
			} else {
				v[i] = float32(float64(x) * (math.Pi / 180))
			}
		}
	}
	for l, w := range s.Net.Vars() {
		if err := s.Device.Write(w.Value, 0, v[l*n:(l+1)*n]); err != nil {
			return err
		}
	}
	return nil
}

// pixel says where value i stands in an array of masks.
func (s *Session) pixel(i int) string { return experiment.At(i, s.Config.Grid().Nx) }

// opaque is the logit of amplitude 0, and -opaque that of 1, in single precision.
const opaque = -110

// logit is v with Logistic(v) = a.
func logit(a float64) float32 {
	switch {
	case a <= 0:
		return opaque
	case a >= 1:
		return -opaque
	}
	return float32(fmath.Log(a / (1 - a)))
}

// Stuck counts the pixels of amplitude masks that training cannot move, as they are
// opaque, or let all light through, to the last digit.
func (s *Session) Stuck() (int, error) {
	if s.Config.MaskKind() != experiment.Logits {
		return 0, nil
	}
	a, err := s.MaskArray()
	stuck := 0
	for _, v := range a.Values {
		if x := float32(kernels.Logistic(float64(v))); x == 0 || x == 1 {
			stuck++
		}
	}
	return stuck, err
}

// setLevels sets whole numbers that takes has checked.
func (s *Session) setLevels(v []float32) error {
	n := s.Config.Grid().Len()
	levels := make([]uint16, n)
	for l, d := range s.displays {
		for i, k := range v[l*n : (l+1)*n] {
			levels[i] = uint16(k)
		}
		if err := d.SetLevels(levels); err != nil {
			return err
		}
	}
	return nil
}
