package modulator

import "math"

// FitQuality says how well the polynomials of Fit follow a curve.
type FitQuality struct {
	Error float64 // of the states' transmissions, root mean square, as a share of the largest amplitude
	Phase float64 // largest error of a state's phase, rad
	Swing float64 // how far, half way between two states, they leave what lies between: of the largest amplitude, or rad
}

// FitQuality is that of the polynomials of the given order.
func (c Curve) FitQuality(order int) (q FitQuality) {
	fit, k := c.fit(order, 1), c.Levels()
	at := func(i float64) (a, p float64) {
		x := 0.0
		if k > 1 {
			x = 2*i/float64(k-1) - 1
		}
		return polynomial(fit[0], x), polynomial(fit[1], x)
	}
	largest := 0.0
	for _, s := range c.States {
		largest = math.Max(largest, s.Amplitude)
	}
	beside := func(x, a, b float64) float64 { return math.Max(0, math.Max(math.Min(a, b)-x, x-math.Max(a, b))) }
	for i, s := range c.States {
		a, p := at(float64(i))
		// |a exp(ip) - A exp(iP)|^2
		sin := math.Sin((p - s.Phase) / 2)
		q.Error += ((a-s.Amplitude)*(a-s.Amplitude) + 4*a*s.Amplitude*sin*sin) / float64(k)
		q.Phase = math.Max(q.Phase, math.Abs(p-s.Phase))
		if i > 0 {
			a, p := at(float64(i) - 0.5)
			before := c.States[i-1]
			q.Swing = math.Max(q.Swing, math.Max(beside(a, before.Amplitude, s.Amplitude)/largest, beside(p, before.Phase, s.Phase)))
		}
	}
	q.Error = math.Sqrt(q.Error) / largest
	return q
}

// Constant tells whether all states do the same to the light, to a thousandth of the
// largest amplitude.
func (c Curve) Constant() bool {
	first, largest, off := c.States[0], 0.0, 0.0
	for _, s := range c.States {
		sin := math.Sin((s.Phase - first.Phase) / 2)
		d := s.Amplitude - first.Amplitude
		off = math.Max(off, math.Sqrt(d*d+4*s.Amplitude*first.Amplitude*sin*sin))
		largest = math.Max(largest, s.Amplitude)
	}
	return off <= 1e-3*largest
}

// polynomial is sum_j c_j x^j.
func polynomial(c []float64, x float64) (y float64) {
	for j := len(c) - 1; j >= 0; j-- {
		y = float64(y*x) + c[j]
	}
	return y
}

// leastSquares fits y by a polynomial in x: Gram and Schmidt's polynomials, which are
// orthogonal over the points, then their sum written in powers.
func leastSquares(x, y []float64, order int) []float64 {
	total := make([]float64, order+1)
	var basis, values [][]float64 // coefficients, and values at x
	for j := range order + 1 {
		q, v := make([]float64, order+1), make([]float64, len(x))
		if j == 0 {
			q[0] = 1
			for i := range v {
				v[i] = 1
			}
		} else {
			copy(q[1:], basis[j-1])
			for i := range v {
				v[i] = x[i] * values[j-1][i]
			}
		}
		for range 2 { // twice is enough
			for b := range basis {
				f := product(values[b], v)
				for i := range q {
					q[i] -= float64(f * basis[b][i])
				}
				for i := range v {
					v[i] -= float64(f * values[b][i])
				}
			}
		}
		size := 1 / math.Sqrt(product(v, v))
		for i := range q {
			q[i] *= size
		}
		for i := range v {
			v[i] *= size
		}
		basis, values = append(basis, q), append(values, v)
		f := product(v, y)
		for i := range total {
			total[i] += float64(f * q[i])
		}
	}
	return total
}

func product(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}
