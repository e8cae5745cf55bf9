//go:build !js

package cluster

import (
	"bytes"
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// 1. Reading of an object without a deadline ends after 5 seconds, even when nothing is wrong: Get
// has its own, by the size.
func TestObjectDeadline(t *testing.T) {
	_, q := open(t, t.TempDir(), Lease)
	big := bytes.Repeat([]byte{7}, 3<<20)
	name, err := q.Put(t.Context(), "k", big)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := q.Get(t.Context(), name); err != nil || !bytes.Equal(b, big) {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	if deadline(len(big)) < 10*time.Second || deadline(100e6) < 100*time.Second {
		t.Error("the deadline does not grow with the size")
	}
	if testing.Short() {
		return
	}
	r, err := q.files.Get(context.Background(), name) // as one would guess
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	time.Sleep(5500 * time.Millisecond)
	all := new(bytes.Buffer)
	if _, err := all.ReadFrom(r); err == nil {
		t.Error("reading without a deadline of ours went on after 5 seconds: this version of NATS has none of its own any more, and Get may do without")
	}
}

// 2. An object that is overwritten gives its readers old bytes and a stall: each has a name by what
// is in it, and what is the same is put once.
func TestObjectNames(t *testing.T) {
	_, q := open(t, t.TempDir(), Lease)
	a, err := q.Put(t.Context(), "k", []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := q.Put(t.Context(), "k", []byte("two"))
	if err != nil || a == b {
		t.Fatalf("%s and %s, %v", a, b, err)
	}
	before, err := q.files.GetInfo(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := q.Put(t.Context(), "k", []byte("one")); err != nil || again != a {
		t.Errorf("%s again as %s, %v", a, again, err)
	}
	if after, err := q.files.GetInfo(t.Context(), a); err != nil || after.NUID != before.NUID {
		t.Errorf("it was written twice: %v", err)
	}
	if other, _ := q.Put(t.Context(), "other", []byte("one")); other == a {
		t.Error("two trials share an object: one would drop the other's")
	}
	if got, err := q.Get(t.Context(), b); err != nil || string(got) != "two" {
		t.Errorf("%q, %v", got, err)
	}
}

// 3. A worker that has lost its lease says nothing: its Nak would give the trial to a third worker,
// its Ack would count for the second.
func TestLostLeaseIsSilent(t *testing.T) {
	h, q := open(t, t.TempDir(), 400*time.Millisecond)
	submit(t, q, 1)
	m, err := q.workers.Next()
	if err != nil {
		t.Fatal(err)
	}
	first := &lease{q: q, msg: m, ends: time.Now().Add(q.lease)}
	time.Sleep(q.lease + 50*time.Millisecond)
	second := dial(t, h, q.lease)
	var deliveries atomic.Int32
	err = doing(second, "second", func(ctx context.Context, task *Task) error {
		deliveries.Add(1)
		if task.Lost != 1 {
			t.Errorf("%d leases are lost, want 1", task.Lost)
		}
		for _, answer := range []string{"-NAK", "+ACK", "+TERM"} {
			if err := first.say(ctx, answer); !errors.Is(err, ErrLost) {
				t.Errorf("%s: %v", answer, err)
			}
		}
		first.renew(ctx)
		if first.held() {
			t.Error("a lost lease came back")
		}
		if other, err := q.workers.Fetch(1, jetstream.FetchMaxWait(q.lease)); err == nil {
			for range other.Messages() {
				t.Error("a third worker has the trial")
			}
		}
		if info, err := q.trials.Info(ctx); err != nil || info.State.Msgs != 1 {
			t.Errorf("the trial is not in the queue while the second is at it: %v", err)
		}
		return nil
	}).Run(t.Context())
	if err != nil || deliveries.Load() != 1 {
		t.Errorf("%d deliveries, %v", deliveries.Load(), err)
	}
	results(t, q, 1)
}

// 4. At the server's own limit of deliveries a message stays in the queue, given to nobody: ours
// has none, and what is parked is out of the queue (TestParked).
func TestNoDeliveryLimit(t *testing.T) {
	_, q := open(t, t.TempDir(), 100*time.Millisecond)
	info, err := q.workers.Info(t.Context())
	if err != nil || info.Config.MaxDeliver != -1 {
		t.Fatalf("the server's limit is %d, %v", info.Config.MaxDeliver, err)
	}
	submit(t, q, 1)
	limited, err := q.js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "OTHER", Subjects: []string{"other"}, Retention: jetstream.WorkQueuePolicy})
	if err != nil {
		t.Fatal(err)
	}
	c, err := limited.CreateConsumer(t.Context(), jetstream.ConsumerConfig{Durable: "c", AckPolicy: jetstream.AckExplicitPolicy, AckWait: 50 * time.Millisecond, MaxDeliver: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.js.Publish(t.Context(), "other", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Next(); err != nil {
		t.Fatal(err)
	}
	if m, err := c.Next(jetstream.FetchMaxWait(300 * time.Millisecond)); err == nil {
		t.Fatalf("delivered beyond the limit: %v", m)
	}
	if i, err := limited.Info(t.Context()); err != nil || i.State.Msgs != 1 {
		t.Errorf("the server took the message from the queue itself: %d left, %v", i.State.Msgs, err)
	}
}

// 5. The file store writes to the disk every two minutes unless it is asked to at once.
func TestSync(t *testing.T) {
	for _, sync := range []bool{false, true} {
		h, err := Start(Options{Store: t.TempDir(), Sync: sync})
		if err != nil {
			t.Fatal(err)
		}
		if c := h.server.JetStreamConfig(); c.SyncAlways != sync || !sync && c.SyncInterval != 2*time.Minute {
			t.Errorf("sync %v: the store has %v, %v", sync, c.SyncAlways, c.SyncInterval)
		}
		h.Stop()
	}
}
