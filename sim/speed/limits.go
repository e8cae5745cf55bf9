package speed

import "sync"

// Limits is what a machine can do at best with some threads, measured by the
// simplest loops there are.
type Limits struct {
	Threads int
	Flops   float64   // operations a second: products and sums of vectors in registers
	How     string    // the instructions that Flops was measured with
	Sizes   []float64 // bytes that a thread copies from and to, in rising order
	Copy    []float64 // bytes a second, read and written together, for each of Sizes
}

// Share is how much of this machine's limit a case uses that takes the given
// seconds a unit: 1 when it is as fast as its operations or its bytes, whichever
// takes longer, can be at all.
func (l Limits) Share(c Case, seconds float64) float64 {
	return max(c.Flops()/l.Flops, c.Bytes()/l.bandwidth(c.WorkingSet())) / seconds
}

// bandwidth is that of the smallest size measured that has room for set.
func (l Limits) bandwidth(set float64) float64 {
	for i, size := range l.Sizes {
		if set <= size {
			return l.Copy[i]
		}
	}
	return l.Copy[len(l.Copy)-1]
}

// MeasureLimits finds the limits with each of the threads working on memory of its
// own. Each number is the best of 3 attempts of the given seconds.
func MeasureLimits(clock Clock, threads int, seconds float64) Limits {
	l := Limits{Threads: threads, How: peakHow, Sizes: []float64{32 << 10, 512 << 10, 8 << 20, 128 << 20}}
	l.Flops = fastest(clock, threads, seconds, func(int) func(int) float64 {
		return func(reps int) float64 {
			sink(peak(1000 * reps))
			return float64(1000 * reps * peakFlops)
		}
	})
	for _, size := range l.Sizes {
		n := int(size) / 8 // float32 of each of two arrays
		l.Copy = append(l.Copy, fastest(clock, threads, seconds, func(int) func(int) float64 {
			from, to := make([]float32, n), make([]float32, n)
			for i := range from {
				from[i], to[i] = float32(i), 1
			}
			return func(reps int) float64 {
				for range reps {
					copy(to, from)
				}
				return float64(8 * n * reps)
			}
		}))
	}
	return l
}

// fastest is the highest rate at which threads do work that make prepares for each
// of them; it returns how much it did.
func fastest(clock Clock, threads int, seconds float64, prepare func(thread int) func(reps int) float64) float64 {
	works := make([]func(int) float64, threads)
	for i := range works {
		works[i] = prepare(i)
	}
	run := func(reps int) (rate, took float64) {
		done := make([]float64, threads)
		var wg sync.WaitGroup
		start := clock()
		for i := 1; i < threads; i++ {
			wg.Go(func() { done[i] = works[i](reps) })
		}
		done[0] = works[0](reps)
		wg.Wait()
		took = max(clock()-start, 1e-9)
		sum := 0.0
		for _, d := range done {
			sum += d
		}
		return sum / took, took
	}
	reps := 1
	for _, took := run(reps); took < seconds && reps < 1<<24; _, took = run(reps) {
		reps *= 2
	}
	best := 0.0
	for range 3 {
		rate, _ := run(reps)
		best = max(best, rate)
	}
	return best
}

var sunk float32

// sink keeps a result from being left out by the compiler.
func sink(x float32) {
	if x == 0.12345 {
		sunk = x
	}
}
