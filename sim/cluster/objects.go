//go:build !js

package cluster

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Put stores bytes of a trial, and gives the name of the object: the trial's key and the SHA-256
// of what is in it. So none is ever overwritten, which JetStream's store would let a reader
// notice as old or missing bytes, and none belongs to two trials.
func (q *Queue) Put(ctx context.Context, key string, b []byte) (name string, err error) {
	name = key + "." + sum(b)
	err = q.insist(ctx, func(ctx context.Context) error {
		info, err := q.files.GetInfo(ctx, name)
		if err == nil && info.Size == uint64(len(b)) {
			return nil
		}
		if err != nil && !errors.Is(err, jetstream.ErrObjectNotFound) {
			return err
		}
		long, cancel := context.WithTimeout(context.WithoutCancel(ctx), deadline(len(b)))
		defer cancel()
		_, err = q.files.Put(long, jetstream.ObjectMeta{Name: name}, bytes.NewReader(b))
		return err
	})
	return name, err
}

// Get reads an object, whole and as it was put, or it is an error.
func (q *Queue) Get(ctx context.Context, name string) (b []byte, err error) {
	err = q.insist(ctx, func(one context.Context) error {
		info, err := q.files.GetInfo(one, name)
		if err != nil {
			return err
		}
		// Without a deadline of ours all reading ends 5 seconds after Get.
		long, cancel := context.WithTimeout(ctx, deadline(int(info.Size)))
		defer cancel()
		b, err = q.files.GetBytes(long, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cannot read object %s: %w", name, err)
	}
	if _, want, _ := strings.Cut(name, "."); sum(b) != want {
		return nil, fmt.Errorf("object %s is damaged", name)
	}
	return b, nil
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// drop deletes an object, unless it is one of those kept; "" is none.
func (q *Queue) drop(ctx context.Context, name string, kept ...string) error {
	if name == "" || slices.Contains(kept, name) {
		return nil
	}
	err := q.insist(ctx, func(ctx context.Context) error { return q.files.Delete(ctx, name) })
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil
	}
	return err
}

// deadline is the time for an object of so many bytes: 10 s, and a second a megabyte.
func deadline(bytes int) time.Duration {
	return 10*time.Second + time.Duration(bytes/1e6)*time.Second
}

// Missing tells whether an error is that there is no such object.
func Missing(err error) bool { return errors.Is(err, jetstream.ErrObjectNotFound) }
