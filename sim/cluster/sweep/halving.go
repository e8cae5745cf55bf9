//go:build !js

package sweep

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"talbot/sim/cluster"
	"talbot/sim/system/all"
)

// Score is what a result is judged by, the larger the better.
func (s *Spec) Score(r *cluster.Result) float64 {
	switch s.By {
	case "accuracy":
		return r.Accuracy
	case "loss":
		return -r.Loss
	}
	return r.Values[s.By]
}

// Sort puts the best result first; of equal ones that of the smaller loss, then of the key.
func (s *Spec) Sort(list []*cluster.Result) {
	slices.SortFunc(list, func(a, b *cluster.Result) int {
		return cmp.Or(cmp.Compare(s.Score(b), s.Score(a)), cmp.Compare(a.Loss, b.Loss), cmp.Compare(a.Key, b.Key))
	})
}

// Next is the round of successive halving after one that has ended (Jamieson and Talwalkar, 2016,
// algorithm 1): the best of every Factor trials go on for Factor times the epochs, each from its
// own end. last is the number of epochs of the last round; after that there are none.
func (s *Spec) Next(trials []*cluster.Trial, results map[string]*cluster.Result, last int) ([]*cluster.Trial, error) {
	p, _, err := all.Find(s.Preset)
	if err != nil {
		return nil, err
	}
	param, err := epochs(p.Config)
	if err != nil {
		return nil, err
	}
	byKey := map[string]*cluster.Trial{}
	var list []*cluster.Result
	now := 0
	for _, t := range trials {
		byKey[t.Key()] = t
		now, _ = strconv.Atoi(t.Parameters[param.Name])
		if r := results[t.Key()]; r != nil { // not one that was parked
			list = append(list, r)
		}
	}
	if now >= last || len(list) == 0 {
		return nil, nil
	}
	s.Sort(list)
	var next []*cluster.Trial
	for _, r := range list[:max(1, len(list)/s.Factor)] {
		t := *byKey[r.Key]
		t.From, t.Parameters = r.Key, maps.Clone(t.Parameters)
		t.Parameters[param.Name] = strconv.Itoa(min(last, now*s.Factor))
		next = append(next, &t)
	}
	return next, nil
}
