package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"talbot/sim/cluster"
)

// fleetNotes tell who waits for the workers of a hub why nothing comes, each thing once.
type fleetNotes struct {
	*app
	hub   *hubFlags
	queue *cluster.Queue
	clear func() // what stands on the terminal's last line; nil for nothing

	mu    sync.Mutex
	began time.Time
	said  map[string]bool
	alive bool // something runs, or has come
}

// patience is how long a trial may wait without a word.
const patience = 5 * time.Second

func (a *app) fleetNotes(hub *hubFlags, q *cluster.Queue, clear func()) *fleetNotes {
	n := &fleetNotes{app: a, hub: hub, queue: q, clear: clear, began: time.Now(), said: map[string]bool{}}
	q.Watch(n.away)
	return n
}

// say writes a note.
func (n *fleetNotes) say(format string, v ...any) {
	if n.clear != nil {
		n.clear()
	}
	fmt.Fprintf(n.err, "talbot: note: "+format+"\n", v...)
}

// away says that the hub does not answer, and that it does again.
func (n *fleetNotes) away(why error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if why != nil {
		n.say("the hub at %s does not answer (%v); this waits until it is back", n.hub.address(), why)
		return
	}
	n.say("the hub is back")
}

// look looks at the records of trials, of which some are waited for; came is how many of those have come.
func (n *fleetNotes) look(ctx context.Context, records map[string]cluster.Record, mine func(key string) bool, came int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.alive = n.alive || came > 0
	for key, r := range records {
		switch {
		case !mine(key) || r.Parked || r.Cancelled:
		case r.Worker != "":
			n.alive = true
		case r.Returned > 0 && r.Why != "" && !n.said[r.Why]:
			n.said[r.Why] = true
			n.say("a worker cannot compute such trials, which wait for others: %s", r.Why)
		}
	}
	if n.alive || n.said[""] || time.Since(n.began) < patience {
		return
	}
	if c, err := n.queue.Counts(ctx); err != nil || c.Running > 0 || c.Left == 0 {
		n.began = time.Now()
		return
	}
	n.said[""] = true
	n.say("no worker of the hub takes a trial: start some, on any machine that reaches it, with: talbot worker%s", n.hub.flags())
}
