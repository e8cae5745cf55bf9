package data

import "talbot/sim/errs"

// heads tell published sets by their beginning, so that also the first thousand
// pictures of one are recognised: FNV-1a, 64 bits, of the first picture and of the
// first headLabels labels of its training and test half.
var heads = []struct {
	set, half       string
	picture, labels uint64
}{
	{"mnist", "training", 0x4835811aa7e49e10, 0x25506b3ecea7dfcf},
	{"mnist", "test", 0x34911e12542ca507, 0xc07854ade2df53f7},
	{"fashion-mnist", "training", 0x01fdf72590541338, 0xc6f1b03c7c2a96b5},
	{"fashion-mnist", "test", 0xcb45b7589f1b853b, 0xe36898c59422ba89},
}

const headLabels = 32

// Whose tells by the first picture which published set s begins like, and which half of
// it, "training" or "test"; both are "" for a set that Talbot does not know.
func (s *Set) Whose() (set, half string) {
	if s.Len() > 0 {
		for sum, i := fnv1a(s.Image(0)), 0; i < len(heads); i++ {
			if heads[i].picture == sum {
				return heads[i].set, heads[i].half
			}
		}
	}
	return "", ""
}

// WhoseLabels is Whose by the first labels.
func (s *Set) WhoseLabels() (set, half string) {
	if s.Len() >= headLabels {
		for sum, i := fnv1a(s.First(headLabels).LabelBytes()), 0; i < len(heads); i++ {
			if heads[i].labels == sum {
				return heads[i].set, heads[i].half
			}
		}
	}
	return "", ""
}

// Belongs says what is wrong when the pictures or the labels of s begin like those of
// a known set other than name, or like those of two.
func (s *Set) Belongs(name string) error {
	set, half := s.Whose()
	labelled, labelledHalf := s.WhoseLabels()
	switch {
	case set != "" && labelled != "" && (set != labelled || half != labelledHalf):
		return errs.New("the pictures are the ", half, " pictures of ", set, ", and the labels the ", labelledHalf, " labels of ", labelled,
			": take both files from the same set, train or t10k")
	case set != "" && set != name:
		return errs.New("these are the pictures of ", set, ", and this network is for ", name, ": choose a preset for ", set, ", or other pictures")
	case labelled != "" && labelled != name:
		return errs.New("these are the labels of ", labelled, ", and this network is for ", name, ": take the labels that belong to the pictures")
	}
	return nil
}

func fnv1a(b []byte) uint64 {
	h := uint64(0xcbf29ce484222325)
	for _, v := range b {
		h = (h ^ uint64(v)) * 0x100000001b3
	}
	return h
}
