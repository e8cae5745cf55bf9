package main

import (
	"testing"

	"talbot/sim/frame"
	"talbot/sim/system/all"
)

// A basic experiment shows its light and curve, follows its parameters, and has
// nothing to train.
func TestBasic(t *testing.T) {
	p, _, err := all.Find("slit")
	if err != nil {
		t.Fatal(err)
	}
	w := newScreen()
	e, err := newEngine(w, p, "")
	if err != nil {
		t.Fatal(err)
	}
	go e.run()
	defer e.quit()
	f := <-w.frames
	if len(f.Masks()) != 1 || len(f.Panels) == 0 || len(f.Panels[0].Series) != 2 || len(f.Panels[0].Series[1].Y) != f.Last().Nx {
		t.Fatalf("%d elements, the panels %+v", len(f.Masks()), f.Panels)
	}
	w.waitStatus(t, "Fresnel number 1.25")
	e.set("slit-width", "0.0002")
	w.waitStatus(t, "Fresnel number 0.313")
	if closed, mid := 1, f.Last().Nx/2; (<-w.frames).Panels[0].Series[closed].Y[mid] == f.Panels[0].Series[closed].Y[mid] {
		t.Error("another slit has the same light")
	}
	e.set("slit-width", "1")
	w.waitStatus(t, "leaves no room on a plane")
	e.toggle()
	w.waitStatus(t, "nothing to train")
	e.set("slit-width", "0.0004")
	w.waitStatus(t, "Fresnel number 1.25")
}

// Points are learned: the boundary forms in a panel, and another example can be shown.
func TestAbsorbers(t *testing.T) {
	p, _, err := all.Find("sa-2d-rings")
	if err != nil {
		t.Fatal(err)
	}
	w := newScreen()
	e, err := newEngine(w, p, t.TempDir()) // it needs no pictures
	if err != nil {
		t.Fatal(err)
	}
	go e.run()
	defer e.quit()
	first := <-w.frames
	boundary := func(f *frame.Frame) string {
		for _, p := range f.Panels {
			if p.Image != nil {
				return string(p.Image)
			}
		}
		return ""
	}
	if boundary(first) == "" || first.Label < 0 {
		t.Fatalf("the first frame has class %d and panels %+v", first.Label, first.Panels)
	}
	e.step()
	w.waitStatus(t, "epoch 1 of 200   update 1 ")
	if f := <-w.frames; boundary(f) == boundary(first) {
		t.Error("one update did not move the boundary")
	}
	e.next(-1)
	w.waitStatus(t, "point 999 of 1000")
	e.test()
	w.waitStatus(t, "test ")
	e.set("hidden", "8")
	w.waitStatus(t, "update 0 ")
}
