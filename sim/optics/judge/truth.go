// Package judge says how far propagated light is from the truth, and chooses among the
// propagators of package optics by it.
//
// The truth is the first Rayleigh-Sommerfeld integral, summed over the samples, wherever
// they resolve its kernel for any light of their band; nearer it is the angular spectrum
// of the samples in a window with twice the room that the light needs, whose only error is
// what comes back from its repetitions; and of light that repeats the angular spectrum of
// its period. An error is the relative L2 distance of the complex field on the plane out:
// where all samples of the truth are too many, in a draw of them.
package judge

import (
	"math"
	"strconv"

	"talbot/sim/errs"
	"talbot/sim/fft"
	"talbot/sim/optics"
	"talbot/sim/optics/exact"
)

// Truth is what the light is on a plane.
type Truth struct {
	Basis string // what it is, in words

	out   optics.Plane
	slack float64      // how much above the distance the bound is
	sum   bool         // the integral itself
	full  []complex128 // of all samples, or
	draw  *draw        // of some
	power float64      // of the light, W
	noise float64      // what rounding leaves of it on the plane out, as a share of the amplitude
}

// Sizes beyond which the truth is drawn, or is not to be had.
const (
	fewTerms   = 3e6     // of the integral, for all samples
	MostWindow = 1 << 25 // samples of a window
)

// Repeat says along which axes light repeats beyond its plane.
type Repeat struct{ X, Y bool }

// Find finds the truth about u, [Ny][Nx] of s.In, on the plane out. Fields to be judged
// come from windows of at most windowX x windowY samples, from which that of the truth
// must differ.
func Find(s optics.Space, u []complex128, out optics.Plane, repeat Repeat, windowX, windowY int) (*Truth, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if err := out.Check(); err != nil {
		return nil, err
	}
	t := &Truth{out: out, power: power(u, s.In)}
	if s.In.Len() == 1 && out.Len() == 1 { // one sample is a plane wave
		t.Basis, t.full = "a plane wave along the axis", u
		return t, nil
	}
	s, u, out = crop(s, u, out, repeat)
	repeats := repeat.X || repeat.Y
	if !repeats && s.Resolves(out, 1) {
		return t, t.integral(s, u, out)
	}
	err := t.spectrum(s, u, out, repeat, 2*windowX, 2*windowY)
	if err != nil && !repeats && s.Resolves(out, 2) {
		return t, t.integral(s, u, out)
	}
	return t, err
}

// integral is the sum of the Rayleigh-Sommerfeld integral.
func (t *Truth) integral(s optics.Space, u []complex128, out optics.Plane) (err error) {
	t.Basis, t.slack, t.sum, t.noise = "the Rayleigh-Sommerfeld sum over the samples", 1.25, true, noise(s, out, false)
	terms := float64(s.In.Len()) * float64(out.Len())
	if terms > fewTerms { // by transforms, for the same spacing
		if r, err := s.ImpulseResponse(optics.Window{}, out); err == nil && windowOf(r) <= MostWindow {
			t.noise = noise(s, out, true)
			t.full, err = exact.Apply(r, u)
			return err
		}
	}
	back := s.Z < 0 // the integral runs forwards; backwards it is its own conjugate
	if back {
		s.Z = -s.Z
		u = conj(u)
	}
	if terms <= fewTerms {
		if t.full, err = exact.RayleighSommerfeld(s, u, out); back {
			t.full = conj(t.full)
		}
		return err
	}
	at, err := exact.Integral(s, u, out.Ny == 1, out.Nx == 1)
	if err != nil {
		return err
	}
	t.slack = 2
	t.Basis += ", in a draw of its samples"
	t.draw = newDraw(out, s.In.Len(), func(x, y float64) complex128 {
		v := at(x, y)
		if back {
			return complex(real(v), -imag(v))
		}
		return v
	})
	return nil
}

// spectrum is the angular spectrum in a large window.
func (t *Truth) spectrum(s optics.Space, u []complex128, out optics.Plane, repeat Repeat, leastX, leastY int) error {
	w := s.HoldingWindow(out, 2)
	w.PadX, w.PadY = max(w.PadX, widen(s.In.Nx, leastX)), max(w.PadY, widen(s.In.Ny, leastY))
	t.Basis, t.slack, t.noise = "the angular spectrum with twice the room for its light", 2, epsilon
	if repeat.X || repeat.Y {
		t.Basis = "the angular spectrum of light that repeats"
	}
	if repeat.X {
		w.PadX = 0
	}
	if repeat.Y {
		w.PadY = 0
	}
	if m := float64(s.In.Nx+2*w.PadX) * float64(s.In.Ny+2*w.PadY); m > MostWindow {
		return errs.New("its error is not known: the samples do not resolve the Rayleigh-Sommerfeld integral, and the window that holds the light would have ", m, " samples")
	}
	wide := max(s.In.Nx, out.Nx) // a plane that holds both
	high := max(s.In.Ny, out.Ny)
	same := (out.Dx == s.In.Dx || wide == 1) && (out.Dy == s.In.Dy || high == 1) && (!repeat.X || wide == s.In.Nx) && (!repeat.Y || high == s.In.Ny) &&
		(wide == s.In.Nx || s.In.Nx > 1) && (high == s.In.Ny || s.In.Ny > 1)
	if !same {
		r, err := s.ScaledSpectrum(w, out)
		if err != nil {
			return err
		}
		t.full, err = exact.Apply(r, u)
		return err
	}
	g := s.In
	s.In.Nx, s.In.Ny = wide, high
	w.PadX, w.PadY = max(0, w.PadX-(wide-g.Nx)/2), max(0, w.PadY-(high-g.Ny)/2)
	r, err := s.ShiftedSpectrum(w, out.X, out.Y)
	if err != nil {
		return err
	}
	v, err := exact.Apply(r, place(u, g.Nx, g.Ny, wide, high))
	t.full = place(v, wide, high, out.Nx, out.Ny)
	return err
}

