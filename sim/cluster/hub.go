//go:build !js

package cluster

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"talbot/sim/guard"
)

// MaxMessage is the size of the largest message that a hub takes, in bytes; what is larger goes
// in pieces, as an object.
const MaxMessage = 1 << 20

// Options are how a hub runs.
type Options struct {
	Store string // folder of the queue, the results and the objects
	// Addr is host:port to listen on; "" is for this program alone.
	Addr string
	// WebSocket is host:port for browsers, "" for none; Origins are the pages that may, such as
	// https://lab.example; without any, only a page of the same host and port.
	WebSocket string
	Origins   []string
	Token     string // that clients must give; "" for none
	TLS       *tls.Config
	// Open lets a hub be reached from other machines without token or TLS: for a network that
	// is safe by other means.
	Open bool
	// Sync writes every message to the disk before it is acknowledged. Without it the system
	// writes when it likes, so that a power cut may lose the last two minutes; a killed hub
	// loses nothing either way.
	Sync bool
	// Lease is the time after which the trial of a worker that says nothing goes to another one;
	// 0 leaves it as it was, at first the usual.
	Lease time.Duration
	// Tell is told why the hub cannot write to its folder, and nil when it can again; from any goroutine, nil for nobody.
	Tell func(error)
}

// Hub is a NATS server inside this program.
type Hub struct {
	token   string
	options *server.Options
	tell    func(error)
	failed  chan string // see failures
	end     context.CancelFunc
	wait    sync.WaitGroup

	mu     sync.Mutex
	server *server.Server // another one after the disk was full
}

// Start starts a hub, with what an earlier one kept in the same folder.
func Start(o Options) (*Hub, error) {
	so := &server.Options{ServerName: "talbot", JetStream: true, StoreDir: o.Store, NoSigs: true, NoLog: true,
		MaxPayload: MaxMessage, DontListen: o.Addr == "", Authorization: o.Token, TLSConfig: o.TLS, SyncAlways: o.Sync}
	if o.TLS != nil {
		so.TLSTimeout = 5
	}
	for _, l := range []struct {
		flag, addr string
		host       *string
		port       *int
	}{{"--addr", o.Addr, &so.Host, &so.Port}, {"--websocket", o.WebSocket, &so.Websocket.Host, &so.Websocket.Port}} {
		if l.addr == "" {
			continue
		}
		host, port, err := net.SplitHostPort(l.addr)
		if err == nil {
			*l.host = host
			*l.port, err = strconv.Atoi(port)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %q is not host:port, such as 127.0.0.1:4222", l.flag, l.addr)
		}
		if *l.port == 0 {
			*l.port = server.RANDOM_PORT
		}
		if err := guard.Reach(l.flag, l.addr, "a hub", o.Token, o.TLS); err != nil && !o.Open {
			return nil, err
		}
	}
	if o.WebSocket != "" {
		so.Websocket.Token, so.Websocket.TLSConfig, so.Websocket.NoTLS = o.Token, o.TLS, o.TLS == nil
		so.Websocket.AllowedOrigins, so.Websocket.SameOrigin = o.Origins, len(o.Origins) == 0
	}
	for _, l := range []struct {
		flag, host string
		port       int
	}{{"--addr", so.Host, so.Port}, {"--websocket", so.Websocket.Host, so.Websocket.Port}} {
		if err := free(l.flag, l.host, l.port); err != nil {
			return nil, err
		}
	}
	h := &Hub{token: o.Token, options: so, tell: o.Tell, failed: make(chan string, 1)}
	if err := h.start(); err != nil {
		return nil, err
	}
	running, end := context.WithCancel(context.Background())
	h.end = end
	h.wait.Go(func() { h.mend(running) })
	q, err := h.connect(o.Lease) // makes the queue
	if err != nil {
		h.Stop()
		return nil, err
	}
	defer q.Close()
	// Who added up a shared training was in this program, too.
	clear, cancelClear := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancelClear()
	if err := q.trials.DeleteConsumer(clear, shared); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		h.Stop()
		return nil, err
	}
	if o.Addr != "" || o.WebSocket != "" {
		return h, nil
	}
	// The workers of an earlier start were in this program and are gone: what they had is free at
	// once. A Nak of theirs does not last beyond the server's end.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err = q.trials.DeleteConsumer(ctx, "workers"); err == nil {
		var again *Queue
		if again, err = h.connect(q.lease); err == nil {
			again.Close()
		}
	}
	if err != nil {
		h.Stop()
		return nil, err
	}
	return h, nil
}

// start starts the server, at the ports that it had before if it had any.
func (h *Hub) start() error {
	o := h.options
	s, err := server.NewServer(o.Clone())
	if err != nil {
		return fmt.Errorf("cannot start the hub: %w", err)
	}
	s.SetLogger(failures(h.failed), false, false)
	s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		s.Shutdown()
		return errors.New("the hub does not start: something may listen on its port already, or its folder may be in use")
	}
	if !s.JetStreamEnabled() {
		s.Shutdown()
		return fmt.Errorf("the hub cannot use its folder %s: make room, or choose another", o.StoreDir)
	}
	if a, ok := s.Addr().(*net.TCPAddr); ok && !o.DontListen {
		o.Port = a.Port
	}
	if u, err := url.Parse(s.WebsocketURL()); err == nil && o.Websocket.Port != 0 {
		o.Websocket.Port, _ = strconv.Atoi(u.Port())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.server = s
	return nil
}

// free is the error that an address is in use, or that it cannot be listened on; of port 0 nothing is listened on.
func free(flag, host string, port int) error {
	if port <= 0 {
		return nil
	}
	at := net.JoinHostPort(host, strconv.Itoa(port))
	l, err := net.Listen("tcp", at)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s: something listens on %s already, perhaps another hub: stop it, or choose another port", flag, at)
	case err != nil:
		return fmt.Errorf("%s: cannot listen on %s: %w: want an address of this machine, as host:port", flag, at, err)
	}
	return l.Close()
}

// now is the server of this moment.
func (h *Hub) now() *server.Server {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.server
}

// InProcessConn connects this program itself; it is for nats.InProcessServer.
func (h *Hub) InProcessConn() (net.Conn, error) { return h.now().InProcessConn() }

// URL is where clients find the hub; "" when it does not listen.
func (h *Hub) URL() string {
	s := h.now()
	if s.Addr() == nil {
		return ""
	}
	return s.ClientURL()
}

// WebSocketURL is where pages find the hub; "" when it has none.
func (h *Hub) WebSocketURL() string {
	if h.options.Websocket.Port == 0 {
		return ""
	}
	return h.now().WebsocketURL()
}

// Connect connects this program itself, by no network.
func (h *Hub) Connect() (*Queue, error) { return h.connect(0) }

func (h *Hub) connect(lease time.Duration) (*Queue, error) {
	nc, err := nats.Connect("", nats.InProcessServer(h), nats.Token(h.token), nats.MaxReconnects(-1), nats.ReconnectWait(200*time.Millisecond))
	if err != nil {
		return nil, err
	}
	return newQueueLease(nc, lease)
}

// Stop ends the hub; what it keeps stays in its folder.
func (h *Hub) Stop() {
	h.end()
	h.wait.Wait()
	s := h.now()
	s.Shutdown()
	s.WaitForShutdown()
}
