package focus

import (
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/train"
)

// A run that is looked at, stopped and resumed has the bits of one that is neither, on a bench whose cameras count photons,
// whose panels are slow, which drifts and which loses frames.
func TestResumesBitForBit(t *testing.T) {
	for _, method := range []string{"ffm", "swarm-zernike"} {
		c := small()
		c.Samples, c.Epochs, c.Method = 40, 6, method
		c.Drift, c.Response, c.Latency, c.Loss, c.Power = 0.05, 0.004, 1, 0.02, 0.01
		begin := func() (experiment.Session, train.Stage) {
			s, err := c.Open(cpu.Open(2), nil)
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
		for whole.Done() < 1 {
			next(whole)
		}
		looked, half := begin()
		for range 3 {
			next(half)
			if _, err := looked.Look(experiment.Input{}); err != nil {
				t.Fatal(err)
			}
		}
		_, rest := begin()
		if err := rest.Restore(state(half)); err != nil {
			t.Fatal(err)
		}
		for rest.Done() < 1 {
			next(rest)
		}
		want, got := state(whole), state(rest)
		if len(want.Arrays) < 2 || want.Arrays[len(want.Arrays)-1].Name != remembered {
			t.Fatalf("%s: %d arrays", method, len(want.Arrays))
		}
		for i, v := range want.Arrays {
			if !slices.Equal(v.Data, got.Arrays[i].Data) {
				t.Errorf("%s: array %s of a run in two parts has other bits", method, v.Name)
			}
		}
		// Without the bench's memory the noise is another, or this test shows nothing.
		st := state(half)
		st.Arrays = st.Arrays[:len(st.Arrays)-1]
		_, anew := begin()
		if err := anew.Restore(st); err != nil {
			t.Fatal(err)
		}
		for anew.Done() < 1 {
			next(anew)
		}
		same := true
		for i, v := range state(anew).Arrays {
			same = same && (v.Name == remembered || slices.Equal(v.Data, want.Arrays[i].Data))
		}
		if same {
			t.Errorf("%s: the bench's memory changes nothing", method)
		}
		// What does not fit changes nothing.
		bad := state(half)
		bad.Arrays = slices.Clone(bad.Arrays)
		bad.Arrays[0].Data = bad.Arrays[0].Data[1:]
		now := state(rest)
		if rest.Restore(bad) == nil {
			t.Errorf("%s: a checkpoint of another bench is taken", method)
		}
		for i, v := range state(rest).Arrays {
			if !slices.Equal(v.Data, now.Arrays[i].Data) {
				t.Errorf("%s: what does not fit changes %s", method, v.Name)
			}
		}
	}
}