// Error is the bound of the relative L2 distance of v, [Ny][Nx] of the plane out, from
// the truth, and the power on that plane as a share of that of the light; the latter is
// a sum over samples, which a coarse plane out makes rough.
func (t *Truth) Error(v []complex128) (bound, inside float64) {
	var off, all float64
	if t.draw != nil {
		off, all = t.draw.distance(v)
	} else {
		for i, a := range t.full {
			off += square(v[i] - a)
			all += square(a)
		}
	}
	if t.power == 0 || all == 0 {
		return math.Sqrt(off), 0
	}
	inside = all * t.out.Dx * t.out.Dy / t.power
	return roundUp(t.slack*math.Sqrt(off/all) + t.noise/math.Sqrt(inside)), inside
}

// roundUp rounds x up to two digits: a bound has no more, and methods that differ by less
// do not differ.
func roundUp(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return x
	}
	unit := math.Pow(10, math.Floor(math.Log10(x))-1)
	x, _ = strconv.ParseFloat(strconv.FormatFloat(math.Ceil(x/unit*(1-1e-9))*unit, 'e', 1, 64), 64)
	return x
}

// widen is the padding of n samples that makes a fast window of at least m.
func widen(n, m int) int {
	if n == 1 {
		return 0
	}
	for m = fft.NextFast(max(n, m)); (m-n)%2 != 0; {
		m = fft.NextFast(m + 1)
	}
	return (m - n) / 2
}

// crop leaves out the dark edges of the plane: rows and columns that together have less
// than 1e-30 of the power, which matters little even where almost none arrives.
func crop(s optics.Space, u []complex128, out optics.Plane, repeat Repeat) (optics.Space, []complex128, optics.Plane) {
	g := s.In
	rows, columns := make([]float64, g.Ny), make([]float64, g.Nx)
	all := 0.0
	for i, v := range u {
		p := square(v)
		rows[i/g.Nx] += p
		columns[i%g.Nx] += p
		all += p
	}
	x0, x1 := lit(columns, all, repeat.X)
	y0, y1 := lit(rows, all, repeat.Y)
	s.In.Nx, s.In.Ny = x1-x0, y1-y0
	cut := make([]complex128, 0, s.In.Len())
	for j := y0; j < y1; j++ {
		cut = append(cut, u[j*g.Nx+x0:j*g.Nx+x1]...)
	}
	out.X -= float64(x0+s.In.Nx/2-g.Nx/2) * g.Dx
	out.Y -= float64(y0+s.In.Ny/2-g.Ny/2) * g.Dy
	return s, cut, out
}

// lit is the interval that has all of the power but 1e-30. An axis of one lit sample of
// more keeps two, because one alone would stand for light that does not vary.
func lit(p []float64, all float64, whole bool) (first, end int) {
	end = len(p)
	if whole || all == 0 {
		return 0, end
	}
	for dark := p[0]; dark < 5e-31*all && end-first > 2; dark += p[first] {
		first++
	}
	for dark := p[end-1]; dark < 5e-31*all && end-first > 2; dark += p[end-1] {
		end--
	}
	return first, end
}

// place puts u into a plane of another size, axis on axis.
func place(u []complex128, nx, ny, ox, oy int) []complex128 {
	if nx == ox && ny == oy {
		return u
	}
	v := make([]complex128, ox*oy)
	for j := range ny {
		for i := range nx {
			if x, y := i-nx/2+ox/2, j-ny/2+oy/2; x >= 0 && x < ox && y >= 0 && y < oy {
				v[y*ox+x] = u[j*nx+i]
			}
		}
	}
	return v
}

// windowOf is the largest window of a recipe.
func windowOf(r *optics.Recipe) (most int) {
	for _, s := range r.Steps {
		most = max(most, s.Mx*s.My)
	}
	return most
}

func conj(u []complex128) []complex128 {
	v := make([]complex128, len(u))
	for i, a := range u {
		v[i] = complex(real(a), -imag(a))
	}
	return v
}

func power(u []complex128, g optics.Grid) (sum float64) {
	for _, v := range u {
		sum += square(v)
	}
	return sum * g.Dx * g.Dy
}

func square(v complex128) float64 { return real(v)*real(v) + imag(v)*imag(v) }
