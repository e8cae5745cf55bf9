//go:build !js

package board

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/cluster/sweep"
	"talbot/sim/rundir"
)

// State is a hub at a moment.
type State struct {
	Address string         `json:"address"`
	Counts  cluster.Counts `json:"counts"`
	Idle    int            `json:"idle"`   // workers that wait for a trial
	Minute  int            `json:"minute"` // results of the last one
	Workers []Worker       `json:"workers"`
	Stuck   []Stuck        `json:"stuck"`
	Groups  []Group        `json:"groups"` // the latest first
}

// Worker is one that computes, or has of late.
type Worker struct {
	Name    string  `json:"name"`
	Device  string  `json:"device,omitempty"` // of its last result
	Done    int     `json:"done"`             // results
	Mean    float64 `json:"mean"`             // s a trial
	Quiet   float64 `json:"quiet"`            // s since its last result; -1 for none
	Trial   string  `json:"trial,omitempty"`  // that it has
	Share   float64 `json:"share"`            // of that, done
	Epoch   float64 `json:"epoch"`
	Best    float64 `json:"accuracy"` // of that so far
	Helpers string  `json:"helpers,omitempty"`
}

// Stuck is a trial that has failed, or that a worker could not do.
type Stuck struct {
	Trial  string `json:"trial"`
	Parked bool   `json:"parked"`
	Why    string `json:"why"`
	Count  int    `json:"count"` // of such
}

// Group is the results that can be compared: of one preset, tested on the same.
type Group struct {
	Preset  string       `json:"preset"`
	Test    string       `json:"test"`
	Count   int          `json:"count"`
	Columns []string     `json:"columns"`
	Best    []Row        `json:"best"`
	Curves  []Curve      `json:"curves"` // of the first of Best
	Grown   [][2]float64 `json:"grown"`  // s since the group's first result, best accuracy so far
}

// Row is a result.
type Row struct {
	Trial    string   `json:"trial"`
	Values   []string `json:"values"` // of the columns
	Epochs   int      `json:"epochs"`
	Loss     float64  `json:"loss"`
	Accuracy float64  `json:"accuracy"`
	Count    int      `json:"count"`
	Worker   string   `json:"worker"`
}

// Curve is a result's accuracy on the test by epochs.
type Curve struct {
	Trial  string       `json:"trial"`
	Points [][2]float64 `json:"points"`
}

// How much is shown.
const (
	mostGroups, mostRows, mostCurves, mostStuck = 6, 10, 5, 20
	silent                                      = 10 * time.Minute // then a worker without a trial is left out
)

// look makes the state; b.mu is held.
func (b *Board) look(ctx context.Context) (*State, error) {
	s := &State{Address: b.Address, Workers: []Worker{}, Stuck: []Stuck{}, Groups: []Group{}}
	var err error
	if s.Counts, err = b.Queue.Counts(ctx); err != nil {
		return nil, err
	}
	if s.Idle, err = b.Queue.Idle(ctx); err != nil {
		return nil, err
	}
	records, err := b.Queue.Records(ctx)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	workers := map[string]*Worker{}
	at := func(name string) *Worker {
		if workers[name] == nil {
			workers[name] = &Worker{Name: name, Quiet: -1}
		}
		return workers[name]
	}
	type kind struct{ preset, test string }
	groups := map[kind][]come{}
	var order []kind
	for _, r := range b.came {
		if now.Sub(r.at) < time.Minute {
			s.Minute++
		}
		w := at(r.Worker)
		w.Device, w.Quiet = r.Device, now.Sub(r.at).Seconds()
		w.Mean = (w.Mean*float64(w.Done) + r.Seconds) / float64(w.Done+1)
		w.Done++
		k := kind{r.Preset, r.Test}
		groups[k] = append(groups[k], r)
		order = append(slices.DeleteFunc(order, func(o kind) bool { return o == k }), k)
	}
	stuck := map[string]*Stuck{}
	for _, key := range slices.Sorted(maps.Keys(records)) {
		r := records[key]
		switch {
		case r.Cancelled:
		case r.Parked || r.Worker == "" && r.Returned > 0 && r.Why != "":
			what := fmt.Sprint(r.Parked, r.Why)
			if stuck[what] == nil {
				stuck[what] = &Stuck{Trial: key, Parked: r.Parked, Why: r.Why}
			}
			stuck[what].Count++
		case r.Worker != "":
			w := at(r.Worker)
			w.Trial, w.Share, w.Epoch, w.Best, w.Helpers = key, r.Done, r.Epoch, r.Accuracy, r.Helpers
		}
	}
	for _, w := range workers {
		if w.Trial != "" || w.Quiet < silent.Seconds() {
			s.Workers = append(s.Workers, *w)
		}
	}
	slices.SortFunc(s.Workers, func(a, b Worker) int { return cmp.Compare(a.Name, b.Name) })
	for _, t := range stuck {
		s.Stuck = append(s.Stuck, *t)
	}
	slices.SortFunc(s.Stuck, func(a, b Stuck) int { return cmp.Compare(a.Trial, b.Trial) })
	s.Stuck = s.Stuck[:min(len(s.Stuck), mostStuck)]
	slices.Reverse(order)
	for _, k := range order[:min(len(order), mostGroups)] {
		s.Groups = append(s.Groups, b.group(ctx, k.preset, k.test, groups[k]))
	}
	return s, nil
}

