package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// untilStopped is a context that Ctrl-C ends, for work that then comes to an orderly
// end: doing says so on a terminal. A second Ctrl-C quits at once.
func (a *app) untilStopped(parent context.Context, doing string) (_ context.Context, done func()) {
	ctx, stop := signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
	off := context.AfterFunc(ctx, func() {
		stop()
		if isTerminal(a.err) {
			fmt.Fprintf(a.err, "\r\x1b[K%s; Ctrl-C again quits at once\n", doing)
		}
	})
	return ctx, func() {
		off()
		stop()
	}
}
