//go:build !js

package sweep

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"talbot/sim/cluster"
	"talbot/sim/experiment"
	"talbot/sim/rng"
	"talbot/sim/system/all"
)

// Make makes the trials, each once, in an order that puts all seeds of a choice side by side. Of
// halving they are those of the first round. Choices that do not go together, as Config.Check has
// it, are left out, and skipped says how many and why the first was.
func (s *Spec) Make(set Setter, pictures *cluster.Pictures) (trials []*cluster.Trial, skipped int, why error, err error) {
	preset, _, err := all.Find(s.Preset)
	if err != nil {
		return nil, 0, nil, err
	}
	if s.Bench != "" {
		if err := cluster.CheckBench(s.Bench); err != nil {
			return nil, 0, nil, err
		}
	}
	base := preset.Config
	if _, ok := base.(experiment.Shared); s.Shares > 0 && !ok {
		return nil, 0, nil, fmt.Errorf("the updates of %s cannot be shared: leave \"shares\" away, or take a preset of a diffractive network", s.Preset)
	}
	if p, ok := base.(experiment.Pictured); ok && pictures != nil {
		p.UseData(pictures.Set)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Set)) {
		p, err := s.named(base, name)
		if err == nil {
			err = set(p, string(s.Set[name]))
		}
		if err != nil {
			return nil, 0, nil, err
		}
	}
	if s.Method == "halving" {
		p, err := epochs(base)
		if err == nil {
			err = p.Set(strconv.Itoa(min(s.FirstEpochs, s.Epochs(base))))
		}
		if err != nil {
			return nil, 0, nil, err
		}
	}
	choices, err := s.choices(base, set)
	if err != nil {
		return nil, 0, nil, err
	}
	seen := map[string]bool{}
	for _, choice := range choices {
		c := base.Clone()
		for _, name := range slices.Sorted(maps.Keys(choice)) {
			p, err := experiment.Named(c, name)
			if err == nil {
				err = p.Set(choice[name])
			}
			if err != nil {
				return nil, 0, nil, err
			}
		}
		if _, err := c.Check(); err != nil {
			if skipped++; why == nil {
				why = err
			}
			continue
		}
		t := &cluster.Trial{Preset: s.Preset, Parameters: map[string]string{}, Pictures: pictures, Test: s.Test, Bench: s.Bench, Shares: s.Shares, Exact: s.Exact}
		for _, p := range c.Params() {
			t.Parameters[p.Name] = p.Value()
		}
		if key := t.Key(); !seen[key] {
			seen[key] = true
			trials = append(trials, t)
		}
	}
	if len(trials) == 0 && why != nil {
		return nil, skipped, why, fmt.Errorf("no choice of the sweep goes together: %w", why)
	}
	return trials, skipped, why, nil
}

func (s *Spec) named(c experiment.Config, name string) (experiment.Param, error) {
	p, err := experiment.Named(c, name)
	if err != nil {
		return p, fmt.Errorf("%q is no parameter of %s; see its own with: talbot list %s", name, s.Preset, s.Preset)
	}
	return p, nil
}

// choices are the values of what varies, and of the seed.
func (s *Spec) choices(base experiment.Config, set Setter) ([]map[string]string, error) {
	names := slices.Sorted(maps.Keys(s.Vary))
	for _, name := range names {
		if _, twice := s.Set[name]; twice {
			return nil, fmt.Errorf("%s is in \"set\" and in \"vary\": take it out of one", name)
		}
	}
	var list []map[string]string
	var err error
	if s.Method == "grid" {
		list, err = s.grid(base, names, set)
	} else {
		list, err = s.draw(base, names, set)
	}
	if err != nil || len(s.Seeds) == 0 {
		return list, err
	}
	if _, twice := s.Vary["seed"]; twice {
		return nil, fmt.Errorf("seed is in \"vary\", and there are \"seeds\": take one out")
	}
	if _, err := s.named(base, "seed"); err != nil {
		return nil, err
	}
	if len(list)*len(s.Seeds) > MaxTrials {
		return nil, fmt.Errorf("the sweep has %d trials: %d are the most", len(list)*len(s.Seeds), MaxTrials)
	}
	var all []map[string]string
	for _, choice := range list {
		for _, seed := range s.Seeds {
			one := maps.Clone(choice)
			one["seed"] = strconv.Itoa(seed)
			all = append(all, one)
		}
	}
	return all, nil
}

// grid is every value with every other.
func (s *Spec) grid(base experiment.Config, names []string, set Setter) ([]map[string]string, error) {
	list := []map[string]string{{}}
	for _, name := range names {
		p, err := s.named(base.Clone(), name)
		if err != nil {
			return nil, err
		}
		v := s.Vary[name]
		values, err := v.values(p, set)
		if err != nil {
			return nil, err
		}
		if len(list)*len(values) > MaxTrials {
			return nil, fmt.Errorf("the grid has %d trials or more: %d are the most", len(list)*len(values), MaxTrials)
		}
		var longer []map[string]string
		for _, choice := range list {
			for _, x := range values {
				one := maps.Clone(choice)
				one[name] = x
				longer = append(longer, one)
			}
		}
		list = longer
	}
	return list, nil
}

// draw draws each trial by its number, so that more trials of the same seed are the same ones and
// others.
func (s *Spec) draw(base experiment.Config, names []string, set Setter) ([]map[string]string, error) {
	list := make([]map[string]string, s.Trials)
	for i := range list {
		list[i] = map[string]string{}
	}
	for k, name := range names {
		p, err := s.named(base.Clone(), name)
		if err != nil {
			return nil, err
		}
		v := s.Vary[name]
		var from, to float64
		var values []string
		if v.List != nil {
			values, err = v.values(p, set)
		} else {
			from, to, err = v.ends(p, set)
		}
		if err != nil {
			return nil, err
		}
		numbers := rng.Stream{Seed: uint64(s.Draw), Stream: rng.Table}
		for i := range list {
			u := float64(numbers.Block(uint32(i), uint32(k))[0]) / (1 << 32)
			if values != nil {
				list[i][name] = values[min(len(values)-1, int(u*float64(len(values))))]
			} else {
				list[i][name] = v.at(from, to, u, p.Kind == experiment.Int)
			}
		}
	}
	return list, nil
}

// epochs is the parameter that says how long a run is.
func epochs(c experiment.Config) (experiment.Param, error) {
	for _, p := range c.Params() {
		if p.Role == experiment.RoleEpochs {
			return p, nil
		}
	}
	return experiment.Param{}, fmt.Errorf("the preset has no epochs, so its runs cannot be halved: use grid or random")
}

// Epochs is how many epochs settings ask for.
func (s *Spec) Epochs(c experiment.Config) int {
	n, _ := strconv.Atoi(experiment.ValueOf(c, experiment.RoleEpochs)) // "" for none
	return max(1, n)
}
