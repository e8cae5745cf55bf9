//go:build !js

package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// Record is what is known of a trial without a result; the zero value where nothing is.
func (q *Queue) Record(ctx context.Context, key string) (Record, error) {
	r, _, err := q.record(ctx, key)
	return r, err
}

func (q *Queue) record(ctx context.Context, key string) (r Record, revision uint64, err error) {
	var e jetstream.KeyValueEntry
	err = q.insist(ctx, func(ctx context.Context) (err error) { e, err = q.records.Get(ctx, key); return err })
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return r, 0, nil
	} else if err != nil {
		return r, 0, err
	}
	if err := json.Unmarshal(e.Value(), &r); err != nil {
		return r, 0, fmt.Errorf("the record of trial %s is damaged: %w", key, err)
	}
	return r, e.Revision(), nil
}

// change changes a record as one step, whoever else does at the same time.
func (q *Queue) change(ctx context.Context, key string, f func(*Record)) (r Record, err error) {
	for {
		var revision uint64
		if r, revision, err = q.record(ctx, key); err != nil {
			return r, err
		}
		f(&r)
		b, err := json.Marshal(r)
		if err != nil {
			return r, err
		}
		err = q.insist(ctx, func(ctx context.Context) error {
			if revision == 0 {
				_, err := q.records.Create(ctx, key, b)
				return err
			}
			_, err := q.records.Update(ctx, key, b, revision)
			return err
		})
		if errors.Is(err, jetstream.ErrKeyExists) { // somebody was faster
			continue
		}
		return r, err
	}
}

// forget drops the record of a trial that has its result, and the checkpoint in it.
func (q *Queue) forget(ctx context.Context, key string, kept ...string) error {
	r, revision, err := q.record(ctx, key)
	if err != nil || revision == 0 {
		return err
	}
	for _, old := range []string{r.Checkpoint, r.Curve} {
		if err := q.drop(ctx, old, kept...); err != nil {
			return err
		}
	}
	return q.insist(ctx, func(ctx context.Context) error { return q.records.Purge(ctx, key) })
}
