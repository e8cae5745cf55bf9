//go:build !js

// Package board shows a hub to people: who works, on what and how far, what waits or has failed, what has come out, and how
// accuracy grew with the epochs. It only reads. The page is self-contained; it asks for the state every second or two.
//
//	GET  (the handler's root)  the page
//	GET  state                 JSON State
package board

import (
	"context"
	"embed"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"talbot/sim/cluster"
)

//go:embed page.html page.css page.js words.js chart.js
var files embed.FS

// Board follows a hub's results and serves what is to be seen of it.
type Board struct {
	Queue   *cluster.Queue
	Address string // of the hub, as people say it
	// Columns names the parameters in which results differ, and Value gives one of a result; nil for what Changed says.
	Columns func([]*cluster.Result) []string
	Value   func(r *cluster.Result, name string) string

	mu     sync.Mutex
	came   []come
	curves map[string][][2]float64 // by object
	state  []byte
	made   time.Time
}

// come is a result, and when it was kept.
type come struct {
	*cluster.Result
	at time.Time
}

// Run follows the results until ctx is done.
func (b *Board) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		b.mu.Lock()
		b.came = nil
		b.mu.Unlock()
		err := b.Queue.FollowAt(ctx, func(r *cluster.Result, at time.Time) bool {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.came = append(b.came, come{r, at})
			return true
		})
		if ctx.Err() != nil {
			break
		}
		if b.Queue.Conn().IsClosed() {
			return err
		}
		select { // a result that is damaged, or a hub that is away
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}

// ServeHTTP is part of http.Handler.
func (b *Board) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
		return
	}
	switch r.URL.Path {
	case "/", "":
		http.ServeFileFS(w, r, files, "page.html")
	case "/state":
		state, err := b.text(r.Context())
		if err != nil { // the hub is away
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		h.Set("Content-Type", "application/json")
		_, _ = w.Write(state)
	default:
		http.ServeFileFS(w, r, files, r.URL.Path[1:])
	}
}

// fresh is how old a state may be: many may look on.
const fresh = 700 * time.Millisecond

func (b *Board) text(ctx context.Context) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Since(b.made) < fresh {
		return b.state, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	s, err := b.look(ctx)
	if err != nil {
		return nil, err
	}
	if b.state, err = json.Marshal(s); err == nil {
		b.made = time.Now()
	}
	return b.state, err
}
