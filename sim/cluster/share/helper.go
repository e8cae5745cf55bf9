//go:build !js

package share

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"talbot/sim/cluster"
	"talbot/sim/cluster/attempt"
)

// Team computes shares of one training.
type Team interface {
	// Here is what it can do now.
	Here() Here
	// Values are those of the update of that number, until the next ones come; as attempt.Bytes gives them.
	Values(number uint32, values []byte)
	// Share computes a part, and answers from any goroutine. It does not wait.
	Share(p attempt.Part, answer func(attempt.Answer))
	// Close ends it.
	Close()
}

// Assist takes part in the trainings that a hub tells of, one at a time, until ctx is done. open makes a team for one, which
// may take minutes; tell is told why none could be made. Both may be called from any goroutine.
func Assist(ctx context.Context, nc *nats.Conn, open func(context.Context, *cluster.Trial) (Team, error), tell func(*cluster.Trial, error)) error {
	beacons := make(chan *nats.Msg, 256)
	sub, err := nc.ChanSubscribe("share.open", beacons)
	if err != nil {
		return err
	}
	defer func() { _ = sub.Unsubscribe() }()
	refused := map[string]bool{}
	var now *assistant
	var last time.Time // beacon of it
	leave := func() {
		if now != nil {
			now.end()
			now = nil
		}
	}
	defer leave()
	tick := time.NewTicker(beacon / 5)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if now != nil {
				now.here(false)
			}
			if now != nil && time.Since(last) > 2*silence { // whoever added has gone
				leave()
			}
		case m := <-beacons:
			var b Beacon
			if json.Unmarshal(m.Data, &b) != nil || b.Run == "" {
				continue
			}
			switch {
			case now != nil && now.run == b.Run && (b.Ended || now.failed()):
				refused[b.Run] = true
				leave()
			case now != nil && now.run == b.Run:
				last = time.Now()
				now.here(true)
			case now == nil && !b.Ended && b.Trial != nil && !refused[b.Run]:
				now, last = assist(ctx, nc, b, open, tell), time.Now()
			}
		}
	}
}

// assistant is the help with one training.
type assistant struct {
	nc   *nats.Conn
	run  string
	id   string
	stop context.CancelFunc
	wait sync.WaitGroup

	mu    sync.Mutex
	team  Team
	wrong bool
	sent  uint32 // answers
	said  Here
}

func assist(ctx context.Context, nc *nats.Conn, b Beacon, open func(context.Context, *cluster.Trial) (Team, error), tell func(*cluster.Trial, error)) *assistant {
	ctx, stop := context.WithCancel(ctx)
	h := &assistant{nc: nc, run: b.Run, id: strings.ToLower(rand.Text()), stop: stop}
	h.wait.Go(func() {
		team, err := open(ctx, b.Trial)
		if err == nil {
			defer team.Close()
			err = h.work(ctx, team)
		}
		if err != nil && ctx.Err() == nil {
			h.mu.Lock()
			h.wrong = true
			h.mu.Unlock()
			tell(b.Trial, err)
		}
	})
	return h
}

// work hears what the adder says. Values and what is asked of them come in one channel, and so in their order.
func (h *assistant) work(ctx context.Context, team Team) error {
	inbox := make(chan *nats.Msg, 8192)
	for _, what := range []string{"values", "to." + h.id} {
		sub, err := h.nc.ChanSubscribe("share."+h.run+"."+what, inbox)
		if err != nil {
			return err
		}
		defer func() { _ = sub.Unsubscribe() }()
	}
	if err := h.nc.Flush(); err != nil {
		return err
	}
	h.mu.Lock()
	h.team = team
	h.mu.Unlock()
	h.here(true)
	defer func() { _ = h.nc.Publish(h.subject("bye"), nil) }()
	var whole Whole
	var has uint32
	for {
		select {
		case <-ctx.Done():
			return nil
		case m := <-inbox:
			if strings.HasSuffix(m.Subject, ".values") {
				if number, all, ok := whole.Add(m.Data); ok {
					has = number
					team.Values(number, all)
				}
				continue
			}
			var p attempt.Part
			if json.Unmarshal(m.Data, &p) != nil {
				continue
			}
			if p.Number != has { // a piece of the values was lost
				h.answer(attempt.Answer{Number: p.Number, Share: p.Share, Why: "no values"})
				continue
			}
			team.Share(p, h.answer)
		}
	}
}

func (h *assistant) subject(what string) string { return "shared." + h.run + "." + h.id + "." + what }

// answer sends the pieces of one answer before those of the next.
func (h *assistant) answer(a attempt.Answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent++
	_ = Pieces(h.sent, a.Encode(), func(b []byte) error { return h.nc.Publish(h.subject("answer"), b) })
}

// here says that the helper is there, once it is; or, unless always, only what has changed.
func (h *assistant) here(always bool) {
	h.mu.Lock()
	team := h.team
	h.mu.Unlock()
	if team == nil {
		return
	}
	is := team.Here()
	h.mu.Lock()
	changed := is != h.said
	h.said = is
	h.mu.Unlock()
	if always || changed {
		b, _ := json.Marshal(is)
		_ = h.nc.Publish(h.subject("here"), b)
	}
}

func (h *assistant) failed() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.wrong
}

func (h *assistant) end() {
	h.stop()
	h.wait.Wait()
}
