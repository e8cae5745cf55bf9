package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"talbot/sim/cluster"
	"talbot/sim/rundir"
)

// Masks that the workers of a hub fit, one of them stopped, are those of a training that fits them itself, bit for bit.
func TestFitsOnFleet(t *testing.T) {
	hub, err := cluster.Start(cluster.Options{Store: t.TempDir(), Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer hub.Stop()
	args := []string{"train", "dante-small", "--data", builtIn, "--limit-train", "60", "--limit-test", "1", "--held-out", "1", "--epochs", "1", "--batch", "20",
		"--maps", "4,4", "--fit-steps", "6", "--fit-warm", "2", "--device", "cpu", "--threads", "1", "--out"}
	here, there := filepath.Join(t.TempDir(), "here"), filepath.Join(t.TempDir(), "there")
	noted(t, append(args, here)...)
	worker := func() *os.Process {
		return startFleet(t, "worker", "--nats", hub.URL(), "--workers", "1", "--threads", "1", "--device", "cpu").Process
	}
	first := worker()
	done := make(chan struct{})
	q, err := hub.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	go func() {
		defer close(done)
		_ = q.Follow(t.Context(), func(*cluster.Result) bool { // after the first mask
			_ = first.Signal(syscall.SIGTERM)
			worker()
			return false
		})
	}()
	noted(t, append(args, there, "--nats", hub.URL())...)
	<-done
	var states [2]bytes.Buffer
	for i, path := range []string{here, there} {
		d, err := rundir.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.Checkpoint()
		if err != nil {
			t.Fatal(err)
		}
		if err := rundir.WriteCheckpoint(&states[i], s); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(states[0].Bytes(), states[1].Bytes()) {
		t.Error("the masks of the fleet have other bits")
	}
	results, err := q.Results(t.Context())
	if err != nil || len(results) < 2 {
		t.Errorf("%d fits were made by workers: %v", len(results), err)
	}
	for _, r := range results {
		if r.Fit == nil || r.Steps == 0 {
			t.Errorf("a result of another kind: %+v", r)
		}
	}
	if _, text, status := call(t, "train", "sa-2d-rings", "--nats", hub.URL()); status == 0 || !strings.Contains(text, "no masks that are fitted one by one") {
		t.Errorf("a training without fits: status %d, %s", status, text)
	}
}
