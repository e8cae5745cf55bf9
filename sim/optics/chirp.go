package optics

import (
	"math"

	"talbot/sim/fft"
	"talbot/sim/fmath"
)

// chirps are the factors of Bluestein's algorithm for one axis, the chirp-z
// transform (Rabiner, Schafer and Rader, Bell Syst. Tech. J. 48, 1249 (1969)):
//
//	out(y) = sum over x of in(x) exp(-2 pi i kappa x y)
//
// between any two lines of samples. With n and m counted from the axis samples,
// n m = (n^2 + m^2 - (m-n)^2)/2 makes the sum a convolution between two products:
//
//	out(m) = post(m) sum over n of h(m-n) pre(n) in(n),  h(d) = exp(i pi kappa dx dy d^2)
type chirps struct {
	in, out   line
	pre, post []complex128
	h         []complex128 // spectrum of h over the window, FFT order
}

// newChirps returns the factors for lines in and out.
func newChirps(in, out line, kappa float64) chirps {
	c := chirps{in: in, out: out, pre: make([]complex128, in.n), post: make([]complex128, out.n)}
	rate := math.Pi * kappa * in.d * out.d // rad
	for i := range c.pre {
		n := float64(i - in.n/2)
		c.pre[i] = phasor(-rate*n*n - 2*math.Pi*kappa*out.c*in.d*n)
	}
	for i := range c.post {
		m := float64(i - out.n/2)
		c.post[i] = phasor(-rate*m*m - 2*math.Pi*kappa*in.c*(out.c+out.d*m))
	}
	window := fastWindow(max(in.n, out.n), in.n+out.n-1)
	h := make([]complex128, window)
	for d := -out.n/2 - (in.n - 1 - in.n/2); d <= out.n-1-out.n/2+in.n/2; d++ {
		h[(d+window)%window] = phasor(rate * float64(d) * float64(d))
	}
	c.h = spectrum(h)
	return c
}

// identity are the factors of an axis along which light does not vary.
func identity(in, out line) chirps {
	one := []complex128{1}
	return chirps{in, out, one, one, one}
}

// before multiplies the light by f(x) before the transform.
func (c chirps) before(f func(x float64) complex128) chirps {
	for i := range c.pre {
		c.pre[i] *= f(c.in.at(i))
	}
	return c
}

// behind multiplies the light by f(y) behind the transform.
func (c chirps) behind(f func(y float64) complex128) chirps {
	for i := range c.post {
		c.post[i] *= f(c.out.at(i))
	}
	return c
}

// trapezoid is a line of n samples that repeats, for an integral over one period of
// it: an even n gets one sample more, so that both ends are there, and each has half
// the weight. Otherwise the end without a mirror image would break the symmetry of
// light about the axis.
func trapezoid(n int, d float64) line {
	if n%2 == 0 && n > 1 {
		n++
	}
	return line{n, d, 0}
}

// halfEnds halves the ends of a trapezoid that stands for n samples.
func (c chirps) halfEnds(n int) chirps {
	if len(c.post) > n {
		c.post[0] *= 0.5
		c.post[n] *= 0.5
	}
	return c
}

// transform is the steps of a transform along both axes. Its result is multiplied
// by t(i, j), which may be nil.
func transform(x, y chirps, t func(i, j int) complex128) ([]Step, error) {
	mx, my := len(x.h), len(y.h)
	if err := checkWindow(mx, my); err != nil {
		return nil, err
	}
	nx, ny := max(x.in.n, x.out.n), max(y.in.n, y.out.n)
	post := separable(x.post, y.post)
	if t != nil {
		plain := post
		post = func(i, j int) complex128 { return plain(i, j) * t(i, j) }
	}
	return []Step{
		{Nx: nx, Ny: ny, T: separable(x.pre, y.pre)},
		{Nx: nx, Ny: ny, H: separable(x.h, y.h), Mx: mx, My: my},
		{Nx: x.out.n, Ny: y.out.n, T: post},
	}, nil
}

// phasor is exp(i x), with x reduced in float64.
func phasor(x float64) complex128 {
	s, c := fmath.Sincos(math.Mod(x, 2*math.Pi))
	return complex(c, s)
}

// spectrum is the discrete Fourier transform of h, in float64, of any length.
func spectrum(h []complex128) []complex128 {
	x := make([]float64, 2*len(h))
	for i, v := range h {
		x[2*i], x[2*i+1] = real(v), imag(v)
	}
	x = fft.Transform64(x)
	f := make([]complex128, len(h))
	for i := range f {
		f[i] = complex(x[2*i], x[2*i+1])
	}
	return f
}
