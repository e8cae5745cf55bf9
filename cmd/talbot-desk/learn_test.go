//go:build linux && (amd64 || arm64)

package main

import (
	"testing"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	"talbot/sim/data/open"
	"talbot/sim/rig"
	"talbot/sim/system/forward"
)

// Masks learn through real protocols, by fully forward mode, as on the same bench without them: the accuracy on pictures that they have not learned from climbs from
// chance by as much, and the frames are counted. "./build.sh in-situ" is a longer one, whose bench is a process of its own and calibrates itself.
func TestLoopLearns(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	const learned, epochs, tested = 60, 2, 60
	p, _ := forward.Find("ffm-small")
	c := p.Config
	c.Samples, c.ImageSize, c.Padding, c.RegionSize = 40, 35, 20, 5
	c.Distance = 0.388 * 40 * 40 / (400 * 400)
	c.Knock, c.Elsewhere, c.Epochs, c.Symmetry, c.Calibrate, c.Blank, c.PerClass = 0, 0, epochs, "direct", true, 1, 0
	learn, test, err := open.LoadFS(assets.Data(), "mnist")
	need(t, err)
	learn, test = learn.First(learned), test.First(tested)

	l, lab, direct := both(t, &c)
	direct.Synchronised = true

	var right [2][2]int // of each bench, before and after
	var frames [2]int
	for side, b := range []*rig.Bench{lab.Bench, direct} {
		b.Follow, b.Retries = true, 10
		s, err := forward.Open(cpu.Open(0), c, learn)
		need(t, err)
		need(t, s.On(b))
		for k := range right[side] {
			for k == 1 && s.Stage.Epoch < epochs {
				_, err := s.Next()
				need(t, err)
			}
			e := s.Evaluate(test, true)
			for more := true; more; {
				more, err = e.More()
				need(t, err)
			}
			right[side][k] = e.Correct
		}
		frames[side] = s.Learned()
	}
	t.Logf("of %d pictures %d are right before and %d behind %d pictures through the protocols, by %d frames, and %d and %d on the bench without them, by %d; %+v",
		tested, right[0][0], right[0][1], learned*epochs, frames[0], right[1][0], right[1][1], frames[1], lab.Bench.Report)
	if right[0][1] < right[0][0]+tested/4 {
		t.Errorf("%d of %d pictures are right before, and %d behind the training", right[0][0], tested, right[0][1])
	}
	if d := right[0][1] - right[1][1]; d > tested/6 || d < -tested/6 {
		t.Errorf("%d of %d pictures are right through the protocols, and %d without them", right[0][1], tested, right[1][1])
	}
	if want := frames[1]; frames[0] < want-want/50 || frames[0] > want+want/50 { // some may be taken again, and how many exposing takes is told by what each has seen
		t.Errorf("%d frames are taken through the protocols, and %d without them", frames[0], want)
	}
	need(t, l.Err())
}
