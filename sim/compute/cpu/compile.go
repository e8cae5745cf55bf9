package cpu

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
)

// segment is a part of a program: launches that run for each sample, which take a
// sample through all of them before the next, or one call. Its arguments are laid out
// beforehand, so that a run allocates nothing.
type segment struct {
	call *call
	each []compute.Launch
	args [][][][]float32 // [thread][launch][argument] of each
	sums []sum           // Sum buffers that each adds to
}

// sum is a Sum buffer that a segment adds to; first where no segment before did.
type sum struct {
	*buffer
	first bool
}

// call is a launch that runs once, or once for the batch, in blocks of elements.
type call struct {
	run         func(args [][]float32, work []float32, batch, from, to int)
	elements    func(batch int) int
	args        [][]float32
	samples     []int // arguments that are [batch][Len]
	buffers     []compute.Buffer
	fresh       []*buffer // Sum buffers that are to be zero before it
	work, grain int

	// What the calls share, nil for nothing, and how they end.
	common    func(batch int) int
	finish    func(args [][]float32, batch, i int)
	finishing func(batch int) int
}

// Compile checks p, cuts it into segments and lays out their arguments.
func (d *Device) Compile(p *compute.Program) (compute.Runner, error) {
	r := &runner{most: -1}
	work, own, args := 0, 0, 0
	summed := map[*buffer]bool{}
	home := map[*buffer]*segment{} // of Scratch
	var open *segment              // that the next launch for each sample joins
	for _, l := range p.Launches {
		k := &l.Kernel
		if d.vector {
			useVector(k)
		}
		if k.Each == nil {
			open = nil
		} else if open == nil {
			open = &segment{}
			r.segments = append(r.segments, open)
		}
		var fresh []*buffer
		for _, a := range l.Args {
			b, ok := a.(*buffer)
			if !ok {
				return nil, errs.New("cpu: buffer ", a.Spec().Name, " of kernel ", k.Name, " belongs to another device")
			}
			switch s := b.spec.Scope; {
			case k.Once != nil && (s == compute.Sample || s == compute.Scratch):
				return nil, errs.New("cpu: kernel ", k.Name, " runs once but its buffer ", b.spec.Name, " belongs to samples")
			case k.Batch != nil && s == compute.Scratch:
				return nil, errs.New("cpu: kernel ", k.Name, " runs for the batch but its buffer ", b.spec.Name, " is scratch")
			case s == compute.Scratch:
				if in := home[b]; in != nil && in != open && !l.Anew(b) {
					return nil, errs.New("cpu: scratch buffer ", b.spec.Name, " of kernel ", k.Name, " is used in two segments, and the second does not begin by writing it whole; make it of scope Sample")
				}
				home[b] = open
			case s == compute.Sample && (r.most < 0 || b.spec.Batch < r.most):
				r.most = b.spec.Batch
			case s == compute.Sum && k.Each != nil:
				open.add(b, !summed[b])
				summed[b] = true
			case s == compute.Sum && k.Batch != nil && !summed[b]:
				summed[b] = true
				fresh = append(fresh, b)
			}
		}
		work, args = max(work, k.Work), max(args, len(l.Args))
		for _, part := range k.Parts {
			own = max(own, part.Own)
		}
		if k.Each != nil {
			open.each = append(open.each, l)
			continue
		}
		c := newCall(l)
		c.fresh = fresh
		r.segments = append(r.segments, &segment{call: c})
	}
	for t := range d.threads {
		th := &thread{number: t, work: make([]float32, work), own: make([]float32, own), args: make([][]float32, args)}
		th.help = func() {
			r.take(th)
			r.wait.Done()
		}
		r.threads = append(r.threads, th)
	}
	for _, s := range r.segments {
		s.lay(d.threads)
	}
	return r, nil
}

// useVector puts a kernel's SIMD form in the place of the other.
func useVector(k *compute.Kernel) {
	switch {
	case k.Vector != nil:
		k.Each, k.Parts = k.Vector, k.VectorParts
	case k.VectorOnce != nil:
		k.Once = k.VectorOnce
	case k.VectorBatch != nil:
		k.Batch = k.VectorBatch
	default:
		return
	}
	k.Work = k.VectorWork
}

// add notes that the segment adds to b.
func (s *segment) add(b *buffer, first bool) {
	for _, o := range s.sums {
		if o.buffer == b {
			return
		}
	}
	s.sums = append(s.sums, sum{b, first})
}

// lay lays out the arguments of the segment's launches but for what belongs to samples.
func (s *segment) lay(threads int) {
	for t := range threads {
		var launches [][][]float32
		for _, l := range s.each {
			args := make([][]float32, len(l.Args))
			for i, a := range l.Args {
				switch b := a.(*buffer); b.spec.Scope {
				case compute.Shared:
					args[i] = b.data
				case compute.Scratch:
					args[i] = b.private[t]
				}
			}
			launches = append(launches, args)
		}
		s.args = append(s.args, launches)
	}
}

func newCall(l compute.Launch) *call {
	k := &l.Kernel
	c := &call{run: k.Batch, elements: k.Elements, args: make([][]float32, len(l.Args)), buffers: l.Args, work: k.Work, grain: k.Grain}
	if once := k.Once; once != nil {
		n := k.N
		c.elements = func(int) int { return n }
		c.run = func(args [][]float32, work []float32, _, from, to int) { once(args, work, from, to) }
	}
	if k.Common != nil {
		c.common, c.finish, c.finishing = k.Common, k.Finish, k.Finishing
		c.args = append(c.args, nil)
	}
	for i, a := range l.Args {
		b := a.(*buffer)
		c.args[i] = b.data
		if b.spec.Scope == compute.Sample {
			c.samples = append(c.samples, i)
		}
	}
	return c
}
