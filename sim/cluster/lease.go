//go:build !js

package cluster

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ErrLost is the cause of the context of a trial whose lease is over: another worker may have it.
var ErrLost = errors.New("the lease is lost")

// ErrCancelled is the cause of the context of a trial that somebody has cancelled.
var ErrCancelled = errors.New("the trial was cancelled")

// lease is a hold on a message. Its end is never later than the hub's: both count from when the
// last renewal that was answered had been sent, or from before the message was asked for. Once it
// is over it stays so, and nothing may be said about the message: a Nak would take it from the
// worker that has it now, and an Ack would count for that one, too.
type lease struct {
	q    *Queue
	msg  jetstream.Msg
	mu   sync.Mutex
	ends time.Time
	lost bool
}

// held tells whether the lease lasts for a moment yet.
func (l *lease) held() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost = l.lost || !time.Now().Before(l.ends.Add(-l.q.lease/20))
	return !l.lost
}

// renew asks for another term.
func (l *lease) renew(ctx context.Context) {
	if !l.held() {
		return
	}
	sent := time.Now()
	ctx, cancel := context.WithTimeout(ctx, l.q.lease/3)
	defer cancel()
	if _, err := l.q.nc.RequestWithContext(ctx, l.msg.Reply(), []byte("+WPI")); err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if end := sent.Add(l.q.lease); !l.lost && sent.Before(l.ends) {
		l.ends = end
	}
}

// keep renews until ctx is done, and ends it with its cause once the lease is lost or the trial
// is cancelled.
func (l *lease) keep(ctx context.Context, key string, end context.CancelCauseFunc) {
	tick := time.NewTicker(l.q.lease / 5)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		l.renew(ctx)
		if !l.held() {
			end(ErrLost)
			return
		}
		look, cancel := context.WithTimeout(ctx, l.q.lease/5)
		r, err := l.q.Record(look, key)
		cancel()
		if err == nil && r.Cancelled {
			end(ErrCancelled)
			return
		}
	}
}

// say sends an answer about the message, until the hub has confirmed it or the lease is over.
func (l *lease) say(ctx context.Context, answer string) error {
	for l.held() {
		one, cancel := context.WithTimeout(ctx, 2*time.Second)
		_, err := l.q.nc.RequestWithContext(one, l.msg.Reply(), []byte(answer))
		cancel()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		time.Sleep(l.q.retry)
	}
	return ErrLost
}
