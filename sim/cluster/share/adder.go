//go:build !js

package share

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"talbot/sim/cluster"
	"talbot/sim/cluster/attempt"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// How long an Adder waits.
const (
	beacon  = time.Second
	silence = 5 * time.Second // a helper that says nothing has gone
	// A share whose answer takes longer is given to another one: in the beginning, and later so many times the longest answer.
	firstPatience = 30 * time.Second
	leastPatience = 3 * time.Second
	patient       = 10
)

// Adder makes the updates of a training of what helpers compute, and computes itself what none takes.
type Adder struct {
	Self   string         // its name among the helpers
	Counts map[string]int // shares by the name of who computed them

	nc      *nats.Conn
	trial   *cluster.Trial
	run     string
	sub     *nats.Subscription
	inbox   chan *nats.Msg
	stop    chan struct{}
	helpers map[string]*helper
	number  uint32 // of the update
	numbers []float32
	values  []byte
	flights map[int]flight // shares that helpers compute
	pending []int          // that nobody has
	longest time.Duration  // of an answer
	split   *train.Split   // of the update that is being made, else nil
	left    int            // shares of it that are not there
}

// helper is one as the adder sees it.
type helper struct {
	Here
	seen   time.Time
	has    uint32 // the update whose values went out after it had come
	flying int
	whole  Whole
}

type flight struct {
	id    string
	since time.Time
}

// Open tells helpers of a training. Close must follow.
func Open(nc *nats.Conn, self string, t *cluster.Trial) (*Adder, error) {
	a := &Adder{Self: self, Counts: map[string]int{}, nc: nc, trial: t, run: strings.ToLower(rand.Text()), inbox: make(chan *nats.Msg, 1024),
		stop: make(chan struct{}), helpers: map[string]*helper{}, flights: map[int]flight{}}
	var err error
	if a.sub, err = nc.Subscribe("shared."+a.run+".*.*", func(m *nats.Msg) {
		select {
		case a.inbox <- m:
		case <-a.stop:
		}
	}); err != nil {
		return nil, err
	}
	if err := a.sub.SetPendingLimits(-1, -1); err != nil { // they are bounded by what was asked for
		return nil, err
	}
	go func() {
		tick := time.NewTicker(beacon)
		defer tick.Stop()
		for {
			a.tell(Beacon{Run: a.run, Trial: t})
			select {
			case <-tick.C:
			case <-a.stop:
				a.tell(Beacon{Run: a.run, Ended: true})
				return
			}
		}
	}()
	return a, nil
}

func (a *Adder) tell(b Beacon) {
	m, _ := json.Marshal(b)
	_ = a.nc.Publish("share.open", m) // where there is no connection, the next one goes out
}

// Close lets the helpers go.
func (a *Adder) Close() {
	close(a.stop)
	_ = a.sub.Unsubscribe()
}

