package main

import (
	"errors"
	"fmt"

	"talbot/assets"
	"talbot/sim/data"
	"talbot/sim/data/open"
)

// sets are the pictures of one name.
type sets struct {
	name        string
	train, test *data.Set
	note        string // what they are, for the line below the bench
}

// loadSets reads a set from dir. Without dir it takes the user's copy or, where
// there is none, the small one that comes with Talbot.
func loadSets(dir, name string) (*sets, error) {
	train, test, err := open.Load(dir, name)
	note := fmt.Sprintf("%s's %d", name, lenOf(test))
	var missing *open.MissingError
	if dir == "" && errors.As(err, &missing) {
		train, test, err = open.LoadFS(assets.Data(), name)
		note = fmt.Sprintf("%s's shipped %d", name, lenOf(test))
	}
	if err != nil {
		return nil, err
	}
	if train.Note != "" { // the bench's line has room for no more
		note = fmt.Sprintf("your own %d", lenOf(test))
	}
	return &sets{name, train, test, note}, nil
}

func lenOf(s *data.Set) int {
	if s == nil {
		return 0
	}
	return s.Len()
}
