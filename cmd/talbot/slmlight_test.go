package main

import (
	"math"
	"math/cmplx"
)

// at makes plane i that of N, the pitch and the gap behind it.
func (b *rebuilt) at(i int) {
	p := b.Planes[i]
	b.N, b.Pitch, b.Propagation.Window, b.Propagation.BandLimit = p.Samples, p.Pitch, p.Window, p.BandLimit
}

// onto is the angular spectrum over a gap onto the next plane, by the sums of the formula.
func (b *rebuilt) onto(e []complex128, gap int) []complex128 {
	from, to := b.Planes[gap], b.Planes[gap+1]
	w := from.Window
	var u, weight []float64
	for k := -(w / 2); k <= w/2; k++ {
		half := w%2 == 0 && from.Pitch != to.Pitch && (k == w/2 || k == -(w/2))
		if k > (w+1)/2-1 && !half {
			continue
		}
		u, weight = append(u, float64(k)/(float64(w)*from.Pitch)), append(weight, 1)
		if half {
			weight[len(weight)-1] = 0.5
		}
	}
	x := func(i, n int, pitch float64) float64 { return float64(i-n/2) * pitch }
	// along sums rows of n numbers to m, and leaves them as columns.
	along := func(in []complex128, n, m int, turns func(i, k int) float64) []complex128 {
		rows := len(in) / n
		out := make([]complex128, m*rows)
		for k := range m {
			for i := range n {
				r := cmplx.Rect(1, 2*math.Pi*turns(i, k))
				for j := range rows {
					out[k*rows+j] += in[j*n+i] * r
				}
			}
		}
		return out
	}
	there := func(i, k int) float64 { return -u[k] * x(i, from.Samples, from.Pitch) }
	back := func(k, i int) float64 { return u[k] * x(i, to.Samples, to.Pitch) }
	f := along(along(e, from.Samples, len(u), there), from.Samples, len(u), there)
	for j := range u {
		for i := range u {
			r := 1/(b.Wavelength*b.Wavelength) - u[i]*u[i] - u[j]*u[j]
			h := cmplx.Rect(weight[i]*weight[j]/float64(w*w), 2*math.Pi*b.Gaps[gap]*(math.Sqrt(math.Max(r, 0))-1/b.Wavelength))
			if r < 0 {
				h *= complex(math.Exp(-2*math.Pi*math.Abs(b.Gaps[gap])*math.Sqrt(-r)), 0)
			}
			if l := from.BandLimit; l != nil && (math.Abs(u[i]) > *l || math.Abs(u[j]) > *l) {
				h = 0
			}
			f[j*len(u)+i] *= h
		}
	}
	return along(along(f, len(u), to.Samples, back), len(u), to.Samples, back)
}

// hop is the angular spectrum over z, by plain Fourier sums.
func (b *rebuilt) hop(e []complex128, z float64) []complex128 {
	m, p := b.Propagation.Window, b.Propagation.Padding
	if m != b.N+2*p {
		panic("window")
	}
	w := make([]complex128, m*m)
	for j := range b.N {
		copy(w[(j+p)*m+p:], e[j*b.N:(j+1)*b.N])
	}
	roots := make([]complex128, m)
	for k := range roots {
		roots[k] = cmplx.Rect(1, -2*math.Pi*float64(k)/float64(m))
	}
	sums := func(in []complex128, inverse bool) []complex128 { // transforms rows and leaves them as columns
		out := make([]complex128, m*m)
		for j := range m {
			for k := range m {
				var sum complex128
				for i := range m {
					r := roots[i*k%m]
					if inverse {
						r = cmplx.Conj(r)
					}
					sum += in[j*m+i] * r
				}
				out[k*m+j] = sum
			}
		}
		return out
	}
	w = sums(sums(w, false), false)
	frequency := func(k int) float64 {
		if k >= (m+1)/2 {
			k -= m
		}
		return float64(k) / (float64(m) * b.Pitch)
	}
	for j := range m {
		for i := range m {
			u, v := frequency(i), frequency(j)
			f := 1/(b.Wavelength*b.Wavelength) - u*u - v*v
			h := cmplx.Rect(1, 2*math.Pi*z*(math.Sqrt(math.Max(f, 0))-1/b.Wavelength))
			if f < 0 {
				h *= complex(math.Exp(-2*math.Pi*math.Abs(z)*math.Sqrt(-f)), 0)
			}
			if l := b.Propagation.BandLimit; l != nil && (math.Abs(u) > *l || math.Abs(v) > *l) {
				h = 0
			}
			w[j*m+i] *= h / complex(float64(m*m), 0)
		}
	}
	w = sums(sums(w, true), true)
	out := make([]complex128, b.N*b.N)
	for j := range b.N {
		copy(out[j*b.N:(j+1)*b.N], w[(j+p)*m+p:])
	}
	return out
}

// logits reads a picture; efficiency is the share of the encoded light, and of the
// source's, in the detector regions.
func (b *rebuilt) logits(picture []byte, w, h int) (z []float64, inside, encoded, source float64) {
	if b.Planes != nil {
		b.at(0)
	}
	light, source := b.encode(picture, w, h)
	area := b.Pitch * b.Pitch
	for _, v := range light {
		encoded += real(v)*real(v) + imag(v)*imag(v)
	}
	readings := make([]float64, len(b.Detector.Regions))
	for network := range b.Networks {
		e := light
		for l, gap := range b.Gaps {
			switch {
			case b.Planes != nil:
				e = b.onto(e, l)
				b.at(l + 1)
			case b.Propagation.BandLimits != nil:
				b.Propagation.BandLimit = &b.Propagation.BandLimits[l]
				e = b.hop(e, gap)
			default:
				e = b.hop(e, gap)
			}
			if l < b.Layers {
				for i, t := range b.masks[network*b.Layers+l] {
					e[i] *= t
				}
			}
		}
		for k, r := range b.Detector.Regions {
			if r.Network != network+1 {
				continue
			}
			for y := r.Y0; y < r.Y1; y++ {
				for x := r.X0; x < r.X1; x++ {
					a := cmplx.Abs(e[y*b.N+x])
					inside += a * a
					if b.Detector.Reading == "intensity" {
						a *= a
					}
					readings[k] += a / float64((r.X1-r.X0)*(r.Y1-r.Y0))
				}
			}
		}
	}
	inside *= b.Pitch * b.Pitch / area // 1 where planes are alike
	inside /= float64(b.Networks) * math.Pow(b.Modulation.Gain, 2*float64(b.Layers))
	total := 0.0
	plus, minus := make([]float64, len(b.Readout.Classes)), make([]float64, len(b.Readout.Classes))
	for k, r := range b.Detector.Regions {
		total += readings[k]
		if r.Sign > 0 {
			plus[r.Class] += readings[k]
		} else {
			minus[r.Class] += readings[k]
		}
	}
	z = make([]float64, len(plus))
	for c := range z {
		switch b.Readout.Logits {
		case "scale":
			z[c] = b.Readout.Scale * plus[c]
		case "share":
			z[c] = b.Readout.Scale * plus[c] / total
		case "differential":
			if sum := plus[c] + minus[c]; sum > 0 {
				z[c] = b.Readout.Scale * (plus[c] - minus[c]) / sum
			}
		}
	}
	return z, inside, encoded, source
}
