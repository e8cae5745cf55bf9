package colormap

import "math"

// Phase is for angles: entry i is 2 pi i/256, and entry 255 is next to entry 0.
// It starts dark at 0, passes blue at pi/2, is lightest at pi, passes orange at
// 3 pi/2 and comes back. So it is close to a circle in the plane of lightness and
// blue-to-yellow, which is all that red-green blindness leaves of colour: every
// angle keeps a colour of its own.
var Phase = phase()

// phase walks each half of the closed path, dark to light and back, in equal
// steps of colour.
func phase() (m Map) {
	const fine = 1024
	for half := 0; half < 2; half++ {
		at := func(i int) lab { return phasePath(float64(half)/2 + float64(i)/(2*fine)) }
		var length [fine + 1]float64
		for i := 1; i <= fine; i++ {
			p, q := at(i-1), at(i)
			length[i] = length[i-1] + math.Sqrt((p.l-q.l)*(p.l-q.l)+(p.a-q.a)*(p.a-q.a)+(p.b-q.b)*(p.b-q.b))
		}
		for i, k := 0, 0; i < 128; i++ {
			for length[k] < length[fine]*float64(i)/128 {
				k++
			}
			m[128*half+i] = at(k).linear().encode()
		}
	}
	return m
}

// phasePath is a closed path for t = 0 to 1. The term with sin² cos draws it into
// the gamut, where light blues and dark oranges are pale.
func phasePath(t float64) lab {
	sin, cos := math.Sincos(2 * math.Pi * t)
	return lab{
		l: 54 - 38*cos,
		a: 6 - 14*sin + 8*sin*sin + 5*cos,
		b: 1 - 37*sin - 16*sin*sin*cos - 6*cos,
	}
}
