//go:build !js

package tabs

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"talbot/sim/cluster"
	"talbot/sim/cluster/attempt"
	"talbot/sim/cluster/work"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/rng"
	"talbot/sim/rundir"
)

// visitor is a page, in Go: it does what site/later/trials.js does.
type visitor struct {
	t       *testing.T
	id      string
	nc      *nats.Conn
	part    chan []byte
	closeAt int // it closes after so many checkpoints; 0 for never
	began   []float64
	parcel  uint32
	mu      sync.Mutex
}

func (v *visitor) say(what string, x any) {
	b, _ := json.Marshal(x)
	if err := v.nc.Publish("work."+v.id+"."+what, b); err != nil {
		v.t.Error(err)
	}
}

// visit opens a page.
func visit(t *testing.T, r *cluster.Relay, id string, closeAt int) *visitor {
	t.Helper()
	nc, err := r.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	v := &visitor{t: t, id: id, nc: nc, part: make(chan []byte), closeAt: closeAt}
	if _, err := nc.Subscribe("tab."+id+".*", func(m *nats.Msg) {
		switch m.Subject[strings.LastIndex(m.Subject, ".")+1:] {
		case "there":
			v.say("here", nil)
		case "part":
			v.part <- slices.Clone(m.Data)
		case "trial":
			var o Order
			if err := json.Unmarshal(m.Data, &o); err != nil {
				t.Error(err)
			}
			go v.compute(o)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := nc.Subscribe("tabs.who", func(*nats.Msg) { v.say("hello", nil) }); err != nil {
		t.Fatal(err)
	}
	v.say("hello", nil)
	return v
}

func (v *visitor) get(o Order, name string) (all []byte) {
	for len(all) < o.Bytes[name] {
		v.say("part", map[string]any{"number": o.Number, "name": name, "from": len(all)})
		all = append(all, <-v.part...)
	}
	return all
}

// keep sends a parcel, in pieces of 1,000 bytes.
func (v *visitor) keep(p Parcel) {
	p.Checkpoint = len(p.At.Checkpoint)
	text, _ := json.Marshal(p)
	all := slices.Concat(binary.LittleEndian.AppendUint32(nil, uint32(len(text))), text, p.At.Checkpoint, p.At.Curve)
	v.parcel++
	list := slices.Collect(slices.Chunk(all, 1000))
	for i, b := range list {
		head := binary.LittleEndian.AppendUint32(nil, v.parcel)
		head = binary.LittleEndian.AppendUint32(head, uint32(i))
		head = binary.LittleEndian.AppendUint32(head, uint32(len(list)))
		if err := v.nc.Publish("work."+v.id+".kept", append(head, b...)); err != nil {
			v.t.Error(err)
		}
	}
}

func (v *visitor) compute(o Order) {
	set := func(name string) *data.Set {
		s, err := data.ReadIDX(o.Spec.Set, v.get(o, name), v.get(o, name+"Labels"))
		if err != nil {
			v.t.Error(err)
		}
		return s
	}
	learn, test := set("learn"), set("test")
	ctx, end := context.WithCancel(context.Background())
	defer end()
	saved := 0
	at := attempt.At{Checkpoint: v.get(o, "checkpoint"), Curve: v.get(o, "curve")}
	first := true
	a := attempt.Attempt{Spec: o.Spec, Device: cpu.Open(1), SaveEvery: o.Every,
		Progress: func(epoch, done, _ float64) {
			if first {
				first = false
				v.mu.Lock()
				v.began = append(v.began, done)
				v.mu.Unlock()
			}
		},
		Save: func(epoch, done float64, at attempt.At) error {
			if v.closeAt > 0 && saved == v.closeAt {
				return nil
			}
			saved++
			v.keep(Parcel{Number: o.Number, Epoch: epoch, Done: done, At: at})
			if saved == v.closeAt {
				v.say("bye", nil)
				end()
			}
			return nil
		}}
	out, err := a.Run(ctx, learn, test, at)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		v.say("error", map[string]any{"number": o.Number, "text": err.Error()})
		return
	}
	v.keep(Parcel{Number: o.Number, Outcome: out, Device: "a page of the test", At: out.At})
}

// A page that closes after some checkpoints loses nothing: another page goes on from the last one, and the result has
// the bits of a worker that computed the trial alone.
func TestPagesAreWorkers(t *testing.T) {
	set := &data.Set{Name: "mnist", Width: 28, Height: 28, Channels: 1, Classes: data.ClassNames("mnist"), Images: make([]byte, 784*120), Labels: make([]uint16, 120)}
	draw := rng.Stream{Seed: 7}
	for i := range set.Images {
		set.Images[i] = byte(draw.Block(uint32(i/784), uint32(i%784))[0])
	}
	for i := range set.Labels {
		set.Labels[i] = uint16(i % 10)
	}
	load := func(string) (*data.Set, *data.Set, error) { return set, set.First(20), nil }
	cut := cluster.Pictures{Set: "mnist", HoldOut: 20}
	learn, test, err := work.Cut(set, set.First(20), cut)
	if err != nil {
		t.Fatal(err)
	}
	is := rundir.Describe(learn, test)
	cut.Train, cut.Test, cut.SHA256 = is.Train, is.Test, is.SHA256
	trial := &cluster.Trial{Preset: "d2nn-mnist-64", Pictures: &cut, Test: cluster.HeldOut, Parameters: map[string]string{
		"samples": "16", "image-size": "16", "padding": "0", "region-size": "2", "distance": "0.006", "batch": "10", "epochs": "5"}}

	hub := func() *cluster.Queue {
		h, err := cluster.Start(cluster.Options{Store: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(h.Stop)
		q, err := h.Connect()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(q.Close)
		if isNew, err := q.Submit(t.Context(), trial); err != nil || !isNew {
			t.Fatal(isNew, err)
		}
		return q
	}
	here := hub()
	bench := &work.Bench{Device: cpu.Open(1), Load: load, SaveEvery: 30}
	if err := (&cluster.Worker{Name: "here", Queue: here, Do: bench.Do, UntilEmpty: true, Tell: func(e cluster.Event) {
		if e.Why != nil {
			t.Error(e.Kind, e.Why)
		}
	}}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	want, err := here.Result(t.Context(), trial.Key())
	if err != nil || want == nil {
		t.Fatal(want, err)
	}

	q := hub()
	relay, err := cluster.StartRelay("token")
	if err != nil {
		t.Fatal(err)
	}
	defer relay.Stop()
	nc, err := relay.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	returned := make(chan bool, 10)
	room := &Room{Queue: q, Conn: nc, Host: "room", Bench: &work.Bench{Load: load, SaveEvery: 1e-9}, Tell: func(e cluster.Event) {
		switch e.Kind {
		case "returned":
			returned <- true
		case "error", "parked":
			t.Errorf("%s: %v", e.Kind, e.Why)
		}
	}}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	// The page comes when the room has asked who is there: one that says hello of itself and then again, as it is asked, is a new page to it.
	who, err := nc.SubscribeSync("tabs.who")
	if err != nil || nc.Flush() != nil {
		t.Fatal(err)
	}
	go func() { ended <- room.Run(ctx) }()
	if _, err := who.NextMsg(time.Minute); err != nil {
		t.Fatal(err)
	}
	visit(t, relay, "aaaaaaaa", 7)
	<-returned
	r, err := q.Record(t.Context(), trial.Key())
	if err != nil || r.Checkpoint == "" || r.Errors != 0 {
		t.Fatalf("after the first page: %+v, %v", r, err)
	}
	second := visit(t, relay, "bbbbbbbb", 0)
	var got *cluster.Result
	for got == nil {
		if got, err = q.Result(t.Context(), trial.Key()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	second.mu.Lock()
	if len(second.began) != 1 || r.Done <= 0 || math.Abs(second.began[0]-r.Done-0.02) > 1e-9 { // 50 updates
		t.Errorf("the second page begins at %v, and the checkpoint is at %v", second.began, r.Done)
	}
	second.mu.Unlock()
	if got.Checkpoint != want.Checkpoint || got.Curve != want.Curve || got.Loss != want.Loss || got.Accuracy != want.Accuracy || got.Steps != want.Steps || got.Test != want.Test || got.Count != want.Count {
		t.Errorf("pages give %+v\na worker %+v", got, want)
	}
	if got.Worker != "room-page-bbbbbb" || got.Lost != 0 || got.Errors != 0 || got.Device != "a page of the test" {
		t.Errorf("the result is of %+v", got)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// What is no parcel is refused, and pieces out of turn are left out.
func TestPieces(t *testing.T) {
	piece := func(number, part, parts uint32, b string) []byte {
		head := binary.LittleEndian.AppendUint32(nil, number)
		head = binary.LittleEndian.AppendUint32(head, part)
		return append(binary.LittleEndian.AppendUint32(head, parts), b...)
	}
	var p pieces
	for _, b := range [][]byte{piece(1, 1, 3, "x"), piece(2, 0, 2, "x"), piece(3, 1, 2, "x"), piece(4, 3, 2, "x")} {
		if got, err := p.add(b); got != nil || err != nil {
			t.Errorf("%v: %v, %v", b, got, err)
		}
	}
	for _, b := range [][]byte{nil, piece(5, 0, 1, ""), piece(5, 0, 1, "\xff\xff\xff\xff{}"), piece(5, 0, 1, "\x02\x00\x00\x00{}"), piece(5, 0, 1, "\x10\x00\x00\x00"+`{"checkpoint":9}xx`)} {
		if got, err := p.add(b); err == nil {
			t.Errorf("%q is taken: %+v", b, got)
		}
	}
}
