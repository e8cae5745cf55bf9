//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package rundir

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder locks a folder by its descriptor. Some network file systems refuse
// for reasons of their own; that is no lock, and no error.
func lockFolder(path string) (unlock func(), busy bool) {
	f, err := os.Open(path)
	if err != nil {
		return func() {}, false
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		f.Close()
		return nil, true
	}
	return func() { f.Close() }, false
}
