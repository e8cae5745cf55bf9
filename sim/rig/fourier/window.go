package fourier

import (
	"runtime"
	"sync"
)

// side is of the window.
func (f *panelFit) side() int { return 2*f.half + 1 }

// share hands out rows to as many goroutines as run.
func share(n int, do func(from, to int)) {
	var all sync.WaitGroup
	each := max(1, (n+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	for from := 0; from < n; from += each {
		all.Add(1)
		go func() {
			defer all.Done()
			do(from, min(from+each, n))
		}()
	}
	all.Wait()
}

// lines is how many lines are transformed at a time.
const lines = 8

// transform is the window of the transform of a plane, [ny][nx]: [side][side], the lowest frequencies first.
func (f *panelFit) transform(u []complex64) []complex64 {
	s, n := f.side(), f.n
	half := make([]complex64, f.ny*s)
	share((f.ny+lines-1)/lines, func(from, to int) {
		x, work := make([]float32, f.plan.BlockLen(lines)), make([]float32, f.plan.BlockLen(lines))
		for block := from; block < to; block++ {
			clear(x)
			for q := range min(lines, f.ny-block*lines) {
				for i, v := range u[(block*lines+q)*f.nx:][:f.nx] {
					at := 2 * ((i-f.nx/2+n)%n*lines + q)
					x[at], x[at+1] = real(v), imag(v)
				}
			}
			out := f.plan.Forward(x, work, lines)
			for q := range min(lines, f.ny-block*lines) {
				for k := range s {
					at := 2 * ((k-f.half+n)%n*lines + q)
					half[(block*lines+q)*s+k] = complex(out[at], out[at+1])
				}
			}
		}
	})
	window := make([]complex64, s*s)
	share((s+lines-1)/lines, func(from, to int) {
		x, work := make([]float32, f.plan.BlockLen(lines)), make([]float32, f.plan.BlockLen(lines))
		for block := from; block < to; block++ {
			clear(x)
			for j := range f.ny {
				for q := range min(lines, s-block*lines) {
					at, v := 2*((j-f.ny/2+n)%n*lines+q), half[j*s+block*lines+q]
					x[at], x[at+1] = real(v), imag(v)
				}
			}
			out := f.plan.Forward(x, work, lines)
			for k := range s {
				for q := range min(lines, s-block*lines) {
					at := 2 * ((k-f.half+n)%n*lines + q)
					window[k*s+block*lines+q] = complex(out[at], out[at+1])
				}
			}
		}
	})
	return window
}

// adjoint is that of transform: it gives a plane for a window.
func (f *panelFit) adjoint(window []complex64) []complex64 {
	s, n := f.side(), f.n
	half := make([]complex64, f.ny*s)
	share((s+lines-1)/lines, func(from, to int) {
		x, work := make([]float32, f.plan.BlockLen(lines)), make([]float32, f.plan.BlockLen(lines))
		for block := from; block < to; block++ {
			clear(x)
			for k := range s {
				for q := range min(lines, s-block*lines) {
					at, v := 2*((k-f.half+n)%n*lines+q), window[k*s+block*lines+q]
					x[at], x[at+1] = real(v), -imag(v)
				}
			}
			out := f.plan.Forward(x, work, lines)
			for j := range f.ny {
				for q := range min(lines, s-block*lines) {
					at := 2 * ((j-f.ny/2+n)%n*lines + q)
					half[j*s+block*lines+q] = complex(out[at], out[at+1])
				}
			}
		}
	})
	u := make([]complex64, f.nx*f.ny)
	share((f.ny+lines-1)/lines, func(from, to int) {
		x, work := make([]float32, f.plan.BlockLen(lines)), make([]float32, f.plan.BlockLen(lines))
		for block := from; block < to; block++ {
			clear(x)
			for q := range min(lines, f.ny-block*lines) {
				for k := range s {
					at, v := 2*((k-f.half+n)%n*lines+q), half[(block*lines+q)*s+k]
					x[at], x[at+1] = real(v), imag(v)
				}
			}
			out := f.plan.Forward(x, work, lines)
			for q := range min(lines, f.ny-block*lines) {
				for i := range f.nx {
					at := 2 * ((i-f.nx/2+n)%n*lines + q)
					u[(block*lines+q)*f.nx+i] = complex(out[at], -out[at+1])
				}
			}
		}
	})
	return u
}
