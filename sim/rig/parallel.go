package rig

import (
	"runtime"
	"sync"
	"sync/atomic"

	"talbot/sim/compute"
)

// processors is how many things are done at the same time, of so many.
func processors(n int) int {
	if compute.Threads {
		return min(n, runtime.GOMAXPROCS(0))
	}
	return 1
}

// inParts does something for the elements from to to-1 of n, in as many parts at the same time as there are processors.
func inParts(n int, do func(from, to int)) {
	parts := processors(n)
	var all sync.WaitGroup
	for k := 1; k < parts; k++ {
		all.Go(func() { do(k*n/parts, (k+1)*n/parts) })
	}
	do(0, n/max(parts, 1))
	all.Wait()
}

// inTurn does n tasks that take unlike times: each processor does what made gives it for the next one, whenever it is done with one.
func inTurn(n int, made func() func(task int)) {
	var next atomic.Int64
	work := func() {
		do := made()
		for k := int(next.Add(1)) - 1; k < n; k = int(next.Add(1)) - 1 {
			do(k)
		}
	}
	var all sync.WaitGroup
	for range processors(n) - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
}
