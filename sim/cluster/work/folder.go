//go:build !js

package work

import (
	"os"
	"path/filepath"

	"talbot/sim/rundir"
)

// folders begin the names of the folders of pieces that run.
const folders = "talbot-running-"

// folder makes a folder for a piece, under temp, "" for the system's. The lock on it ends with the program, however that
// ends: so whoever makes the next one knows which are left of workers that were killed, and removes them.
func folder(temp string) (path string, end func(), err error) {
	if temp == "" {
		temp = os.TempDir()
	}
	left, _ := filepath.Glob(filepath.Join(temp, folders+"*"))
	for _, old := range left {
		if info, err := os.Lstat(old); err != nil || !info.IsDir() {
			continue
		}
		if unlock := alone(old); unlock != nil {
			_ = os.RemoveAll(old)
			unlock()
		}
	}
	for {
		if path, err = os.MkdirTemp(temp, folders); err != nil {
			return "", nil, err
		}
		unlock, err := (&rundir.Dir{Path: path}).Lock()
		if err != nil { // another worker is about to remove it, as it was not locked yet
			continue
		}
		if _, err := os.Lstat(path); err != nil { // another one has
			unlock()
			continue
		}
		return path, func() { _ = os.RemoveAll(path); unlock() }, nil
	}
}

// alone locks a folder that nobody else has. It is nil also where nothing can be locked: a second lock tells, as the
// first one keeps it out.
func alone(path string) (unlock func()) {
	d := rundir.Dir{Path: path}
	unlock, err := d.Lock()
	if err != nil {
		return nil
	}
	if second, err := (&rundir.Dir{Path: path}).Lock(); err == nil {
		second()
		unlock()
		return nil
	}
	return unlock
}
