package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"talbot/render/lab"
	"talbot/sim/experiment"
)

// count shows how many pixels have which level of their display, twice a second while
// the masks change.
func (e *engine) count() error {
	v, ok := e.view.(interface{ SetDisplays([]lab.Display) })
	if !ok || e.playing && time.Since(e.counted) < 500*time.Millisecond {
		return nil
	}
	var uses []experiment.DisplayUse
	if s, ok := e.session.(experiment.Displayed); ok {
		var err error
		if uses, err = s.DisplayUses(); err != nil {
			return err
		}
	}
	e.counted = time.Now()
	v.SetDisplays(displays(uses))
	if e.displays != len(uses) {
		e.displays = len(uses)
		e.announce()
	}
	return nil
}

// displays makes of the session's displays what the scene shows.
func displays(uses []experiment.DisplayUse) []lab.Display {
	var list []lab.Display
	for _, u := range uses {
		d := lab.Display{Title: fmt.Sprintf("%s, %d levels", u.Curve.Name, u.Curve.Levels()), Used: u.Used}
		if u.Curve.Name == "states" {
			d.Title = fmt.Sprintf("your display, %d levels", u.Curve.Levels())
		}
		if len(uses) > 1 {
			d.Title += ": masks " + strings.Join(u.Masks, ", ")
		}
		for _, s := range u.Curve.States {
			d.Drive, d.Amplitude, d.Phase = append(d.Drive, s.Drive), append(d.Amplitude, s.Amplitude), append(d.Phase, s.Phase)
		}
		list = append(list, d)
	}
	return list
}

var errNoDisplay = errors.New("these masks are of no display: choose the mask type display, or start with a codesign- preset")

// graph shows the next display, and none after the last.
func (e *engine) graph(g *game) {
	if g.setup.displays == 0 {
		e.train(func() error { return errNoDisplay })
		return
	}
	i := g.ShownDisplay() + 1
	if i >= g.setup.displays {
		i = -1
	}
	g.ShowDisplay(i)
}
