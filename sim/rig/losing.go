package rig

import (
	"errors"
	"strconv"
	"strings"
)

// many of the last frames that went wrong are told of: a camera that is slow, or a link that loses, makes a run take many times as long, and nothing
// else is seen of it, as each frame is taken again.
const lastFrames, many = 20, 5

// losing is what was wrong with each of the last frames, nil for nothing.
type losing struct {
	bad  [lastFrames]error
	next int
	told bool
}

// went counts what became of the frames of a shot, and tells whoever hears it: once, until none of the last frames went wrong.
func (b *Bench) went(err error) {
	l := &b.losing
	l.bad[l.next] = err
	l.next = (l.next + 1) % lastFrames
	bad := 0
	for _, x := range l.bad {
		if x != nil {
			bad++
		}
	}
	if bad == 0 {
		l.told = false
	}
	if bad >= many && !l.told && b.Losing != nil {
		l.told = true
		b.Losing(bad, lastFrames, wrongs(l.bad[:]))
	}
}

// wrongs says how many of errors are of which kind.
func wrongs(all []error) string {
	var parts []string
	for _, k := range []struct {
		err  error
		text string
	}{{ErrTimeout, "did not come in time"}, {ErrIncomplete, "came incomplete"}, {ErrStale, "showed another picture"}, {ErrSaturated, "were too bright"}} {
		n := 0
		for _, err := range all {
			if errors.Is(err, k.err) {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+k.text)
		}
	}
	return strings.Join(parts, ", ")
}
