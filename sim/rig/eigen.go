package rig

import (
	"math"
	"math/cmplx"
)

// least is the factor that leaves the least share of the power that was read, whatever its size: the eigenvector of the least eigenvalue, by inverse
// iteration on Cholesky's factor. Where little tells its amplitude that may be 0 but in a corner.
func (s *symmetry) least() ([]complex128, bool) {
	n := len(s.normal)
	trace := 0.0
	for i := range n {
		trace += real(s.normal[i][i])
	}
	if !(trace > 0) {
		return nil, false
	}
	l := make([][]complex128, n)
	for i := range l {
		l[i] = append([]complex128(nil), s.normal[i][:i+1]...)
		l[i][i] += complex(1e-9*trace/float64(n), 0)
		for j := 0; j <= i; j++ {
			sum := l[i][j]
			for k := range j {
				sum -= l[i][k] * cmplx.Conj(l[j][k])
			}
			if i == j {
				if !(real(sum) > 0) {
					return nil, false
				}
				l[i][i] = complex(math.Sqrt(real(sum)), 0)
			} else {
				l[i][j] = sum / l[j][j]
			}
		}
	}
	d := make([]complex128, n)
	d[0] = 1
	for i := range d {
		d[i] += complex(1e-3*math.Sin(float64(3*i+1)), 1e-3*math.Cos(float64(5*i)))
	}
	for range 50 {
		d = s.weigh(d)
		for i := range n {
			for k := range i {
				d[i] -= l[i][k] * d[k]
			}
			d[i] /= l[i][i]
		}
		for i := n - 1; i >= 0; i-- {
			for k := i + 1; k < n; k++ {
				d[i] -= cmplx.Conj(l[k][i]) * d[k]
			}
			d[i] /= l[i][i]
		}
		norm := 0.0
		for _, v := range d {
			norm += real(v)*real(v) + imag(v)*imag(v)
		}
		for i := range d {
			d[i] /= complex(math.Sqrt(norm), 0)
		}
	}
	return d, true
}

// weigh is a factor times the power that was read, as a sum of cosines again.
func (s *symmetry) weigh(d []complex128) []complex128 {
	u := s.cells(d)
	for i := range u {
		u[i] *= complex(s.power[i], 0)
	}
	return s.analysed(u)
}
