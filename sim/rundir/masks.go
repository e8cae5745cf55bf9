package rundir

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"talbot/sim/compute/kernels"
	"talbot/sim/experiment"
	"talbot/sim/optics/npy"
	"talbot/sim/system/diffractive"
)

// Masks are the trained masks of a network in the two forms that leave Talbot.
type Masks struct {
	Layers, N int       // masks of all networks; samples along a side
	Amplitude bool      // they change the amplitude, not the phase
	Bytes     []byte    // [mask][y][x]: byte b is 2 pi b/256 rad, or amplitude b/255; none for a display
	Values    []float32 // [mask][y][x]: radians from 0 to 2 pi, or amplitude from 0 to 1

	// Only for the masks of a display, [mask][y][x]: the level of each pixel, and the
	// amplitude that it lets through. Values are the phases.
	Levels       []uint16
	Transmission []float32
}

// MasksOf reads the masks of a session.
func MasksOf(s *diffractive.Session) (*Masks, error) {
	if s.Displays() != nil {
		return displaysOf(s)
	}
	m := &Masks{Layers: s.Config.Masks(), N: s.Config.Grid().Nx, Amplitude: s.Config.Mask == "amplitude"}
	var err error
	if m.Bytes, err = s.MaskBytes(); err != nil {
		return nil, err
	}
	values, err := s.Values()
	if err != nil {
		return nil, err
	}
	for _, layer := range values {
		for _, v := range layer {
			if m.Amplitude {
				m.Values = append(m.Values, float32(kernels.Logistic(float64(v))))
			} else {
				m.Values = append(m.Values, Wrap(v))
			}
		}
	}
	return m, nil
}

// Wrap brings a phase to 0 <= phi < 2 pi.
func Wrap(phi float32) float32 {
	turns := float64(phi) / (2 * math.Pi)
	w := float32(2 * math.Pi * (turns - math.Floor(turns)))
	if w >= 2*math.Pi {
		return 0
	}
	return w
}

// Shape is the shape of both arrays.
func (m *Masks) Shape() []int { return []int{m.Layers, m.N, m.N} }

// File is the name that the values have: phase.npy or amplitude.npy.
func (m *Masks) File() string {
	if m.Amplitude {
		return AmplitudeFile
	}
	return PhaseFile
}

// WriteMasksOf is WriteMasks of a session of any system, of which some have none.
func (d *Dir) WriteMasksOf(s experiment.Session) error {
	if m, ok := s.(experiment.Screened); ok && takes(s) {
		return d.writePhases(m)
	}
	n, ok := diffractive.SessionOf(s)
	if !ok {
		return nil
	}
	m, err := MasksOf(n)
	if err != nil {
		return err
	}
	return d.WriteMasks(m)
}

// WriteMasks writes the run's result: masks.npy, and phase.npy or amplitude.npy; for
// a display levels.npy and both of the others.
func (d *Dir) WriteMasks(m *Masks) error {
	if m.Levels != nil {
		return errors.Join(
			WriteFile(d.file(LevelsFile), func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Levels) }),
			WriteFile(d.file(PhaseFile), func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Values) }),
			WriteFile(d.file(AmplitudeFile), func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Transmission) }))
	}
	err := WriteFile(d.file(MasksFile), func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Bytes) })
	if err != nil {
		return err
	}
	return WriteFile(d.file(m.File()), func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Values) })
}

// CheckMasks tells whether the files of WriteMasks hold m: an error says which is
// missing (fs.ErrNotExist), damaged, or of other masks.
func (d *Dir) CheckMasks(m *Masks) error {
	if m.Levels != nil {
		if err := checkArray(d.file(LevelsFile), m.Shape(), m.Levels); err != nil {
			return err
		}
		if err := checkArray(d.file(AmplitudeFile), m.Shape(), m.Transmission); err != nil {
			return err
		}
		return checkArray(d.file(PhaseFile), m.Shape(), m.Values)
	}
	if err := checkArray(d.file(MasksFile), m.Shape(), m.Bytes); err != nil {
		return err
	}
	return checkArray(d.file(m.File()), m.Shape(), m.Values)
}

func checkArray[T byte | uint16 | float32](path string, shape []int, want []T) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	a, err := npy.Read(b)
	if err != nil {
		return fmt.Errorf("%s is damaged: %w", path, err)
	}
	if !npy.Same(a, shape, want) {
		return fmt.Errorf("%s does not hold the masks of the checkpoint", path)
	}
	return nil
}
