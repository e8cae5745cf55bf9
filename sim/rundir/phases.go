package rundir

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"talbot/sim/experiment"
	"talbot/sim/optics/npy"
)

// writePhases writes phase.npy: [mask][y][x] rad from 0 to 2 pi.
func (d *Dir) writePhases(s experiment.Screened) error {
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

// takes tells whether a session begins with masks of a file.
func takes(s experiment.Session) bool { _, ok := s.(experiment.Taking); return ok }

// PutPhasesOf makes the masks that a run has ended with, in its phase.npy, those that a session begins with.
func PutPhasesOf(run string, s experiment.Session) (*Given, error) {
	given := &Given{File: (&Dir{Path: run}).file(PhaseFile)}
	b, err := os.ReadFile(given.File)
	if err != nil {
		return nil, fmt.Errorf("the masks that the run in %s has ended with are wanted: %w; write them with: talbot export %[1]s --as npy --out %[1]s", run, err)
	}
	m, err := ReadMaskFile(b, experiment.Radians)
	if err == nil {
		err = m.PutInto(s)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", given.File, err)
	}
	hash := sha256.Sum256(b)
	given.SHA256 = hex.EncodeToString(hash[:])
	return given, nil
}
