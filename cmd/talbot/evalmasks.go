package main

import (
	"fmt"

	"talbot/sim/experiment"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// otherMasked is what stands for a run of a preset with given masks: without a folder, with the parameters that the masks were made with.
func otherMasked(arg string, given *givenMasks) (*rundir.Dir, error) {
	p, system, err := all.Find(arg)
	if err != nil {
		return nil, err
	}
	if !learns(p) {
		return nil, nothingToTrain(arg)
	}
	if given == nil {
		return nil, usage("%s has no trained masks to test (%s): train it with talbot train %s, and test the run; or give masks with --masks FILE, if it has some", p.ID, system.Title, p.ID)
	}
	c, err := given.SettingsOf(p.ID, p.Config.Clone())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", given.File, err)
	}
	return &rundir.Dir{Info: rundir.Info{Preset: p.ID, Config: c}}, nil
}

// evalSubject is what eval tests of other systems than diffractive networks: a run, or a preset with given masks.
type evalSubject struct {
	dir   *rundir.Dir // without a path for a preset
	given *givenMasks // in place of the run's own; nil for those
}

// name is what is tested, for people.
func (t *evalSubject) name() string {
	switch {
	case t.given == nil:
		return fmt.Sprintf("%s (%s)", t.dir.Path, t.dir.Preset)
	case t.dir.Path == "":
		return fmt.Sprintf("%s with the masks of %s", t.dir.Preset, t.given.File)
	}
	return fmt.Sprintf("%s (%s) with the masks of %s", t.dir.Path, t.dir.Preset, t.given.File)
}

// otherTested is what to test of RUN|PRESET, if it is of another system than diffractive networks; nil for all else.
func (a *app) otherTested(arg string, flags *maskFlags) (*evalSubject, error) {
	dir, err := otherRun(arg)
	if err != nil {
		return nil, err
	}
	p, _, unknown := all.Find(arg)
	if dir == nil && unknown != nil {
		return nil, nil
	}
	if _, ok := diffractive.Of(p.Config); dir == nil && ok {
		return nil, nil
	}
	given, err := flags.read()
	if err != nil {
		return nil, err
	}
	if dir == nil {
		dir, err = otherMasked(arg, given)
	}
	return &evalSubject{dir, given}, err
}

// loadOther brings the session of a run of another system to where its checkpoint stands, or has it begin with given masks.
func (a *app) loadOther(dir *rundir.Dir, given *givenMasks) func(experiment.Trainer) error {
	return func(t experiment.Trainer) error {
		if given == nil {
			return dir.LoadStage(t.Plan())
		}
		if err := given.told(given.PutInto(t)); err != nil {
			return err
		}
		a.noteTurns(given)
		return nil
	}
}

// noteTurns says on the error stream where radians may be degrees.
func (a *app) noteTurns(g *givenMasks) {
	if n := g.turns(); g.Kind != experiment.Degrees && g.Type != "uint8" && n > mostTurns {
		fmt.Fprintf(a.err, "talbot: note: the radians of %s span %.0f turns: if they are degrees, add --masks-kind degrees\n", g.File, n)
	}
}
