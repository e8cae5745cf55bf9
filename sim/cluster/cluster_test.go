//go:build !js

package cluster

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// open starts a hub in a folder and connects to it, with a lease that tests can wait for.
func open(t *testing.T, store string, lease time.Duration) (*Hub, *Queue) {
	t.Helper()
	h, err := Start(Options{Store: store, Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Stop)
	return h, dial(t, h, lease)
}

func dial(t *testing.T, h *Hub, lease time.Duration) *Queue {
	t.Helper()
	nc, err := nats.Connect(h.URL(), nats.MaxReconnects(-1), nats.ReconnectWait(50*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	q, err := newQueueLease(nc, lease)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	return q
}

func trial(i int) *Trial {
	return &Trial{Preset: "empty", Parameters: map[string]string{"number": fmt.Sprint(i)}, Test: HeldOut}
}

func submit(t *testing.T, q *Queue, n int) {
	t.Helper()
	for i := range n {
		if isNew, err := q.Submit(t.Context(), trial(i)); err != nil || !isNew {
			t.Fatalf("trial %d: new %v, %v", i, isNew, err)
		}
	}
}

// doing is a worker whose trials do what f does.
func doing(q *Queue, name string, f func(ctx context.Context, t *Task) error) *Worker {
	return &Worker{Name: name, Queue: q, UntilEmpty: true, Do: func(ctx context.Context, t *Task) (*Result, error) {
		if err := f(ctx, t); err != nil {
			return nil, err
		}
		return &Result{Preset: t.Trial.Preset, Test: t.Trial.Test, Accuracy: 0.5}, nil
	}}
}

func results(t *testing.T, q *Queue, want int) []*Result {
	t.Helper()
	list, err := q.Results(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range list {
		if seen[r.Key] {
			t.Errorf("trial %s has two results", r.Key)
		}
		seen[r.Key] = true
	}
	if len(list) != want {
		t.Fatalf("%d results, want %d", len(list), want)
	}
	return list
}

// Every trial has one result; what is submitted again, in any state, is not done again.
func TestOnce(t *testing.T) {
	_, q := open(t, t.TempDir(), Lease)
	submit(t, q, 10)
	if isNew, err := q.Submit(t.Context(), trial(3)); isNew || err != nil {
		t.Fatalf("a trial that waits: new %v, %v", isNew, err)
	}
	var times atomic.Int32
	var wait sync.WaitGroup
	for i := range 2 {
		wait.Go(func() {
			w := doing(q, fmt.Sprint(i), func(context.Context, *Task) error { times.Add(1); return nil })
			if err := w.Run(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	results(t, q, 10)
	if isNew, err := q.Submit(t.Context(), trial(3)); isNew || err != nil || times.Load() != 10 {
		t.Errorf("a trial that is done: new %v, %v; %d times", isNew, err, times.Load())
	}
	if first, err := q.keep(t.Context(), &Result{Key: trial(3).Key(), Accuracy: 1}); first || err != nil {
		t.Errorf("a second result: %v, %v", first, err)
	}
	if r, err := q.Result(t.Context(), trial(3).Key()); err != nil || r.Accuracy != 0.5 {
		t.Errorf("the first result is %+v, %v", r, err)
	}
}

// Three attempts that return an error park a trial, with the error; a hub that starts again
// knows; retry tries again.
func TestParked(t *testing.T) {
	store := t.TempDir()
	h, q := open(t, store, Lease)
	submit(t, q, 1)
	n := 0
	bad := func(context.Context, *Task) error { n++; return errors.New("no light") }
	if err := doing(q, "a", bad).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n != MaxErrors {
		t.Errorf("tried %d times, want %d", n, MaxErrors)
	}
	q.Close()
	h.Stop()
	_, q = open(t, store, Lease)
	c, err := q.Counts(t.Context())
	if err != nil || c != (Counts{Parked: 1}) {
		t.Errorf("counts %+v, %v", c, err)
	}
	key := trial(0).Key()
	if r, err := q.Record(t.Context(), key); err != nil || r.Why != "no light" || r.Errors != 3 {
		t.Errorf("record %+v, %v", r, err)
	}
	if isNew, err := q.Submit(t.Context(), trial(0)); isNew || err != nil {
		t.Errorf("a parked trial: new %v, %v", isNew, err)
	}
	if ok, err := q.Retry(t.Context(), key); !ok || err != nil {
		t.Fatalf("retry: %v, %v", ok, err)
	}
	if err := doing(q, "a", func(context.Context, *Task) error { return nil }).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	results(t, q, 1)
}

// A worker that is asked to stop gives its trial back at once with a checkpoint, and the next one
// goes on from there; neither an error nor a lost lease is counted.
func TestReturned(t *testing.T) {
	_, q := open(t, t.TempDir(), Lease)
	submit(t, q, 1)
	ctx, stop := context.WithCancel(t.Context())
	w := doing(q, "first", func(ctx context.Context, task *Task) error {
		if err := task.Save(ctx, 1, 0.5, []byte("half"), []byte("line")); err != nil {
			t.Error(err)
		}
		stop()
		<-ctx.Done()
		if err := task.Save(context.WithoutCancel(ctx), 2, 0.7, []byte("more"), []byte("lines")); err != nil {
			t.Error(err)
		}
		return ctx.Err()
	})
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	err := doing(q, "second", func(ctx context.Context, task *Task) error {
		b, err := q.Get(ctx, task.Record.Checkpoint)
		if string(b) != "more" || task.Lost != 0 || task.Record.Errors != 0 {
			t.Errorf("it goes on from %q, lost %d, %+v, %v", b, task.Lost, task.Record, err)
		}
		return err
	}).Run(t.Context())
	if err != nil || time.Since(began) > Lease/2 {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	results(t, q, 1)
	if r, _ := q.Record(t.Context(), trial(0).Key()); r != (Record{}) {
		t.Errorf("a record stays: %+v", r)
	}
}

// A trial that is cancelled while it runs stops, and has no result.
func TestCancel(t *testing.T) {
	_, q := open(t, t.TempDir(), time.Second)
	submit(t, q, 2)
	err := doing(q, "a", func(ctx context.Context, task *Task) error {
		if task.Key != trial(0).Key() {
			return nil
		}
		if ok, err := q.Cancel(ctx, task.Key); !ok || err != nil {
			t.Errorf("cancel: %v, %v", ok, err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(5 * time.Second):
			t.Error("it does not stop")
		}
		return ctx.Err()
	}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	results(t, q, 1)
}

// The limit of lost leases parks a trial that kills its workers.
func TestLost(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for leases")
	}
	_, q := open(t, t.TempDir(), 100*time.Millisecond)
	submit(t, q, 1)
	for n := 0; ; n++ { // takes it and dies
		m, err := q.workers.Next()
		if err != nil {
			t.Fatal(err)
		}
		if meta, _ := m.Metadata(); int(meta.NumDelivered) == MaxLost+1 {
			break
		}
	}
	time.Sleep(150 * time.Millisecond)
	if err := doing(q, "a", func(context.Context, *Task) error { return nil }).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	results(t, q, 0)
	if c, err := q.Counts(t.Context()); err != nil || c.Parked != 1 || c.Left != 0 {
		t.Errorf("%+v, %v", c, err)
	}
}
