package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// site makes a folder like Talbot's.
func site(t *testing.T) string {
	t.Helper()
	outside := filepath.Join(t.TempDir(), "secret.js")
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html": "<title>Talbot</title>", "offline.js": "// worker", "manifest.webmanifest": "{}", "go.mod": "secret", "secret.html": "secret", ".hidden": "secret",
		"site/main.js": strings.Repeat("export {};\n", 200), "site/worker.wasm": "\x00asm", "site/css/a.css": "a{}", "site/io/x.mjs": "1",
		"site/test/t.mjs": "secret", "site/.env": "secret", "site/x.go": "secret",
		"assets/assets.go": "secret", "assets/masks/m.npy": "\x93NUMPY", "assets/d.gz": "\x1f\x8b", "assets/.git/config": "secret",
		"cmd/talbot/main.go": "secret", "sitemap/x.js": "secret",
	} {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, link := range []string{"site/link.js", "assets/link.js"} {
		if err := os.Symlink(outside, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	return dir
}

func fetch(t *testing.T, h http.Handler, method, target string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "http://localhost/", nil)
	r.URL.Path = target
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func testPage(t *testing.T) *page {
	t.Helper()
	p, err := newPage(site(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func TestPageTypes(t *testing.T) {
	p := testPage(t)
	for path, kind := range map[string]string{
		"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8",
		"/offline.js": "text/javascript; charset=utf-8", "/manifest.webmanifest": "application/manifest+json",
		"/site/main.js": "text/javascript; charset=utf-8", "/site/io/x.mjs": "text/javascript; charset=utf-8",
		"/site/worker.wasm": "application/wasm", "/site/css/a.css": "text/css; charset=utf-8",
		"/assets/masks/m.npy": "application/octet-stream", "/assets/d.gz": "application/gzip",
	} {
		r := fetch(t, p, "GET", path)
		h := r.Header
		if r.StatusCode != 200 || h.Get("Content-Type") != kind || h.Get("Cache-Control") != "no-cache" || h.Get("ETag") == "" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d, %v", path, r.StatusCode, h)
		}
	}
}

func TestPageHidesTheRest(t *testing.T) {
	p := testPage(t)
	for _, path := range []string{
		"/go.mod", "/secret.html", "/.hidden", "/site", "/site/", "/assets", "/assets/", "/assets/masks", "/site/test/t.mjs", "/site/test",
		"/site/.env", "/site/x.go", "/assets/assets.go", "/assets/.git/config", "/cmd/talbot/main.go",
		"/sitemap/x.js", "/site/none.js", "/site/../go.mod", "/site/css/../../go.mod", "/../go.mod", "//go.mod", "//site/main.js", "/site//main.js",
		"/site/./main.js", "/./index.html", "/site\\main.js", "/site/..\\..\\go.mod", "/site/main.js\x00.html", "/site/main.js/", "/index.html/",
		"/site/link.js", "/assets/link.js", "/C:/go.mod", "/site/main.js::$DATA", "/SITE/main.js", "site/../go.mod", "..", "/...", "/\xff",
	} {
		r := fetch(t, p, "GET", path)
		if text := body(t, r); r.StatusCode != 404 || strings.Contains(text, "secret") {
			t.Errorf("%q: %d, %q", path, r.StatusCode, text)
		}
	}
}

func TestPageMethods(t *testing.T) {
	p := testPage(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "CONNECT"} {
		if r := fetch(t, p, method, "/"); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d", method, r.StatusCode)
		}
	}
	if r := fetch(t, p, "HEAD", "/site/main.js"); r.StatusCode != 200 || body(t, r) != "" || r.Header.Get("Content-Length") != "2200" {
		t.Errorf("HEAD: %d, %v", r.StatusCode, r.Header)
	}
}

func TestPageGzip(t *testing.T) {
	p := testPage(t)
	plain := body(t, fetch(t, p, "GET", "/site/main.js"))
	for accept, packed := range map[string]bool{
		"gzip": true, "br, gzip;q=0.5": true, "gzip, deflate, br, zstd": true, "gzip;q=1": true,
		"": false, "br": false, "gzip;q=0": false, "gzip; q=0.0": false, "xgzip": false,
	} {
		r := fetch(t, p, "GET", "/site/main.js", "Accept-Encoding", accept)
		text := body(t, r)
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != packed || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %v", accept, r.Header)
			continue
		}
		if packed {
			z, err := gzip.NewReader(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			if len(text) > len(plain)/4 {
				t.Errorf("%d bytes of %d", len(text), len(plain))
			}
			text = string(b)
		}
		if text != plain {
			t.Errorf("%q: %d bytes of content, want %d", accept, len(text), len(plain))
		}
	}
	if r := fetch(t, p, "GET", "/assets/d.gz", "Accept-Encoding", "gzip"); r.Header.Get("Content-Encoding") != "" {
		t.Error("what is packed already is packed again")
	}
	if r := fetch(t, p, "GET", "/site/main.js", "Accept-Encoding", "gzip", "Range", "bytes=0-6"); r.StatusCode != 206 || body(t, r) != "export " {
		t.Errorf("a range: %d", r.StatusCode)
	}
}

// The browser asks again each time, and gets 304 until the file has changed.
func TestPageIsFresh(t *testing.T) {
	dir := site(t)
	p, err := newPage(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, accept := range []string{"", "gzip"} {
		tag := fetch(t, p, "GET", "/site/main.js", "Accept-Encoding", accept).Header.Get("ETag")
		if r := fetch(t, p, "GET", "/site/main.js", "Accept-Encoding", accept, "If-None-Match", tag); r.StatusCode != 304 || body(t, r) != "" {
			t.Errorf("%q: status %d, want 304", accept, r.StatusCode)
		}
		text := "changed " + accept
		if err := os.WriteFile(filepath.Join(dir, "site/main.js"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if r := fetch(t, p, "GET", "/site/main.js", "Accept-Encoding", "", "If-None-Match", tag); r.StatusCode != 200 || body(t, r) != text {
			t.Errorf("%q: status %d after a change", accept, r.StatusCode)
		}
	}
}

// listening starts a.listen and returns the page's address and a way to end it.
func listening(t *testing.T, addr string) (url string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	a := &app{out: w, err: io.Discard, json: true}
	ended := make(chan error, 1)
	go func() {
		ended <- a.listen(ctx, addr, site(t), dataFolder(t), false, false, &engineFlags{}, &hubFlags{}, nil)
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var e struct{ Event, Address string }
	if err := json.Unmarshal([]byte(line), &e); err != nil || e.Event != "serving" {
		t.Fatalf("%q: %v", line, err)
	}
	return e.Address, func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(10 * time.Second):
			t.Fatal("it does not end")
			return nil
		}
	}
}

func TestServe(t *testing.T) {
	url, stop := listening(t, "127.0.0.1:0")
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	if text := body(t, r); !strings.Contains(text, "Talbot") {
		t.Errorf("%s gives %q", url, text)
	}
	busy := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
	var errs bytes.Buffer
	if status := talbot([]string{"serve", "--addr", busy, "--site", site(t)}, io.Discard, &errs); status != failed || !strings.Contains(errs.String(), "--addr 127.0.0.1:0") {
		t.Errorf("a busy port: status %d, %q", status, errs.String())
	}
	// A client that says nothing does not keep it from ending.
	idle, err := net.Dial("tcp", busy)
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	if err := stop(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if _, err := http.Get(url); err == nil {
		t.Error("it still serves")
	}
}

func TestServeBadAddress(t *testing.T) {
	for _, addr := range []string{"nonsense", "127.0.0.1:99999", "127.0.0.1"} {
		if _, err, status := call(t, "serve", "--addr", addr, "--site", site(t)); status != failed || !strings.Contains(err, "such as 127.0.0.1:8080") {
			t.Errorf("%s: status %d, %q", addr, status, err)
		}
	}
}

// TestServeEngine holds that the engine and the data sets refuse foreign pages and foreign names.
func TestServeEngine(t *testing.T) {
	url, stop := listening(t, "127.0.0.1:0")
	defer stop()
	for _, c := range []struct {
		path, host, origin string
		status             int
	}{
		{"engine", "", "", 200}, {"engine", "", "https://evil.example", 403}, {"engine", "evil.example", "http://evil.example", 403},
		{"data/", "", "", 200}, {"data/", "evil.example", "", 403}, {"data/", "", "https://evil.example", 403},
	} {
		r, err := http.NewRequest("GET", url+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Host = c.host; c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		if got.StatusCode != c.status {
			t.Errorf("%+v: %d", c, got.StatusCode)
		}
	}
}
