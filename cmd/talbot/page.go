package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"sync"
	"time"
)

// page serves the files of the page: index.html with its manifest and service worker, site and assets, but neither
// what is there for developers nor anything outside, nor lists of folders.
type page struct {
	root *os.Root // through which no path and no link leads out

	mu     sync.Mutex
	packed map[string]packed // by path
}

// packed is a file as gzip, and the tag of the file that it was made of.
type packed struct {
	tag  string
	body []byte
}

// types are the MIME types by extension: those of the system may be wrong. What
// is in none is application/octet-stream.
var types = map[string]string{
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".json":        "application/json",
	".webmanifest": "application/manifest+json",
	".wasm":        "application/wasm",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".ico":         "image/x-icon",
	".txt":         "text/plain; charset=utf-8",
	".md":          "text/plain; charset=utf-8",
	".gz":          "application/gzip",
}

// packable are the extensions that gzip makes much smaller.
var packable = " .html .css .js .mjs .json .wasm .svg .txt .md .bin "

func newPage(dir string) (*page, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &page{root: root, packed: map[string]packed{}}, nil
}

func (p *page) Close() error { return p.root.Close() }

// served tells whether a path below the root is part of the page.
func served(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	parts := strings.Split(name, "/")
	for _, part := range parts {
		if strings.HasPrefix(part, ".") || strings.ContainsAny(part, "\\:\x00") {
			return false
		}
	}
	if path.Ext(name) == ".go" {
		return false
	}
	switch parts[0] {
	case "site":
		return len(parts) > 1 && parts[1] != "test"
	case "assets":
		return len(parts) > 1
	}
	return name == "index.html" || name == "manifest.webmanifest" || name == "offline.js"
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	if !served(name) {
		http.NotFound(w, r)
		return
	}
	f, err := p.root.Open(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		http.NotFound(w, r)
		return
	}
	ext := strings.ToLower(path.Ext(name))
	kind, ok := types[ext]
	if !ok {
		kind = "application/octet-stream"
	}
	tag := fmt.Sprintf("%x-%x", info.ModTime().UnixNano(), info.Size())
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	var body io.ReadSeeker = f
	if strings.Contains(packable, " "+ext+" ") {
		h.Add("Vary", "Accept-Encoding")
		if r.Header.Get("Range") == "" && acceptsGzip(r) {
			b, err := p.pack(name, tag, f)
			if err != nil {
				http.Error(w, "the file cannot be read", http.StatusInternalServerError)
				return
			}
			body, tag = bytes.NewReader(b), tag+"-gzip"
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, body)
}

// pack is the file as gzip, made once for every version of it.
func (p *page) pack(name, tag string, f io.Reader) ([]byte, error) {
	p.mu.Lock()
	old := p.packed[name]
	p.mu.Unlock()
	if old.tag == tag {
		return old.body, nil
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.Copy(z, f); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.packed[name] = packed{tag, b.Bytes()}
	return b.Bytes(), nil
}

// acceptsGzip tells whether the client names gzip, and not to exclude it.
func acceptsGzip(r *http.Request) bool {
	for _, word := range strings.Split(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(word), ";")
		if strings.TrimSpace(coding) == "gzip" {
			q = strings.ReplaceAll(q, " ", "")
			return strings.Trim(strings.TrimPrefix(q, "q="), "0.") != "" || q == ""
		}
	}
	return false
}
