package dante

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/network"
)

// mark is a layer that changes nothing: passes that do not train keep what goes through.
type mark struct {
	what  string
	layer int
}

// What is kept.
const (
	markIn       = "in"       // numbers that a layer writes on its light, of all masks
	markOut      = "out"      // intensities that its cameras see
	markFeatures = "features" // what the read-out gets
)

// name is that under which a pass has it.
func (m mark) name() string { return m.what + " " + strconv.Itoa(m.layer+1) }

func (m mark) Vars() []*compute.Var { return nil }

func (m mark) Forward(t *network.Tape, in network.Value) (network.Value, network.Back, error) {
	if t.Kind == network.View || t.Kind == network.Eval && m.what == markFeatures {
		t.Keep(m.name(), in)
	}
	return in, func(g network.Value, _ bool) (network.Value, error) { return g, nil }, nil
}

// as takes the same numbers for those of another shape.
type as struct{ network.Shape }

func (a as) Vars() []*compute.Var { return nil }

func (a as) Forward(_ *network.Tape, in network.Value) (network.Value, network.Back, error) {
	was := in.Shape
	if was.Len() != a.Len() {
		return in, nil, was.Want("another arrangement", a.Shape)
	}
	in.Shape = a.Shape
	return in, func(g network.Value, _ bool) (network.Value, error) {
		g.Shape = was
		return g, nil
	}, nil
}
