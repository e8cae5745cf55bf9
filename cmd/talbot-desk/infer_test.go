//go:build linux && (amd64 || arm64)

package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/open"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
	"talbot/sim/system/forward"
)

// A network that was trained in the simulation answers through real protocols, picture by picture, as it does on the same
// bench without them: both take each picture with the same noise, flicker and drift, wait as long and expose their
// cameras one after the other, each with a picture of the panel. The control is the bench itself with the noise and flicker of later frames: of 100 pictures 4
// have another answer then, as this small network's best answer is often within 2 % of the next. TALBOT_PICTURES says of how
// many pictures, which is 20 in a test.
func TestLoopInfers(t *testing.T) {
	p, _ := forward.Find("ffm-small")
	c := p.Config
	c.Samples, c.ImageSize, c.Padding, c.RegionSize = 48, 42, 24, 6
	c.Distance = 0.388 * 48 * 48 / (400 * 400)
	c.Layers, c.Method, c.Knock, c.Elsewhere, c.Epochs = 1, "in-silico", 0, 0, 4
	learn, test, err := open.LoadFS(assets.Data(), "mnist")
	need(t, err)
	s, err := forward.Open(cpu.Open(0), c, learn)
	need(t, err)
	for range 200 {
		_, err := s.Next()
		need(t, err)
	}

	l, lab, direct := both(t, &c)
	setup, f := mild(t, &c)
	direct.Sequencer, direct.Wait, direct.Synchronised = nil, l.Wait(), true
	other, err := virtual.New(cpu.Open(0), setup, f)
	need(t, err)
	need(t, other.Calibrate(direct.Calibration()))
	other.Sequencer, other.Wait, other.Synchronised = nil, l.Wait(), true
	state, err := virtual.Remember(direct)
	need(t, err)
	need(t, virtual.Recall(other, state))

	n := 20
	if v := os.Getenv("TALBOT_PICTURES"); v != "" {
		n, err = strconv.Atoi(v)
		need(t, err)
	}
	if n > len(test.Labels) { // those that come with Talbot are 300
		_, test, err = open.Load(open.Dir(), "mnist")
		need(t, err)
	}
	same, right, plain, control := 0, 0, 0, 0
	for i := range n {
		size := test.Width * test.Height
		one := &data.Set{Name: test.Name, Width: test.Width, Height: test.Height, Classes: test.Classes, Images: test.Images[i*size : (i+1)*size], Labels: test.Labels[i : i+1]}
		need(t, l.Recall(state))
		need(t, other.Clock.Sleep(t.Context(), 0.0031))
		var skipped rig.Frame
		need(t, other.Object.Camera.Grab(t.Context(), &skipped))
		var answers [4]int
		for k, b := range []*rig.Bench{direct, lab.Bench, nil, other} {
			if b != nil {
				need(t, s.On(b))
			}
			e := s.Evaluate(one, b != nil)
			for more := true; more; {
				more, err = e.More()
				need(t, err)
			}
			answers[k] = slices.Index(e.Confusion, 1) % s.Net.Classes
		}
		label := int(test.Labels[i])
		for _, v := range []struct {
			count *int
			yes   bool
		}{{&same, answers[0] == answers[1]}, {&right, answers[1] == label}, {&plain, answers[2] == label}, {&control, answers[3] == answers[0]}} {
			if v.yes {
				*v.count++
			}
		}
	}
	text := fmt.Sprintf("of %d pictures %d have the same answer through the protocols, and %d on the bench with other noise; %d are right there, %d in the simulation; %+v", n, same, control, right, plain, lab.Bench.Report)
	t.Log(text)
	if n-same > n/50 || right*2 < plain {
		t.Error(text)
	}
	need(t, l.Err())
}
