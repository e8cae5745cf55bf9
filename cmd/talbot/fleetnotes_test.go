package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"talbot/sim/cluster"
)

// Who waits for a hub's workers is told why nothing comes: that none works, that one lacks what is needed, that the hub is
// away; each once, with the command that helps.
func TestFleetNotes(t *testing.T) {
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
	trial := &cluster.Trial{Preset: "sa-2d-rings", Test: cluster.TestData}
	if _, err := q.Submit(t.Context(), trial); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	n := (&app{err: &out}).fleetNotes(&hubFlags{url: "tls://lab:4222", ca: "my cert.pem", tokenFile: "token"}, q, nil)
	mine := func(key string) bool { return key == trial.Key() }
	look := func(r cluster.Record) string {
		out.Reset()
		for range 2 {
			n.look(t.Context(), map[string]cluster.Record{trial.Key(): r, "another": {Returned: 1, Why: "of another sweep"}}, mine, 0)
		}
		return out.String()
	}
	if got := look(cluster.Record{}); got != "" {
		t.Errorf("at once: %s", got)
	}
	n.began = time.Now().Add(-patience)
	if got := look(cluster.Record{}); strings.Count(got, "\n") != 1 || !strings.Contains(got, "talbot worker --nats tls://lab:4222 --ca 'my cert.pem' --token-file token") {
		t.Errorf("without a worker: %s", got)
	}
	if got := look(cluster.Record{Returned: 1, Why: "lab-1: it lacks the pictures"}); strings.Count(got, "\n") != 1 || !strings.Contains(got, "lab-1: it lacks the pictures") {
		t.Errorf("with a worker that cannot: %s", got)
	}
	if got := look(cluster.Record{Worker: "lab-2", Returned: 1, Why: "lab-3: it lacks them, too"}); got != "" {
		t.Errorf("when one computes: %s", got)
	}
	out.Reset()
	n.away(errors.New("EOF"))
	n.away(nil)
	if got := out.String(); !strings.Contains(got, "tls://lab:4222 does not answer (EOF)") || !strings.Contains(got, "is back") {
		t.Error(got)
	}
}

// A hub at all addresses says those that other machines can use.
func TestReached(t *testing.T) {
	if got := reached("nats://10.1.2.3:4222"); len(got) != 1 || got[0] != "nats://10.1.2.3:4222" {
		t.Error(got)
	}
	for _, at := range reached("tls://[::]:4222") {
		if strings.Contains(at, "::]") || !strings.HasPrefix(at, "tls://") || !strings.HasSuffix(at, ":4222") {
			t.Error(at)
		}
	}
}
