//go:build !js

package cluster

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// A hub that others can reach wants a token and TLS, and takes no client without the token.
func TestHubOffLoopback(t *testing.T) {
	for _, o := range []Options{{Addr: "0.0.0.0:0"}, {Addr: "0.0.0.0:0", Token: "secret"}, {Addr: "127.0.0.1:0", WebSocket: "0.0.0.0:0"}, {Addr: ":0"}} {
		o.Store = t.TempDir()
		if h, err := Start(o); err == nil {
			h.Stop()
			t.Errorf("%+v starts", o)
		} else if !strings.Contains(err.Error(), "token and TLS") {
			t.Error(err)
		}
	}
	h, err := Start(Options{Store: t.TempDir(), Addr: "127.0.0.1:0", Token: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Stop()
	for _, token := range []string{"", "wrong"} {
		if q, err := Connect(h.URL(), token, nil); err == nil {
			q.Close()
			t.Errorf("token %q lets in", token)
		} else if !strings.Contains(err.Error(), "--token-file") {
			t.Errorf("token %q: %v does not say what to do", token, err)
		}
	}
	q, err := Connect(h.URL(), "secret", nil)
	if err != nil {
		t.Fatal(err)
	}
	q.Close()
}

// A message that is too large is refused, and so is a page of another origin.
func TestHubRefuses(t *testing.T) {
	h, err := Start(Options{Store: t.TempDir(), Addr: "127.0.0.1:0", WebSocket: "127.0.0.1:0", Origins: []string{"https://lab.example"}})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Stop()
	nc, err := nats.Connect(h.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if err := nc.Publish("trial.x", bytes.Repeat([]byte{1}, MaxMessage+1)); err == nil {
		t.Error("an oversized message passes")
	}
	for origin, want := range map[string]int{"https://lab.example": 101, "https://other.example": 403, "": 101} {
		req, _ := http.NewRequest("GET", strings.Replace(h.WebSocketURL(), "ws:", "http:", 1), nil)
		for k, v := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="} {
			req.Header.Set(k, v)
		}
		if origin != "" {
			req.Header.Set("Origin", origin)
		}
		r, err := (&http.Client{Timeout: 5 * time.Second}).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("origin %q: status %d, want %d", origin, r.StatusCode, want)
		}
	}
}
