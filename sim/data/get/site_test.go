package get

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"talbot/sim/data/open"
)

// server serves the world's packed files by way of handle, and counts requests.
func (w *world) server(t *testing.T, handle func(http.ResponseWriter, *http.Request, []byte)) *atomic.Int64 {
	t.Helper()
	var requests atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		content, ok := w.packed[strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/"), ".gz")]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		handle(rw, r, content)
	}))
	t.Cleanup(s.Close)
	w.set.sources = append(w.set.sources, site{s.URL + "/"})
	old := pause
	pause = func(int) time.Duration { return 0 }
	t.Cleanup(func() { pause = old })
	return &requests
}

// honest serves as the well-known sites do, with ranges.
func honest(rw http.ResponseWriter, r *http.Request, content []byte) {
	http.ServeContent(rw, r, "", time.Time{}, bytes.NewReader(content))
}

// breaking sends at most n bytes of an answer and breaks the connection.
func breaking(n int) func(http.ResponseWriter, *http.Request, []byte) {
	return func(rw http.ResponseWriter, r *http.Request, content []byte) {
		honest(&short{rw, n}, r, content)
	}
}

type short struct {
	http.ResponseWriter
	left int
}

func (s *short) Write(b []byte) (int, error) {
	if len(b) <= s.left {
		s.left -= len(b)
		return s.ResponseWriter.Write(b)
	}
	s.ResponseWriter.Write(b[:s.left])
	s.ResponseWriter.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func TestSite(t *testing.T) {
	w := newWorld(t)
	requests := w.server(t, honest)
	dir := t.TempDir()
	if err := w.get(dir); err != nil {
		t.Fatal(err)
	}
	w.whole(t, dir)
	if n := requests.Load(); n != 2 {
		t.Errorf("%d requests for 2 files", n)
	}
}

func TestSiteResumesBrokenConnections(t *testing.T) {
	w := newWorld(t)
	requests := w.server(t, breaking(20_000))
	dir := t.TempDir()
	if err := w.get(dir); err != nil {
		t.Fatal(err)
	}
	w.whole(t, dir)
	// 300 KB in pieces of 20 KB: more breaks than fruitless attempts allowed.
	if n := requests.Load(); n < 15 || n > 20 {
		t.Errorf("%d requests, want about 17", n)
	}
}

func TestSiteResumesAnEarlierRun(t *testing.T) {
	w := newWorld(t)
	var first atomic.Bool
	w.server(t, func(rw http.ResponseWriter, r *http.Request, content []byte) {
		if first.CompareAndSwap(false, true) {
			breaking(len(content)/2)(rw, r, content)
		}
		http.Error(rw, "down", http.StatusServiceUnavailable)
	})
	dir := t.TempDir()
	says(t, w.get(dir), "no source worked", "503")
	half, err := filepath.Glob(filepath.Join(dir, "tiny", "*.part"))
	if err != nil || len(half) != 1 {
		t.Fatalf("it kept %v, want one part to go on with", half)
	}

	var ranged atomic.Int64
	w.set.sources = nil
	w.server(t, func(rw http.ResponseWriter, r *http.Request, content []byte) {
		if r.Header.Get("Range") != "" {
			ranged.Add(1)
		}
		honest(rw, r, content)
	})
	if err := w.get(dir); err != nil {
		t.Fatal(err)
	}
	w.whole(t, dir)
	if ranged.Load() != 1 {
		t.Errorf("%d requests for a rest, want 1", ranged.Load())
	}
}

func TestSiteMendsABadPart(t *testing.T) {
	for what, bad := range map[string]func(packed []byte) []byte{
		"wrong bytes": func(b []byte) []byte { return bytes.Repeat([]byte{7}, len(b)/3) },
		"whole":       func(b []byte) []byte { return b },
		"too long":    func(b []byte) []byte { return append(bytes.Clone(b), 1, 2, 3) },
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorld(t)
			w.server(t, honest)
			dir := t.TempDir()
			put(t, filepath.Join(dir, "tiny", open.TrainImages+".gz.part"), bad(w.packed[open.TrainImages]), 0o644)
			if err := w.get(dir); err != nil {
				t.Fatal(err)
			}
			w.whole(t, dir)
		})
	}
}

func TestSiteWithoutRanges(t *testing.T) {
	w := newWorld(t)
	w.server(t, func(rw http.ResponseWriter, r *http.Request, content []byte) { rw.Write(content) })
	dir := t.TempDir()
	put(t, filepath.Join(dir, "tiny", open.TrainImages+".gz.part"), w.packed[open.TrainImages][:1000], 0o644)
	if err := w.get(dir); err != nil {
		t.Fatal(err)
	}
	w.whole(t, dir)
}

func TestSiteFailures(t *testing.T) {
	for _, c := range []struct {
		what     string
		handle   func(http.ResponseWriter, *http.Request, []byte)
		want     string
		requests int64
	}{
		{"wrong content", func(rw http.ResponseWriter, r *http.Request, b []byte) {
			honest(rw, r, bytes.Repeat([]byte("login page "), 50))
		}, "is not the right file", 1},
		{"cut gzip", func(rw http.ResponseWriter, r *http.Request, b []byte) { honest(rw, r, b[:len(b)-20]) }, "damaged", 1},
		{"gone", func(rw http.ResponseWriter, r *http.Request, _ []byte) { http.NotFound(rw, r) }, "404", 1},
		{"down", func(rw http.ResponseWriter, r *http.Request, _ []byte) { http.Error(rw, "", 500) }, "500", attempts},
		{"too long", func(rw http.ResponseWriter, r *http.Request, _ []byte) {
			rw.Header().Set("Content-Length", "999999999")
		}, "more than it can have", 1},
		{"endless", func(rw http.ResponseWriter, r *http.Request, _ []byte) {
			for block := make([]byte, 1<<16); r.Context().Err() == nil; {
				if _, err := rw.Write(block); err != nil {
					return
				}
			}
		}, "longer than the right file", 1},
	} {
		t.Run(c.what, func(t *testing.T) {
			w := newWorld(t)
			requests := w.server(t, c.handle)
			dir := t.TempDir()
			says(t, w.get(dir), "no source worked", c.want)
			if n := requests.Load(); n != c.requests {
				t.Errorf("%d requests, want %d", n, c.requests)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "tiny", "*idx?-ubyte*")); len(left) != 0 && c.what != "down" {
				for _, p := range left {
					t.Errorf("it left %s of %d bytes", filepath.Base(p), size(p))
				}
			}
		})
	}
}

func TestSiteGoesOnToTheNext(t *testing.T) {
	w := newWorld(t)
	w.server(t, func(rw http.ResponseWriter, r *http.Request, b []byte) { http.NotFound(rw, r) })
	w.server(t, honest)
	dir := t.TempDir()
	if err := w.get(dir); err != nil {
		t.Fatal(err)
	}
	w.whole(t, dir)
}

func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full")
	}
	w := newWorld(t)
	requests := w.server(t, honest)
	w.server(t, honest)
	dir := t.TempDir()
	for name := range w.plain {
		if err := os.MkdirAll(filepath.Join(dir, "tiny"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("/dev/full", filepath.Join(dir, "tiny", name+".gz.part")); err != nil {
			t.Fatal(err)
		}
	}
	says(t, w.get(dir), "cannot write", "no space left on device")
	if n := requests.Load(); n != 1 {
		t.Errorf("%d requests, want 1: another source cannot mend the disk", n)
	}
}
