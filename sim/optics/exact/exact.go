// Package exact propagates light in complex128 on the CPU: the recipes of package
// optics with float64 transforms, and the direct Rayleigh-Sommerfeld integral, the
// oracle of all of them. It is slow; a device runs the same recipes in float32.
package exact

import (
	"math/cmplx"
	"runtime"
	"sync"

	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Apply propagates u, [Ny][Nx] of r.In, and returns [Ny][Nx] of r.Out.
func Apply(r *optics.Recipe, u []complex128) ([]complex128, error) {
	if len(u) != r.In.Len() {
		return nil, errs.New("optics: the field has ", len(u), " samples, the propagator wants ", r.In.Nx, " x ", r.In.Ny)
	}
	p := plane{r.In.Nx, r.In.Ny, u}
	for _, s := range r.Steps {
		if s.H != nil {
			p = convolve(p, s.Mx, s.My, s.H)
		} else {
			p = place(p, s.Nx, s.Ny, s.T)
		}
	}
	return p.u, nil
}

// Adjoint is the adjoint of Apply: u is [Ny][Nx] of r.Out.
func Adjoint(r *optics.Recipe, u []complex128) ([]complex128, error) {
	if len(u) != r.Out.Len() {
		return nil, errs.New("optics: the field has ", len(u), " samples, the adjoint wants ", r.Out.Nx, " x ", r.Out.Ny)
	}
	p := plane{r.Out.Nx, r.Out.Ny, u}
	for i := len(r.Steps) - 1; i >= 0; i-- {
		s := r.Steps[i]
		if s.H != nil {
			p = convolve(p, s.Mx, s.My, conj(s.H))
			continue
		}
		nx, ny := r.In.Nx, r.In.Ny
		if i > 0 {
			nx, ny = r.Steps[i-1].Nx, r.Steps[i-1].Ny
		}
		p = place(p, nx, ny, conj(s.T))
	}
	return p.u, nil
}

func conj(f func(i, j int) complex128) func(i, j int) complex128 {
	return func(i, j int) complex128 { return cmplx.Conj(f(i, j)) }
}

type plane struct {
	nx, ny int
	u      []complex128
}

// place is kernels.Place.
func place(in plane, nx, ny int, t func(i, j int) complex128) plane {
	out := plane{nx, ny, make([]complex128, nx*ny)}
	tx, ty := min(in.nx, nx), min(in.ny, ny)
	ix, iy, ox, oy := in.nx/2-tx/2, in.ny/2-ty/2, nx/2-tx/2, ny/2-ty/2
	for j := range ty {
		for i := range tx {
			out.u[(oy+j)*nx+ox+i] = t(i, j) * in.u[(iy+j)*in.nx+ix+i]
		}
	}
	return out
}

// convolve is kernels.Propagate.
func convolve(in plane, mx, my int, h func(i, j int) complex128) plane {
	px, py := (mx-in.nx)/2, (my-in.ny)/2
	rows := make([]complex128, in.ny*mx)
	parallel(in.ny, func(next func() (int, bool)) {
		f := newLine(mx)
		for j, ok := next(); ok; j, ok = next() {
			row := rows[j*mx : (j+1)*mx]
			copy(row[px:], in.u[j*in.nx:(j+1)*in.nx])
			f.forward(row)
		}
	})
	parallel(mx, func(next func() (int, bool)) {
		f, column := newLine(my), make([]complex128, my)
		for i, ok := next(); ok; i, ok = next() {
			clear(column)
			for j := range in.ny {
				column[py+j] = rows[j*mx+i]
			}
			f.forward(column)
			for j := range column {
				column[j] *= h(i, j)
			}
			f.backward(column)
			for j := range in.ny {
				rows[j*mx+i] = column[py+j]
			}
		}
	})
	out := plane{in.nx, in.ny, make([]complex128, in.nx*in.ny)}
	scale := complex(1/(float64(mx)*float64(my)), 0)
	parallel(in.ny, func(next func() (int, bool)) {
		f := newLine(mx)
		for j, ok := next(); ok; j, ok = next() {
			row := rows[j*mx : (j+1)*mx]
			f.backward(row)
			for i, v := range row[px:][:in.nx] {
				out.u[j*in.nx+i] = v * scale
			}
		}
	})
	return out
}

// parallel runs work on every processor; next deals out 0..n-1.
func parallel(n int, work func(next func() (int, bool))) {
	var mutex sync.Mutex
	var wait sync.WaitGroup
	at := 0
	next := func() (int, bool) {
		mutex.Lock()
		defer mutex.Unlock()
		at++
		return at - 1, at <= n
	}
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() { work(next) })
	}
	wait.Wait()
}
