package kernels

import "talbot/sim/compute"

// None is the entry of a table of Gather for no number.
const None = -1

// Gather puts numbers in another order, by a table:
//
//	y_i = sum over j < terms of x[table[i][j]]
//
// It is the adjoint of another Gather, that of the turned table, which Turned makes.
//
//	x      [n]
//	table  [m][terms]  indices of x, exact in float32, or None for no number
//	y      [m]         written
func Gather(m, terms int) compute.Kernel {
	run := func(args [][]float32, from, to int) {
		x, table, y := args[0], args[1], args[2]
		for i := from; i < to; i++ {
			var sum float32
			for _, k := range table[i*terms : (i+1)*terms] {
				if k >= 0 {
					sum += x[int(k)]
				}
			}
			y[i] = sum
		}
	}
	k := compute.Kernel{Name: "gather", Each: func(args [][]float32, _ []float32) { run(args, 0, m) }}
	if compute.Threads {
		k.Parts = []compute.Part{{N: m, Grain: functionGrain, Run: func(args [][]float32, _, _ []float32, from, to int) { run(args, from, to) }}}
	}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: m, Code: compute.Code{Writes: []int{2},
			Text: "var v = 0.0f; for (var j = 0u; j < " + u32(terms) + "; j++) { let k = i32($1[i * " + u32(terms) + " + j]); if (k >= 0) { v += $0[u32(k)]; } } $2[i] = v;"}}
	}
	return k
}

// MostGathered is how many numbers a table can tell apart.
const MostGathered = 1 << 24

// Turned is the table of the adjoint: table has one index of n numbers for each result, and
// each of the n numbers then has the results that it went to.
func Turned(table []int32, n int) (turned []float32, terms int) {
	count := make([]int, n)
	for _, k := range table {
		if k >= 0 {
			count[k]++
			terms = max(terms, count[k])
		}
	}
	terms = max(terms, 1)
	turned = make([]float32, n*terms)
	for i := range turned {
		turned[i] = None
	}
	clear(count)
	for i, k := range table {
		if k >= 0 {
			turned[int(k)*terms+count[k]] = float32(i)
			count[k]++
		}
	}
	return turned, terms
}

// CopyPart copies n numbers: y[to+i] = x[from+i].
//
//	x  [from+n or more]
//	y  [to+n or more]    written from to on
func CopyPart(n, from, to int) compute.Kernel {
	k := compute.Kernel{Name: "copy-part", Each: func(args [][]float32, _ []float32) { copy(args[1][to:to+n], args[0][from:from+n]) }}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: "$1[i + " + u32(to) + "] = $0[i + " + u32(from) + "];", Writes: []int{1}}}
	}
	return k
}
