package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"talbot/sim/cluster"
	"talbot/sim/cluster/sweep"
	"talbot/sim/cluster/work"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
	"talbot/sim/system/forward"
)

// sweepPlan is a sweep that has been read: what is to be done.
type sweepPlan struct {
	*sweep.Spec
	file     string
	pictures *cluster.Pictures
	source   rundir.Source // of them
	trials   []*cluster.Trial
	last     int // epochs of halving's last round
	total    int // trials of all rounds
}

// plan reads a description, "-" from the standard input, and makes its trials.
func (c *crew) plan(file string) (*sweepPlan, error) {
	var b []byte
	var err error
	if file == "-" {
		b, err = io.ReadAll(io.LimitReader(os.Stdin, 1<<20))
	} else {
		b, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the sweep: %w", err)
	}
	spec, err := sweep.Parse(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; see: talbot sweep --help", file, err)
	}
	preset, _, err := anyPreset(spec.Preset)
	if err != nil {
		return nil, err
	}
	if _, ok := preset.Config.(*forward.Config); spec.Bench != "" && !ok {
		return nil, fmt.Errorf("%s: %s has nothing that can be shown on a bench: leave bench away, or take a preset of learning on the bench (talbot list)", file, spec.Preset)
	}
	p := &sweepPlan{Spec: spec, file: file}
	if preset.Data != "" {
		if err := c.findPictures(p, preset); err != nil {
			return nil, err
		}
	} else if spec.HoldOut > 0 || spec.LimitTrain > 0 || spec.LimitTest > 0 {
		return nil, fmt.Errorf("%s: %s has examples of its own: leave hold_out and the limits away", file, spec.Preset)
	} else if spec.Test == cluster.HeldOut && spec.Set["held-out"] == "" {
		fmt.Fprintf(c.err, "talbot: note: %s has test examples of its own, and what is best is found on them\n", spec.Preset)
	}
	trials, skipped, why, err := spec.Make(setText, p.pictures)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if skipped > 0 {
		fmt.Fprintf(c.err, "talbot: note: %s left out, as the values do not go together: %v\n", several(skipped, "choice"), why)
	}
	p.trials, p.total = trials, len(trials)
	if spec.Method == "halving" {
		if p.last, err = p.lastEpochs(preset); err != nil {
			return nil, err
		}
		for n, e := len(trials), min(spec.FirstEpochs, p.last); e < p.last; e *= spec.Factor {
			n = max(1, n/spec.Factor)
			p.total += n
		}
	}
	return p, nil
}

// lastEpochs is how many the last round of halving has.
func (p *sweepPlan) lastEpochs(preset experiment.Preset) (int, error) {
	c := preset.Config.Clone()
	for name, v := range p.Set {
		if param, err := experiment.Named(c, name); err == nil && param.Role == experiment.RoleEpochs {
			if err := param.Set(string(v)); err != nil {
				return 0, err
			}
		}
	}
	return p.Epochs(c), nil
}

// findPictures loads the data set, to know it by its hash.
func (c *crew) findPictures(p *sweepPlan, preset experiment.Preset) error {
	name := ""
	for _, param := range preset.Config.Params() {
		if param.Role != experiment.RoleData {
			continue
		}
		if _, varied := p.Vary[param.Name]; varied {
			return fmt.Errorf("%s: %s cannot vary within a sweep: make a sweep for each data set", p.file, param.Name)
		}
		name = param.Value()
		if v := string(p.Set[param.Name]); v != "" {
			name = v
		}
	}
	if strings.Contains(name, "=") {
		return errors.New("a sweep takes the data sets that talbot knows by name, as workers on other machines must find them")
	}
	d := c.data
	d.suit(preset.Config)
	learn, test, err := d.loadAll(name)
	if err != nil {
		return err
	}
	pictures := cluster.Pictures{Set: name, LimitTrain: p.LimitTrain, LimitTest: p.LimitTest, HoldOut: p.HoldOut}
	if p.Test == cluster.HeldOut && p.HoldOut == 0 {
		n := learn.Len()
		if p.LimitTrain > 0 {
			n = min(n, p.LimitTrain)
		}
		pictures.HoldOut = max(1, n/10)
	}
	var now rundir.Data
	if learn, test, err = cutFor(preset, learn, test, pictures); err != nil {
		return err
	}
	now = rundir.Describe(learn, test)
	pictures.Train, pictures.Test, pictures.SHA256 = now.Train, now.Test, now.SHA256
	p.pictures = &pictures
	p.source = rundir.Source{Folder: d.from, LimitTrain: p.LimitTrain, LimitTest: p.LimitTest, HoldOut: pictures.HoldOut}
	return nil
}

// cutFor is work.Cut of what the preset's settings see.
func cutFor(preset experiment.Preset, learn, test *data.Set, p cluster.Pictures) (*data.Set, *data.Set, error) {
	if !coloured(preset.Config) {
		learn, test = learn.Grey(), test.Grey()
	}
	return work.Cut(learn, test, p)
}
