//go:build darwin || linux

package rundir

import (
	"strings"
	"testing"
)

func TestLock(t *testing.T) {
	d := &Dir{Path: t.TempDir()}
	unlock, err := d.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Lock(); err == nil || !strings.Contains(err.Error(), "under way in another program") {
		t.Errorf("a second lock: %v", err)
	}
	unlock()
	if unlock, err = d.Lock(); err != nil {
		t.Fatalf("after unlocking: %v", err)
	}
	unlock()
}
