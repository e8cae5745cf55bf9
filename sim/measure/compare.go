package measure

import (
	"math"

	"talbot/sim/fmath"
)

// RelMSE is the relative mean squared error of a against the reference b: the sum of
// |a-b|^2 over that of |b|^2.
func RelMSE(a, b []float32) float64 {
	same(a, b)
	num, den := 0.0, 0.0
	for i, v := range b {
		d := float64(a[i]) - float64(v)
		num += d * d
		den += float64(v) * float64(v)
	}
	return num / den
}

// PSNR is the peak signal-to-noise ratio of a against the reference b, dB, with the
// reference's maximum as peak; +Inf for equal pictures.
func PSNR(a, b []float32) float64 {
	same(a, b)
	sum, peak := 0.0, 0.0
	for i, v := range b {
		d := float64(a[i]) - float64(v)
		sum += d * d
		peak = math.Max(peak, float64(v))
	}
	return 10 / math.Ln10 * fmath.Log(peak*peak*float64(len(b))/sum)
}

// Correlation is Pearson's correlation of two pictures, -1 to 1; 0 when one of them
// is even.
func Correlation(a, b []float32) float64 {
	same(a, b)
	var ma, mb float64
	for i := range a {
		ma += float64(a[i])
		mb += float64(b[i])
	}
	ma, mb = ma/float64(len(a)), mb/float64(len(b))
	var aa, ab, bb float64
	for i := range a {
		x, y := float64(a[i])-ma, float64(b[i])-mb
		aa, ab, bb = aa+x*x, ab+x*y, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

func same(a, b []float32) {
	if len(a) != len(b) {
		panic("measure: pictures of different sizes")
	}
}
