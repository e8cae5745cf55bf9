// Package context is Go's package context without deadlines, for engines of the page.
//
// The build of wasm/hybrids and wasm/benches puts this file in place of Go's (see go help
// build, -overlay; build.sh does it). Go's Context names time.Time, which links the whole of
// time, with formats, zones and the settings of GODEBUG: 61 kB of benches.wasm's 1,488 kB as
// gzip, for nothing that an engine can use, whose contexts end when the page says so. What it
// has does what Go's does; what it lacks fails the build, as undefined.
package context

import (
	"errors"
	"sync"
)

// Context tells work when to stop. It is Go's, without Deadline.
type Context interface {
	// Done is closed when the work is to stop; nil if that never happens.
	Done() <-chan struct{}
	// Err is nil until Done is closed, and Canceled from then on.
	Err() error
	// Value is nil: there are none.
	Value(key any) any
}

// CancelFunc ends a context; calls after the first do nothing.
type CancelFunc func()

// Canceled is what Err says of a context that has ended.
var Canceled = errors.New("context canceled")

type background struct{}

func (background) Done() <-chan struct{} { return nil }
func (background) Err() error            { return nil }
func (background) Value(any) any         { return nil }

// Background never ends.
func Background() Context { return background{} }

// WithCancel is a context that ends with parent, or when the function is called.
func WithCancel(parent Context) (Context, CancelFunc) {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	c := &child{parent: parent, done: make(chan struct{})}
	switch p := parent.(type) {
	case background:
	case *child:
		p.adopt(c)
	default:
		go func() {
			select {
			case <-p.Done():
				c.end(p.Err())
			case <-c.done:
			}
		}()
	}
	return c, func() { c.end(Canceled) }
}

// child is a context that can end.
type child struct {
	parent Context
	done   chan struct{}

	mu       sync.Mutex
	err      error
	children map[*child]bool // that have not ended
}

func (c *child) Done() <-chan struct{} { return c.done }
func (c *child) Value(key any) any     { return c.parent.Value(key) }

func (c *child) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// adopt has d end when c does, at once if c has.
func (c *child) adopt(d *child) {
	c.mu.Lock()
	err := c.err
	if err == nil {
		if c.children == nil {
			c.children = map[*child]bool{}
		}
		c.children[d] = true
	}
	c.mu.Unlock()
	if err != nil {
		d.end(err)
	}
}

// end closes c and all below it.
func (c *child) end(err error) {
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return
	}
	c.err = err
	close(c.done)
	children := c.children
	c.children = nil
	c.mu.Unlock()
	for d := range children {
		d.end(err)
	}
	if p, ok := c.parent.(*child); ok {
		p.mu.Lock()
		delete(p.children, c)
		p.mu.Unlock()
	}
}
