package measure

import (
	"math"

	"talbot/sim/errs"
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

// SSIM is the mean structural similarity of two pictures, [ny][nx], whose values
// span span (Wang, Bovik, Sheikh and Simoncelli, IEEE Trans. Image Process. 13, 600
// (2004)): Gaussian windows of 11 x 11 and standard deviation 1.5, K1 = 0.01, K2 =
// 0.03, over the windows that lie within the picture. A picture smaller than 11 x 11
// is an error.
func SSIM(a, b []float32, nx, ny int, span float64) (float64, error) {
	same(a, b)
	const size = 11
	if nx < size || ny < size {
		return 0, errs.New("measure: SSIM needs pictures of at least 11 x 11 samples, not ", nx, " x ", ny)
	}
	if len(a) != nx*ny {
		panic("measure: the picture does not have the given size")
	}
	var w [size]float64
	total := 0.0
	for k := range w {
		d := float64(k - size/2)
		w[k] = fmath.Exp(-d * d / (2 * 1.5 * 1.5))
		total += w[k]
	}
	// mean filters f(a, b) by the window, in x and then in y.
	mean := func(f func(x, y float64) float64) []float64 {
		mx, my := nx-size+1, ny-size+1
		rows, out := make([]float64, mx*ny), make([]float64, mx*my)
		for j := range ny {
			for i := range mx {
				for k, v := range w {
					p := j*nx + i + k
					rows[j*mx+i] += v / total * f(float64(a[p]), float64(b[p]))
				}
			}
		}
		for j := range my {
			for k, v := range w {
				for i := range mx {
					out[j*mx+i] += v / total * rows[(j+k)*mx+i]
				}
			}
		}
		return out
	}
	ma, mb := mean(func(x, _ float64) float64 { return x }), mean(func(_, y float64) float64 { return y })
	aa, bb := mean(func(x, _ float64) float64 { return x * x }), mean(func(_, y float64) float64 { return y * y })
	ab := mean(func(x, y float64) float64 { return x * y })
	c1, c2 := 0.01*span*0.01*span, 0.03*span*0.03*span
	sum := 0.0
	for i, x := range ma {
		y := mb[i]
		sum += (2*x*y + c1) * (2*(ab[i]-x*y) + c2) / ((x*x + y*y + c1) * (aa[i] - x*x + bb[i] - y*y + c2))
	}
	return sum / float64(len(ma)), nil
}

func same(a, b []float32) {
	if len(a) != len(b) {
		panic("measure: pictures of different sizes")
	}
}
