package rig

import (
	"runtime"
	"sync"

	"talbot/sim/compute"
)

// inParts does something for the elements from to to-1 of n, in as many parts at the same time as there are processors.
func inParts(n int, do func(from, to int)) {
	parts := 1
	if compute.Threads {
		parts = min(n, runtime.GOMAXPROCS(0))
	}
	var all sync.WaitGroup
	for k := 1; k < parts; k++ {
		all.Go(func() { do(k*n/parts, (k+1)*n/parts) })
	}
	do(0, n/max(parts, 1))
	all.Wait()
}
