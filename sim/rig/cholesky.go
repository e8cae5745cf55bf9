package rig

import (
	"math"
	"math/cmplx"
)

// factor is Cholesky's of a Hermitian matrix, l l^H, rows up to the diagonal. gonum has it for real matrices alone.
type factor [][]complex128

// cholesky is that of a, of which the rows up to the diagonal are read, with more on its diagonal; not ok where that is not positive definite.
func cholesky(a [][]complex128, more func(i int) float64) (l factor, ok bool) {
	l = make(factor, len(a))
	for i := range l {
		l[i] = append([]complex128(nil), a[i][:i+1]...)
		l[i][i] += complex(more(i), 0)
		for j := 0; j <= i; j++ {
			sum := l[i][j]
			for k := range j {
				sum -= l[i][k] * cmplx.Conj(l[j][k])
			}
			if i != j {
				l[i][j] = sum / l[j][j]
			} else if real(sum) > 0 {
				l[i][i] = complex(math.Sqrt(real(sum)), 0)
			} else {
				return nil, false
			}
		}
	}
	return l, true
}

// solve replaces b by the x of l l^H x = b.
func (l factor) solve(b []complex128) {
	for i := range b {
		for k := range i {
			b[i] -= l[i][k] * b[k]
		}
		b[i] /= l[i][i]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for k := i + 1; k < len(b); k++ {
			b[i] -= cmplx.Conj(l[k][i]) * b[k]
		}
		b[i] /= l[i][i]
	}
}
