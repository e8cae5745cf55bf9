//go:build !js

package cluster

import (
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Relay is a NATS server inside this program that keeps nothing: pages of a class speak through it,
// over WebSocket on this machine's loopback. What lets other machines in stands in front of it.
type Relay struct {
	server *server.Server
	token  string
}

// StartRelay starts one for who has the token, and for pages of the host that requests name.
func StartRelay(token string) (*Relay, error) {
	if token == "" {
		return nil, errors.New("a relay wants a token")
	}
	so := &server.Options{ServerName: "talbot", NoSigs: true, NoLog: true, DontListen: true, Authorization: token, MaxPayload: MaxMessage}
	so.Websocket = server.WebsocketOpts{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoTLS: true, SameOrigin: true, Token: token}
	s, err := server.NewServer(so)
	if err != nil {
		return nil, fmt.Errorf("cannot start the hub of a class: %w", err)
	}
	s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		s.Shutdown()
		return nil, errors.New("the hub of a class does not start")
	}
	return &Relay{s, token}, nil
}

// URL is where it listens, such as ws://127.0.0.1:40000.
func (r *Relay) URL() string { return r.server.WebsocketURL() }

// Connect connects this program itself, by no network.
func (r *Relay) Connect() (*nats.Conn, error) {
	return nats.Connect("", nats.InProcessServer(r.server), nats.Token(r.token), nats.MaxReconnects(-1))
}

// Stop ends it.
func (r *Relay) Stop() {
	r.server.Shutdown()
	r.server.WaitForShutdown()
}
