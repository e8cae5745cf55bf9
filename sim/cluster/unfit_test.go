//go:build !js

package cluster

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// A worker that lacks what trials need does not keep another one from them, says so once, and gets to those that it can do.
func TestUnfitWorkerKeepsAway(t *testing.T) {
	_, q := open(t, t.TempDir(), Lease)
	const n, own = 30, 25
	for i := range n {
		tr := trial(i)
		if i != own {
			tr.Pictures = &Pictures{SHA256: "others"}
		}
		if _, err := q.Submit(t.Context(), tr); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var mu sync.Mutex
	said := map[string]int{}
	lacking := doing(q, "lacking", func(_ context.Context, task *Task) error {
		if task.Trial.Pictures != nil {
			return &Unfit{Why: errors.New("it has no such pictures")}
		}
		return nil
	})
	lacking.UntilEmpty = false
	lacking.Tell = func(e Event) { mu.Lock(); said[e.Kind]++; mu.Unlock() }
	ended := make(chan error, 1)
	go func() { ended <- lacking.Run(ctx) }()
	for { // it has begun to look
		mu.Lock()
		begun := said["returned"] > 0
		mu.Unlock()
		if begun {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	began := time.Now()
	if err := doing(q, "other", func(context.Context, *Task) error { return nil }).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	results(t, q, n)
	mu.Lock()
	defer mu.Unlock()
	if said["returned"] != 1 || said["parked"]+said["error"] != 0 {
		t.Errorf("the worker says %v", said)
	}
	t.Logf("%d trials beside a worker that is unfit took %v", n, took)
}

// Having looked through some trials it rests, for longer each time.
func TestUnfitRests(t *testing.T) {
	var u unfit
	ctx, stop := context.WithCancel(t.Context())
	stop() // which ends every rest at once
	rests, row := []string{}, 0
	for range 60 {
		was := u.pause
		u.rest(ctx, false)
		if row++; u.row == 0 {
			rests = append(rests, fmt.Sprint(row, " ", max(was, firstRest)))
			row = 0
		}
	}
	if got := strings.Join(rests, ", "); got != "8 5s, 16 10s, 32 20s" {
		t.Error(got)
	}
	u.rest(ctx, true)
	if u.look != 0 || u.row != 0 || u.pause != 0 {
		t.Errorf("after a trial that it could do: %+v", u)
	}
}

// A trial of a later format is left to others: it is neither parked nor counted as an error. What is no trial is parked.
func TestTrialOfLaterVersion(t *testing.T) {
	_, q := open(t, t.TempDir(), Lease)
	later := trial(1)
	text := strings.Replace(string(later.encode()), "{", `{"tomorrow":true,`, 1)
	for key, m := range map[string]*nats.Msg{
		later.Key():             {Data: []byte(text), Header: nats.Header{formatHeader: {fmt.Sprint(Format + 1)}}},
		strings.Repeat("0", 32): {Data: []byte(text)},
	} {
		m.Subject = "trial." + key
		if _, err := q.js.PublishMsg(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	events := make(chan Event, 10)
	w := doing(q, "today", func(context.Context, *Task) error { return nil })
	w.UntilEmpty, w.Tell = false, func(e Event) { events <- e }
	go w.Run(ctx)
	for range 2 {
		e := <-events
		if want := map[bool]string{true: "returned", false: "parked"}[e.Key == later.Key()]; e.Kind != want || e.Why == nil {
			t.Errorf("%.8s is %s: %v", e.Key, e.Kind, e.Why)
		}
	}
	for { // the records are behind the events
		r, err := q.Record(t.Context(), later.Key())
		if err != nil {
			t.Fatal(err)
		}
		if r.Parked || r.Errors > 0 || r.Why != "" && !strings.Contains(r.Why, "newer talbot") {
			t.Fatalf("%+v", r)
		}
		if c, err := q.Counts(t.Context()); err != nil {
			t.Fatal(err)
		} else if c == (Counts{Left: 1, Parked: 1}) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// A client does not take from a hub what it does not know of: subjects that a later version has made stay.
func TestClientLeavesStreams(t *testing.T) {
	h, q := open(t, t.TempDir(), Lease)
	c := q.trials.CachedInfo().Config
	c.Subjects = []string{plain, "tomorrow.*"}
	if _, err := q.js.UpdateStream(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	again := dial(t, h, 0)
	info, err := again.trials.Info(t.Context())
	if got := fmt.Sprint(info.Config.Subjects); err != nil || got != fmt.Sprint([]string{plain, "tomorrow.*", onBenches}) {
		t.Error(got, err)
	}
}

// Who adds a field to what a trial is must say so by the format, or workers of earlier versions park such trials.
func TestFormat(t *testing.T) {
	fields := []string{}
	for _, of := range []any{Trial{}, Piece{}, Fit{}, Pictures{}} {
		for i := range reflect.TypeOf(of).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(of).Field(i).Tag.Get("json"), ",")
			fields = append(fields, name)
		}
	}
	const want = "preset parameters pictures test from piece fit bench shares exact experiment row seed quick epochs test_every mask kernels set limit_train limit_test hold_out train test sha256"
	if got := strings.Join(fields, " "); got != want || Format != 2 {
		t.Errorf("a trial says %s\nwhere format %d has %s: raise Format, have Trial.format give it for trials with the new field, and correct this list", got, Format, want)
	}
}
