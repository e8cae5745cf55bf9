package main

import (
	"math"
	"testing"
	"time"

	"talbot/render/lab"
)

// shelf is a screen that keeps the displays too.
type shelf struct {
	*screen
	displays chan []lab.Display
}

func (s shelf) SetDisplays(d []lab.Display) { s.displays <- d }

// The desk shows every display once, its use as the masks change, and none where there
// is none.
func TestDisplays(t *testing.T) {
	t.Setenv("TALBOT_DATA", t.TempDir())
	p := small(t)
	for name, v := range map[string]string{"mask": "display", "curve": "slm-8", "init-range": "0.3", "learning-rate": "0.3", "temperature-start": "2"} {
		set(t, p, name, v)
	}
	s := shelf{newScreen(), make(chan []lab.Display, 1000)}
	e, err := newEngine(s, p, "")
	if err != nil {
		t.Fatal(err)
	}
	go e.run()
	defer e.quit()
	next := func() []lab.Display {
		t.Helper()
		select {
		case d := <-s.displays:
			return d
		case <-time.After(30 * time.Second):
			t.Fatal("no displays")
			return nil
		}
	}
	first := next()
	if len(first) != 1 || first[0].Title != "slm-8, 8 levels" || len(first[0].Drive) != 8 || first[0].Drive[7] != 255 {
		t.Fatalf("the displays are %+v", first)
	}
	sum := 0.0
	for _, u := range first[0].Used {
		sum += u
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("the shares add up to %g", sum)
	}
	changed := false
	for range 10 {
		e.step()
		for k, u := range next()[0].Used {
			changed = changed || u != first[0].Used[k]
		}
	}
	if !changed {
		t.Error("ten updates move no pixel to another level")
	}
	e.set("curve", "slm-8,states:1@0@3;1@2@9")
	two := next()
	if len(two) != 2 || two[0].Title != "slm-8, 8 levels: masks 1" || two[1].Title != "your display, 2 levels: masks 2" || two[1].Drive[1] != 9 {
		t.Errorf("two displays are %+v", two)
	}
	e.set("mask", "phase")
	if d := next(); d != nil {
		t.Errorf("phase masks are of %+v", d)
	}
}
