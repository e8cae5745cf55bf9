//go:build !js

package tabs

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"talbot/sim/cluster"
	"talbot/sim/cluster/share"
	"talbot/sim/cluster/work"
)

// Silence is the time after which a page that says nothing counts as closed.
const Silence = 10 * time.Second

// Room is the pages that work off trials.
type Room struct {
	Queue *cluster.Queue
	Conn  *nats.Conn // to the relay
	// Bench loads the pictures; its device computes nothing.
	Bench *work.Bench
	Host  string // begins the names of the workers
	// Tell is told of what happens, from any goroutine; may be nil.
	Tell func(cluster.Event)

	mu    sync.Mutex
	pages map[string]*page
	wait  sync.WaitGroup
	crew  *crew  // at a training that many share; nil without one
	crews uint32 // so far
}

// page is an open page, and the worker that acts for it.
type page struct {
	room   *Room
	id     string
	end    context.CancelFunc
	inbox  chan *nats.Msg // closed when the page is: what it sent before comes first
	number int            // of its orders
	mu     sync.Mutex
	seen   time.Time

	// Of a training that many share; of Room.mu.
	trial  bool // it has a trial of its own, and no time
	ready  bool // it has opened the training
	asked  *asked
	pieces share.Whole // of its answers
}

// Run lets pages in until ctx is done.
func (r *Room) Run(ctx context.Context) error {
	r.pages = map[string]*page{}
	sub, err := r.Conn.Subscribe("work.*.*", func(m *nats.Msg) { r.take(ctx, m) })
	if err != nil {
		return err
	}
	defer r.wait.Wait()
	defer func() { _ = sub.Unsubscribe() }()
	// A page's checkpoint waits here while the hub is away: none is thrown away for its size.
	if err := sub.SetPendingLimits(-1, -1); err != nil {
		return err
	}
	if err := r.Conn.Publish("tabs.who", nil); err != nil {
		return err
	}
	r.wait.Go(func() {
		_ = share.Assist(ctx, r.Queue.Conn(), r.open, func(t *cluster.Trial, why error) { r.unfit(t.Key(), why) })
	}) // without a connection there is nothing to help
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		r.mu.Lock()
		for id, p := range r.pages {
			p.mu.Lock()
			quiet := time.Since(p.seen)
			p.mu.Unlock()
			if quiet > Silence {
				r.close(id)
			} else {
				_ = r.Conn.Publish("tab."+id+".there", nil)
			}
		}
		r.mu.Unlock()
	}
}

// close ends the worker of a page, behind what the page has sent of its trial; r.mu is held.
func (r *Room) close(id string) {
	p := r.pages[id]
	if p == nil {
		return
	}
	delete(r.pages, id)
	close(p.inbox)
	if !p.trial {
		p.end()
	}
	p.drop("the page has closed")
}

// take takes a message of a page.
func (r *Room) take(ctx context.Context, m *nats.Msg) {
	words := strings.Split(m.Subject, ".")
	id, what := words[1], words[2]
	r.mu.Lock()
	defer r.mu.Unlock()
	switch what {
	case "hello":
		r.close(id)
		if len(r.pages) >= 1000 || len(id) > 40 || ctx.Err() != nil {
			return
		}
		own, end := context.WithCancel(ctx)
		p := &page{room: r, id: id, end: end, inbox: make(chan *nats.Msg, 4096), seen: time.Now()}
		r.pages[id] = p
		w := &cluster.Worker{Name: fmt.Sprintf("%s-page-%.6s", r.Host, id), Queue: r.Queue, Do: p.do, Tell: r.Tell}
		r.ask(p)
		r.wait.Go(func() {
			defer end()
			_ = w.Run(own) // an error is that the connection was closed
		})
		return
	case "bye":
		r.close(id)
		return
	}
	p := r.pages[id]
	if p == nil { // it was silent for too long, or this program is new
		_ = r.Conn.Publish("tabs.who", nil)
		return
	}
	p.mu.Lock()
	p.seen = time.Now()
	p.mu.Unlock()
	if what == "here" || r.heard(p, what, m.Data) {
		return
	}
	select {
	case p.inbox <- m:
	default: // a page that floods
		p.end()
		r.close(id)
	}
}
