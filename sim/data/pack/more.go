package main

import (
	"talbot/sim/data"
	"talbot/sim/data/open"
)

// What the page fetches once it is live: 4,000 pictures more than it comes with. They
// follow those in the full set, so that both together are its first of each class again.
const (
	moreTrainPerClass = 330
	moreTestPerClass  = 70
	moreOut           = "assets/more"
)

// moreNames are the sets that have such pictures; 4,000 of clothes take twice the bytes
// that a visitor should wait for.
var moreNames = []string{"mnist"}

// more is what follows the small set of a name in the full one in dir, equally many of
// each class, in the order of the files.
func more(dir, name string) (train, test *data.Set, err error) {
	if train, test, err = open.Load(dir, name); err != nil {
		return nil, nil, err
	}
	if train, err = next(train, trainPerClass, moreTrainPerClass); err != nil {
		return nil, nil, err
	}
	if test, err = next(test, testPerClass, moreTestPerClass); err != nil {
		return nil, nil, err
	}
	return train, test, nil
}

// next is, of each class, the pictures from number skip on, count of them.
func next(s *data.Set, skip, count int) (*data.Set, error) {
	if _, err := s.Balanced(skip + count); err != nil {
		return nil, err
	}
	var numbers []int
	seen := make([]int, len(s.Classes))
	for i, label := range s.Labels {
		if seen[label] >= skip && seen[label] < skip+count {
			numbers = append(numbers, i)
		}
		seen[label]++
	}
	return s.Pick(numbers), nil
}
