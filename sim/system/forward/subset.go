package forward

import "talbot/sim/data"

// FirstOfEach is the set of the first n pictures of each class, in their order; of 0 the set itself.
func FirstOfEach(set *data.Set, n int) *data.Set {
	if n == 0 {
		return set
	}
	some, size := *set, set.Width*set.Height*max(1, set.Channels)
	some.Images, some.Labels = nil, nil
	count := map[uint16]int{}
	for i, l := range set.Labels {
		if count[l]++; count[l] <= n {
			some.Labels = append(some.Labels, l)
			some.Images = append(some.Images, set.Images[i*size:(i+1)*size]...)
		}
	}
	return &some
}
