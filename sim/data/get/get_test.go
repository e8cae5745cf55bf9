package get

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"talbot/sim/data"
	"talbot/sim/data/open"
)

// world is a set of two small files and their content, plain and packed.
type world struct {
	set    set
	plain  map[string][]byte
	packed map[string][]byte
}

func newWorld(t *testing.T, sources ...source) *world {
	t.Helper()
	w := &world{set: set{sources: sources}, plain: map[string][]byte{}, packed: map[string][]byte{}}
	r := rand.New(rand.NewPCG(1, 2))
	for name, n := range map[string]int{open.TrainImages: 300_000, open.TrainLabels: 500} {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		sum := sha256.Sum256(b)
		w.set.files = append(w.set.files, file{name, int64(n), hex.EncodeToString(sum[:])})
		w.plain[name], w.packed[name] = b, zip(t, b)
	}
	return w
}

func zip(t *testing.T, b []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// get runs the set into dir/"tiny".
func (w *world) get(dir string) error {
	return w.set.get(context.Background(), "tiny", dir, func(int64, int64) {})
}

// whole fails the test unless dir/"tiny" holds the right files and nothing else.
func (w *world) whole(t *testing.T, dir string) {
	t.Helper()
	found, err := os.ReadDir(filepath.Join(dir, "tiny"))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != len(w.plain) {
		t.Errorf("the folder holds %v, want %d files", found, len(w.plain))
	}
	for _, f := range w.set.files {
		p, err := open.Find(os.DirFS(dir), "tiny", f.name)
		if err != nil {
			t.Error(err)
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, p))
		if err != nil {
			t.Error(err)
			continue
		}
		if b, err = open.Unpack(b); err != nil || !bytes.Equal(b, w.plain[f.name]) {
			t.Errorf("%s: %v, or its bytes are wrong", p, err)
		}
	}
}

func put(t *testing.T, path string, content []byte, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, mode); err != nil {
		t.Fatal(err)
	}
}

func says(t *testing.T, err error, want ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want one that says %q", want)
		return
	}
	for _, part := range want {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q is more than one line", err)
	}
}

func TestGetFromFolder(t *testing.T) {
	from, dir := t.TempDir(), t.TempDir()
	w := newWorld(t, folder{filepath.Join(from, "none")}, folder{from})
	put(t, filepath.Join(from, open.TrainImages), w.plain[open.TrainImages], 0o644)
	put(t, filepath.Join(from, open.TrainLabels+".gz"), w.packed[open.TrainLabels], 0o644)

	var last, total int64
	err := w.set.get(context.Background(), "tiny", dir, func(done, of int64) {
		if done < last || done > of {
			t.Errorf("progress went from %d to %d of %d", last, done, of)
		}
		last, total = done, of
	})
	if err != nil {
		t.Fatal(err)
	}
	w.whole(t, dir)
	if last != 300_500 || total != 300_500 {
		t.Errorf("progress ended at %d of %d, want 300500 of 300500", last, total)
	}

	// Again: there is nothing to do, so no source is needed.
	w.set.sources = nil
	if err := w.get(dir); err != nil {
		t.Errorf("with all files there: %v", err)
	}
}

func TestGetLeavesAWrongFileAlone(t *testing.T) {
	from, dir := t.TempDir(), t.TempDir()
	w := newWorld(t, folder{from})
	for name, b := range w.plain {
		put(t, filepath.Join(from, name), b, 0o644)
	}
	mine := filepath.Join(dir, "tiny", open.TrainLabels)
	put(t, mine, []byte("my own labels"), 0o644)
	says(t, w.get(dir), mine, "is not the file of tiny", "it has 13 of 500 bytes", "move it away")
	if b, err := os.ReadFile(mine); err != nil || string(b) != "my own labels" {
		t.Errorf("the user's file is now %q, %v", b, err)
	}
}

