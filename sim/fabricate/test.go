package fabricate

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/part"
	"talbot/sim/system/diffractive"
)

// Testing finds the accuracy of a part, a few pictures at a time: as trained, with rounded
// heights, and blurred if the process has a kernel.
type Testing struct {
	net   *Network
	sheet *part.Sheet
	made  []part.Made
	set   *data.Set
	d     *diffractive.Deployment
	now   *diffractive.Testing
	found []float64
}

// stages are what is tested in turn.
var stages = []string{"as trained", "rounded", "blurred"}

// Test begins the test of a sheet's part with pictures of a set that the network has not learnt.
func (n *Network) Test(dev compute.Device, s *part.Sheet, made []part.Made, set *data.Set) (*Testing, error) {
	d, err := diffractive.NewDeployment(dev, n.Config, set.Width, set.Height)
	return &Testing{net: n, sheet: s, made: made, set: set, d: d}, err
}

func (t *Testing) stages() int {
	if t.sheet.Kernel != nil {
		return 3
	}
	return 2
}

// Doing is what is tested now, how many of its pictures are done, and of how many.
func (t *Testing) Doing() (what string, done, all int) {
	if t.now != nil {
		done = t.now.Count
	}
	return stages[min(len(t.found), t.stages()-1)], done, t.set.Len()
}

// Share is how much of all is done.
func (t *Testing) Share() float64 {
	_, done, all := t.Doing()
	return (float64(len(t.found)) + float64(done)/float64(max(1, all))) / float64(t.stages())
}

// More tests the next pictures; once all are done it puts the accuracy into the sheet and returns
// false.
func (t *Testing) More() (bool, error) {
	stage := len(t.found)
	if stage == t.stages() {
		return false, nil
	}
	if t.now == nil {
		for l, m := range t.made {
			transmission := t.net.trained(l)
			switch stage {
			case 1:
				transmission = m.Plane.Transmission(m.Plane.Heights(m.Levels))
			case 2:
				transmission = m.Plane.Transmission(m.Plane.Made(m.Levels, m.Plane.N))
			}
			if err := t.d.Set(l, transmission); err != nil {
				return false, err
			}
		}
		t.now = t.d.Evaluate(t.set)
	}
	more, err := t.d.More(t.now)
	if err != nil || more {
		return err == nil, err
	}
	t.found, t.now = append(t.found, t.now.Accuracy()), nil
	if len(t.found) < t.stages() {
		return true, nil
	}
	t.sheet.Accuracy = &part.Accuracy{Set: t.set.Name, Pictures: t.set.Len(), Trained: t.found[0], Rounded: t.found[1]}
	if len(t.found) == 3 {
		t.sheet.Accuracy.Blurred = &t.found[2]
	}
	return false, nil
}
