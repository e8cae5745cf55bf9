package rig

import (
	"math/cmplx"
	"testing"
)

// The solution of a Hermitian system solves it, and a matrix that is not positive definite has no factor.
func TestCholesky(t *testing.T) {
	const n = 2*panel + 7
	root := make([][]complex128, n) // of which a is root^H root
	for i := range root {
		root[i] = make([]complex128, n)
		for j := range root[i] {
			root[i][j] = complex(float64((3*i+5*j)%7)-3, float64((2*i*j+j)%5)-2)
		}
	}
	a, want, b := make([][]complex128, n), make([]complex128, n), make([]complex128, n)
	const more = 0.5
	for i := range a {
		a[i], want[i] = make([]complex128, n), complex(float64(i)-2, float64(n-2*i))
		for j := range a[i] {
			for k := range n {
				a[i][j] += cmplx.Conj(root[k][i]) * root[k][j]
			}
		}
	}
	for i := range b {
		for j := range n {
			b[i] += a[i][j] * want[j]
		}
		b[i] += more * want[i]
	}
	l, ok := cholesky(a, func(int) float64 { return more })
	if !ok {
		t.Fatal("no factor")
	}
	l.solve(b)
	for i, v := range b {
		if cmplx.Abs(v-want[i]) > 1e-9 {
			t.Errorf("unknown %d is %v, want %v", i, v, want[i])
		}
	}
	if _, ok := cholesky(a, func(int) float64 { return -1e4 }); ok {
		t.Error("a matrix that is not positive definite has a factor")
	}
}
