// Package rundir keeps a training run in a folder:
//
//	config.json     preset, parameters and their changes, data and version: what
//	                determines the run, or the polishing of one
//	metrics.jsonl   one event a line, one line an epoch
//	checkpoint.npz  masks, optimiser state, progress and the parameters so far: where to go on
//	masks.npy       the trained masks, uint8 [mask][y][x]: byte b is 2 pi b/256 rad
//	phase.npy       the same in radians, float32 [mask][y][x], 0 to 2 pi
//	levels.npy      for masks of a display, in place of masks.npy: uint16 [mask][y][x]
//
// Amplitude masks have amplitude.npy in place of phase.npy: transmission 0 to 1,
// and byte b of masks.npy is b/255; masks of a display have both. The arrays are in NumPy's formats. They are for
// other programs and written at the end of a run: Talbot itself reads the masks of
// the checkpoint.
//
// Every file but metrics.jsonl, which only grows, is replaced whole: a program
// killed at any moment leaves the last good one. Reading is strict, and every
// error says what to do.
package rundir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"talbot/sim/errs"
)

// The files of a run.
const (
	ConfigFile     = "config.json"
	MetricsFile    = "metrics.jsonl"
	CheckpointFile = "checkpoint.npz"
	MasksFile      = "masks.npy"
	PhaseFile      = "phase.npy"
	AmplitudeFile  = "amplitude.npy"
	LevelsFile     = "levels.npy"
)

// Dir is the folder of one run.
type Dir struct {
	Path string
	Info
	Onward string // the command that goes on with the run, for errors; "" for talbot train --resume
	unlock func() // of the lock that Create took, until Lock hands it over
}

// Create makes the folder of a new run. A folder that holds a run already is an
// error, and stays as it is. The folder is locked until the caller of Lock lets it go,
// so that of two programs that begin in one folder the first has it.
func Create(path string, info Info) (_ *Dir, err error) {
	d := &Dir{Path: path, Info: info}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fmt.Errorf("cannot make the run's folder: %w: choose another with --out DIR", err)
	}
	if d.unlock, err = d.Lock(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			d.unlock()
		}
	}()
	for _, name := range runFiles {
		switch _, err := os.Lstat(d.file(name)); {
		case err == nil:
			return nil, fmt.Errorf("%s holds a run already (%s): go on with it with --resume %s, or choose another folder with --out DIR", path, name, errs.Word(path))
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("cannot use the run's folder: %w: choose another with --out DIR", err)
		}
	}
	return d, d.writeInfo()
}

// CreateNumbered is Create of a folder that was not there: base or, when there is one of
// that name, base-2, base-3 and so on, also for programs that begin at once.
func CreateNumbered(base string, info Info) (*Dir, error) {
	if err := os.MkdirAll(filepath.Dir(base), 0o777); err != nil {
		return nil, fmt.Errorf("cannot make the folder of runs: %w: choose another with --out DIR", err)
	}
	path := base
	for n := 2; ; n++ {
		err := os.Mkdir(path, 0o777)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("cannot make the run's folder: %w: choose another with --out DIR", err)
		}
		path = fmt.Sprint(base, "-", n)
	}
	d, err := Create(path, info)
	if err != nil {
		_ = os.Remove(path) // only if it is empty
	}
	return d, err
}

// Open reads what the run in a folder is.
func Open(path string) (*Dir, error) {
	if info, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no run in %s: no such folder; give the one that train named", path)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("%s is a file: give the folder of a run", path)
	}
	d := &Dir{Path: path}
	b, err := os.ReadFile(d.file(ConfigFile))
	if errors.Is(err, fs.ErrNotExist) {
		if inner, _ := filepath.Glob(filepath.Join(path, "*", ConfigFile)); len(inner) > 0 {
			return nil, fmt.Errorf("%s is no run: it has runs in it, such as %s", path, filepath.Dir(inner[0]))
		}
		return nil, fmt.Errorf("there is no run in %s: it has no %s", path, ConfigFile)
	} else if err != nil {
		return nil, err
	}
	if d.Info, err = ParseInfo(b); err != nil {
		return nil, fmt.Errorf("%s: %w", d.file(ConfigFile), err)
	}
	return d, nil
}

func (d *Dir) file(name string) string { return filepath.Join(d.Path, name) }
