package kernels

import (
	"strconv"
	"testing"

	"talbot/sim/fft"
)

// BenchmarkPropagate is one hop on one thread; the padded ones transform only the
// rows that are not known to be dark.
func BenchmarkPropagate(b *testing.B) {
	for _, c := range [][2]int{{64, 64}, {64, 96}, {128, 128}, {200, 200}, {200, 270}, {200, 400}, {256, 256}, {400, 400}, {512, 512}} {
		n, m := c[0], c[1]
		b.Run(strconv.Itoa(n)+"in"+strconv.Itoa(m), func(b *testing.B) {
			p := fft.NewPlan(m)
			k := Propagate(p, p, n, n)
			run, size := k.Each, k.Work
			if k.Vector != nil {
				run, size = k.Vector, k.VectorWork
			}
			in, h, out, work := make([]float32, 2*n*n), make([]float32, 2*m*m), make([]float32, 2*n*n), make([]float32, size)
			for i := range in {
				in[i] = float32(i%17) / 17
			}
			for i := range h {
				h[i] = float32(i%13) / 13
			}
			for b.Loop() {
				run([][]float32{in, h, out}, work)
			}
		})
	}
}
