//go:build !js

package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Counts is how many trials there are.
type Counts struct {
	Left    int `json:"left"` // waiting or running
	Running int `json:"running"`
	Done    int `json:"done"`
	Parked  int `json:"parked"`
}

// Counts counts the trials of a hub.
func (q *Queue) Counts(ctx context.Context) (c Counts, err error) {
	err = q.insist(ctx, func(ctx context.Context) error {
		trials, err := q.trials.Info(ctx)
		if err != nil {
			return err
		}
		results, err := q.results.Info(ctx)
		if err != nil {
			return err
		}
		c.Left, c.Running, c.Done = int(trials.State.Msgs), 0, int(results.State.Msgs)
		list := q.trials.ListConsumers(ctx)
		for info := range list.Info() {
			c.Running += info.NumAckPending
		}
		return list.Err()
	})
	if err != nil {
		return c, err
	}
	records, err := q.Records(ctx)
	for _, r := range records {
		switch {
		case r.Parked:
			c.Parked++
		case r.Worker == "" && r.Returned > 0 && !r.Cancelled: // the server counts it as running for a moment more
			c.Running = max(0, c.Running-1)
		}
	}
	return c, err
}

// Idle is how many workers wait for a trial.
func (q *Queue) Idle(ctx context.Context) (n int, err error) {
	list := q.trials.ListConsumers(ctx)
	for info := range list.Info() {
		if info.Name != shared { // which waits for trainings to add up
			n += info.NumWaiting
		}
	}
	return n, list.Err()
}

// Records are those of all trials that have one, by key.
func (q *Queue) Records(ctx context.Context) (map[string]Record, error) {
	all := map[string]Record{}
	w, err := q.records.WatchAll(ctx, jetstream.IgnoreDeletes())
	if err != nil {
		return nil, err
	}
	defer w.Stop()
	for {
		select {
		case e := <-w.Updates():
			if e == nil {
				return all, nil
			}
			var r Record
			if err := json.Unmarshal(e.Value(), &r); err != nil {
				return nil, fmt.Errorf("the record of trial %s is damaged: %w", e.Key(), err)
			}
			all[e.Key()] = r
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Follow calls f with every result there is, and then with each that comes, until ctx is done or
// f is false.
func (q *Queue) Follow(ctx context.Context, f func(*Result) bool) error {
	return q.FollowAt(ctx, func(r *Result, _ time.Time) bool { return f(r) })
}

// FollowAt is Follow with the time at which the hub kept each result.
func (q *Queue) FollowAt(ctx context.Context, f func(r *Result, at time.Time) bool) error {
	c, err := q.results.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{})
	if err != nil {
		return err
	}
	messages, err := c.Messages()
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, messages.Stop)
	defer stop()
	defer messages.Stop()
	for {
		m, err := messages.Next()
		if ctx.Err() != nil || errors.Is(err, jetstream.ErrMsgIteratorClosed) {
			return ctx.Err()
		}
		if err != nil && q.nc.IsClosed() {
			return q.closed(err)
		} else if err != nil { // the hub is away for a while; the consumer is made again
			continue
		}
		r, err := parseResult(m.Data())
		if err != nil {
			return err
		}
		var at time.Time
		if about, err := m.Metadata(); err == nil {
			at = about.Timestamp
		}
		if !f(r, at) {
			return nil
		}
	}
}

// Results are all that there are.
func (q *Queue) Results(ctx context.Context) (list []*Result, err error) {
	info, err := q.results.Info(ctx)
	if err != nil || info.State.Msgs == 0 {
		return nil, err
	}
	left := info.State.Msgs
	err = q.Follow(ctx, func(r *Result) bool {
		list = append(list, r)
		left--
		return left > 0
	})
	return list, err
}

// Waiting are the trials that wait or run, by key.
func (q *Queue) Waiting(ctx context.Context) (map[string]*Trial, error) {
	all := map[string]*Trial{}
	info, err := q.trials.Info(ctx, jetstream.WithSubjectFilter(">"))
	if err != nil {
		return nil, err
	}
	for subject := range info.State.Subjects {
		t, _, err := q.waiting(ctx, keyOf(subject))
		if err != nil {
			return nil, err
		}
		if t != nil {
			all[t.Key()] = t
		}
	}
	return all, nil
}

// waiting is a trial in the queue, or nil, and the number of its message.
func (q *Queue) waiting(ctx context.Context, key string) (t *Trial, seq uint64, err error) {
	m, err := q.trials.GetLastMsgForSubject(ctx, "trial."+key)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		var info *jetstream.StreamInfo
		if info, err = q.trials.Info(ctx, jetstream.WithSubjectFilter("bench.*."+key)); err != nil {
			return nil, 0, err
		}
		err = jetstream.ErrMsgNotFound
		for subject := range info.State.Subjects {
			m, err = q.trials.GetLastMsgForSubject(ctx, subject)
		}
	}
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, 0, nil
	} else if err != nil {
		return nil, 0, err
	}
	t, err = ParseTrial(m.Data)
	return t, m.Sequence, err
}

