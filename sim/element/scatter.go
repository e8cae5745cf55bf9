package element

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/fft"
	"talbot/sim/fmath"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// Diffuser is a random phase plate on g: Gaussian noise of the given rms, rad, whose
// correlation falls to 1/e over the given length, m. number tells plates of one
// seed apart.
func Diffuser(g optics.Grid, rms, length float64, seed uint64, number uint32) (optics.Profile, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	if !(length > 0) || math.IsInf(length, 0) {
		return nil, errs.New("element: a diffuser's correlation length must be positive, not ", optics.Length(length))
	}
	phi := normal(rng.Stream{Seed: seed, Stream: rng.Scatter}, number, g.Len())
	// White noise smoothed by exp(-2 x^2/length^2) has correlation exp(-x^2/length^2).
	phi = smooth(phi, g.Nx, g.Ny, 1, g.Nx, length/g.Dx)
	phi = smooth(phi, g.Ny, g.Nx, g.Nx, 1, length/g.Dy)
	return func(x, y float64) complex128 {
		i, j := int(math.Round(x/g.Dx))+g.Nx/2, int(math.Round(y/g.Dy))+g.Ny/2
		if i < 0 || j < 0 || i >= g.Nx || j >= g.Ny {
			return 1
		}
		return phasor(rms * phi[j*g.Nx+i])
	}, nil
}

// normal is n standard normal numbers (Box and Muller, 1958).
func normal(s rng.Stream, step uint32, n int) []float64 {
	v := make([]float64, n)
	for i := 0; i < n; i += 2 {
		b := s.Block(step, uint32(i/2))
		r := math.Sqrt(-2 * fmath.Log((float64(b[0])+0.5)/(1<<32)))
		sin, cos := fmath.Sincos(2 * math.Pi * float64(b[1]) / (1 << 32))
		v[i] = r * cos
		if i+1 < n {
			v[i+1] = r * sin
		}
	}
	return v
}

// smooth filters lines of n samples, stride apart, that come back on the other
// side, and keeps the variance of white noise.
func smooth(v []float64, n, lines, stride, next int, length float64) []float64 {
	if n == 1 {
		return v
	}
	reach := min(int(2.5*length), n/2)
	w, energy := make([]float64, 2*reach+1), 0.0
	for k := range w {
		x := float64(k-reach) / length
		w[k] = fmath.Exp(-2 * x * x)
		energy += w[k] * w[k]
	}
	scale := 1 / math.Sqrt(energy)
	out := make([]float64, len(v))
	if reach > 200 {
		return smoothFar(out, v, n, lines, stride, next, w, scale)
	}
	for l := range lines {
		for i := range n {
			sum := 0.0
			for k, a := range w {
				sum += a * v[l*next+(i+k-reach+n)%n*stride]
			}
			out[l*next+i*stride] = scale * sum
		}
	}
	return out
}

// smoothFar is smooth for a filter w that reaches far, in n log n steps a line, by the
// lines' spectra; two lines at once, one the real part and one the imaginary.
func smoothFar(out, v []float64, n, lines, stride, next int, w []float64, scale float64) []float64 {
	h := make([]float64, 2*n)
	for k, a := range w {
		h[2*((k-len(w)/2+n)%n)] += a * scale / float64(n)
	}
	h = fft.Transform64(h) // real, as w is even
	for l := 0; l < lines; l += 2 {
		x := make([]float64, 2*n)
		for c := range min(2, lines-l) {
			for i := range n {
				x[2*i+c] = v[(l+c)*next+i*stride]
			}
		}
		x = fft.Transform64(x)
		for i := range n {
			x[2*i] *= h[2*i]
			x[2*i+1] *= h[2*i]
		}
		x = fft.Transform64(x) // the inverse, read backwards
		for c := range min(2, lines-l) {
			for i := range n {
				out[(l+c)*next+i*stride] = x[2*((n-i)%n)+c]
			}
		}
	}
	return out
}

// Volume is a scattering volume as screens with free space between: screens[0],
// s, screens[1], s and so on (multi-slice, Cowley and Moodie, Acta Cryst. 10, 609
// (1957)). s.In is the plane of every screen and s.Z the distance between two.
func Volume(s optics.Space, w optics.Window, screens ...optics.Profile) (*optics.Recipe, error) {
	hop, err := s.AngularSpectrum(w)
	if err != nil {
		return nil, err
	}
	var parts []*optics.Recipe
	for i, t := range screens {
		if i > 0 {
			parts = append(parts, hop)
		}
		screen, err := optics.Screen(s.In, t)
		if err != nil {
			return nil, err
		}
		parts = append(parts, screen)
	}
	r, err := optics.Join(parts...)
	if err != nil {
		return nil, err
	}
	r.Method = "volume scatterer"
	return r, nil
}
