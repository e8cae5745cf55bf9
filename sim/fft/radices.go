package fft

import "slices"

// scalarRadices are those of the passes in scalar.go.
var scalarRadices = []int{2, 3, 4, 5, 7, 8, 10, 12}

// scalarCost is the time of a pass of each radix in plain Go, and vectorCost that in
// vectors, relative to radix 4, as measured; 0 where there is no pass.
// Large radices touch memory less often, but run out of registers.
var (
	scalarCost = [13]float64{2: 0.8, 3: 1.05, 4: 1, 5: 1.45, 7: 2.1, 8: 1.6, 10: 2, 12: 1.65}
	vectorCost = [13]float64{2: 0.85, 3: 1.05, 4: 1, 5: 1.35, 6: 1.5, 7: 2, 8: 1.65, 10: 1.75}
)

// scalarPasses are the radices of a Plan of n points; ok is false where a prime
// factor of n has no pass.
func scalarPasses(n int) (list []int, ok bool) {
	// The points of a large butterfly then lie a multiple of 4 KB apart, for 8 lines,
	// and compete for the same few places of the nearest cache.
	if n%512 == 0 {
		if list, ok = cheapest(n, []int{2, 3, 4, 5}, &scalarCost); ok {
			return list, true
		}
	}
	return cheapest(n, scalarRadices, &scalarCost)
}

// cheapest is the list of radices, in the order of radices, whose product is n and whose
// passes take the least time. Mostly small radices come first, while each group has its
// own twiddle factors.
func cheapest(n int, radices []int, cost *[13]float64) (best []int, ok bool) {
	if n == 1 {
		return nil, true
	}
	for i, r := range radices {
		if n%r != 0 {
			continue
		}
		rest, found := cheapest(n/r, radices[i:], cost)
		if !found {
			continue
		}
		if list := append([]int{r}, rest...); !ok || sum(list, cost) < sum(best, cost) {
			best, ok = list, true
		}
	}
	return best, ok
}

func sum(list []int, cost *[13]float64) (c float64) {
	for _, r := range list {
		c += cost[r]
	}
	return c
}

// window is the length of the convolution for n points whose passes, which passes
// lists, take the least time, and these passes.
func window(n int, passes func(m int) ([]int, bool), cost *[13]float64) (best int, list []int) {
	least := 0.0
	for m := NextFast(2*n - 1); list == nil || m < 5*n/2; m = NextFast(m + 1) {
		l, ok := passes(m)
		if c := float64(m) * (1 + sum(l, cost)); ok && (list == nil || c < least) {
			best, list, least = m, l, c
		}
	}
	return best, list
}

// quarter is the list with the first radix of 4 or 8 in front, or the last one at the end: of their
// points a quarter can be left out at each end. The others stay in their order.
func quarter(list []int, end bool) (ordered []int, ok bool) {
	at := -1
	for i, r := range list {
		if (r == 4 || r == 8) && (at < 0 || end) {
			at = i
		}
	}
	if at < 0 {
		return list, false
	}
	rest := slices.Delete(slices.Clone(list), at, at+1)
	if end {
		return append(rest, list[at]), true
	}
	return slices.Concat(list[at:at+1], rest), true
}
