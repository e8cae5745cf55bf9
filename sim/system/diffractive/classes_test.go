package diffractive

import (
	"slices"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
)

// The layouts of ten classes and their shares are those of the papers; others are as near
// to a square as fits, whole and sound.
func TestLayoutOfClasses(t *testing.T) {
	for _, c := range []struct {
		classes, networks int
		logits            string
		want              []int
	}{
		{0, 1, "share", []int{3, 4, 3}}, {0, 1, "differential", []int{5, 5}}, {10, 1, "share", []int{3, 4, 3}},
		{0, 2, "share", []int{3, 2}}, {0, 5, "differential", []int{2}}, {0, 10, "share", []int{1}},
		{2, 1, "share", []int{2}}, {3, 1, "share", []int{1, 2}}, {4, 1, "share", []int{2, 2}},
		{47, 1, "share", []int{6, 7, 7, 6, 7, 7, 7}}, {20, 2, "share", []int{3, 4, 3}},
	} {
		config := small
		config.Classes, config.Networks, config.Logits = c.classes, c.networks, c.logits
		if _, got := config.rows(); !slices.Equal(got, c.want) {
			t.Errorf("%d classes of %d networks, %s: rows %v, want %v", c.classes, c.networks, c.logits, got, c.want)
		}
	}
	for _, logits := range []string{"share", "differential"} {
		for _, n := range []int{2, 3, 6, 7, 11, 26, 47, 62, 100, 1000} {
			c := small
			c.Logits, c.Samples, c.RegionSpread = logits, 256, 1
			if _, err := c.Own("mine", n); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Check(); err != nil {
				t.Fatalf("%d classes, %s: %v", n, logits, err)
			}
			d := c.detector()
			each, rows := c.rows()
			sum := 0
			for _, r := range rows {
				sum += r
			}
			if err := d.Check(); err != nil || sum != n || len(d.Regions) != n*each {
				t.Fatalf("%d classes, %s: %d in rows, %d regions: %v", n, logits, sum, len(d.Regions), err)
			}
			if list := c.Regions(); list[len(list)-1].Class != n-1 {
				t.Errorf("the last of %d classes, %s, is %d", n, logits, list[len(list)-1].Class)
			}
		}
	}
}

func TestOwnSet(t *testing.T) {
	c := small
	if c.RegionSize = 9; c.largest() < 9 {
		t.Fatal("regions of 9 samples want to fit ten classes")
	}
	note, err := c.Own("letters", 47)
	if err != nil || note == "" || c.Data != "letters" || len(c.ClassNames()) != 47 || c.RegionSize != c.largest() || c.RegionSize >= 9 {
		t.Errorf("%v, %q: %d classes of %q, regions of %d", err, note, len(c.ClassNames()), c.Data, c.RegionSize)
	}
	if note, err = c.Own("two", 2); err != nil || note != "" {
		t.Errorf("two classes: %q, %v", note, err)
	}
	for _, name := range []string{"", "a b", "a/b", "-x", "ü"} {
		if _, err := c.Own(name, 2); err == nil || !strings.HasPrefix(err.Error(), "data-set: ") {
			t.Errorf("the name %q: %v", name, err)
		}
	}
	if _, err = c.Own("many", 4097); err == nil || !strings.Contains(err.Error(), "tells 4096 apart") {
		t.Errorf("4097 classes: %v", err)
	}
	c.Networks = 2
	if _, err = c.Own("odd", 47); err != nil {
		t.Error(err)
	}
	if _, err = c.Check(); err == nil || !strings.Contains(err.Error(), "47 classes cannot be shared evenly among 2 networks") {
		t.Errorf("47 classes of two networks: %v", err)
	}
	// The name of another set stays unknown to the parameter.
	p, err := c.Param("data-set")
	if err != nil {
		t.Fatal(err)
	}
	if p.Set("odd") != nil || p.Set("mnist") != nil || p.Set("others") == nil {
		t.Error("the data set's choices are not those of Talbot and the user's own")
	}
}

func TestSessionWantsItsClasses(t *testing.T) {
	dev := cpu.Open(1)
	defer dev.Close()
	set := &data.Set{Name: "mine", Width: 8, Height: 8, Classes: data.Numbered(12), Images: make([]byte, 64), Labels: []uint16{11}}
	if _, err := NewSession(dev, small, set); err == nil || !strings.Contains(err.Error(), "mine has 12 classes, and the detector tells 10 apart") {
		t.Errorf("twelve classes for ten regions: %v", err)
	}
	c := small
	if _, err := c.Own("mine", 12); err != nil {
		t.Fatal(err)
	}
	s, err := NewSession(dev, c, set)
	if err != nil {
		t.Fatal(err)
	}
	e := s.Evaluate(set)
	if _, err := s.More(e); err != nil || len(e.Confusion) != 144 {
		t.Errorf("%d entries of the confusion, %v", len(e.Confusion), err)
	}
	f, err := s.Look(set.Image(0), 11)
	if err != nil || len(f.Scores) != 12 || len(f.Last().Regions) != 12 {
		t.Errorf("%v: a frame of %d scores", err, len(f.Scores))
	}
}
