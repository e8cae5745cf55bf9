package run

import (
	"context"
	"os"
	"path/filepath"

	"talbot/sim/reproduce"
	"talbot/sim/rundir"
)

// Elsewhere is a run that is made in another place than the folder in which all runs come together: Make makes it there,
// and Take takes it into the folder, where it is as if it had been made here.

// Make makes the run of a row from a seed on the first device. path is its folder, "" for a small one, of which
// nothing is left.
func (r *Runner) Make(ctx context.Context, e reproduce.Experiment, row reproduce.Row, seed int) (res *reproduce.Result, path string, err error) {
	if err := os.MkdirAll(r.Out, 0o777); err != nil {
		return nil, "", err
	}
	res, err = r.one(ctx, r.Devices[0], e, job{row, seed, 1}, Progress{Row: row, Seed: seed, Number: 1, Runs: 1})
	if err == nil && !e.Small {
		path = r.Folder(e, row, seed)
	}
	return res, path, err
}

// Take takes over a run that was made elsewhere, whose folder rundir.Pack has packed, but for a small one.
func (r *Runner) Take(e reproduce.Experiment, row reproduce.Row, seed int, files []byte, res *reproduce.Result) error {
	path := r.Folder(e, row, seed)
	res.Command, res.HoldOut = r.Command(row, seed, r.Epochs), r.HoldOut
	if e.Small { // of which its line is kept
		if err := os.MkdirAll(r.Out, 0o777); err != nil {
			return err
		}
		return r.keep(e, path, res)
	}
	unlock, err := (&rundir.Dir{Path: path}).Lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := os.RemoveAll(path); err != nil { // a run that began here and was stopped
		return err
	}
	if err := rundir.Unpack(path, files); err != nil {
		return err
	}
	what, from, err := r.Described(row)
	if err != nil {
		return err
	}
	c, err := row.At(seed, r.Epochs)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(path, rundir.ConfigFile)); err == nil { // of what is trained
		dir, err := like(path, c, what)
		if err == nil {
			err = dir.GoOn(c, from, dir.Device, 0) // the pictures are where they are here
		}
		if err != nil {
			return err
		}
	}
	if err := r.keep(e, path, res); err != nil || !r.Trim {
		return err
	}
	err = os.Remove(filepath.Join(path, rundir.CheckpointFile))
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

// Described are the pictures of a row's runs, and where they are.
func (r *Runner) Described(row reproduce.Row) (rundir.Data, rundir.Source, error) {
	learn, test, from, err := r.pictures(row)
	return described(learn, test), from, err
}
