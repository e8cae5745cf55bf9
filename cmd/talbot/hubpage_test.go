package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"talbot/sim/cluster"
)

// The page of a hub is for who has its code, and not open to other machines without TLS.
func TestHubPage(t *testing.T) {
	h, err := cluster.Start(cluster.Options{Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Stop()
	q, err := h.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if _, _, err := hubPage(t.Context(), "0.0.0.0:0", false, nil, newBoard(q, "")); err == nil || !strings.Contains(err.Error(), "--tls") {
		t.Errorf("it is open to the network: %v", err)
	}
	at, end, err := hubPage(t.Context(), "127.0.0.1:0", false, nil, newBoard(q, "nats://lab:4222"))
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	root := at[0][:strings.LastIndex(strings.TrimSuffix(at[0], "/"), "/")+1]
	for url, want := range map[string]int{at[0]: 200, at[0] + "page.js": 200, at[0] + "state": 200, root: 404, root + "state": 404} {
		r, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if r.StatusCode != want || strings.HasSuffix(url, "state") && want == 200 && !strings.Contains(string(b), `"address":"nats://lab:4222"`) {
			t.Errorf("%s: %d, %s", url, r.StatusCode, b)
		}
	}
}
