package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Tests' programs have the version that build.sh names.
func init() { commit = "tested" }

// A program knows its commit where build.sh named it, and commands whose records would name it say so where nobody did.
func TestCommit(t *testing.T) {
	defer func(was string) { commit = was }(commit)
	for _, name := range []string{"", "0123456789abcdef"} {
		commit = name
		if want := map[bool]string{true: nameless, false: name}[name == ""]; build() != want {
			t.Errorf("the version is %s, want %s", build(), want)
		}
		_, said, status := call(t, "rig", "run", "hologram", "--virtual", "ideal", "--direct", "--samples", "48", "--target", "spots-2", "--rounds", "0", "--steps", "1", "--shots", "1",
			"--out", filepath.Join(t.TempDir(), "out"))
		if noted := strings.Contains(said, "does not know its commit"); noted != (name == "") || status != 0 {
			t.Errorf("of commit %q: status %d, %s", name, status, said)
		}
	}
}
