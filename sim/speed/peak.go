package speed

// How fast the machine multiplies and adds: peak does n rounds of peakFlops
// operations on numbers in registers, with as many independent sums as hide the
// time that one takes. Files for a processor put SIMD in its place.
var (
	peak      = peakScalar
	peakFlops = 2 * 10
	peakHow   = "scalar products and sums"
)

func peakScalar(n int) float32 {
	var a, b, c, d, e, f, g, h, i, j float32 = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
	const x, y = 0.999, 1e-3
	for range n {
		a = float32(a*x) + y
		b = float32(b*x) + y
		c = float32(c*x) + y
		d = float32(d*x) + y
		e = float32(e*x) + y
		f = float32(f*x) + y
		g = float32(g*x) + y
		h = float32(h*x) + y
		i = float32(i*x) + y
		j = float32(j*x) + y
	}
	return a + b + c + d + e + f + g + h + i + j
}
