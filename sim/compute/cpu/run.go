package cpu

import (
	"sync"
	"sync/atomic"

	"talbot/sim/compute"
	"talbot/sim/errs"
)

// runner is a program made ready.
type runner struct {
	segments []*segment
	most     int // largest batch that all buffers serve; -1 for any
	threads  []*thread

	// The run under way.
	batch, used int // samples, and lanes they are cut into
	segment     *segment
	sum         sum // being reduced
	elements    int // of the segment's call, or of step
	grain       int
	step        *compute.Part // of the launch that threads share; nil: its Widths
	launch      int
	parts       int // that the threads share, each done by part
	part        func(r *runner, th *thread, i int)
	next        atomic.Int64
	wait        sync.WaitGroup
}

// thread is what one goroutine needs to run a sample, or a block of elements.
type thread struct {
	number int
	work   []float32
	own    []float32   // of a call that shares a sample with others
	args   [][]float32 // likewise
	help   func()      // takes parts until there are none
}

// Run runs the program for a batch of samples.
func (r *runner) Run(batch int) error {
	if batch < 0 || r.most >= 0 && batch > r.most {
		return errs.New("cpu: batch of ", batch, " does not fit buffers for ", r.most)
	}
	r.batch, r.used = batch, min(lanes, (batch+1)/2)
	for _, r.segment = range r.segments {
		if r.segment.call != nil {
			r.once()
			continue
		}
		if compute.Threads && r.better(r.used) {
			r.together()
		} else {
			r.parallel(r.used, (*runner).lane)
		}
		for _, r.sum = range r.segment.sums {
			r.parallel((len(r.sum.data)+reduceBlock-1)/reduceBlock, (*runner).reduce)
		}
	}
	return nil
}

// once runs the segment's call, its blocks on all threads.
func (r *runner) once() {
	c := r.segment.call
	for _, i := range c.samples {
		b := c.buffers[i].(*buffer)
		c.args[i] = b.data[:r.batch*b.spec.Len]
	}
	for _, b := range c.fresh {
		clear(b.data)
	}
	r.elements = c.elements(r.batch)
	if r.elements == 0 {
		return
	}
	if r.grain = c.grain; r.grain == 0 || len(r.threads) == 1 { // blocks of a product share what they pack
		r.grain = r.elements
	}
	if c.common != nil {
		common := &c.args[len(c.args)-1]
		if n := c.common(r.batch); len(*common) < n {
			*common = make([]float32, n)
		}
	}
	r.parallel((r.elements+r.grain-1)/r.grain, (*runner).block)
	if c.common != nil {
		r.parallel(c.finishing(r.batch), (*runner).finish)
	}
}

// finish does element i of the end of the segment's call.
func (r *runner) finish(_ *thread, i int) {
	c := r.segment.call
	c.finish(c.args, r.batch, i)
}

// block runs block i of the segment's call.
func (r *runner) block(th *thread, i int) {
	c, from := r.segment.call, i*r.grain
	c.run(c.args, th.work[:c.work], r.batch, from, min(from+r.grain, r.elements))
}

// lane runs the samples of one lane.
func (r *runner) lane(th *thread, lane int) {
	r.clear(lane)
	for s := lane * r.batch / r.used; s < (lane+1)*r.batch/r.used; s++ {
		r.sample(th, lane, s)
	}
}

// clear empties the partial sums of a lane.
func (r *runner) clear(lane int) {
	for _, b := range r.segment.sums {
		clear(b.private[lane])
	}
}

// reduceBlock is how many numbers of a Sum buffer one thread adds up at a time.
const reduceBlock = 1 << 12

// reduce adds up block i of the buffer r.sum over the lanes, in their order.
func (r *runner) reduce(_ *thread, i int) {
	from, to := i*reduceBlock, min((i+1)*reduceBlock, len(r.sum.data))
	dst := r.sum.data[from:to]
	part := func(lane int) []float32 { return r.sum.private[lane][from:to][:len(dst)] }
	if r.sum.first {
		clear(dst)
	}
	lane := 0
	for ; lane+4 <= r.used; lane += 4 { // four at a time, but added in order
		a, b, c, d := part(lane), part(lane+1), part(lane+2), part(lane+3)
		for j, v := range dst {
			dst[j] = v + a[j] + b[j] + c[j] + d[j]
		}
	}
	for ; lane < r.used; lane++ {
		for j, v := range part(lane) {
			dst[j] += v
		}
	}
}

