package data

// FirstOfEach is the set of the first n pictures of each class, in their order; of 0 the set itself.
func (s *Set) FirstOfEach(n int) *Set {
	if n == 0 {
		return s
	}
	some, size := *s, s.Width*s.Height*max(1, s.Channels)
	some.Images, some.Labels = nil, nil
	count := map[uint16]int{}
	for i, l := range s.Labels {
		if count[l]++; count[l] <= n {
			some.Labels = append(some.Labels, l)
			some.Images = append(some.Images, s.Images[i*size:(i+1)*size]...)
		}
	}
	return &some
}
