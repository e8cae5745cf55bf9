//go:build !js

package cluster

import (
	"context"
	"errors"
	"time"
)

// Await waits for the results of trials: take is called with each once, and gone with those that are parked
// or cancelled, which come no more. tick is called about once a second; it may be nil. What a hub that is away for a while
// does not tell comes later.
func (q *Queue) Await(ctx context.Context, want map[string]*Trial, take func(*Trial, *Result) error, gone func(t *Trial, why string), tick func(map[string]Record)) error {
	left := map[string]*Trial{}
	for key, t := range want {
		left[key] = t
	}
	if len(left) == 0 {
		return nil
	}
	follow, stop := context.WithCancel(ctx)
	defer stop()
	came := make(chan *Result)
	failed := make(chan error, 1)
	go func() {
		failed <- q.Follow(follow, func(r *Result) bool {
			select {
			case came <- r:
				return true
			case <-follow.Done():
				return false
			}
		})
	}()
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for len(left) > 0 {
		select {
		case r := <-came:
			t := left[r.Key]
			if t == nil {
				continue
			}
			delete(left, r.Key)
			if err := take(t, r); err != nil {
				return err
			}
		case err := <-failed:
			if err == nil {
				err = errors.New("the results of the hub have ended")
			}
			return err
		case <-second.C:
			records, err := q.Records(ctx)
			if err != nil {
				continue // the hub is away for a while
			}
			for key, t := range left {
				if r := records[key]; r.Cancelled {
					gone(t, "cancelled")
					delete(left, key)
				} else if r.Parked {
					gone(t, r.Why)
					delete(left, key)
				}
			}
			if tick != nil {
				tick(records)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
