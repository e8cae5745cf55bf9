package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A disk that is full in the middle of a healing: the masks and the checkpoint before stand as they were, the error says to make room, and then
// the same command goes on.
func TestRigRunHealDiskFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small disk cannot be made here (%v): this wants a user who may mount", err)
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	run, out := oneMask(t), filepath.Join(disk, "out")
	if _, err := healed(t, t.Context(), run, out, 1, nil); err != nil {
		t.Fatal(err)
	}
	files := []string{"checkpoint.npz", "masks.npz", "report.json"}
	was, filler := map[string]string{}, ""
	_, err := healed(t, t.Context(), run, out, 2, func(h *healing) {
		checked(h.tended, 1, func() { // behind the first update of the second epoch, which is saved
			for _, f := range files {
				was[f] = read(t, out, f)
			}
			filler = fill(t, disk)
		})
	})
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "make room") {
		t.Fatal(err)
	}
	for _, f := range files {
		if read(t, out, f) != was[f] {
			t.Errorf("%s is another one", f)
		}
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if strings.HasSuffix(e.Name(), ".part") {
			t.Errorf("%s is left", e.Name())
		}
	}
	if said, err := healed(t, t.Context(), run, out, 2, nil); err != nil || !strings.Contains(said, "goes on after update 3") {
		t.Error(err, said)
	}
}