// Find is the key that begins so, of a trial that the hub knows.
func (q *Queue) Find(ctx context.Context, begin string) (key string, err error) {
	var found []string
	add := func(k string) {
		if strings.HasPrefix(k, begin) && !slices.Contains(found, k) {
			found = append(found, k)
		}
	}
	for _, s := range []jetstream.Stream{q.trials, q.results} {
		info, err := s.Info(ctx, jetstream.WithSubjectFilter(">"))
		if err != nil {
			return "", err
		}
		for subject := range info.State.Subjects {
			add(keyOf(subject))
		}
	}
	records, err := q.Records(ctx)
	if err != nil {
		return "", err
	}
	for k := range records {
		add(k)
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case begin == "" || len(found) > 1:
		return "", fmt.Errorf("%q begins the names of %d trials: give more of it", begin, len(found))
	}
	return "", fmt.Errorf("there is no trial %q at this hub: see talbot jobs list", begin)
}

// Cancel takes a trial from the queue; a worker that has it stops within a third of its lease. It
// is false if the trial is not in the queue.
func (q *Queue) Cancel(ctx context.Context, key string) (bool, error) {
	t, seq, err := q.waiting(ctx, key)
	if err != nil || t == nil {
		return false, err
	}
	if _, err := q.change(ctx, key, func(r *Record) { r.Cancelled, r.Trial = true, t }); err != nil {
		return false, err
	}
	err = q.trials.DeleteMsg(ctx, seq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		err = nil
	}
	return err == nil, err
}

// Retry puts a trial that is parked or cancelled back into the queue, with its counters at 0; it
// goes on from its checkpoint. It is false if the trial is neither.
func (q *Queue) Retry(ctx context.Context, key string) (bool, error) {
	r, err := q.Record(ctx, key)
	if err != nil || !r.Parked && !r.Cancelled || r.Trial == nil {
		return false, err
	}
	t := r.Trial
	if _, err := q.change(ctx, key, func(r *Record) {
		r.Parked, r.Cancelled, r.Errors, r.Returned, r.Why, r.Trial = false, false, 0, 0, "", nil
	}); err != nil {
		return false, err
	}
	_, err = q.putTrial(ctx, t)
	return err == nil, err
}

// KeepSweep keeps what the trials of a sweep are, under its name.
func (q *Queue) KeepSweep(ctx context.Context, name string, about any) error {
	b, err := json.Marshal(about)
	if err != nil {
		return err
	}
	if len(b) > MaxMessage-1024 {
		return fmt.Errorf("the sweep has too many trials for a hub: %d bytes, and a message has %d: cut it in two", len(b), MaxMessage)
	}
	return q.insist(ctx, func(ctx context.Context) error { _, err := q.sweeps.Put(ctx, name, b); return err })
}
