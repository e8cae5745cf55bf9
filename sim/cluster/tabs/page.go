//go:build !js

package tabs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"

	"talbot/sim/cluster"
	"talbot/sim/cluster/attempt"
	"talbot/sim/cluster/work"
	"talbot/sim/data"
)

// Order asks a page for a trial.
type Order struct {
	Number  int            `json:"number"`
	Trial   string         `json:"trial"` // its key
	Spec    attempt.Spec   `json:"spec"`
	Every   float64        `json:"every"`   // s between checkpoints
	Classes []string       `json:"classes"` // of the pictures
	Sets    string         `json:"sets"`    // the same for the same pictures, which the page then has; "" for none
	Bytes   map[string]int `json:"bytes"`   // what there is to ask for, by name, and how much
}

// do has a page compute a trial; it is for cluster.Worker.
func (p *page) do(ctx context.Context, t *cluster.Task) (*cluster.Result, error) {
	if t.Trial.Piece != nil || t.Trial.Fit != nil || t.Trial.Bench != "" {
		return nil, &cluster.Unfit{Why: errors.New("pages compute trials of sweeps alone")}
	}
	p.room.busy(p, true)
	defer p.room.busy(p, false)
	learn, test, err := p.room.Bench.Pictures(t.Trial)
	if err != nil {
		return nil, err
	}
	at, err := work.Start(ctx, t)
	if err != nil {
		return nil, err
	}
	p.number++
	o := Order{Number: p.number, Trial: t.Key, Spec: work.Spec(t.Trial), Every: p.room.Bench.SaveEvery, Bytes: map[string]int{}}
	parts := map[string][]byte{"checkpoint": at.Checkpoint, "curve": at.Curve}
	if learn != nil {
		o.Classes, o.Sets = learn.Classes, fmt.Sprintf("%s-%d-%d-%v", t.Trial.Pictures.SHA256, learn.Len(), test.Len(), o.Spec.Cut)
		for name, set := range map[string]*data.Set{"learn": learn, "test": test} {
			parts[name], parts[name+"Labels"] = data.WriteIDX(set)
		}
	}
	for name, b := range parts {
		if len(b) > 0 {
			o.Bytes[name] = len(b)
		}
	}
	if err := p.send("trial", o); err != nil {
		return nil, err
	}
	defer func() { _ = p.send("stop", o.Number) }() // a page that has ended it takes no notice
	got := pieces{}
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case m, open := <-p.inbox:
			if !open {
				p.end()
				return nil, context.Canceled
			}
			res, err := p.answer(ctx, t, o, parts, &got, m)
			if res != nil || err != nil {
				return res, err
			}
		}
	}
}

// send tells the page.
func (p *page) send(what string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return p.room.Conn.Publish("tab."+p.id+"."+what, b)
}

// answer takes what a page says of an order: it gives the result, or why there will be none.
func (p *page) answer(ctx context.Context, t *cluster.Task, o Order, parts map[string][]byte, got *pieces, m *nats.Msg) (*cluster.Result, error) {
	var said struct {
		Number                int
		Name, Text            string
		From                  int
		Epoch, Done, Accuracy float64
	}
	what := m.Subject[len("work."+p.id+"."):]
	if what == "kept" {
		parcel, err := got.add(m.Data)
		if err != nil {
			return nil, err
		}
		if parcel == nil || parcel.Number != o.Number {
			return nil, nil
		}
		if parcel.Outcome == nil {
			return nil, t.Save(ctx, parcel.Epoch, parcel.Done, parcel.At.Checkpoint, parcel.At.Curve)
		}
		if o.Spec.Exact && !strings.HasPrefix(parcel.Device, "cpu (1 thread)") {
			return nil, &cluster.Unfit{Why: fmt.Errorf("a page computed with %s what wants no SIMD: it is of another version, and should be loaded again", parcel.Device)}
		}
		parcel.Outcome.At = parcel.At
		return work.Result(ctx, t, parcel.Outcome, parcel.Device, p.room.Bench.Talbot)
	}
	if err := json.Unmarshal(m.Data, &said); err != nil {
		return nil, fmt.Errorf("the page says what cannot be read: %w", err)
	}
	if said.Number != o.Number {
		return nil, nil
	}
	switch what {
	case "part":
		b := parts[said.Name]
		if said.From < 0 || said.From >= len(b) {
			return nil, fmt.Errorf("the page asks for byte %d of %s, which has %d", said.From, said.Name, len(b))
		}
		return nil, p.room.Conn.Publish("tab."+p.id+".part", b[said.From:min(len(b), said.From+Part)])
	case "progress":
		t.Progress(ctx, said.Epoch, said.Done, said.Accuracy)
	case "error":
		return nil, errors.New(said.Text)
	}
	return nil, nil
}
