package computetest

import (
	"testing"

	"talbot/sim/compute"
)

// testTogether: writes, runs and reads that a device keeps to send them together count in their order, whatever
// is waited for first, and however much is written meanwhile.
func testTogether(t *testing.T, dev compute.Device, _ Tolerance) {
	g, ok := dev.(compute.Gathers)
	later, works := dev.(compute.Later)
	if !ok || !works {
		return
	}
	const steps = 40
	n := 300_000 // numbers, so that they are more than what is kept
	b := bench{t, dev}
	x, err := dev.Alloc(compute.Spec{Name: "x", Scope: compute.Sample, Len: n, Batch: 1})
	b.check(err)
	sum, err := dev.Alloc(compute.Spec{Name: "sum", Scope: compute.Sample, Len: n, Batch: 1})
	b.check(err)
	var p compute.Program
	p.Add(gather(n), sum, x)
	r, err := dev.Compile(&p)
	b.check(err)
	numbers := make([]float32, n)
	at := func(i int) int { return i * 7919 % n }
	for _, lot := range []int{3, 8, steps} {
		b.check(dev.Write(sum, 0, make([]float32, n)))
		var waits []func([]float32) error
		var want []float32
		total := float32(0)
		for k := range steps {
			g.Gather(k%lot != lot-1)
			for i := range numbers {
				numbers[i] = float32(k)
			}
			total += float32(k)
			b.check(dev.Write(x, 0, numbers))
			if k%5 == 4 { // part of it again, and what is read in between
				b.check(dev.Write(x, at(k), []float32{1000}))
			}
			b.check(r.Run(1))
			wait, err := later.Later(sum, at(k), 1)
			b.check(err)
			waits, want = append(waits, wait), append(want, total)
			if k%5 == 4 {
				want[k] += 1000 - float32(k)
			}
		}
		g.Gather(false)
		for i := range steps { // the last first, and each once
			k := steps - 1 - i
			var got [1]float32
			b.check(waits[k](got[:]))
			if got[0] != want[k] {
				t.Errorf("%d together: sum %d is %g, want %g", lot, k, got[0], want[k])
			}
		}
	}
}