// Helpers says who computes, such as "lab-2 (4), class (8 pages)"; "" for nobody else.
func (a *Adder) Helpers() string {
	var list []string
	for _, h := range a.helpers {
		if h.What != "" {
			list = append(list, fmt.Sprintf("%s (%s)", h.Name, h.What))
		} else {
			list = append(list, fmt.Sprintf("%s (%d)", h.Name, h.Room))
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// Next makes the next update, or none when ctx is done first.
func (a *Adder) Next(ctx context.Context, s experiment.Sharer) (network.Result, error) {
	loop, split := s.Loop(), s.Split()
	n, err := split.Begin(a.trial.Shares)
	if err != nil {
		return network.Result{}, err
	}
	a.number++
	a.take()
	a.forget()
	if len(a.helpers) > 0 {
		if len(a.numbers) != split.Len {
			a.numbers = make([]float32, split.Len)
		}
		if err := split.Values(a.numbers); err != nil {
			return network.Result{}, err
		}
		a.values = attempt.Bytes(a.values[:0], a.numbers)
		_ = Pieces(a.number, a.values, func(b []byte) error { return a.nc.Publish("share."+a.run+".values", b) })
		for _, h := range a.helpers {
			h.has, h.flying = a.number, 0
		}
	}
	clear(a.flights)
	a.pending = a.pending[:0]
	for i := range n {
		a.pending = append(a.pending, i)
	}
	a.split, a.left = split, n
	defer func() { a.split = nil }()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for a.left > 0 {
		if err := ctx.Err(); err != nil {
			return network.Result{}, err
		}
		a.give(attempt.Part{Number: a.number, Epoch: loop.Epoch, Index: loop.Index, Shares: n})
		if len(a.pending) > 0 && !a.able() {
			i := a.pending[0]
			a.pending = a.pending[1:]
			if err := split.Compute(i); err != nil {
				return network.Result{}, err
			}
			a.Counts[a.Self]++
			a.left--
			a.take()
			continue
		}
		select {
		case m := <-a.inbox:
			a.hear(m)
		case <-tick.C:
			a.forget()
			a.late()
		case <-ctx.Done():
		}
	}
	return split.Finish()
}

// take hears all that has come.
func (a *Adder) take() {
	for {
		select {
		case m := <-a.inbox:
			a.hear(m)
		default:
			return
		}
	}
}

// able tells whether a helper takes shares of this update, now or when it is done with another one.
func (a *Adder) able() bool {
	for _, h := range a.helpers {
		if h.has == a.number && h.Room > 0 {
			return true
		}
	}
	return false
}

// give gives shares that nobody has to helpers that take one.
func (a *Adder) give(p attempt.Part) {
	for _, id := range slices.Sorted(maps.Keys(a.helpers)) {
		h := a.helpers[id]
		for len(a.pending) > 0 && h.has == a.number && h.flying < h.Room {
			p.Share = a.pending[0]
			b, _ := json.Marshal(p)
			if a.nc.Publish("share."+a.run+".to."+id, b) != nil {
				break
			}
			a.pending = a.pending[1:]
			a.flights[p.Share] = flight{id, time.Now()}
			h.flying++
		}
	}
}

// hear takes a message of a helper.
func (a *Adder) hear(m *nats.Msg) {
	words := strings.Split(m.Subject, ".")
	id, h := words[2], a.helpers[words[2]]
	switch words[3] {
	case "here":
		var here Here
		if json.Unmarshal(m.Data, &here) != nil || here.Name == "" || len(a.helpers) >= 1000 {
			return
		}
		if h == nil {
			h = &helper{}
			a.helpers[id] = h
		}
		h.Here, h.seen = here, time.Now()
	case "bye":
		a.gone(id)
	case "answer":
		if h == nil {
			return
		}
		h.seen = time.Now()
		if _, all, ok := h.whole.Add(m.Data); ok {
			if r, err := attempt.ParseAnswer(all); err == nil {
				a.answer(id, h, r)
			}
		}
	}
}

// answer takes a share; whoever answers first has computed it, as all answers are the same.
func (a *Adder) answer(id string, h *helper, r attempt.Answer) {
	if r.Number != a.number || a.split == nil {
		return // too late
	}
	f, ours := a.flights[r.Share]
	if ours && f.id == id {
		h.flying--
	}
	if !ours && !slices.Contains(a.pending, r.Share) {
		return // it is there
	}
	err := error(nil)
	if r.Why == "" {
		err = attempt.Floats(a.numbers, r.Gradient)
	}
	if r.Why != "" || err != nil { // another one may be well
		h.Room = 0 // until it says more
		if ours && f.id == id {
			delete(a.flights, r.Share)
			a.pending = append(a.pending, r.Share)
		}
		return
	}
	if ours {
		a.longest = max(a.longest, time.Since(f.since))
		if o := a.helpers[f.id]; f.id != id && o != nil {
			o.flying--
		}
	}
	delete(a.flights, r.Share)
	a.pending = slices.DeleteFunc(a.pending, func(i int) bool { return i == r.Share })
	a.split.Put(r.Share, r.Result, a.numbers)
	a.Counts[h.Name]++
	a.left--
}

// forget lets go of helpers that say nothing.
func (a *Adder) forget() {
	for id, h := range a.helpers {
		if time.Since(h.seen) > silence {
			a.gone(id)
		}
	}
}

// gone takes back what a helper has.
func (a *Adder) gone(id string) {
	delete(a.helpers, id)
	for i, f := range a.flights {
		if f.id == id {
			delete(a.flights, i)
			a.pending = append(a.pending, i)
		}
	}
}

// late takes back what takes too long; the helper gets more when it says that it is there.
func (a *Adder) late() {
	patience := firstPatience
	if a.longest > 0 {
		patience = max(leastPatience, patient*a.longest)
	}
	for i, f := range a.flights {
		if time.Since(f.since) < patience {
			continue
		}
		delete(a.flights, i)
		a.pending = append(a.pending, i)
		if h := a.helpers[f.id]; h != nil {
			h.flying--
			h.Room = 0
		}
	}
}
