package main

import (
	"testing"

	"talbot/render/lab"
	"talbot/sim/system/all"
)

// wall is a screen that keeps the profile too.
type wall struct {
	*screen
	profiles chan *lab.Profile
}

func (w wall) SetProfile(p *lab.Profile) { w.profiles <- p }

// A basic experiment shows its light and curve, follows its parameters, and has
// nothing to train.
func TestBasic(t *testing.T) {
	p, _, err := all.Find("slit")
	if err != nil {
		t.Fatal(err)
	}
	w := wall{newScreen(), make(chan *lab.Profile, 10)}
	e, err := newBasicEngine(w, p)
	if err != nil {
		t.Fatal(err)
	}
	go e.run()
	defer e.quit()
	f, c := <-w.frames, <-w.profiles
	if len(f.Masks()) != 1 || len(c.Simulated) != f.Last().Nx || len(c.Closed) != f.Last().Nx || c.Half <= 0 {
		t.Fatalf("%d elements, a curve of %d and %d points", len(f.Masks()), len(c.Simulated), len(c.Closed))
	}
	w.waitStatus(t, "Fresnel number 1.25")
	e.set("slit-width", "0.0002")
	w.waitStatus(t, "Fresnel number 0.313")
	if d := <-w.profiles; d.Closed[f.Last().Nx/2] == c.Closed[f.Last().Nx/2] {
		t.Error("another slit has the same light")
	}
	e.set("slit-width", "1")
	w.waitStatus(t, "leaves no room on a plane")
	e.toggle()
	w.waitStatus(t, "nothing to train")
	e.set("slit-width", "0.0004")
	w.waitStatus(t, "Fresnel number 1.25")
}
