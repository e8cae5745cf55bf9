//go:build !js

package cluster

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
)

// Trials for a bench go to its workers alone, one at a time; all others to all others.
func TestBench(t *testing.T) {
	_, q := open(t, t.TempDir(), Lease)
	submit(t, q, 3)
	var keys []string
	for i := range 4 {
		tr := trial(i)
		tr.Bench = "lab-1"
		if i == 3 {
			tr.Bench = "lab-2"
		}
		if isNew, err := q.Submit(t.Context(), tr); err != nil || !isNew {
			t.Fatal(isNew, err)
		}
		keys = append(keys, tr.Key())
	}
	if err := doing(q, "plain", func(_ context.Context, task *Task) error {
		if task.Trial.Bench != "" {
			t.Errorf("a trial for %s comes to a worker without a bench", task.Trial.Bench)
		}
		return nil
	}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	results(t, q, 3)
	all, err := q.Waiting(t.Context())
	if err != nil || len(all) != 4 || all[keys[0]] == nil {
		t.Errorf("%d trials wait, want 4: %v", len(all), err)
	}
	if key, err := q.Find(t.Context(), keys[3][:12]); key != keys[3] || err != nil {
		t.Errorf("found %q, %v", key, err)
	}
	for _, again := range []bool{false, true} { // cancelled, put back, and cancelled again
		if ok, err := q.Cancel(t.Context(), keys[3]); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if ok, err := q.Retry(t.Context(), keys[3]); !again && (!ok || err != nil) {
			t.Fatal(ok, err)
		} else if again {
			if ok, err := q.Cancel(t.Context(), keys[3]); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
	}
	var now, most, n atomic.Int32
	var wait sync.WaitGroup
	for i := range 2 { // two programs that say they have the bench
		w := doing(q, fmt.Sprint(i), func(_ context.Context, task *Task) error {
			most.Store(max(most.Load(), now.Add(1)))
			defer now.Add(-1)
			if n.Add(1); task.Trial.Bench != "lab-1" {
				t.Errorf("a trial for %q comes to lab-1", task.Trial.Bench)
			}
			c, err := q.Counts(t.Context())
			if c.Running != 1 || err != nil {
				t.Errorf("%d are running, %v", c.Running, err)
			}
			return nil
		})
		w.Bench = "lab-1"
		wait.Go(func() {
			if err := w.Run(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if results(t, q, 6); most.Load() != 1 || n.Load() != 3 {
		t.Errorf("%d trials at a time on one bench, %d in all", most.Load(), n.Load())
	}
	w := doing(q, "a", nil)
	if w.Bench = "lab 1"; w.Run(t.Context()) == nil {
		t.Error("a name with a space is taken")
	}
}

// The queue of a hub of an earlier version, whose workers took all there is, leaves what is for benches to these.
func TestEarlierQueue(t *testing.T) {
	h, q := open(t, t.TempDir(), Lease)
	if err := q.trials.DeleteConsumer(t.Context(), "workers"); err != nil {
		t.Fatal(err)
	}
	if _, err := q.trials.CreateConsumer(t.Context(), jetstream.ConsumerConfig{Durable: "workers", AckPolicy: jetstream.AckExplicitPolicy, AckWait: Lease / 2, MaxDeliver: -1, MaxAckPending: 10000, MaxWaiting: 4096}); err != nil {
		t.Fatal(err)
	}
	again, err := h.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if c := again.workers.CachedInfo().Config; c.FilterSubject != plain || c.AckWait != Lease/2 || again.lease != Lease/2 {
		t.Errorf("it takes %q, with a lease of %v", c.FilterSubject, c.AckWait)
	}
}
