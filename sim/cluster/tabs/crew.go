//go:build !js

package tabs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"talbot/sim/cluster"
	"talbot/sim/cluster/attempt"
	"talbot/sim/cluster/share"
	"talbot/sim/cluster/work"
	"talbot/sim/data"
)

// crew is the pages of a room at a training that many share: one share.Team, however many they are.
type crew struct {
	room  *Room
	order Order
	parts map[string][]byte
	now   uint32 // the update whose values they have
}

// asked is a share that a page computes.
type asked struct {
	part   attempt.Part
	answer func(attempt.Answer)
}

// open lets the pages open a training; it is for share.Assist.
func (r *Room) open(_ context.Context, t *cluster.Trial) (share.Team, error) {
	learn, _, err := r.Bench.Pictures(t)
	if err != nil {
		return nil, err
	}
	if learn == nil {
		return nil, errors.New("pages share trainings with pictures alone")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.crews++
	c := &crew{room: r, parts: map[string][]byte{}}
	c.order = Order{Number: int(r.crews), Trial: t.Key(), Spec: work.Spec(t), Classes: learn.Classes, Bytes: map[string]int{},
		Sets: fmt.Sprintf("%s-%d", t.Pictures.SHA256, learn.Len())}
	c.parts["learn"], c.parts["learnLabels"] = data.WriteIDX(learn)
	for name, b := range c.parts {
		c.order.Bytes[name] = len(b)
	}
	r.crew = c
	for _, p := range r.pages {
		r.ask(p)
	}
	return c, nil
}

// unfit says why no page can help, or one.
func (r *Room) unfit(key string, why error) {
	if r.Tell != nil {
		r.Tell(cluster.Event{Kind: "unfit", Key: key, Worker: r.Host + "-pages", Why: why})
	}
}

// ask has a page open the training, if there is one; r.mu is held.
func (r *Room) ask(p *page) {
	p.ready = false
	if r.crew != nil && !p.trial {
		_ = p.send("help", r.crew.order)
	}
}

// busy notes whether a page has a trial of its own.
func (r *Room) busy(p *page, trial bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p.trial = trial
	p.drop("the page has a trial")
	if r.pages[p.id] == p {
		r.ask(p)
	} else if !trial { // it has closed meanwhile
		p.end()
	}
}

// drop lets another one have the share of a page; r.mu is held.
func (p *page) drop(why string) {
	p.ready = false
	if a := p.asked; a != nil {
		p.asked = nil
		a.answer(attempt.Answer{Number: a.part.Number, Share: a.part.Share, Why: why})
	}
}

// heard takes what a page says of the training; false if it says something else. r.mu is held.
func (r *Room) heard(p *page, what string, b []byte) bool {
	switch what {
	case "piece", "ready", "unfit":
		var said struct {
			Number, From int
			Name, Text   string
		}
		if json.Unmarshal(b, &said) != nil || r.crew == nil || said.Number != r.crew.order.Number {
			return true
		}
		switch what {
		case "piece":
			if all := r.crew.parts[said.Name]; said.From >= 0 && said.From < len(all) {
				_ = r.Conn.Publish("tab."+p.id+".part", all[said.From:min(len(all), said.From+Part)])
			}
		case "ready":
			p.ready = !p.trial
		case "unfit":
			p.drop(said.Text)
			r.unfit(r.crew.order.Trial, fmt.Errorf("page %.6s: %s", p.id, said.Text))
		}
	case "share":
		if _, all, ok := p.pieces.Add(b); ok && p.asked != nil {
			a, err := attempt.ParseAnswer(all)
			if err == nil && a.Number == p.asked.part.Number && a.Share == p.asked.part.Share {
				answer := p.asked.answer
				p.asked = nil
				answer(a)
			}
		}
	default:
		return false
	}
	return true
}

// Here is part of share.Team.
func (c *crew) Here() share.Here {
	c.room.mu.Lock()
	defer c.room.mu.Unlock()
	n := 0
	for _, p := range c.room.pages {
		if p.ready && (p.asked == nil || p.asked.part.Number == c.now) { // else it is behind
			n++
		}
	}
	what := fmt.Sprintf("%d pages", n)
	if n == 1 {
		what = "1 page"
	}
	return share.Here{Name: c.room.Host + "-pages", Room: n, What: what}
}

// Values is part of share.Team.
func (c *crew) Values(number uint32, values []byte) {
	c.room.mu.Lock()
	c.now = number
	c.room.mu.Unlock()
	_ = share.Pieces(number, values, func(b []byte) error { return c.room.Conn.Publish("tabs.values", b) })
}

// Share is part of share.Team.
func (c *crew) Share(p attempt.Part, answer func(attempt.Answer)) {
	c.room.mu.Lock()
	defer c.room.mu.Unlock()
	for _, page := range c.room.pages {
		if page.ready && page.asked == nil && page.send("share", p) == nil {
			page.asked = &asked{p, answer}
			return
		}
	}
	answer(attempt.Answer{Number: p.Number, Share: p.Share, Why: "no page has time"})
}

// Close is part of share.Team.
func (c *crew) Close() {
	c.room.mu.Lock()
	defer c.room.mu.Unlock()
	c.room.crew = nil
	for _, p := range c.room.pages {
		p.ready, p.asked = false, nil
	}
	_ = c.room.Conn.Publish("tabs.helped", nil)
}
