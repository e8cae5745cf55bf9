package main

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"

	"talbot/sim/data"
	"talbot/sim/data/get"
	"talbot/sim/data/open"
)

// setFiles are the files of a set, by what the page calls them.
var setFiles = map[string]string{
	"train-images-idx3-ubyte": open.TrainImages, "train-labels-idx1-ubyte": open.TrainLabels,
	"test-images-idx3-ubyte": open.TestImages, "test-labels-idx1-ubyte": open.TestLabels,
}

// fullSets serves the full data sets of a folder to the page, and gets those that are not
// there when the page asks for it. Its paths:
//
//	GET  /data/          {"sets": {NAME: {"here": BOOL, "published": BOOL}}}: whether the
//	                     folder has it, and whether it is as it was published
//	GET  /data/NAME/FILE a file of setFiles, perhaps as gzip
//	POST /data/NAME      gets the set; lines of JSON: {"done": bytes, "total": bytes} ...
//	                     then {"here": true} or {"error": text}
//
// Other sites can neither read what it serves nor make it get anything.
type fullSets struct {
	dir string // as of dataDir
	get func(r *http.Request, name string, progress func(done, total int64)) error

	mu sync.Mutex // one gets at a time
}

func newFullSets(dir string) http.Handler {
	f := &fullSets{dir: dataDir(dir)}
	f.get = func(r *http.Request, name string, progress func(done, total int64)) error {
		return get.Get(r.Context(), name, f.dir, progress)
	}
	return f.handler()
}

func (f *fullSets) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /data/{$}", f.list)
	mux.HandleFunc("GET /data/{set}/{file}", f.file)
	mux.HandleFunc("POST /data/{set}", f.fetch)
	guarded := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		if !fs.ValidPath(strings.Trim(r.URL.Path, "/")) {
			http.NotFound(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

func (f *fullSets) list(w http.ResponseWriter, _ *http.Request) {
	sets := map[string]map[string]bool{}
	for _, name := range data.Names {
		train, test, err := open.Load(f.dir, name) // what is wrong with it, a POST tells
		sets[name] = map[string]bool{"here": err == nil, "published": err == nil && train.Note == "" && test.Note == ""}
	}
	w.Header().Set("Content-Type", types[".json"])
	_ = json.NewEncoder(w).Encode(map[string]any{"sets": sets}) // the page has gone if it fails
}

// known tells whether name is that of a set.
func known(name string) bool {
	for _, n := range data.Names {
		if n == name {
			return true
		}
	}
	return false
}

func (f *fullSets) file(w http.ResponseWriter, r *http.Request) {
	set, file := r.PathValue("set"), setFiles[r.PathValue("file")]
	if !known(set) || file == "" {
		http.NotFound(w, r)
		return
	}
	// No link inside the folder may lead out of it.
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer root.Close()
	path, err := open.Find(root.FS(), set, file)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	b, err := fs.ReadFile(root.FS(), path)
	if err != nil {
		http.Error(w, "the file cannot be read", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = io.Copy(w, bytes.NewReader(b)) // the page has gone if it fails
}

func (f *fullSets) fetch(w http.ResponseWriter, r *http.Request) {
	set := r.PathValue("set")
	if !known(set) {
		http.NotFound(w, r)
		return
	}
	if !f.mu.TryLock() {
		http.Error(w, "another set is on its way", http.StatusConflict)
		return
	}
	defer f.mu.Unlock()
	w.Header().Set("Content-Type", "application/x-ndjson")
	enc, out := json.NewEncoder(w), http.NewResponseController(w)
	line := func(v any) {
		_ = enc.Encode(v) // when the page has gone, the request's context ends the work
		_ = out.Flush()
	}
	told := int64(-1)
	err := f.get(r, set, func(done, total int64) {
		if step := 100 * done / max(total, 1); step != told {
			told = step
			line(map[string]int64{"done": done, "total": total})
		}
	})
	if err != nil {
		line(map[string]string{"error": strings.ReplaceAll(err.Error(), "\n", " ")})
		return
	}
	line(map[string]bool{"here": true})
}
