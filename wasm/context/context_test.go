package context

import (
	std "context"
	"testing"
	"testing/synctest"
	"time"
)

// shared is what contexts of both packages have.
type shared interface {
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

// foreign is a context that neither package made.
type foreign struct {
	done chan struct{}
	err  error
}

func (f *foreign) Done() <-chan struct{}       { return f.done }
func (f *foreign) Err() error                  { return f.err }
func (f *foreign) Value(any) any               { return nil }
func (f *foreign) Deadline() (time.Time, bool) { return time.Time{}, false }

// packages are Go's and this one, by the functions that are tried.
var packages = map[string]struct {
	background func() shared
	cancel     func(parent shared) (shared, func())
	cancelled  error
}{
	"Go's": {
		func() shared { return std.Background() },
		func(p shared) (shared, func()) { c, end := std.WithCancel(p.(std.Context)); return c, end },
		std.Canceled,
	},
	"ours": {
		func() shared { return Background() },
		func(p shared) (shared, func()) { c, end := WithCancel(p); return c, end },
		Canceled,
	},
}

// ended tells whether Done is closed, and fails where Err says otherwise.
func ended(t *testing.T, c shared) bool {
	t.Helper()
	select {
	case <-c.Done():
		if c.Err() == nil {
			t.Error("Done is closed and Err nil")
		}
		return true
	default:
		if c.Err() != nil {
			t.Errorf("Done is open and Err %q", c.Err())
		}
		return false
	}
}

// TestContext tries the same on Go's package: what it demands of ours is what Go's does.
func TestContext(t *testing.T) {
	for name, p := range packages {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				root := p.background()
				if root.Done() != nil || root.Err() != nil || root.Value("key") != nil {
					t.Error("the background can end, or has a value")
				}

				// A tree: what ends takes along what is below it, and at once.
				above, endAbove := p.cancel(root)
				left, endLeft := p.cancel(above)
				right, endRight := p.cancel(above)
				below, endBelow := p.cancel(right)
				defer endBelow()
				all := []shared{above, left, right, below}
				check := func(after string, want ...bool) {
					t.Helper()
					for i, c := range all {
						if ended(t, c) != want[i] {
							t.Errorf("%s: context %d has ended: %t", after, i, !want[i])
						}
					}
				}
				check("made", false, false, false, false)
				endLeft()
				endLeft()
				check("left", false, true, false, false)
				endAbove()
				check("above", true, true, true, true)
				endRight()
				if below.Err() != p.cancelled || p.cancelled.Error() != "context canceled" {
					t.Errorf("ended with %q", below.Err())
				}
				late, endLate := p.cancel(above)
				defer endLate()
				if !ended(t, late) || late.Value("key") != nil {
					t.Error("made of one that has ended, it has not")
				}

				// Below a context of another kind.
				f := &foreign{done: make(chan struct{})}
				first, endFirst := p.cancel(f)
				second, endSecond := p.cancel(f)
				defer endSecond()
				endFirst()
				synctest.Wait() // which waits for who listens to f
				if !ended(t, first) || ended(t, second) {
					t.Error("one ended, and so did its sister, or it did not")
				}
				f.err = std.DeadlineExceeded
				close(f.done)
				synctest.Wait()
				if !ended(t, second) || second.Err() != std.DeadlineExceeded || first.Err() != p.cancelled {
					t.Errorf("after that above: %v, %v", first.Err(), second.Err())
				}
			})
			defer func() {
				if recover() == nil {
					t.Error("takes nil for a parent")
				}
			}()
			if name == "ours" {
				_, end := WithCancel(nil)
				end()
			} else {
				_, end := std.WithCancel(nil)
				end()
			}
		})
	}
}

// TestForgotten checks that a context that has ended is no longer held by that above it, which may live as long as the page.
func TestForgotten(t *testing.T) {
	above, end := WithCancel(Background())
	defer end()
	for range 3 {
		_, end := WithCancel(above)
		end()
	}
	if n := len(above.(*child).children); n != 0 {
		t.Errorf("holds %d contexts that have ended", n)
	}
}
