package calibrate

import "math"

// least is the nearest solution, by least squares, of rows of factors and what they are to give in the end: the normal equations, by Gauss's
// elimination with the largest pivot. It is false where rows tell too little.
func least(rows [][]float64) ([]float64, bool) {
	n := len(rows[0]) - 1
	m := make([][]float64, n)
	for j := range m {
		m[j] = make([]float64, n+1)
		for _, r := range rows {
			for k := range m[j] {
				m[j][k] += r[j] * r[k]
			}
		}
	}
	return solved(m)
}

// solved is the solution of as many equations as there are unknowns, each a row that ends with what it is to give; false where they tell too little.
func solved(m [][]float64) ([]float64, bool) {
	n, scale := len(m), 0.0
	for j := range m {
		scale = math.Max(scale, m[j][j])
	}
	for c := range m {
		best := c
		for r := c + 1; r < n; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[best][c]) {
				best = r
			}
		}
		m[c], m[best] = m[best], m[c]
		if !(math.Abs(m[c][c]) > 1e-9*scale) {
			return nil, false
		}
		for r := range m {
			if r == c {
				continue
			}
			f := m[r][c] / m[c][c]
			for k := c; k <= n; k++ {
				m[r][k] -= f * m[c][k]
			}
		}
	}
	x := make([]float64, n)
	for c := range x {
		x[c] = m[c][n] / m[c][c]
	}
	return x, true
}
