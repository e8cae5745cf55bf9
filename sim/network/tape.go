package network

import (
	"strconv"

	"talbot/sim/compute"
)

// Kind says what a pass is for.
type Kind int

const (
	Train Kind = iota // has the way back; keeps no field
	Eval              // forward only
	View              // forward only; every field can be read
)

// Tape is where layers record what they do, forth and back, as the program of a pass:
//
//	Before   once a batch, before all samples: variables to transmissions
//	Main     the way of the samples, forth and back, and what a whole batch does together
//	After    behind all of that: gradients of the samples' sums, what is only looked at
//
// Buffers that layers get from a tape are promises, which Compile keeps: a buffer that only
// launches of one segment use becomes Scratch, of which a device need not have one for each
// sample; all others become Sample. So a layer need not know what stands beside it.
type Tape struct {
	Kind   Kind
	Batch  int // largest batch
	Device compute.Device

	Before, Main, After compute.Program

	lean  func(*Tape, *compute.Program) // see Network
	slots []*slot
	given []*slot // as values, in order
	marks []mark
	hooks []func(step, batch int) error
	grads []*compute.Var // written so far
	kept  []*compute.Var // see Keeps
	stops []stop
	cut   func([]compute.Launch) (compute.Runner, error) // at the stops; nil without any
}

// stop is where the host does something, before launch at of Main.
type stop struct {
	at int
	do func(batch int) error
}

// Stop has the program stop here in Main, and f do something on the host, such as a measurement. What is
// kept can be read then; values that are used on both sides stay.
func (t *Tape) Stop(f func(batch int) error) {
	t.stops, t.cut = append(t.stops, stop{len(t.Main.Launches), f}), t.inParts
}

// slot is the promise of a buffer.
type slot struct {
	spec compute.Spec
	real compute.Buffer
	used bool
	free bool  // what is in it is of no more use
	home int   // segment that uses it, while it is Scratch
	kept bool  // is read when the program has run
	with *slot // whose buffer it takes, as that is of no more use; nil for one of its own
}

func (s *slot) Spec() compute.Spec { return s.spec }

// mark is a value that can be read by its name.
type mark struct {
	name string
	Value
}

// NewTape makes an empty tape for batches of up to batch samples.
func NewTape(dev compute.Device, kind Kind, batch int) *Tape {
	return &Tape{Kind: kind, Batch: batch, Device: dev}
}

// New is a new value for each sample, to be written before it is read.
func (t *Tape) New(name string, s Shape) Value {
	n := s.Len()
	var b *slot
	for _, f := range t.slots {
		if f.free && f.spec.Len == n {
			b = f
			break
		}
	}
	if b == nil {
		b = &slot{spec: compute.Spec{Name: name, Scope: compute.Scratch, Len: n, Batch: t.Batch}}
		t.slots = append(t.slots, b)
	}
	b.free = false
	t.given = append(t.given, b)
	return Value{s, b}
}

// made is how many values there are so far; reuse lets later ones be made in those that
// have been made since then, but for kept ones, as what is in them is of no more use.
func (t *Tape) made() int { return len(t.given) }

// It stands at three places, and copies of it cost the page.
//
//go:noinline
func (t *Tape) reuse(since int) {
	for _, b := range t.given[since:] {
		if b.spec.Scope == compute.Scratch && !uses(&t.After, b) {
			b.free = true
		}
	}
	t.given = t.given[:since]
}

func uses(p *compute.Program, b compute.Buffer) bool {
	for i := range p.Launches {
		for _, a := range p.Launches[i].Args {
			if a == b {
				return true
			}
		}
	}
	return false
}

// Keep makes v readable, under this name, when a pass has run.
func (t *Tape) Keep(name string, v Value) {
	if s, ok := v.Buf.(*slot); ok {
		s.spec.Scope, s.kept = compute.Sample, true
	}
	t.marks = append(t.marks, mark{name, v})
}

// BeforeRun has f called before each run, with the number of the update that the run is for,
// counted from 1, or 0, and that of its samples: to write what changes from run to run.
func (t *Tape) BeforeRun(f func(step, batch int) error) { t.hooks = append(t.hooks, f) }

// Adds tells whether the gradient of v has been written on this tape before, so that
// a layer that would write it must add: a layer may stand at two places.
func (t *Tape) Adds(v *compute.Var) bool {
	for _, w := range t.grads {
		if w == v {
			return true
		}
	}
	t.grads = append(t.grads, v)
	return false
}

// Keeps notes an array that training changes without a gradient, such as a running average: a
// run keeps it with the variables.
func (t *Tape) Keeps(v *compute.Var) {
	for _, w := range t.kept {
		if w == v {
			return
		}
	}
	t.kept = append(t.kept, v)
}

// Compile gives every value its buffer and makes the program ready. A tape is compiled once.
func (t *Tape) Compile() (compute.Runner, error) {
	var p compute.Program
	for _, part := range []*compute.Program{&t.Before, &t.Main, &t.After} {
		p.Launches = append(p.Launches, part.Launches...)
	}
	stops := t.stops
	segment, each := 0, false
	for i := range p.Launches {
		l := &p.Launches[i]
		if !each || l.Kernel.Each == nil {
			segment++
		}
		for len(stops) > 0 && len(t.Before.Launches)+stops[0].at <= i {
			stops = stops[1:]
			segment++
		}
		each = l.Kernel.Each != nil
		for _, a := range l.Args {
			s, ok := a.(*slot)
			if !ok {
				continue
			}
			if !each || s.used && s.home != segment {
				s.spec.Scope = compute.Sample
			}
			s.used, s.home = true, segment
		}
	}
	if t.lean != nil {
		t.lean(t, &p)
	}
	for _, s := range t.slots {
		if !s.used && s.spec.Scope == compute.Scratch || s.with != nil {
			continue
		}
		var err error
		if s.real, err = t.Device.Alloc(s.spec); err != nil {
			return nil, err
		}
	}
	for i := range p.Launches {
		l := &p.Launches[i]
		args := make([]compute.Buffer, len(l.Args))
		for j, a := range l.Args {
			args[j] = a
			if s, ok := a.(*slot); ok {
				if s.with != nil {
					s.real = s.with.real
				}
				args[j] = s.real
			}
		}
		l.Args = args
	}
	if t.cut != nil {
		return t.cut(p.Launches)
	}
	return t.Device.Compile(&p)
}

// Buffer is v's on the device, once the tape has been compiled; nil when no launch uses it.
func (v Value) Buffer() compute.Buffer {
	if s, ok := v.Buf.(*slot); ok {
		return s.real
	}
	return v.Buf
}

func itoa(n int) string { return strconv.Itoa(n) }
