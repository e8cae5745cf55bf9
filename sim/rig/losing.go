package rig

// many of the last frames that went wrong are told of: a camera that is slow, or a link that loses, makes a run take many times as long, and nothing
// else is seen of it, as each frame is taken again.
const lastFrames, many = 20, 5

// losing is which of the last frames went wrong.
type losing struct {
	bad  [lastFrames]bool
	next int
	told bool
}

// went counts what became of the frames of a shot, and tells whoever hears it: once, until none of the last frames went wrong.
func (b *Bench) went(err error) {
	l := &b.losing
	l.bad[l.next] = err != nil
	l.next = (l.next + 1) % lastFrames
	bad := 0
	for _, x := range l.bad {
		if x {
			bad++
		}
	}
	if bad == 0 {
		l.told = false
	}
	if bad >= many && !l.told && b.Losing != nil {
		l.told = true
		b.Losing(bad, lastFrames)
	}
}
