package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/assets"
	"talbot/sim/data/open"
)

// dataFolder has the four files of mnist, and next to it a secret.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "sets", "mnist"), 0o755); err != nil {
		t.Fatal(err)
	}
	for page, file := range setFiles {
		b, err := assets.FS.ReadFile("data/mnist/" + page + ".gz")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "sets", "mnist", file+".gz"), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "sets")
}

func TestFullSetsServesTheFiles(t *testing.T) {
	h := newFullSets(dataFolder(t))
	r := fetch(t, h, "GET", "/data/")
	if text := body(t, r); r.StatusCode != 200 || strings.TrimSpace(text) != `{"sets":{"fashion-mnist":{"here":false,"published":false},"mnist":{"here":true,"published":false}}}` {
		t.Errorf("%d %s", r.StatusCode, text)
	}
	for page := range setFiles {
		want, err := assets.FS.ReadFile("data/mnist/" + page + ".gz")
		if err != nil {
			t.Fatal(err)
		}
		r := fetch(t, h, "GET", "/data/mnist/"+page)
		if got := body(t, r); r.StatusCode != 200 || got != string(want) || r.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" || r.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d, %d bytes, %v", page, r.StatusCode, len(got), r.Header)
		}
	}
}

func TestFullSetsHidesTheRest(t *testing.T) {
	dir := dataFolder(t)
	h := newFullSets(dir)
	for _, path := range []string{
		"/data", "/data/mnist", "/data/mnist/", "/data/mnist/" + open.TestImages, "/data/mnist/../../secret", "/data/../secret", "/data/mnist/secret",
		"/data/../sets/mnist/test-images-idx3-ubyte", "/data/%2e%2e/secret", "/data/./mnist/test-images-idx3-ubyte", "/data//test-images-idx3-ubyte",
		"/data/fashion-mnist/test-images-idx3-ubyte", "/data/MNIST/test-images-idx3-ubyte", "/data/mnist/test-images-idx3-ubyte/", "/data/mnist\\x/test-images-idx3-ubyte",
	} {
		if r := fetch(t, h, "GET", path); r.StatusCode == 200 || strings.Contains(body(t, r), "secret") {
			t.Errorf("%q: %d", path, r.StatusCode)
		}
	}
	// A link in the folder does not lead out of it.
	name := filepath.Join(dir, "mnist", open.TestLabels+".gz")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "..", "secret"), name); err != nil {
		t.Skip("no symbolic links here")
	}
	if r := fetch(t, h, "GET", "/data/mnist/test-labels-idx1-ubyte"); r.StatusCode == 200 || strings.Contains(body(t, r), "secret") {
		t.Errorf("a link leads out: %d", r.StatusCode)
	}
}

// post asks f to get a set, as a page of that origin would.
func post(h http.Handler, path, origin string) *http.Response {
	r := httptest.NewRequest("POST", "http://localhost:8080"+path, nil)
	if origin != "" {
		r.Header.Set("Origin", origin)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestFullSetsGetsASet(t *testing.T) {
	var asked []string
	f := &fullSets{dir: t.TempDir(), get: func(_ *http.Request, name string, progress func(done, total int64)) error {
		asked = append(asked, name)
		progress(0, 200)
		progress(1, 200)
		progress(200, 200)
		if name == "fashion-mnist" {
			return errors.New("no source worked\nat all")
		}
		return nil
	}}
	h := f.handler()
	want := `{"done":0,"total":200}` + "\n" + `{"done":200,"total":200}` + "\n"
	if got := body(t, post(h, "/data/mnist", "http://localhost:8080")); got != want+`{"here":true}`+"\n" {
		t.Errorf("%q", got)
	}
	if got := body(t, post(h, "/data/fashion-mnist", "http://localhost:8080")); got != want+`{"error":"no source worked at all"}`+"\n" {
		t.Errorf("%q", got)
	}
	asked = nil
	for _, origin := range []string{"http://evil.example", "http://localhost:8081", "null", "https://localhost:8080x"} {
		if r := post(h, "/data/mnist", origin); r.StatusCode != http.StatusForbidden {
			t.Errorf("from %s: %d", origin, r.StatusCode)
		}
	}
	for _, path := range []string{"/data/", "/data/other", "/data/mnist/train-images-idx3-ubyte", "/data/.."} {
		if r := post(h, path, "http://localhost:8080"); r.StatusCode < 300 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	if len(asked) > 0 {
		t.Errorf("got %v", asked)
	}
	f.mu.Lock()
	if r := post(h, "/data/mnist", "http://localhost:8080"); r.StatusCode != http.StatusConflict || !strings.Contains(body(t, r), "another set") {
		t.Errorf("while another is got: %d", r.StatusCode)
	}
}