// group makes a group of its results, in the order in which they came.
func (b *Board) group(ctx context.Context, preset, test string, came []come) Group {
	g := Group{Preset: preset, Test: test, Count: len(came), Columns: []string{}, Best: []Row{}, Curves: []Curve{}, Grown: [][2]float64{}}
	var list []*cluster.Result
	best := -1.0
	for _, r := range came {
		list = append(list, r.Result)
		if r.Accuracy > best {
			best = r.Accuracy
			g.Grown = append(g.Grown, [2]float64{r.at.Sub(came[0].at).Seconds(), best})
		}
	}
	if last := came[len(came)-1].at.Sub(came[0].at).Seconds(); last > g.Grown[len(g.Grown)-1][0] {
		g.Grown = append(g.Grown, [2]float64{last, best})
	}
	if b.Columns != nil {
		g.Columns = append(g.Columns, b.Columns(list)...)
	}
	(&sweep.Spec{By: "accuracy"}).Sort(list)
	for i, r := range list[:min(len(list), mostRows)] {
		row := Row{Trial: r.Key, Values: []string{}, Epochs: r.Epochs, Loss: r.Loss, Accuracy: r.Accuracy, Count: r.Count, Worker: r.Worker}
		for _, name := range g.Columns {
			row.Values = append(row.Values, b.Value(r, name))
		}
		g.Best = append(g.Best, row)
		if i < mostCurves && r.Curve != "" {
			if points := b.curve(ctx, r.Curve); len(points) > 0 {
				g.Curves = append(g.Curves, Curve{r.Key, points})
			}
		}
	}
	return g
}

// curve is a result's accuracy by epochs; none where it cannot be read, which is tried again.
func (b *Board) curve(ctx context.Context, object string) [][2]float64 {
	if points, ok := b.curves[object]; ok {
		return points
	}
	text, err := b.Queue.Get(ctx, object)
	if err != nil {
		return nil
	}
	events, err := rundir.ParseMetrics(text)
	if err != nil {
		return nil
	}
	points := [][2]float64{}
	for _, e := range events {
		if e.Tested != nil {
			points = append(points, [2]float64{float64(e.Epoch), e.TestAccuracy})
		}
	}
	// A curve of thousands of epochs is drawn by some hundred of them.
	if step := len(points)/200 + 1; step > 1 {
		some := points[:0:0]
		for i := 0; i < len(points)-1; i += step {
			some = append(some, points[i])
		}
		points = append(some, points[len(points)-1])
	}
	if b.curves == nil || len(b.curves) > 500 {
		b.curves = map[string][][2]float64{}
	}
	b.curves[object] = points
	return points
}