// Where no source works it names the files that are missing, and where they go.
func TestGetNamesWhatIsMissing(t *testing.T) {
	w := newWorld(t, folder{t.TempDir()})
	first, second := w.set.files[0].name, w.set.files[1].name
	dir := t.TempDir()
	says(t, w.get(dir), "put "+first+", "+second+" into "+filepath.Join(dir, "tiny"))
	put(t, filepath.Join(dir, "tiny", first), w.plain[first], 0o644)
	says(t, w.get(dir), "put "+second+" into ")
}

func TestGetRefusesAWrongSource(t *testing.T) {
	from, dir := t.TempDir(), t.TempDir()
	w := newWorld(t, folder{from})
	for name, b := range w.plain {
		b = bytes.Clone(b)
		b[77] ^= 1
		put(t, filepath.Join(from, name), b, 0o644)
	}
	says(t, w.get(dir), "no source worked", from, "its SHA-256 is")
	if left, _ := os.ReadDir(filepath.Join(dir, "tiny")); len(left) != 0 {
		t.Errorf("it left %v", left)
	}
}

func TestGetUnwritable(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	put(t, filepath.Join(dir, "tiny"), []byte("a file where a folder should be"), 0o644)
	says(t, w.get(dir), "cannot write the files", "choose another folder with --data DIR or TALBOT_DATA")

	if os.Getuid() == 0 {
		return // permissions do not bind root
	}
	dir = t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "tiny"), 0o555); err != nil {
		t.Fatal(err)
	}
	says(t, w.get(dir), "cannot write the files", "permission denied")
}

func TestGetStopped(t *testing.T) {
	from, dir := t.TempDir(), t.TempDir()
	w := newWorld(t, folder{from})
	for name, b := range w.plain {
		put(t, filepath.Join(from, name), b, 0o644)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	says(t, w.set.get(ctx, "tiny", dir, func(int64, int64) {}), "stopped", "run it again to go on")
}

func TestGetUnknownName(t *testing.T) {
	says(t, Get(context.Background(), "mnits", t.TempDir(), nil), `"mnits"`, "mnist, fashion-mnist")
}

func TestEveryNameHasASet(t *testing.T) {
	for _, name := range data.Names {
		if s := sets[name]; len(s.files) != 4 || len(s.sources) < 2 {
			t.Errorf("%s: %d files from %d sources, want 4 from several", name, len(s.files), len(s.sources))
		}
	}
}

// program puts a shell script of that name first in the PATH.
func program(t *testing.T, name, script string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a POSIX shell")
	}
	bin := t.TempDir()
	put(t, filepath.Join(bin, name), []byte("#!/bin/sh\n"+script), 0o755)
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestGetFromNpm(t *testing.T) {
	w := newWorld(t, npm{"some-package@1.0.0"})
	var archive bytes.Buffer
	tw := tar.NewWriter(&archive)
	add := func(name string, b []byte) {
		if err := tw.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(b)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	add("package/package.json", []byte("{}"))
	add("package/test/"+open.TrainLabels, []byte("not this one"))
	for name, b := range w.plain {
		add("package/data/"+name, b)
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	tgz := filepath.Join(t.TempDir(), "some-package-1.0.0.tgz")
	put(t, tgz, zip(t, archive.Bytes()), 0o644)

	program(t, "npm", fmt.Sprintf(`[ "$1 $4" = "pack some-package@1.0.0" ] && cp %q .`, tgz))
	dir := t.TempDir()
	if err := w.get(dir); err != nil {
		t.Fatal(err)
	}
	w.whole(t, dir)
}

func TestGetSaysWhyProgramsFailed(t *testing.T) {
	program(t, "npm", "echo noise >&2; echo no such package >&2; exit 3")
	program(t, "apt-get", "exit 0")
	w := newWorld(t, npm{"x@1"}, apt{"y", "usr/share"})
	says(t, w.get(t.TempDir()), "no source worked", "npm package x@1: npm failed: exit status 3: no such package",
		"Debian package y: it left 0 files like y_*.deb")
	t.Setenv("PATH", t.TempDir())
	says(t, w.get(t.TempDir()), "no program npm here", "no program apt-get here")
}
