package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// untilStopped is a context that Ctrl-C ends, for work that then comes to an orderly
// end: doing says so on a terminal. A second Ctrl-C quits at once. Nothing is lost when a
// reader of the output goes away.
func (a *app) untilStopped(parent context.Context, doing string) (_ context.Context, done func()) {
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE) // else a write to a broken pipe ends the program
	ctx, stop := stoppable(parent)
	off := context.AfterFunc(ctx, func() {
		stop()
		if isTerminal(a.err) {
			fmt.Fprintf(a.err, "\r\x1b[K%s; Ctrl-C again quits at once\n", doing)
		}
	})
	return ctx, func() {
		off()
		stop()
		signal.Stop(pipe)
	}
}

// stoppable is a context that ends when the program is asked to stop: by Ctrl-C, by
// SIGTERM, or when its terminal goes away, unless nohup has it that this is nothing.
func stoppable(parent context.Context) (context.Context, context.CancelFunc) {
	asked := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		asked = append(asked, syscall.SIGHUP)
	}
	return signal.NotifyContext(parent, asked...)
}
