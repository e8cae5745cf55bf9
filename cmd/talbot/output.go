package main

import (
	"errors"
	"io"
	"syscall"
)

// faultyOutput is an output that may fail without an end to the work: err is the first
// failure, but for a reader that went away, as head does.
type faultyOutput struct {
	w   io.Writer
	err error
}

func (f *faultyOutput) Write(b []byte) (int, error) {
	n, err := f.w.Write(b)
	if err != nil && f.err == nil && !errors.Is(err, syscall.EPIPE) {
		f.err = err
	}
	return n, err
}
