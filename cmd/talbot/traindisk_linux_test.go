package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A disk that is full at the end of a training: nothing says that the run is there, and the error says to make room and how to go on.
func TestTrainDiskFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("a small disk cannot be made here (%v): this wants a user who may mount", err)
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	run := filepath.Join(disk, "run")
	works(t, "train", "sa-2d-rings", "--hidden", "100", "--layers", "2", "--epochs", "1", "--out", run, "--device", "cpu")
	filler := fill(t, disk)
	full, err := os.Stat(filler)
	if err != nil {
		t.Fatal(err)
	}
	for _, pages := range []int64{0, 1, 2} { // none is left for what the run has done so far, or for a line of metrics, or for the last checkpoint
		if err := os.Truncate(filler, full.Size()-4096*pages); err != nil {
			t.Fatal(err)
		}
		out, said, status := call(t, "train", "--resume", run, "--epochs", "2", "--device", "cpu")
		if status == 0 || !strings.Contains(said, "no space left") || !strings.Contains(said, "make room, then go on with: talbot train --resume "+run) {
			t.Errorf("%d pages: status %d: %s", pages, status, said)
		}
		if strings.Contains(out, "the run is in") || strings.Contains(out, "train it longer") {
			t.Errorf("%d pages: it says: %s", pages, out)
		}
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	works(t, "train", "--resume", run, "--epochs", "2", "--device", "cpu")
}
