package element

import (
	"math"
	"sync"

	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// Smooth makes the edges of a hard aperture on g anti-aliased: each sample gets the
// mean of e over its pixel, from n x n points. It does so along axes with more than
// one sample.
func Smooth(e optics.Profile, g optics.Grid, n int) optics.Profile {
	nx, ny := n, n
	if g.Nx == 1 {
		nx = 1
	}
	if g.Ny == 1 {
		ny = 1
	}
	return func(x, y float64) complex128 {
		var sum complex128
		for j := range ny {
			v := y + ((float64(j)+0.5)/float64(ny)-0.5)*g.Dy
			for i := range nx {
				sum += e(x+((float64(i)+0.5)/float64(nx)-0.5)*g.Dx, v)
			}
		}
		return sum / complex(float64(nx*ny), 0)
	}
}

// Carried is what the samples of g carry of a hard element: its light up to 0.4 of the
// 1/dx that they repeat after, in full and without the steeper light that would fold back.
// The mean over pixels takes sinc(f dx) of frequency f, and lets fold. Beside an edge the
// samples swing by a tenth, above 1 and below 0, as all that has a limited band does. n
// points a sample are looked at; n is even. It is for the samples of g alone.
func Carried(e optics.Profile, g optics.Grid, n int) optics.Profile {
	table := sync.OnceValue(func() []complex128 {
		fine := g
		w, reach := lowPass(n), 0
		if g.Nx > 1 {
			fine.Nx, fine.Dx, reach = (g.Nx-1)*n+len(w), g.Dx/float64(n), len(w)/2
		}
		startX, startY := g.X(0)-float64(reach)*fine.Dx, g.Y(0)
		if g.Ny > 1 {
			fine.Ny, fine.Dy = (g.Ny-1)*n+len(w), g.Dy/float64(n)
			startY -= float64(len(w)/2) * fine.Dy
		}
		rows, row := make([]complex128, g.Nx*fine.Ny), make([]complex128, fine.Nx)
		for j := range fine.Ny {
			for i := range row {
				row[i] = e(startX+float64(i)*fine.Dx, startY+float64(j)*fine.Dy)
			}
			filter(rows[j*g.Nx:][:g.Nx], row, w, n)
		}
		if g.Ny == 1 {
			return rows
		}
		u, in, out := make([]complex128, g.Len()), make([]complex128, fine.Ny), make([]complex128, g.Ny)
		for i := range g.Nx {
			for j := range in {
				in[j] = rows[j*g.Nx+i]
			}
			filter(out, in, w, n)
			for j, v := range out {
				u[j*g.Nx+i] = v
			}
		}
		return u
	})
	return func(x, y float64) complex128 {
		i, j := int(math.Round(x/g.Dx))+g.Nx/2, int(math.Round(y/g.Dy))+g.Ny/2
		if i < 0 || j < 0 || i >= g.Nx || j >= g.Ny {
			return e(x, y)
		}
		return table()[j*g.Nx+i]
	}
}

// filter takes a line of n points a sample to its samples, or leaves a line of one. Most of
// a line is even, and stays what it is.
func filter(out, in []complex128, w []float64, n int) {
	if len(in) == len(out) {
		copy(out, in)
		return
	}
	last := -1 // the last point seen that differs from the one before
	seen := 0
	for i := range out {
		line := in[i*n:][:len(w)]
		for ; seen < i*n+len(w); seen++ {
			if seen > 0 && in[seen] != in[seen-1] {
				last = seen
			}
		}
		if last <= i*n {
			out[i] = line[0]
			continue
		}
		var re, im float64
		for k, v := range line {
			re += w[k] * real(v)
			im += w[k] * imag(v)
		}
		out[i] = complex(re, im)
	}
}

// lowPass are the weights of points 1/n of a sample apart, of sum 1: a sinc twelve samples
// long on each side under Kaiser's window, 60 dB down from 0.58/dx on (Kaiser, in System
// Analysis by Digital Computer (1966), chapter 7).
func lowPass(n int) []float64 {
	const half, beta = 12, 5.65
	w, sum := make([]float64, 2*half*n+1), 0.0
	for k := range w {
		x := float64(k-half*n) / float64(n)
		t, c := x/half, 1.0
		if x != 0 {
			s, _ := fmath.Sincos(math.Pi * x)
			c = s / (math.Pi * x)
		}
		w[k] = c * besselI0(beta*math.Sqrt(math.Max(0, 1-t*t)))
		sum += w[k]
	}
	for k := range w {
		w[k] /= sum
	}
	return w
}

// besselI0 is the modified Bessel function of order 0, for x of a few.
func besselI0(x float64) float64 {
	term, sum := 1.0, 1.0
	for k := 1; k < 30; k++ {
		term *= x * x / 4 / float64(k*k)
		sum += term
	}
	return sum
}
