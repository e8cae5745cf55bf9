package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"talbot/sim/engine"
	"talbot/sim/guard"
)

// Limits of those who speak with a server.
const (
	helloSize   = 4 << 10          // bytes of a message before hello, and of one who only looks
	messageSize = 64 << 20         // of who controls it: a data set in one
	helloTime   = 10 * time.Second // until hello
	sendTime    = 20 * time.Second // for one message to be taken
	perSecond   = 300              // messages of one
	burst       = 600
	backlog     = 32 // messages that one who is slow may be behind with
)

// Options are how a server runs.
type Options struct {
	// Open makes the engine of whoever begins to control: each starts from nothing.
	Open func() *engine.Engine
	Door *guard.Door
	// Token that who controls must give, "" for none.
	Token string
	// Public lets those without the token look on.
	Public bool
	Room   int // how many may be connected at once; 0 is 128
}

// Server is an http.Handler of WebSockets to one engine.
type Server struct {
	o     Options
	crowd *guard.Crowd
	stop  context.Context
	end   context.CancelFunc

	mu      sync.Mutex
	clients map[*client]bool
	control *client
	last    map[string][]byte // of each kind of reply that lookers need, the last
}

// New makes a server.
func New(o Options) *Server {
	if o.Room == 0 {
		o.Room = 128
	}
	s := &Server{o: o, crowd: guard.NewCrowd(o.Room), clients: map[*client]bool{}, last: map[string][]byte{}}
	s.stop, s.end = context.WithCancel(context.Background())
	return s
}

// Stop ends all connections.
func (s *Server) Stop() { s.end() }

// client is one who is connected.
type client struct {
	conn *websocket.Conn
	out  chan []byte
	end  context.CancelFunc
}

// send queues a message; one who is too far behind is cut off, so that nobody else waits.
func (c *client) send(b []byte) {
	select {
	case c.out <- b:
	default:
		c.end()
	}
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := s.o.Door.Check(r); err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	if r.Method == http.MethodGet && r.Header.Get("Upgrade") == "" { // a page that asks whether there is an engine
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprintf(w, `{"token": %t}`, s.o.Token != "")
		return
	}
	if !s.crowd.Enter() {
		http.Error(w, "too many are connected", http.StatusServiceUnavailable)
		return
	}
	defer s.crowd.Leave()
	// The door has looked at the origin. Frames and masks are noise to a compressor.
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return // Accept has answered
	}
	ctx, cancel := context.WithCancel(s.stop)
	defer cancel()
	c := &client{conn: conn, out: make(chan []byte, backlog), end: cancel}
	var wait sync.WaitGroup
	wait.Go(func() { c.write(ctx) })
	code, why := s.speak(ctx, c)
	s.leave(c)
	_ = conn.Close(code, why) // it may have gone; before cancel, which cuts off what is being sent
	cancel()
	wait.Wait()
}

// write sends what is queued.
func (c *client) write(ctx context.Context) {
	defer c.end()
	for {
		select {
		case <-ctx.Done():
			return
		case b := <-c.out:
			late, cancel := context.WithTimeout(ctx, sendTime)
			err := c.conn.Write(late, websocket.MessageBinary, b)
			cancel()
			if err != nil {
				return
			}
		}
	}
}

var errText = errors.New("messages are binary")

func (c *client) read(ctx context.Context) (engine.Fields, error) {
	kind, b, err := c.conn.Read(ctx)
	if err != nil {
		return nil, err
	}
	if kind != websocket.MessageBinary {
		return nil, errText
	}
	return decode(b)
}

// speak listens to one until the connection ends, and tells why it does.
func (s *Server) speak(ctx context.Context, c *client) (websocket.StatusCode, string) {
	const refused = websocket.StatusPolicyViolation
	c.conn.SetReadLimit(helloSize)
	soon, cancel := context.WithTimeout(ctx, helloTime)
	hello, err := c.read(soon)
	cancel()
	if err != nil || hello.Text("op") != "hello" {
		return refused, "the first message must be hello"
	}
	may := s.o.Token == "" || guard.Same(hello.Text("token"), s.o.Token)
	if !may && (!s.o.Public || hello.Text("token") != "") {
		return refused, "the token is wrong or missing"
	}
	pace := guard.Pace(perSecond, burst)
	controls := s.enter(c, hello, may)
	var run *runner
	defer func() {
		if run != nil {
			run.stop()
		}
	}()
	for {
		if controls && run == nil {
			c.conn.SetReadLimit(messageSize)
			run = newRunner(s, c)
		}
		m, err := c.read(ctx)
		if status := websocket.CloseStatus(err); status != -1 || ctx.Err() != nil {
			return websocket.StatusNormalClosure, ""
		}
		if err != nil {
			return websocket.StatusUnsupportedData, short(err.Error())
		}
		if pace.Wait(ctx) != nil {
			return websocket.StatusNormalClosure, ""
		}
		switch {
		case controls:
			run.ask(m)
		case m.Text("op") == "control":
			controls = s.enter(c, m, may)
		default:
			c.answer(m, []engine.Reply{engine.Failure(errors.New("another controls this engine: you can only look"))}, 0)
		}
	}
}

// short is a reason as WebSocket can carry it.
func short(text string) string { return text[:min(len(text), 120)] }

// answer sends replies to a request.
func (c *client) answer(m engine.Fields, replies []engine.Reply, ms float64) {
	if b, err := encode(m.Number("id", 0), replies, ms); err == nil {
		c.send(b)
	}
}

// enter lets one in, answers m with whether it controls the engine, and tells that: who may and
// is the first does. Who looks is told then what there is.
func (s *Server) enter(c *client, m engine.Fields, may bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients[c] = true
	if may && s.control == nil {
		s.control = c
		clear(s.last)
		c.answer(m, []engine.Reply{{"kind": "hello", "control": true}}, 0)
		return true
	}
	c.answer(m, []engine.Reply{{"kind": "hello", "control": false}}, 0)
	for _, kind := range seen {
		if b := s.last[kind]; b != nil {
			c.send(b)
		}
	}
	return false
}

func (s *Server) leave(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, c)
	if s.control == c {
		s.control = nil
	}
}

// seen are the kinds of replies that those who look get, too.
var seen = []string{"ready", "device", "frame", "sample", "metrics", "evaluation", "done"}

// show sends lookers what they need of replies.
func (s *Server) show(replies []engine.Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, kind := range seen {
		for i := len(replies) - 1; i >= 0; i-- {
			if replies[i]["kind"] != kind {
				continue
			}
			b, err := encode(0, replies[i:i+1], 0)
			if err != nil {
				break
			}
			s.last[kind] = b
			for c := range s.clients {
				if c != s.control {
					c.send(b)
				}
			}
			break
		}
	}
}
