package kernels

import (
	"slices"
	"testing"

	"talbot/sim/rng"
)

// A product has the same bits however its calls are put together, as they are where one thread
// takes all of them.
func TestProductByAnyRanges(t *testing.T) {
	for _, p := range []Product{
		{Name: "square", A: Dense(300, 260), B: Dense(260, 530), C: Dense(300, 530)},
		{Name: "added", A: Dense(270, 301).T(), B: Dense(90, 270).T(), C: Dense(301, 90), Add: true},
		{Name: "deep", A: Dense(9000, 9).T(), B: Dense(9000, 26), C: Dense(9, 26)},
		{Name: "pairs", A: DensePairs(70, 140), B: DensePairs(140, 80), C: DensePairs(70, 80), Left: Complex, Right: Conjugate},
	} {
		k := p.Kernel()
		m, n, _ := p.size(1)
		for name, form := range map[string]func(args [][]float32, work []float32, batch, from, to int){"scalar": k.Batch, "simd": k.VectorBatch} {
			if form == nil {
				continue
			}
			run := func(ends []int) []float32 {
				args := [][]float32{make([]float32, 9000*26), make([]float32, 9000*26), make([]float32, m*n)}
				for i, x := range args {
					rng.Stream{Seed: 1, Stream: rng.Table}.Uniform(uint32(i), x)
				}
				args = append(args, make([]float32, k.Common(1)))
				work := make([]float32, max(k.Work, k.VectorWork))
				from := 0
				for _, to := range ends {
					form(args, work, 1, from, to)
					from = to
				}
				for i := range k.Finishing(1) {
					k.Finish(args, 1, i)
				}
				return args[2]
			}
			calls := k.Elements(1)
			var each, some []int
			for i := range calls {
				if each = append(each, i+1); i%5 == 2 {
					some = append(some, i+1)
				}
			}
			want := run(each)
			if calls < 6 || want[0] == want[1] {
				t.Fatalf("%s: %d calls, %g and %g", p.Name, calls, want[0], want[1])
			}
			for _, ends := range [][]int{{calls}, append(some, calls), {1, calls}, {calls - 1, calls}} {
				if !slices.Equal(run(ends), want) {
					t.Errorf("%s, %s: another product by calls up to %d", p.Name, name, ends)
				}
			}
		}
	}
}
