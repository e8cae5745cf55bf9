package network

import (
	"slices"

	"talbot/sim/compute"
)

// Sharing gives values that are not wanted at the same time one buffer: of all samples of a batch, of the
// same length, as one sample's place must be no other's.
func Sharing(t *Tape, p *compute.Program) {
	type span struct{ first, last int }
	spans := map[*slot]*span{}
	for i := range p.Launches {
		for _, a := range p.Launches[i].Args {
			s, ok := a.(*slot)
			if !ok {
				continue
			}
			if spans[s] == nil {
				spans[s] = &span{i, i}
			}
			spans[s].last = i
		}
	}
	var order []*slot
	for _, s := range t.slots {
		if spans[s] != nil && s.spec.Scope == compute.Sample && !s.kept {
			order = append(order, s)
		}
	}
	slices.SortStableFunc(order, func(a, b *slot) int { return spans[a].first - spans[b].first })
	var owners []*slot
next:
	for _, s := range order {
		for _, o := range owners {
			if o.spec.Len == s.spec.Len && spans[o].last < spans[s].first {
				s.with, spans[o].last = o, spans[s].last
				continue next
			}
		}
		owners = append(owners, s)
	}
}
