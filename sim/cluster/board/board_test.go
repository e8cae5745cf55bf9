//go:build !js

package board

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"talbot/sim/cluster"
)

// The state has what workers compute, what has failed or waits for another worker, and the results by preset, best first,
// each with its curve.
func TestState(t *testing.T) {
	h, err := cluster.Start(cluster.Options{Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Stop()
	q, err := h.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	trial := func(preset, number string) *cluster.Trial {
		return &cluster.Trial{Preset: preset, Parameters: map[string]string{"number": number}, Test: cluster.HeldOut}
	}
	for _, tr := range []*cluster.Trial{trial("a", "1"), trial("a", "2"), trial("b", "3"), trial("a", "wrong"), trial("a", "lacks")} {
		if _, err := q.Submit(ctx, tr); err != nil {
			t.Fatal(err)
		}
	}
	accuracy := map[string]float64{"1": 0.5, "2": 0.75, "3": 0.25}
	w := &cluster.Worker{Name: "lab-1", Queue: q, Do: func(ctx context.Context, task *cluster.Task) (*cluster.Result, error) {
		n := task.Trial.Parameters["number"]
		switch n {
		case "wrong":
			return nil, errors.New("it diverges")
		case "lacks":
			return nil, &cluster.Unfit{Alone: true, Why: errors.New("no pictures")}
		case "long":
			task.Progress(ctx, 2, 0.4, 0.3)
			<-ctx.Done()
			return nil, ctx.Err()
		}
		curve, err := q.Put(ctx, task.Key, []byte(`{"event":"epoch","epoch":1,"step":3,"test_accuracy":0.125,"test_loss":1}`+"\n"+`{"event":"epoch","epoch":2,"step":6,"test_accuracy":0.5,"test_loss":1}`+"\n"))
		return &cluster.Result{Preset: task.Trial.Preset, Test: cluster.HeldOut, Accuracy: accuracy[n], Epochs: 2, Curve: curve, Device: "cpu", Changed: task.Trial.Parameters}, err
	}}
	ended := make(chan bool)
	go func() { _ = w.Run(ctx); close(ended) }()
	b := &Board{Queue: q, Address: "nats://lab:4222", Columns: func([]*cluster.Result) []string { return []string{"number"} }, Value: func(r *cluster.Result, name string) string { return r.Changed[name] }}
	go func() { _ = b.Run(ctx) }()
	began := time.Now()
	var s State
	for s.Counts.Parked < 1 || len(s.Groups) < 2 || s.Groups[1].Count+s.Groups[0].Count < 3 || len(s.Stuck) < 2 || len(s.Workers) < 1 || s.Workers[0].Trial == "" {
		if time.Since(began) > time.Minute {
			t.Fatalf("%+v", s)
		}
		if s.Counts.Parked == 1 && len(s.Stuck) == 2 { // from then on the worker has this one
			if _, err := q.Submit(ctx, trial("a", "long")); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(50 * time.Millisecond)
		r := httptest.NewRecorder()
		b.ServeHTTP(r, httptest.NewRequest("GET", "/state", nil))
		s = State{}
		if err := json.Unmarshal(r.Body.Bytes(), &s); err != nil || r.Code != 200 {
			t.Fatal(r.Code, r.Body.String())
		}
	}
	stop()
	<-ended
	if w := s.Workers[0]; w.Name != "lab-1" || w.Done != 3 || w.Share != 0.4 || w.Epoch != 2 || w.Best != 0.3 || w.Device != "cpu" || s.Minute != 3 || s.Counts.Done != 3 {
		t.Errorf("%+v of %+v", w, s)
	}
	i := slices.IndexFunc(s.Groups, func(g Group) bool { return g.Preset == "a" })
	if g := s.Groups[i]; g.Count != 2 || g.Best[0].Values[0] != "2" || g.Best[1].Accuracy != 0.5 || len(g.Curves) != 2 || g.Curves[0].Points[1] != [2]float64{2, 0.5} || g.Grown[len(g.Grown)-1][1] != 0.75 {
		t.Errorf("%+v", g)
	}
	for _, x := range s.Stuck {
		if want := map[bool]string{true: "it diverges", false: "lab-1: no pictures"}[x.Parked]; x.Why != want || x.Count != 1 {
			t.Errorf("%+v", x)
		}
	}
}

// The page's files are served, and nothing else; it says nothing to foreign pages and takes nothing.
func TestServes(t *testing.T) {
	b := &Board{}
	for path, want := range map[string]int{"/": 200, "/page.js": 200, "/words.js": 200, "/board.go": 404, "/nothing": 404} {
		r := httptest.NewRecorder()
		b.ServeHTTP(r, httptest.NewRequest("GET", path, nil))
		if r.Code != want || !strings.Contains(r.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d, %v", path, r.Code, r.Header())
		}
	}
	r := httptest.NewRecorder()
	b.ServeHTTP(r, httptest.NewRequest("POST", "/state", nil))
	if r.Code != http.StatusMethodNotAllowed {
		t.Error(r.Code)
	}
}

// Every language says everything that the page asks for.
func TestWords(t *testing.T) {
	text, err := fs.ReadFile(files, "words.js")
	if err != nil {
		t.Fatal(err)
	}
	script, err := fs.ReadFile(files, "page.js")
	if err != nil {
		t.Fatal(err)
	}
	page, err := fs.ReadFile(files, "page.html")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string][]string{}
	for _, language := range regexp.MustCompile(`(?s)\n  (\w\w): \{(.*?)\n  \}`).FindAllStringSubmatch(string(text), -1) {
		for _, k := range regexp.MustCompile(`(\w+): '((?:[^'])*)'`).FindAllStringSubmatch(language[2], -1) {
			holes := regexp.MustCompile(`\{\w+\}`).FindAllString(k[2], -1)
			slices.Sort(holes)
			keys[language[1]] = append(keys[language[1]], k[1]+strings.Join(holes, ""))
		}
		slices.Sort(keys[language[1]])
	}
	if len(keys) != 3 || !slices.Equal(keys["en"], keys["de"]) || !slices.Equal(keys["en"], keys["zh"]) {
		t.Errorf("the languages differ: %v", keys)
	}
	for _, m := range append(regexp.MustCompile(`say\('(\w+)'`).FindAllStringSubmatch(string(script), -1), regexp.MustCompile(`data-word="(\w+)"`).FindAllStringSubmatch(string(page), -1)...) {
		if !slices.ContainsFunc(keys["en"], func(k string) bool { name, _, _ := strings.Cut(k, "{"); return name == m[1] }) {
			t.Errorf("nobody says %q", m[1])
		}
	}
}
