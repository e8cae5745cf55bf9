package remote

import (
	"math"
	"sync"
	"time"

	"talbot/sim/engine"
	"talbot/sim/errs"
)

// often is the shortest time between two messages of metrics: steps of a small task take less.
const often = 30 * time.Millisecond

// runner does what one client asks of an engine, in order, and trains in between.
type runner struct {
	server *Server
	client *client
	engine *engine.Engine
	asked  chan engine.Fields
	quit   chan struct{}
	wait   sync.WaitGroup

	running bool
	delay   time.Duration
	until   float64 // epochs
	metrics []engine.Reply
	sent    time.Time
}

func newRunner(s *Server, c *client) *runner {
	r := &runner{server: s, client: c, engine: s.o.Open(), asked: make(chan engine.Fields, 8), quit: make(chan struct{})}
	r.wait.Go(r.loop)
	return r
}

// ask queues a request, and waits while the engine is behind: so does who sends it.
func (r *runner) ask(m engine.Fields) {
	select {
	case r.asked <- m:
	case <-r.quit:
	}
}

// stop ends it when the request under way has ended, and gives its memory back.
func (r *runner) stop() {
	close(r.quit)
	r.wait.Wait()
	if s := r.engine.Session(); s != nil {
		s.Device().Close()
	}
}

func (r *runner) loop() {
	for {
		if !r.running {
			select {
			case <-r.quit:
				return
			case m := <-r.asked:
				r.do(m)
			}
			continue
		}
		select {
		case <-r.quit:
			return
		case m := <-r.asked:
			r.do(m)
			continue
		default:
		}
		r.step()
		if r.delay > 0 {
			select {
			case <-r.quit:
				return
			case m := <-r.asked:
				r.do(m)
			case <-time.After(r.delay):
			}
		}
	}
}

// step trains once.
func (r *runner) step() {
	replies, err := r.engine.Do("step", engine.Fields{})
	for _, reply := range replies {
		r.metrics = append(r.metrics, copied(reply))
	}
	if err != nil {
		r.metrics = append(r.metrics, engine.Failure(err))
		r.running = false
	}
	for _, reply := range replies {
		epoch, counted := reply["epoch"].(float64)
		ended, staged := reply["ended"].(bool)
		if staged && ended || !staged && counted && epoch >= r.until {
			r.running = false
			r.metrics = append(r.metrics, engine.Reply{"kind": "done"})
		}
	}
	if !r.running || time.Since(r.sent) > often {
		r.flush()
	}
}

// flush sends the metrics that wait.
func (r *runner) flush() {
	if len(r.metrics) == 0 {
		return
	}
	r.client.answer(engine.Fields{}, r.metrics, 0)
	r.server.show(r.metrics)
	r.metrics, r.sent = nil, time.Now()
}

// copied is a reply of its own: the engine uses that of a step again.
func copied(r engine.Reply) engine.Reply {
	c := make(engine.Reply, len(r))
	for k, v := range r {
		c[k] = v
	}
	return c
}

// do answers one request.
func (r *runner) do(m engine.Fields) {
	r.flush() // what was before comes before the answer
	start := time.Now()
	var replies []engine.Reply
	var err error
	switch op := m.Text("op"); op {
	case "train":
		r.running, r.delay = true, min(time.Duration(max(0, m.Number("delay", 0)))*time.Millisecond, time.Minute)
		r.until = float64(m.Number("until", math.MaxInt))
		replies = []engine.Reply{{"kind": "training"}}
	case "pause":
		r.running = false
		replies = []engine.Reply{{"kind": "paused"}}
	case "memory":
		replies = []engine.Reply{{"kind": "memory", "bytes": 0}}
	case "leave":
		replies = []engine.Reply{{"kind": "left"}}
	case "begin", "ask", "share", "finish", "serve", "join":
		err = errs.New("this engine shares no steps with others")
	case "open":
		m["workers"] = 1
		r.running = false
		replies, err = r.engine.Do(op, m)
	default:
		replies, err = r.engine.Do(op, m)
	}
	r.server.show(replies)
	if err != nil {
		replies = append(replies, engine.Failure(err))
	}
	r.client.answer(m, replies, float64(time.Since(start).Microseconds())/1000)
}
