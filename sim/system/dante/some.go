package dante

import (
	"slices"

	"talbot/sim/data"
)

// some is what of a set is learned from, or tested with: of the first classes, the first pictures of each to
// learn from, and the last ones to test with.
func (c *Config) some(set *data.Set, learn bool) *data.Set {
	each := c.Last
	if learn {
		each = c.Each
	}
	few := c.Classes > 0 && c.Classes < len(set.Classes)
	if each == 0 && !few {
		return set
	}
	var numbers []int
	seen := map[uint16]int{}
	for k := range set.Len() {
		i := k
		if !learn {
			i = set.Len() - 1 - k
		}
		label := set.Labels[i]
		if seen[label]++; (each == 0 || seen[label] <= each) && (!few || int(label) < c.Classes) {
			numbers = append(numbers, i)
		}
	}
	slices.Sort(numbers)
	part := set.Pick(numbers)
	part.Classes = c.classes(set.Classes)
	return part
}

// classes are the first ones of all.
func (c *Config) classes(all []string) []string {
	if c.Classes > 0 && c.Classes < len(all) {
		return all[:c.Classes]
	}
	return all
}