// sample runs all launches of the segment for sample s.
func (r *runner) sample(th *thread, lane, s int) {
	for i := range r.segment.each {
		l := &r.segment.each[i]
		l.Kernel.Each(r.arguments(th, i, lane, s), th.work[:l.Kernel.Work])
	}
}

// arguments are those of the segment's launch i for sample s.
func (r *runner) arguments(th *thread, i, lane, s int) [][]float32 {
	args := r.segment.args[th.number][i]
	for j, a := range r.segment.each[i].Args {
		switch b := a.(*buffer); b.spec.Scope {
		case compute.Sample:
			args[j] = b.data[s*b.spec.Len : (s+1)*b.spec.Len]
		case compute.Sum:
			args[j] = b.private[lane]
		}
	}
	return args
}

// worth is how many numbers of a launch's first argument are worth another thread: less work is done
// before a thread has started.
const worth = 1 << 14

// crew is the number of threads that share a launch on so many numbers.
func (r *runner) crew(numbers int) int { return max(1, min(len(r.threads), numbers/worth)) }

// better tells whether all threads get through the segment sooner by sharing each sample than each by samples
// of its own, of so many lanes: a shared sample has them wait for each other after every step, so that
// four do the work of three alone at best.
func (r *runner) better(lanes int) bool {
	if lanes >= len(r.threads) {
		return false
	}
	crew := 1
	for i := range r.segment.each {
		l := &r.segment.each[i]
		if k := &l.Kernel; k.Parts != nil || k.Widths != nil {
			crew = max(crew, r.crew(l.Args[0].Spec().Len))
		}
	}
	return crew > 1 && 3*crew > 4*lanes
}

// together takes one sample after another through the segment, all threads sharing each.
func (r *runner) together() {
	first := r.threads[0]
	for lane := range r.used {
		r.clear(lane)
		for s := lane * r.batch / r.used; s < (lane+1)*r.batch/r.used; s++ {
			for r.launch = range r.segment.each {
				k := &r.segment.each[r.launch].Kernel
				args := r.arguments(first, r.launch, lane, s)
				switch r.step = nil; {
				case k.Parts != nil:
					for i := range k.Parts {
						r.step = &k.Parts[i]
						r.spread((r.step.N+r.step.Grain-1)/r.step.Grain, r.crew(len(args[0])), (*runner).share)
					}
				case k.Widths != nil:
					r.elements = len(args[0]) / k.Widths[0]
					r.spread((r.elements+rangeGrain-1)/rangeGrain, r.crew(len(args[0])), (*runner).share)
				default:
					k.Each(args, first.work[:k.Work])
				}
			}
		}
	}
}

// rangeGrain is how many elements of a kernel with Widths one call takes: a multiple of
// all SIMD lanes, so that the bits are those of one call.
const rangeGrain = 1 << 14

// share does call i of the launch that threads share.
func (r *runner) share(th *thread, i int) {
	k := &r.segment.each[r.launch].Kernel
	args := r.segment.args[0][r.launch]
	if r.step != nil {
		from := i * r.step.Grain
		r.step.Run(args, r.threads[0].work[:k.Work], th.own[:r.step.Own], from, min(from+r.step.Grain, r.step.N))
		return
	}
	from, to := i*rangeGrain, min((i+1)*rangeGrain, r.elements)
	part := th.args[:len(args)]
	for j, w := range k.Widths {
		if part[j] = args[j]; w > 0 {
			part[j] = args[j][w*from : w*to]
		}
	}
	k.Each(part, th.work[:k.Work])
}

// parallel calls part(r, thread, i) for i = 0..n-1, each i on one thread.
func (r *runner) parallel(n int, part func(*runner, *thread, int)) {
	r.spread(n, len(r.threads), part)
}

// spread does what parallel does, on so many threads at most.
func (r *runner) spread(n, threads int, part func(*runner, *thread, int)) {
	r.parts, r.part = n, part
	r.next.Store(0)
	if threads = min(n, threads); threads > 1 {
		// This goroutine only waits: another processor would be slow to take over
		// the last that it started from one that goes on working.
		r.wait.Add(threads)
		for _, th := range r.threads[:threads] {
			go th.help()
		}
		r.wait.Wait()
		return
	}
	r.take(r.threads[0])
}

// take does parts until there are none.
func (r *runner) take(th *thread) {
	for i := int(r.next.Add(1)) - 1; i < r.parts; i = int(r.next.Add(1)) - 1 {
		r.part(r, th, i)
	}
}
