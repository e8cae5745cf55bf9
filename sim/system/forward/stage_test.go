package forward

import (
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/train"
)

// A run that is looked at, tested, stopped and resumed has the bits of one that is neither, on a bench that is calibrated, whose
// cameras count photons, whose panels are slow, which drifts and which loses frames.
func TestResumesBitForBit(t *testing.T) {
	if testing.Short() {
		t.Skip("calibrates a bench five times")
	}
	for _, method := range []string{"refined"} { // which learns on the bench and fits its model besides
		p, _ := Find("ffm-small")
		c := p.Config
		c.Method, c.Elsewhere, c.Epochs, c.Batch, c.Refine = method, 0, 1, 4, 2
		c.Bench, c.Calibrate, c.Blank, c.Expose, c.Recentre, c.Knock = own, true, 2, 2, 2, 1
		c.Samples, c.Padding, c.RegionSize, c.ImageSize = 32, 8, 4, 28
		c.Shift, c.Flip = 1, true
		c.Own.Loss, c.Own.Drift, c.Own.Latency, c.Own.Response = 0.01, 0.05, 1, 0.004
		set := bars(24, 1)
		begin := func() (experiment.Session, train.Stage) {
			s, err := c.Open(cpu.Open(2), set)
			if err != nil {
				t.Fatal(err)
			}
			return s, s.(experiment.Trainer).Plan()
		}
		next := func(p train.Stage) {
			if _, err := p.Next(); err != nil {
				t.Fatal(err)
			}
		}
		state := func(p train.Stage) *train.State {
			st, err := p.State()
			if err != nil {
				t.Fatal(err)
			}
			return st
		}
		_, whole := begin()
		for range 4 {
			next(whole)
		}
		looked, half := begin()
		if _, err := looked.Look(experiment.Input{Image: set.Images[:set.Width*set.Height]}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			next(half)
		}
		test := looked.(experiment.Trainer).Test(bars(10, 2))
		for more := true; more; {
			var err error
			if more, err = test.More(); err != nil {
				t.Fatal(err)
			}
		}
		_, rest := begin()
		if err := rest.Restore(state(half)); err != nil {
			t.Fatal(err)
		}
		_, anew := begin() // without the bench's memory
		st := state(half)
		st.Arrays = slices.DeleteFunc(slices.Clone(st.Arrays), func(v train.Values) bool {
			return v.Name == remembered || v.Name == beamPhase || v.Name == fitted || v.Name == wandered || v.Name == spent
		})
		if err := anew.Restore(st); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			next(rest)
			next(anew)
		}
		want, got, other := state(whole), state(rest), state(anew)
		if len(want.Arrays) != len(got.Arrays) || want.Arrays[len(want.Arrays)-1].Name != remembered {
			t.Fatalf("%s: %d and %d arrays", method, len(want.Arrays), len(got.Arrays))
		}
		for i, v := range want.Arrays {
			if !slices.Equal(v.Data, got.Arrays[i].Data) {
				t.Errorf("%s: array %s of a run in two parts has other bits", method, v.Name)
			}
		}
		if slices.Equal(want.Arrays[0].Data, other.Arrays[0].Data) {
			t.Errorf("%s: the bench's memory changes nothing", method)
		}
		// What does not fit changes nothing.
		bad := state(half)
		bad.Arrays = slices.Clone(bad.Arrays)
		bad.Arrays[0].Data = bad.Arrays[0].Data[1:]
		if rest.Restore(bad) == nil {
			t.Errorf("%s: a checkpoint of other masks is taken", method)
		}
		for i, v := range state(rest).Arrays {
			if !slices.Equal(v.Data, got.Arrays[i].Data) {
				t.Errorf("%s: what does not fit changes %s", method, v.Name)
			}
		}
	}
}
