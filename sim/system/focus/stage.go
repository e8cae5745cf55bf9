package focus

import (
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
	"talbot/sim/train"
)

// stage is the training with what the bench remembers, so that a run that was stopped goes on with the noise that an
// unbroken one has.
type stage struct {
	train.Stage
	bench *rig.Bench
}

// Remembering is a training whose checkpoints have what a bench remembers, too.
func Remembering(t train.Stage, b *Bench) train.Stage { return stage{t, b.Rig} }

// remembered is the name of that array, the last of a checkpoint.
const remembered = "bench"

// State is that of the training and of the bench.
func (t stage) State() (*train.State, error) {
	st, err := t.Stage.State()
	if err != nil {
		return nil, err
	}
	v, err := virtual.Remember(t.bench)
	if err != nil {
		return nil, err
	}
	st.Arrays = append(st.Arrays, train.Values{Name: remembered, Shape: []int{len(v)}, Data: v})
	return st, nil
}

// Restore goes on from there. A checkpoint of before benches were remembered goes on with a bench that was just made.
func (t stage) Restore(st *train.State) error {
	n := len(st.Arrays) - 1
	if n < 0 || st.Arrays[n].Name != remembered {
		return t.Stage.Restore(st)
	}
	bench := t.bench
	before, err := virtual.Remember(bench)
	if err != nil {
		return err
	}
	if err := virtual.Recall(bench, st.Arrays[n].Data); err != nil {
		return err
	}
	rest := *st
	rest.Arrays = st.Arrays[:n:n]
	if err := t.Stage.Restore(&rest); err != nil {
		if again := virtual.Recall(bench, before); again != nil {
			return again
		}
		return err
	}
	return nil
}

// Pack is the state as bytes, for an engine, which could not tell how many numbers of a bench are in it.
func (t stage) Pack() ([]byte, error) { return train.PackState(t.State()) }

// Unpack goes on from bytes that Pack has made.
func (t stage) Unpack(b []byte) error {
	st, err := train.UnpackState(b)
	if err != nil {
		return err
	}
	return t.Restore(st)
}
