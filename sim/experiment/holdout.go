package experiment

import (
	"talbot/sim/data"
	"talbot/sim/rng"
)

// heldOut is the step of rng.Table that chooses what is held out.
const heldOut = 1 << 30

// HoldOut keeps n of all examples, chosen by a seed, out of training. It is an error if nothing is
// left to learn from.
func HoldOut(all data.Examples, n int, seed uint64) (held, learn data.Part, err error) {
	if n >= all.Len() {
		return held, learn, Wrong("held-out", n, " of ", all.Len(), " examples are held out: leave some to learn from, with ", all.Len()/10, " held out for example")
	}
	numbers := rng.Stream{Seed: seed, Stream: rng.Table}.Perm(heldOut, all.Len())
	return data.Part{Examples: all, Numbers: numbers[:n]}, data.Part{Examples: all, Numbers: numbers[n:]}, nil
}
