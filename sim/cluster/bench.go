//go:build !js

package cluster

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// Subjects of trials: of those that any worker may take, and of those for benches.
const (
	plain     = "trial.*"   // trial.KEY
	onBenches = "bench.*.*" // bench.NAME.KEY
	shared    = "_shared"   // in the place of a bench's name, which cannot be so: trials that many share and the hub adds
)

// subject is that of a trial's message.
func (t *Trial) subject() string {
	if t.Shares > 0 {
		return "bench." + shared + "." + t.Key()
	}
	if t.Bench != "" {
		return "bench." + t.Bench + "." + t.Key()
	}
	return "trial." + t.Key()
}

// keyOf is the key of the trial, or of the result, whose message has the subject.
func keyOf(subject string) string { return subject[strings.LastIndex(subject, ".")+1:] }

var benchName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$`)

// CheckBench tells whether a bench can have the name.
func CheckBench(name string) error {
	if !benchName.MatchString(name) {
		return fmt.Errorf("%q cannot be the name of a bench: want letters, digits, - and _, 31 at most, such as lab-1", name)
	}
	return nil
}

// sums gives the trials that many share, one at a time, so that all helpers are at the same one.
func (q *Queue) sums(ctx context.Context) (c jetstream.Consumer, err error) {
	err = q.insist(ctx, func(ctx context.Context) error {
		c, err = q.consumer(ctx, shared, "bench."+shared+".*", 1)
		return err
	})
	return c, err
}

// bench gives the trials of a bench, one at a time whoever asks: two programs must not move its panels at once.
func (q *Queue) bench(ctx context.Context, name string) (c jetstream.Consumer, err error) {
	if err := CheckBench(name); err != nil {
		return nil, err
	}
	err = q.insist(ctx, func(ctx context.Context) error {
		c, err = q.consumer(ctx, "bench-"+name, "bench."+name+".*", 1)
		return err
	})
	return c, err
}
