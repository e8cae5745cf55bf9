package cluster

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A hub whose disk is full says so, and goes on by itself when there is room: its workers come back, and every trial has one result.
func TestDiskFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("a small disk cannot be made here (%v): this wants a user who may mount", err)
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	told := make(chan error, 100)
	h, err := Start(Options{Store: filepath.Join(disk, "hub"), Addr: "127.0.0.1:0", Lease: 2 * time.Second, Tell: func(err error) { told <- err }})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Stop()
	url := h.URL()
	const n = 40
	q := dial(t, h, 2*time.Second)
	submit(t, q, n)
	filler, third := filepath.Join(disk, "filler"), make(chan bool)
	done := 0
	w := doing(q, "one", func(ctx context.Context, task *Task) error {
		if done++; done == 3 {
			full(t, filler)
			close(third)
		}
		return task.Save(ctx, 1, 0.5, make([]byte, 20000), nil)
	})
	ended := make(chan error, 1)
	go func() { ended <- w.Run(t.Context()) }()
	<-third
	if err := <-told; !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "make room") {
		t.Error(err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	for err := range told {
		if err == nil {
			break
		}
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	results(t, q, n)
	if c, err := q.Counts(t.Context()); err != nil || c != (Counts{Done: n}) {
		t.Error(c, err)
	}
	if h.URL() != url {
		t.Errorf("the hub was at %s and is at %s", url, h.URL())
	}
}

// full fills a disk.
func full(t *testing.T, name string) {
	f, err := os.Create(name)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	for b := make([]byte, 1<<16); len(b) > 0; b = b[:len(b)/2] {
		for err = nil; err == nil; {
			_, err = f.Write(b)
		}
	}
}
