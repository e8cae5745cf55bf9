package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Whatever a command writes on a full disk, its error says to make room, it leaves no piece of a file there, and with
// room the same command does it.
func TestDiskFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("a small disk cannot be made here (%v): this wants a user who may mount", err)
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	run := filepath.Join(t.TempDir(), "run")
	works(t, "train", "sa-2d-rings", "--epochs", "1", "--out", run, "--device", "cpu")
	on := func(name string) string { return filepath.Join(disk, name) }
	for _, args := range [][]string{
		{"eval", run, "--device", "cpu", "--answers", on("answers.csv")},
		{"eval", run, "--device", "cpu", "--answers", on("answers.npy")},
		{"train", "sa-2d-rings", "--epochs", "1", "--device", "cpu", "--out", on("run")},
		{"figure", run, "--out", on("curves.png")},
	} {
		filler := fill(t, disk)
		_, said, status := call(t, args...)
		if status != failed || !strings.Contains(said, "no space left") || strings.Count(said, "make room") != 1 {
			t.Errorf("%s: status %d: %s", args, status, said)
		}
		err := filepath.WalkDir(disk, func(name string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() && name != filler {
				t.Errorf("%s leaves %s", args, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		if _, said, status := call(t, args...); status != 0 {
			t.Errorf("%s, with room: status %d: %s", args, status, said)
		}
		for _, name := range []string{"answers.csv", "answers.npy", "run", "curves.png"} {
			if err := os.RemoveAll(on(name)); err != nil {
				t.Fatal(err)
			}
		}
	}
}
