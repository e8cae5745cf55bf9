//go:build !js

package cluster

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
)

// Unfit is why this worker cannot do a trial that another one may: it lacks the pictures, or is of another version.
type Unfit struct {
	Why   error
	Alone bool // of this trial alone, not of all that need the same
}

func (u *Unfit) Error() string { return u.Why.Error() }
func (u *Unfit) Unwrap() error { return u.Why }

// A worker that is unfit gives a trial back for others. It must not have it again at once, nor keep the queue busy with
// giving back: it looks through some trials, each of which is hidden from the others for passed, and then rests for a
// time; then through more, and rests for longer, so that it gets at last to what it can do and costs the others little.
const (
	passed    = time.Second
	firstLook = 8
	mostLook  = 4096
	firstRest = 5 * time.Second
	mostRest  = time.Minute
)

// unfit is what a worker knows of that; it is of one goroutine.
type unfit struct {
	row, look int // trials in a row that it was unfit for, and after how many it rests
	pause     time.Duration
	reasons   map[string]reason // by what trials need
}

type reason struct {
	why   error
	until time.Time // then it looks again: the pictures may have come
}

// known is why trials of such needs cannot be done, as it was found of late; nil if it is not known.
func (u *unfit) known(needs string) error {
	if r, ok := u.reasons[needs]; ok && time.Now().Before(r.until) {
		return r.why
	}
	return nil
}

// rest is told of every trial, and rests after some that it was unfit for.
func (u *unfit) rest(ctx context.Context, fit bool) {
	if fit {
		u.row, u.look, u.pause = 0, 0, 0
		return
	}
	u.look, u.pause = max(u.look, firstLook), max(u.pause, firstRest)
	if u.row++; u.row < u.look {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(u.pause):
	}
	u.row, u.look, u.pause = 0, min(2*u.look, mostLook), min(2*u.pause, mostRest)
}

// pass gives back what this worker is unfit for. Why is told once a minute for all trials of the same needs.
func (w *Worker) pass(ctx context.Context, l *lease, key, needs string, why error) (fit bool) {
	if u := (*Unfit)(nil); errors.As(why, &u) && u.Alone {
		w.tell("returned", key, why)
	} else if w.unfit.known(needs) == nil {
		if w.unfit.reasons == nil {
			w.unfit.reasons = map[string]reason{}
		}
		w.unfit.reasons[needs] = reason{why, time.Now().Add(mostRest)}
		w.tell("returned", key, why)
	}
	if _, err := w.Queue.change(ctx, key, func(r *Record) { r.Returned++; r.Why, r.Worker = w.Name+": "+why.Error(), "" }); err == nil {
		_ = l.say(ctx, `-NAK {"delay": `+strconv.FormatInt(int64(passed), 10)+`}`)
	}
	return false
}

// needs are what a worker may lack for a trial, as a text that is the same for trials that need the same.
func (t *Trial) needs() string {
	pictures := ""
	if t.Pictures != nil {
		pictures = t.Pictures.SHA256
	}
	return fmt.Sprint(t.Preset, " ", pictures, t.Piece != nil, t.Fit != nil, t.Bench != "")
}

// Format numbers what a trial may say. It grows with each field that Trial, Piece or Fit gets, so that a worker of an
// earlier version leaves trials with that field to others.
const Format = 2

// format is the least that reads this trial.
func (t *Trial) format() int {
	if t.Exact {
		return 2
	}
	return 1
}

// formatHeader is the header of a trial's message with its format.
const formatHeader = "Talbot-Format"

// newer is the error that a trial is of a later format than this program reads.
func newer(h nats.Header) error {
	if n, _ := strconv.Atoi(h.Get(formatHeader)); n > Format {
		return fmt.Errorf("the trial was submitted by a newer talbot (format %d, and this one reads %d): use the same version here", n, Format)
	}
	return nil
}
