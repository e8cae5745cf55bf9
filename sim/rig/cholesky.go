package rig

import "math"

// factor is Cholesky's of a Hermitian matrix, l l^H, rows up to the diagonal. gonum has it for real matrices alone.
type factor [][]complex128

// panel is how many columns of a factor are taken at a time: what is behind them is less by all of them, each row by itself.
const panel = 32

// cholesky is that of a, of which the rows up to the diagonal are read, with more on its diagonal; not ok where that is not positive definite.
func cholesky(a [][]complex128, more func(i int) float64) (l factor, ok bool) {
	l = make(factor, len(a))
	for i := range l {
		l[i] = append([]complex128(nil), a[i][:i+1]...)
		l[i][i] += complex(more(i), 0)
	}
	for from := 0; from < len(l); from += panel {
		to := min(from+panel, len(l))
		for i := from; i < to; i++ {
			l.row(i, from, i)
			d := real(l[i][i]) - square(l[i][from:i])
			if !(d > 0) {
				return nil, false
			}
			l[i][i] = complex(math.Sqrt(d), 0)
		}
		const some = 8
		inTurn((len(l)-to+some-1)/some, func() func(int) {
			return func(task int) {
				for i := len(l) - 1 - task*some; i >= max(to, len(l)-(task+1)*some); i-- {
					l.row(i, from, to)
				}
			}
		})
		inTurn((len(l)-to+some-1)/some, func() func(int) {
			return func(task int) {
				for i := len(l) - 1 - task*some; i >= max(to, len(l)-(task+1)*some); i-- {
					for j := to; j <= i; j++ {
						l[i][j] -= overlap(l[i][from:to], l[j][from:to])
					}
				}
			}
		})
	}
	return l, true
}

// row solves columns from to to-1 of row i, of which those before from have been taken off.
func (l factor) row(i, from, to int) {
	for j := from; j < to; j++ {
		v, d := l[i][j]-overlap(l[i][from:j], l[j][from:j]), real(l[j][j])
		l[i][j] = complex(real(v)/d, imag(v)/d)
	}
}

// overlap is the sum of a conj(b).
func overlap(a, b []complex128) complex128 {
	var re, im float64
	b = b[:len(a)]
	for k, v := range a {
		w := b[k]
		re, im = re+real(v)*real(w)+imag(v)*imag(w), im+imag(v)*real(w)-real(v)*imag(w)
	}
	return complex(re, im)
}

func square(a []complex128) (sum float64) {
	for _, v := range a {
		sum += real(v)*real(v) + imag(v)*imag(v)
	}
	return sum
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
		b[i] /= l[i][i]
		for k, v := range l[i][:i] {
			b[k] -= complex(real(v), -imag(v)) * b[i]
		}
	}
}
