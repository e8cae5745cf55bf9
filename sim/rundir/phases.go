package rundir

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"talbot/sim/experiment"
	"talbot/sim/optics/npy"
)

// writePhases writes phase.npy: [mask][y][x] rad from 0 to 2 pi.
func (d *Dir) writePhases(s experiment.Phased) error {
	all, err := s.Screens()
	if err != nil {
		return err
	}
	first := all.Masks[0]
	var phases []float32
	for _, m := range all.Masks {
		for _, v := range m.Phase {
			phases = append(phases, Wrap(v))
		}
	}
	return WriteFile(d.file(PhaseFile), func(w io.Writer) error { return npy.Write(w, []int{len(all.Masks), first.Ny, first.Nx}, phases) })
}

// PutPhases makes the masks of the file those that a session begins with, or changes nothing and says why. Numbers whose kind the file
// does not tell are radians, but bytes of them levels of 256 a turn.
func (m *MaskFile) PutPhases(s experiment.Phased) error {
	all, err := s.Screens()
	if err != nil {
		return err
	}
	first := all.Masks[0]
	want, shape := []int{len(all.Masks), first.Ny, first.Nx}, m.Shape
	if len(shape) == 2 && want[0] == 1 {
		shape = append([]int{1}, shape...)
	}
	if !slices.Equal(shape, want) {
		return fmt.Errorf("its shape is %v, and this network's masks are %v, [mask y x]: choose the preset, samples and layers that the masks were made for", m.Shape, want)
	}
	scale := 1.0
	switch kind := m.Kind; {
	case kind == experiment.Bytes, kind == "" && m.Type == "uint8":
		scale = 2 * math.Pi / 256
	case kind == experiment.Degrees:
		scale = math.Pi / 180
	case kind != "" && kind != experiment.Radians:
		return fmt.Errorf("its numbers are %s, and these masks are phases: give radians, degrees or bytes", kind)
	}
	phases := make([]float32, len(m.Values))
	for i, v := range m.Values {
		phases[i] = float32(float64(v) * scale)
	}
	return s.SetPhases(phases)
}

// PutPhasesOf makes the masks that a run has ended with, in its phase.npy, those that a session begins with.
func PutPhasesOf(run string, s experiment.Phased) (*Given, error) {
	given := &Given{File: (&Dir{Path: run}).file(PhaseFile)}
	b, err := os.ReadFile(given.File)
	if err != nil {
		return nil, fmt.Errorf("the masks that the run in %s has ended with are wanted: %w; write them with: talbot export %[1]s --as npy --out %[1]s", run, err)
	}
	m, err := ReadMaskFile(b, "")
	if err == nil {
		err = m.PutPhases(s)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", given.File, err)
	}
	hash := sha256.Sum256(b)
	given.SHA256 = hex.EncodeToString(hash[:])
	return given, nil
}
