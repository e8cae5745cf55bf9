package measure

import (
	"talbot/sim/errs"
	"talbot/sim/fmath"
)

// SSIM is the mean structural similarity of two pictures, [ny][nx], whose values
// span span (Wang, Bovik, Sheikh and Simoncelli, IEEE Trans. Image Process. 13, 600
// (2004)): Gaussian windows of 11 x 11 and standard deviation 1.5, K1 = 0.01, K2 =
// 0.03, over the windows that lie within the picture. A picture smaller than 11 x 11
// is an error.
func SSIM(a, b []float32, nx, ny int, span float64) (float64, error) {
	return SSIMSlope(a, b, nx, ny, span, nil)
}

// SSIMSlope is SSIM, and writes its derivative by each value of a into slope, [ny][nx], unless that is nil.
func SSIMSlope(a, b []float32, nx, ny int, span float64, slope []float32) (float64, error) {
	same(a, b)
	if nx < window || ny < window {
		return 0, errs.New("measure: SSIM needs pictures of at least 11 x 11 samples, not ", nx, " x ", ny)
	}
	if len(a) != nx*ny {
		panic("measure: the picture does not have the given size")
	}
	w := weights()
	mean := func(f func(x, y float64) float64) []float64 {
		return windows(&w, nx, ny, func(p int) float64 { return f(float64(a[p]), float64(b[p])) })
	}
	ma, mb := mean(func(x, _ float64) float64 { return x }), mean(func(_, y float64) float64 { return y })
	aa, bb := mean(func(x, _ float64) float64 { return x * x }), mean(func(_, y float64) float64 { return y * y })
	ab := mean(func(x, y float64) float64 { return x * y })
	c1, c2 := 0.01*span*0.01*span, 0.03*span*0.03*span
	sum, n := 0.0, float64(len(ma))
	for i, x := range ma {
		y := mb[i]
		a1, a2 := 2*x*y+c1, 2*(ab[i]-x*y)+c2
		b1, b2 := x*x+y*y+c1, aa[i]-x*x+bb[i]-y*y+c2
		s := a1 * a2 / (b1 * b2)
		sum += s
		// From here on they are the derivatives by the means of a, a^2 and a b.
		ma[i] = 2*y*(a2-a1)/(b1*b2) - 2*x*s*(1/b1-1/b2)
		aa[i], ab[i] = -s/b2, 2*a1/(b1*b2)
	}
	if slope != nil {
		da, daa, dab := spread(&w, nx, ny, ma), spread(&w, nx, ny, aa), spread(&w, nx, ny, ab)
		for p := range slope {
			slope[p] = float32((da[p] + 2*float64(a[p])*daa[p] + float64(b[p])*dab[p]) / n)
		}
	}
	return sum / n, nil
}

// window is the side of SSIM's.
const window = 11

// weights are those of its window along a side.
func weights() (w [window]float64) {
	total := 0.0
	for k := range w {
		d := float64(k - window/2)
		w[k] = fmath.Exp(-d * d / (2 * 1.5 * 1.5))
		total += w[k]
	}
	for k := range w {
		w[k] /= total
	}
	return w
}

// windows are the means of f over all windows, in x and then in y.
func windows(w *[window]float64, nx, ny int, f func(p int) float64) []float64 {
	mx, my := nx-window+1, ny-window+1
	rows, out := make([]float64, mx*ny), make([]float64, mx*my)
	for j := range ny {
		for i := range mx {
			for k, v := range w {
				rows[j*mx+i] += v * f(j*nx+i+k)
			}
		}
	}
	for j := range my {
		for k, v := range w {
			for i := range mx {
				out[j*mx+i] += v * rows[(j+k)*mx+i]
			}
		}
	}
	return out
}

// spread is the transpose of windows.
func spread(w *[window]float64, nx, ny int, d []float64) []float64 {
	mx, my := nx-window+1, ny-window+1
	rows, out := make([]float64, mx*ny), make([]float64, nx*ny)
	for j := range my {
		for k, v := range w {
			for i := range mx {
				rows[(j+k)*mx+i] += v * d[j*mx+i]
			}
		}
	}
	for j := range ny {
		for i := range mx {
			for k, v := range w {
				out[j*nx+i+k] += v * rows[j*mx+i]
			}
		}
	}
	return out
}
