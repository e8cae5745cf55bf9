package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"talbot/sim/rundir"
)

// broken is an output that always fails.
type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// A training whose output cannot be written goes on to its end, and then says so; a reader
// that went away is no fault.
func TestTrainingOutlivesItsOutput(t *testing.T) {
	for _, form := range []string{"", "--json"} {
		for _, c := range []struct {
			err    error
			status int
			says   string
		}{{errors.New("no space left"), failed, "the run is whole, but what it says could not all be written: no space left\n"}, {syscall.EPIPE, 0, ""}} {
			dir := filepath.Join(t.TempDir(), "run")
			var e bytes.Buffer
			args := append(append([]string{}, tiny...), "--out", dir, "--epochs", "1")
			if form != "" {
				args = append(args, form)
			}
			if status := talbot(args, broken{c.err}, &e); status != c.status || !strings.HasSuffix(e.String(), c.says) {
				t.Errorf("%q, %v: status %d, %q", form, c.err, status, e.String())
			}
			read(t, dir, rundir.MasksFile) // fails where there is none
		}
	}
}
