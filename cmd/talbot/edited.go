package main

import (
	"fmt"
	"strings"

	"talbot/sim/errs"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// unedited undoes what was changed by hand in the config.json of a run that is to go on.
// What may change on the way is then as if flags had said it; the rest is an error.
func unedited(dir *rundir.Dir) (edited diffractive.Config, err error) {
	edited = dir.Network()
	edits, err := dir.Edits()
	if err != nil {
		return edited, err
	}
	var texts []string
	for _, e := range edits {
		if e.Forbidden {
			texts = append(texts, e.Name+" is "+e.Is+" there and was "+e.Was)
		}
	}
	if texts != nil {
		return edited, fmt.Errorf("%s of the run in %s was changed by hand: %s in the updates so far, which cannot change on the way: put it back, or start anew with: %s",
			rundir.ConfigFile, dir.Path, strings.Join(texts, ", "), anew(dir))
	}
	for _, p := range dir.Config.Params() {
		for _, e := range edits {
			if e.Name == p.Name {
				if err := p.Set(e.Was); err != nil {
					return edited, err
				}
			}
		}
	}
	return edited, nil
}

// noteEdits tells that masks are not used with the parameters that they were trained with.
func (a *app) noteEdits(t *target) {
	if t.dir == nil {
		return
	}
	edits, err := t.dir.Edits()
	if err != nil {
		return // whoever reads the checkpoint says so
	}
	for _, e := range edits {
		if e.Forbidden {
			fmt.Fprintf(a.err, "talbot: note: %s of %s was changed by hand: %s is %s, and the masks were trained with %s\n", rundir.ConfigFile, t.dir.Path, e.Name, e.Is, e.Was)
		}
	}
}

// anew is the command that starts a run with the parameters and the pictures of dir.
func anew(dir *rundir.Dir) string {
	words := []string{"talbot train", dir.Preset}
	if p, err := diffractive.Find(dir.Preset); err == nil {
		usual := p.Config.Params()
		for i, q := range dir.Config.Params() {
			if q.Value() != usual[i].Value() {
				words = append(words, "--"+q.Name+"="+errs.Word(q.Value()))
			}
		}
	}
	if dir.Masks != nil {
		words = append(words, "--masks "+errs.Word(dir.Masks.File))
	}
	if dir.Source.Folder != "" {
		words = append(words, dir.Source.String())
	}
	return strings.Join(words, " ")
}
