package exact

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"

	"talbot/sim/fft"
)

// transform is the discrete Fourier transform of lines of one length, in place and
// unnormalised: forward with exp(-2 pi i j k/n), backward with its conjugate. gonum's takes
// the time of n p for a prime factor p, so a line of another length than 2, 3, 5 and 7
// make is a convolution of a longer one, by Bluestein's algorithm (see package fft).
type transform struct {
	fast          *fourier.CmplxFFT
	chirp, filter []complex128 // nil: fast does it
	work          []complex128
}

func newLine(n int) *transform {
	if fft.Fast(n) {
		return &transform{fast: fourier.NewCmplxFFT(n)}
	}
	m := fft.NextFast(2*n - 1)
	t := &transform{fourier.NewCmplxFFT(m), make([]complex128, n), make([]complex128, m), make([]complex128, m)}
	for j := range n {
		t.chirp[j] = cmplx.Rect(1, -math.Pi*float64(j*j%(2*n))/float64(n))
		b := cmplx.Conj(t.chirp[j]) / complex(float64(m), 0)
		t.filter[j], t.filter[(m-j)%m] = b, b
	}
	t.fast.Coefficients(t.filter, t.filter)
	return t
}

func (t *transform) forward(x []complex128) {
	if t.chirp == nil {
		t.fast.Coefficients(x, x)
		return
	}
	clear(t.work)
	for j, v := range x {
		t.work[j] = v * t.chirp[j]
	}
	t.fast.Coefficients(t.work, t.work)
	for j, v := range t.filter {
		t.work[j] *= v
	}
	t.fast.Sequence(t.work, t.work)
	for k := range x {
		x[k] = t.work[k] * t.chirp[k]
	}
}

// backward is the conjugate of forward of the conjugate.
func (t *transform) backward(x []complex128) {
	if t.chirp == nil {
		t.fast.Sequence(x, x)
		return
	}
	conjugate(x)
	t.forward(x)
	conjugate(x)
}

func conjugate(x []complex128) {
	for i, v := range x {
		x[i] = cmplx.Conj(v)
	}
}
